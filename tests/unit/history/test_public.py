import dataclasses
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings

from reqsite.history.entry import state_of
from reqsite.history.ledger import Ledger
from reqsite.history.public import public_ledger, public_state
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Section
from tests.unit.history.histories import SCHEMA, pasts, written

HIDDEN = "Kingfisher"  # a word that no other part of a record has


def requirement(record_id, text, status="confirmed", visibility="public", **parts) -> Record:
    return Record(
        record_id,
        "functional",
        "requirement",
        parts.pop("title", record_id),
        "docs/secret-folder/a.md",
        1,
        fields={"status": status, "priority": "P1", "visibility": visibility, **parts.pop("fields", {})},
        sections=(Section("statement", "", 0, text, 5), *parts.pop("sections", ())),
        **parts,
    )


def ledger_of(tmp_path, *releases) -> Ledger:
    return written(tmp_path, [state_of(Catalog(r, SCHEMA), f"1.{n}.0") for n, r in enumerate(releases)])


def dumped(ledger):
    lines = [
        (change.op, change.id, change.entry.plain() if change.entry else None, dict(baseline.counts))
        for baseline in ledger.baselines
        for change in baseline.changes
    ]
    return json.dumps(lines, ensure_ascii=False)


def test_internal_records_fields_sections_and_links_are_in_no_release(tmp_path):
    open_one = requirement(
        "REQ-1",
        "See REQ-77.",
        fields={"internal_note": HIDDEN},
        sections=(Section("internal_notes", "Internal", 2, HIDDEN, 9),),
        links={"depends_on": ("REQ-77", "REQ-2")},
    )
    closed = requirement("REQ-77", HIDDEN, visibility="internal", title=HIDDEN)
    shown = dumped(public_ledger(ledger_of(tmp_path, [open_one, closed, requirement("REQ-2", "It is shown.")])))
    assert HIDDEN not in shown
    assert "REQ-77" not in shown
    assert "secret-folder" not in shown
    assert "REQ-2" in shown


def test_what_became_internal_is_in_none_of_the_releases_before(tmp_path):
    before = [requirement("REQ-1", "See REQ-77."), requirement("REQ-77", HIDDEN)]
    after = [before[0], requirement("REQ-77", HIDDEN, visibility="internal")]
    shown = dumped(public_ledger(ledger_of(tmp_path, before, after)))
    assert HIDDEN not in shown
    assert "REQ-77" not in shown


def test_what_is_internal_in_the_working_tree_only_is_hidden_too(tmp_path):
    ledger = ledger_of(tmp_path, [requirement("REQ-1", "See REQ-77."), requirement("REQ-77", HIDDEN)])
    assert HIDDEN in dumped(public_ledger(ledger))
    assert HIDDEN not in dumped(public_ledger(ledger, {"REQ-77": "requirement"}))


def test_a_draft_that_is_not_for_a_release_appears_when_it_is(tmp_path):
    idea, agreed = requirement("REQ-1", "It is shown.", status="idea"), requirement("REQ-1", "It is shown.")
    shown = public_ledger(ledger_of(tmp_path, [idea], [agreed]))
    assert [[(c.op, c.id) for c in b.changes] for b in shown.baselines] == [[], [("add", "REQ-1")]]
    assert [b.counts["records"] for b in shown.baselines] == [0, 1]


def test_a_release_of_internal_changes_alone_changes_nothing(tmp_path):
    one = requirement("REQ-1", "It is shown.", fields={"internal_note": "Ask."})
    other = dataclasses.replace(one, fields={**one.fields, "internal_note": HIDDEN})
    shown = public_ledger(ledger_of(tmp_path, [one], [other]))
    assert shown.baselines[1].changes == ()


@settings(max_examples=60, deadline=None)
@given(pasts())
def test_no_client_sees_what_is_hidden_or_the_same_state_in_two_ways(past):
    last = past[-1]
    with tempfile.TemporaryDirectory() as folder:
        ledger = written(Path(folder), past)
    hidden = {i: e.kind for i, e in last.entries.items() if e.is_hidden}
    shown = public_ledger(ledger, hidden)
    states = list(shown.states())
    assert [s.name for s in states] == [s.name for s in past]
    for state in states:
        for entry in state.entries.values():
            assert entry.id not in hidden
            assert not entry.is_hidden
            assert not {"internal", "file"} & entry.record.keys()
            assert "internal_note" not in entry.fields
            assert not any(s["key"] == "internal_notes" for s in entry.record.get("sections", ()))
    assert states[-1].entries.keys() == public_state(last, hidden).entries.keys()


def test_what_did_not_change_since_a_release_is_not_made_again_and_says_the_same(tmp_path):
    one, two = requirement("REQ-1", "It is shown."), requirement("REQ-2", "It is sold.")
    ledger = ledger_of(tmp_path, [one, two])
    shown = public_ledger(ledger).last_state
    now = state_of(Catalog([one, requirement("REQ-2", "It is lent.")], SCHEMA), like=ledger.last_state)
    known = public_state(now, (), (ledger.last_state, shown))
    assert known.entries["REQ-1"] is shown.entries["REQ-1"]
    assert known.entries["REQ-2"].text("statement") == "It is lent."
    assert known == public_state(now)


def test_the_public_ledger_is_as_long_as_the_whole_one(tmp_path):
    ledger = ledger_of(tmp_path, [requirement("REQ-1", "It is shown.")], [], [requirement("REQ-2", "It is.")])
    assert [b.name for b in public_ledger(ledger).baselines] == [b.name for b in ledger.baselines]
