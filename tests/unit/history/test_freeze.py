import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from reqsite.history.entry import State, fingerprints, state_of
from reqsite.history.freeze import ReleaseExistsError, change_set, write_baseline
from reqsite.history.ledger import Ledger
from reqsite.history.ledger_files import dump, read_ledger, seal
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Section
from tests.unit.history.histories import SCHEMA, pasts, written


def requirement(number, text, **fields) -> Record:
    return Record(
        f"REQ-{number:03d}",
        "functional",
        "requirement",
        f"Number {number}",
        f"docs/{number}.md",
        1,
        fields={"status": "confirmed", "priority": "P1", **fields},
        sections=(Section("statement", "", 0, text, 5),),
    )


def state(name, *records) -> State:
    return state_of(Catalog(records, SCHEMA), name)


@settings(max_examples=40, deadline=None)
@given(pasts())
def test_folding_the_ledger_gives_what_was_frozen(past):
    with tempfile.TemporaryDirectory() as folder:
        ledger = written(Path(folder), past)
    assert ledger.findings == ()
    assert [s.name for s in ledger.states()] == [s.name for s in past]
    for read, frozen in zip(ledger.states(), past, strict=True):
        assert read.entries == frozen.entries
        assert list(read.entries) == list(frozen.entries)
        assert read.binding == frozen.binding
    assert [b.catalog_digest for b in ledger.baselines] == [s.catalog_digest() for s in past]


@settings(max_examples=40, deadline=None)
@given(pasts())
def test_the_words_of_each_record_have_the_fingerprint_beside_them(past):
    for frozen in past:
        redactor = frozen.redactor()
        for entry in frozen.entries.values():
            if not entry.is_hidden:
                assert fingerprints(entry, frozen.binding, redactor) == (entry.fingerprint, entry.normative)


def test_a_link_to_nowhere_beside_one_to_a_hidden_record_is_told_from_it():
    secret = replace(requirement(2, "It is hidden."), fields={"status": "draft", "visibility": "internal"})
    pointing = replace(requirement(1, "It is shown."), links={"depends_on": ("REQ-002", "REQ-002-A")})
    frozen = state("1.0.0", pointing, secret)
    entry = frozen.entries["REQ-001"]
    assert entry.record["internal"]["links"] == {"depends_on": ["REQ-002"]}
    assert fingerprints(entry, frozen.binding, frozen.redactor()) == (entry.fingerprint, entry.normative)


def test_the_same_state_gives_the_same_bytes():
    records = [requirement(n, "It is shown.") for n in range(3)]
    one = change_set(Ledger(), state("1.0.0", *records), "1.0.0", "2026-01-01", "")
    assert one == change_set(Ledger(), state("1.0.0", *reversed(records)), "1.0.0", "2026-01-01", "")


def test_a_file_grows_with_the_changes_and_not_with_the_records(tmp_path):
    many = [requirement(n, "It is shown within two seconds. " * 10) for n in range(400)]
    changed = [requirement(0, "It is hidden."), *many[1:]]
    ledger = written(tmp_path, [state("1.0.0", *many)])
    alone = change_set(ledger, state("1.1.0", *many), "1.1.0", "2026-01-02", "")
    one = change_set(ledger, state("1.1.0", *changed), "1.1.0", "2026-01-02", "")
    assert len(alone) < 1500
    assert len(one) < len(alone) + 1500


def test_a_release_in_which_nothing_changed_is_one_line(tmp_path):
    records = [requirement(1, "It is shown.")]
    ledger = written(tmp_path, [state("1.0.0", *records), state("1.1.0", *records)])
    assert (tmp_path / "baselines/1.1.0.jsonl").read_bytes().count(b"\n") == 1
    assert ledger.findings == ()
    assert ledger.baselines[1].changes == ()


def test_a_day_on_which_the_release_ends_stands_in_its_head_and_changes_nothing_else(tmp_path):
    frozen = state("1.0.0", requirement(1, "It is shown."))
    plain = change_set(Ledger(), frozen, "1.0.0", "2026-01-01", "")
    limited = change_set(Ledger(), frozen, "1.0.0", "2026-01-01", "", valid_until="2027-12-31")
    assert b"valid_until" not in plain
    write_baseline(tmp_path, "1.0.0", limited)
    [baseline] = read_ledger(tmp_path).baselines
    assert baseline.valid_until == "2027-12-31"
    assert baseline.catalog_digest == frozen.catalog_digest()


@pytest.mark.parametrize("day", ["2027-02-30", "tomorrow", 20271231, ["2027-12-31"], "20271231"])
def test_a_head_that_says_no_day_is_named(day, tmp_path):
    frozen = state("1.0.0", requirement(1, "It is shown."))
    head, rest = change_set(Ledger(), frozen, "1.0.0", "2026-01-01", "").split(b"\n", 1)
    plain = {name: value for name, value in json.loads(head).items() if name != "digest"}
    plain["valid_until"] = day
    plain["digest"] = seal(plain, rest)
    write_baseline(tmp_path, "1.0.0", f"{dump(plain)}\n".encode() + rest)
    ledger = read_ledger(tmp_path)
    assert ledger.baselines == ()
    assert "until when" in str(ledger.findings[0].message)


def test_a_release_is_never_written_over(tmp_path):
    write_baseline(tmp_path, "1.0.0", b"one\n")
    with pytest.raises(ReleaseExistsError):
        write_baseline(tmp_path, "1.0.0", b"other\n")
    assert (tmp_path / "baselines/1.0.0.jsonl").read_bytes() == b"one\n"
    assert [path.name for path in (tmp_path / "baselines").iterdir()] == ["1.0.0.jsonl"]


def test_an_id_that_comes_back_is_one_history(tmp_path):
    one, other = requirement(1, "It is shown."), requirement(2, "It is printed.")
    ledger = written(tmp_path, [state("1.0.0", one, other), state("1.1.0", one), state("1.2.0", one, other)])
    assert [(b.name, c.op) for b, c in ledger.history["REQ-002"]] == [
        ("1.0.0", "add"),
        ("1.1.0", "remove"),
        ("1.2.0", "add"),
    ]
