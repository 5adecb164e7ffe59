"""Records against the last release: ids used again, records that are gone, states that may not follow."""

import pytest

from tests.releases import release
from tests.unit.checks.checked import check_project, named

RULES = ("id-reused", "released-record-removed", "status-transition")
WORDS = "Clerks shall have an answer within 3 s of a call."


def record(text=WORDS, *, status="draft", title="Stock", kind="functional", record_id="REQ-001", more=""):
    front = f"id: {record_id}\ntype: {kind}\ntitle: {title}\nstatus: {status}\npriority: P1\n{more}"
    return f"---\n{front}---\n{text}\n"


def step(root, before, after, name="1.0.0", schema=""):
    """Write files, release them, write others in their place (None: gone), and return what the rules say."""
    check_project(root, before, schema)
    release(root, name)
    for file, text in after.items():
        if text is None:
            (root / "docs_src" / file).unlink()
    return named(check_project(root, {f: t for f, t in after.items() if t is not None}, schema), *RULES)


def test_without_a_release_nothing_is_said(tmp_path):
    assert named(check_project(tmp_path, {"r.md": record(status="frozen")}), *RULES) == []


def test_a_record_that_is_gone_is_told_at_its_old_file_with_what_to_write(tmp_path):
    [finding] = step(tmp_path, {"r.md": record(), "g.md": record(record_id="REQ-002")}, {"r.md": None})
    assert (finding.rule.name, finding.severity, finding.record) == ("released-record-removed", "warning", "REQ-001")
    assert str(finding.place) == "docs_src/r.md:1:1"
    assert str(finding.message) == "REQ-001 was in release 1.0.0 and is gone."
    assert "`status: withdrawn`" in str(finding.hint)


def test_a_record_that_says_the_same_under_another_id_is_named(tmp_path):
    [finding] = step(tmp_path, {"r.md": record()}, {"r.md": None, "s.md": record(record_id="REQ-007")})
    assert str(finding.message) == "REQ-001 was in release 1.0.0 and is gone; REQ-007 says the same."
    assert "moved_to: [REQ-007]" in str(finding.hint)


def test_an_id_in_another_writing_is_told_at_the_new_one(tmp_path):
    [finding] = step(tmp_path, {"r.md": record()}, {"r.md": record(record_id="req-001")})
    assert str(finding.place) == "docs_src/r.md:2:5"
    assert str(finding.message) == "req-001 was written REQ-001 in release 1.0.0."


@pytest.mark.parametrize("broken", ["---\nid: REQ-001\ntype: functional\n", "---\nid: REQ-001\nid: REQ-001\n---\nA.\n"])
def test_a_record_whose_file_cannot_be_read_is_not_called_gone(tmp_path, broken):
    assert step(tmp_path, {"r.md": record()}, {"r.md": broken}) == []


def test_a_record_that_moved_to_another_file_is_there(tmp_path):
    assert step(tmp_path, {"r.md": record()}, {"r.md": None, "s.md": record()}) == []


@pytest.mark.parametrize("front", ["visibility: internal\n", ""])
def test_what_no_client_has_seen_may_go(tmp_path, front):
    before = record(status="draft" if front else "idea", more=front)
    assert step(tmp_path, {"r.md": before}, {"r.md": None}) == []


def test_where_status_is_a_list_of_the_projects_own_no_status_is_proposed(tmp_path):
    schema = "fields:\n  status: {kind: enum, values: [active]}\n"
    [finding] = step(tmp_path, {"r.md": record(status="active")}, {"r.md": None}, schema=schema)
    assert "withdrawn" not in str(finding.hint)


def test_an_id_that_was_taken_out_and_stands_for_something_else_is_an_error(tmp_path):
    step(tmp_path, {"r.md": record()}, {"r.md": None})
    release(tmp_path, "1.1.0")
    report = check_project(tmp_path, {"r.md": record("Orders shall be printed.")})
    [finding] = named(report, *RULES)
    assert (finding.rule.name, finding.severity, str(finding.place)) == ("id-reused", "error", "docs_src/r.md:2:5")
    assert str(finding.message) == (
        "REQ-001 was taken out in release 1.1.0, and stands for something else now: statement."
    )


def test_an_id_that_comes_back_for_the_same_is_none(tmp_path):
    step(tmp_path, {"r.md": record()}, {"r.md": None})
    release(tmp_path, "1.1.0")
    assert named(check_project(tmp_path, {"r.md": record(title="Stock, quickly")}), "id-reused") == []


def test_a_withdrawn_record_that_comes_back_with_other_words_is_an_error(tmp_path):
    [finding] = step(
        tmp_path, {"r.md": record(status="withdrawn")}, {"r.md": record("Orders shall be printed.", title="Printing")}
    )
    assert (finding.rule.name, finding.severity) == ("id-reused", "error")


def test_a_withdrawn_record_that_comes_back_as_it_was_only_broke_the_order_of_states(tmp_path):
    [finding] = step(tmp_path, {"r.md": record(status="withdrawn")}, {"r.md": record()})
    assert finding.rule.name == "status-transition"
    assert str(finding.hint) == "'withdrawn' is final: write a new record that says what holds now."


def test_a_deferred_record_may_come_back_with_other_words(tmp_path):
    assert step(tmp_path, {"r.md": record(status="deferred")}, {"r.md": record("Orders shall be printed.")}) == []


def test_an_id_of_another_kind_is_a_warning(tmp_path):
    [finding] = step(tmp_path, {"r.md": record()}, {"r.md": record(kind="goal")})
    assert (finding.rule.name, finding.severity, str(finding.place)) == ("id-reused", "warning", "docs_src/r.md:3:7")
    assert str(finding.message) == "REQ-001 was of type 'functional' in release 1.0.0 and is of type 'goal' now."


def test_a_word_may_be_defined_again(tmp_path):
    term = "---\ntype: term\ntitle: Stock\n---\n{}\n"
    step(tmp_path, {"t.md": term.format("All pieces."), "r.md": record()}, {"t.md": None})
    release(tmp_path, "1.1.0")
    report = check_project(tmp_path, {"t.md": term.format("Pieces that are not reserved.")})
    assert named(report, "id-reused") == []


@pytest.mark.parametrize(
    ("old", "new"), [("draft", "confirmed"), ("confirmed", "withdrawn"), ("frozen", "reviewed"), ("draft", "draft")]
)
def test_several_steps_may_lie_between_two_releases(tmp_path, old, new):
    assert step(tmp_path, {"r.md": record(status=old)}, {"r.md": record(status=new)}) == []


def test_a_status_that_no_way_leads_to_is_told_with_those_that_may_follow(tmp_path):
    [finding] = step(tmp_path, {"r.md": record(status="confirmed")}, {"r.md": record(status="idea")})
    assert (finding.rule.name, str(finding.place)) == ("status-transition", "docs_src/r.md:5:9")
    assert str(finding.message) == "REQ-001 was 'confirmed' in release 1.0.0, and 'idea' may not follow."
    assert str(finding.hint) == "After 'confirmed' may come: draft, frozen, delivered, deferred, withdrawn."


def change(status, more=""):
    return f"---\nid: CR-001\ntype: change\ntitle: T\nstatus: {status}\nreason: R.\nproposer: Li\n{more}---\nCards.\n"


def test_a_change_request_takes_one_step_at_a_time(tmp_path):
    [finding] = step(tmp_path, {"c.md": change("applied")}, {"c.md": change("implemented")})
    assert str(finding.message) == "CR-001 was 'applied' in release 1.0.0, and 'implemented' may not follow."
    assert str(finding.hint) == (
        "After 'applied' may come: assessed, rejected, withdrawn. If it has been 'assessed, approved', write under "
        "'dates:' when."
    )


@pytest.mark.parametrize(
    ("new", "more"),
    [("assessed", ""), ("approved", "dates: {assessed: 2026-03-02}\n")],
)
def test_a_change_request_may_take_the_next_step_or_say_when_it_took_those_between(tmp_path, new, more):
    assert step(tmp_path, {"c.md": change("applied")}, {"c.md": change(new, more)}) == []


def feedback(status, more=""):
    head = f"id: FB-001\ntype: feedback\ntitle: T\nstatus: {status}\nreceived: 2026-03-02 10:00\n"
    return f"---\n{head}{more}---\nIt is slow.\n"


def test_feedback_that_was_answered_unclassified_is_told_what_comes_next(tmp_path):
    [finding] = step(tmp_path, {"f.md": feedback("received")}, {"f.md": feedback("answered")})
    assert finding.rule.name == "status-transition"
    assert str(finding.hint) == (
        "After 'received' may come: classified. If it has been 'classified, analysed', write under 'dates:' when."
    )


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("received", "classified", ""),
        ("received", "answered", "dates: {classified: 2026-03-02, analysed: 2026-03-02}\n"),
        ("analysed", "verified", "answered: 2026-03-03 10:00\n"),
    ],
)
def test_feedback_takes_one_step_or_says_when_it_took_those_between(tmp_path, old, new, more):
    assert step(tmp_path, {"f.md": feedback(old)}, {"f.md": feedback(new, more)}) == []


def test_states_without_an_order_are_no_matter(tmp_path):
    schema = "states:\n  requirement:\n    one: {next: []}\n    two: {next: []}\n"
    assert step(tmp_path, {"r.md": record(status="one")}, {"r.md": record(status="two")}, schema=schema) == []
