"""Changes that are called editorial: words may change, what is meant may not."""

import pytest

from tests.releases import release
from tests.unit.checks.checked import check_project, named

OLD = "Clerks shall have an answer in 3 s."
NOTE = "changes: [{release: 1.1.0, change: editorial, reason: Easier to read}]\n"


def record(text, more="", criteria="- It is seen within 3 s.\n"):
    front = f"id: REQ-001\ntype: functional\ntitle: T\nstatus: draft\n{more}"
    return f"---\n{front}---\n{text}\n\n## Acceptance criteria\n\n{criteria}"


def found(root, new, note=NOTE, old=OLD, **changed):
    check_project(root, {"r.md": record(old)})
    release(root, "1.0.0")
    return named(check_project(root, {"r.md": record(new, note, **changed)}), "editorial-changes-meaning")


@pytest.mark.parametrize(
    "new",
    [
        "In 3 s clerks shall have an answer.",
        "Clerks shall have their  answer\nin 3 s.",
        "Every clerk who calls shall have an answer in 3 s.",
    ],
)
def test_other_words_are_editorial(tmp_path, new):
    assert found(tmp_path, new) == []


@pytest.mark.parametrize(
    ("new", "what"),
    [
        ("Clerks shall have an answer in 2 s.", "3 s → 2 s"),
        ("Clerks shall have an answer in 3 min.", "3 s → 3 min"),
        ("Clerks should have an answer in 3 s.", "shall → should"),
        ("Clerks shall not have an answer in 3 s.", "– → not"),
    ],
)
def test_a_number_a_unit_a_modal_verb_and_a_negation_are_not(tmp_path, new, what):
    [finding] = found(tmp_path, new)
    assert (finding.rule.code, finding.severity, finding.record) == ("RQ823", "error", "REQ-001")
    assert str(finding.message) == f"REQ-001 is said to have changed in wording only, and has changed in: {what}."
    assert str(finding.place) == "docs_src/r.md:6:36"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("系统应在3秒内显示库存。", "系统宜在3秒内显示库存。", "应 → 宜"),
        ("系统应在3秒内显示库存。", "系统应在5秒内显示库存。", "3 秒 → 5 秒"),
    ],
)
def test_chinese_words_that_bind_are_seen_too(tmp_path, old, new, what):
    [finding] = found(tmp_path, new, old=old)
    assert what in str(finding.message)


def test_a_criterion_that_came_or_went_is_not_editorial(tmp_path):
    [finding] = found(tmp_path, OLD, criteria="- It is seen within 3 s.\n- The time of it is seen as well.\n")
    assert "acceptance_criteria" in str(finding.message)


def test_a_field_that_binds_is_not_editorial(tmp_path):
    [finding] = found(tmp_path, OLD, f"priority: P1\n{NOTE}")
    assert str(finding.message).endswith("has changed in: priority.")


@pytest.mark.parametrize(
    "note",
    [
        "changes: [{release: 1.0.0, change: editorial, reason: Of the release before}]\n",
        "changes: [{release: 1.1.0, change: normative, reason: Quicker}]\n",
        "changes: [{release: 1.1.0, change: editorial}, {release: 1.1.0, change: normative}]\n",
        "changes: [Easier to read]\n",
        "",
    ],
)
def test_who_does_not_call_it_editorial_is_not_held_to_it(tmp_path, note):
    assert found(tmp_path, "Clerks shall have an answer in 2 s.", note) == []


@pytest.mark.parametrize("note", ["changes:\n  - change: Editorial\n", "changes:\n  - {kind: 措辞, reason: 通顺}\n"])
def test_a_new_note_without_a_release_is_about_the_coming_one(tmp_path, note):
    assert len(found(tmp_path, "Clerks shall have an answer in 2 s.", note)) == 1


def test_an_old_note_without_a_release_is_about_an_old_one(tmp_path):
    note = "changes:\n  - change: editorial\n"
    check_project(tmp_path, {"r.md": record(OLD, note)})
    release(tmp_path, "1.0.0")
    report = check_project(tmp_path, {"r.md": record(OLD.replace("3", "2"), note)})
    assert named(report, "editorial-changes-meaning") == []


def test_what_is_new_or_has_no_release_before_it_is_no_change(tmp_path):
    assert named(check_project(tmp_path, {"r.md": record(OLD, NOTE)}), "editorial-changes-meaning") == []
