"""Change requests against the difference to the last release."""

import pytest

from tests.releases import release
from tests.unit.checks.checked import check_project, named

RULES = ("change-without-request", "change-not-made", "unknown-release")


def requirement(number, seconds=3, more="", status="confirmed", kind="functional"):
    front = f"id: REQ-00{number}\ntype: {kind}\ntitle: T\nstatus: {status}\npriority: P1\n{more}"
    return f"---\n{front}---\nIt shall answer in {seconds} s.\n"


def change(more, status="approved", number=1):
    front = f"id: CR-00{number}\ntype: change\ntitle: C\nstatus: {status}\nreason: R.\nproposer: Li\n{more}"
    return f"---\n{front}---\nQuicker.\n"


BEFORE = {"a.md": requirement(1), "b.md": requirement(2)}


def step(root, after, before=BEFORE, name="1.0.0", schema=""):
    """Release files, write others in their place (None: gone), and return what the rules say."""
    check_project(root, before, schema)
    release(root, name)
    for file, text in after.items():
        if text is None:
            (root / "docs_src" / file).unlink()
    return named(check_project(root, {f: t for f, t in after.items() if t is not None}), *RULES)


def said(findings):
    return [(f.rule.name, f.severity.value, str(f.place), str(f.message)) for f in findings]


def test_without_a_release_nothing_is_said(tmp_path):
    files = {**BEFORE, "c.md": change("modifies: [REQ-001]\nimplemented_in: 1.2.0\n", "implemented")}
    assert named(check_project(tmp_path, files), *RULES) == []


def test_a_change_that_no_request_names_is_told_where_it_is(tmp_path):
    after = {"a.md": requirement(1, 2), "b.md": requirement(2, 2), "c.md": change("modifies: [REQ-001]\n")}
    assert said(step(tmp_path, after)) == [
        (
            "change-without-request",
            "warning",
            "docs_src/b.md:8:1",
            "REQ-002 has changed since release 1.0.0 in what binds (statement), and no change request names it.",
        )
    ]


def test_a_project_without_change_requests_hears_nothing(tmp_path):
    assert step(tmp_path, {"a.md": requirement(1, 2)}) == []


@pytest.mark.parametrize("link", ["affects", "modifies", "adds", "removes"])
@pytest.mark.parametrize("status", ["applied", "approved"])
def test_a_request_may_name_it_in_any_way_and_state(tmp_path, link, status):
    after = {"a.md": requirement(1, 2), "c.md": change(f"{link}: [REQ-001]\n", status)}
    assert [f for f in step(tmp_path, after) if f.rule.name == "change-without-request"] == []


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_request_that_was_given_up_asks_for_nothing(tmp_path, status):
    after = {"a.md": requirement(1, 2), "c.md": change("modifies: [REQ-001]\n", status)}
    assert [f.rule.name for f in step(tmp_path, after)] == ["change-without-request"]


def test_a_request_of_an_earlier_release_asks_for_nothing_now(tmp_path):
    request = change("modifies: [REQ-001]\nimplemented_in: 1.0.0\n", "verified")
    findings = step(tmp_path, {"a.md": requirement(1, 2)}, {**BEFORE, "c.md": request})
    assert [f.rule.name for f in findings] == ["change-without-request"]


def test_an_earlier_request_that_was_taken_up_again_asks_anew(tmp_path):
    request = change("modifies: [REQ-001]\nimplemented_in: 1.0.0\n", "verified")
    after = {"a.md": requirement(1, 2), "c.md": request.replace("Quicker", "Quicker still")}
    assert step(tmp_path, after, {**BEFORE, "c.md": request}) == []


def test_an_older_request_that_names_no_release_still_asks(tmp_path):
    assert step(tmp_path, {"a.md": requirement(1, 2)}, {**BEFORE, "c.md": change("modifies: [REQ-001]\n")}) == []


def test_a_field_that_binds_is_told_at_its_value(tmp_path):
    after = {"a.md": requirement(1).replace("P1", "P2"), "c.md": change("affects: [REQ-002]\n")}
    [finding] = step(tmp_path, after)
    assert str(finding.place) == "docs_src/a.md:6:11"


@pytest.mark.parametrize(
    "text",
    [
        requirement(1, status="frozen"),
        requirement(1, more="owner: Li\n"),
        requirement(1) + "\n## Rationale\n\nCalls.\n",
        requirement(1).replace("It shall", "It  shall"),
        requirement(1).replace("It shall", "The page shall").replace("P1\n", "P1\nchanges: [{change: editorial}]\n"),
    ],
)
def test_a_change_of_wording_needs_no_request(tmp_path, text):
    assert step(tmp_path, {"a.md": text, "c.md": change("affects: [REQ-002]\n")}) == []


def test_a_withdrawal_needs_a_request(tmp_path):
    [finding] = step(tmp_path, {"a.md": requirement(1, status="withdrawn"), "c.md": change("affects: [REQ-002]\n")})
    assert str(finding.place) == "docs_src/a.md:5:9"
    assert str(finding.hint) == "Name it in a change record under `removes:`."
    assert named(check_project(tmp_path, {"c.md": change("removes: [REQ-001]\n")}), *RULES) == []


def test_where_records_may_go_a_request_names_them(tmp_path):
    schema = "checks: {released-record-removed: off, dangling-link: off}\n"
    after = {"a.md": None, "c.md": change("affects: [REQ-002]\n")}
    [finding] = step(tmp_path, after, schema=schema)
    assert str(finding.message) == "REQ-001 is gone since the last release, and no change request names it."
    assert named(check_project(tmp_path, {"c.md": change("removes: [REQ-001]\n")}), *RULES) == []


def test_new_records_and_records_that_nobody_agreed_on_need_none(tmp_path):
    before = {**BEFORE, "t.md": "---\nid: TC-001\ntype: test\ntitle: T\n---\nLook.\n"}
    after = {
        "t.md": before["t.md"].replace("Look", "Listen"),
        "n.md": requirement(3),
        "c.md": change("affects: [REQ-002]\n"),
    }
    assert step(tmp_path, after, before) == []


def test_a_change_of_the_schema_is_none_of_the_records(tmp_path):
    before = {**BEFORE, "c.md": change("affects: [REQ-002]\n")}
    check_project(tmp_path, before)
    release(tmp_path, "1.0.0")
    report = check_project(tmp_path, before, "extends: default\nfields:\n  status: {normative: true}\n")
    assert named(report, *RULES) == []


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("modifies", "CR-001 is implemented and modifies REQ-001, which says what it said in release 1.0.0."),
        ("adds", "CR-001 is implemented and adds REQ-001, which was there before."),
        ("removes", "CR-001 is implemented and removes REQ-001, which still holds."),
    ],
)
def test_a_change_that_is_called_implemented_and_is_not_there_is_told(tmp_path, link, message):
    findings = step(tmp_path, {"c.md": change(f"{link}: [REQ-001]\n", "implemented")})
    assert said(findings) == [("change-not-made", "warning", f"docs_src/c.md:8:{len(link) + 4}", message)]


@pytest.mark.parametrize(
    ("link", "files"),
    [
        ("modifies: [REQ-001]", {"a.md": requirement(1, 2)}),
        ("adds: [REQ-003]", {"n.md": requirement(3)}),
        ("removes: [REQ-001]", {"a.md": requirement(1, status="withdrawn")}),
        ("affects: [REQ-001]", {}),
    ],
)
def test_a_change_that_was_made_is_not(tmp_path, link, files):
    assert step(tmp_path, {**files, "c.md": change(f"{link}\n", "implemented")}) == []


def test_while_it_is_approved_only_it_is_a_reminder(tmp_path):
    [finding] = step(tmp_path, {"c.md": change("modifies: [REQ-001]\n")})
    assert (finding.rule.name, finding.severity) == ("change-not-made", "info")


@pytest.mark.parametrize("more", ["implemented_in: 2.0.0\n", "implemented_in: MS-001\n"])
def test_what_is_planned_for_later_needs_no_reminder(tmp_path, more):
    assert step(tmp_path, {"c.md": change(f"modifies: [REQ-001]\n{more}")}) == []


def test_the_release_that_is_named_must_have_made_the_change(tmp_path):
    step(tmp_path, {"a.md": requirement(1, 2)})
    release(tmp_path, "1.1.0")
    request = change("modifies: [REQ-001, REQ-002]\nimplemented_in: 1.1.0\n", "implemented")
    assert said(named(check_project(tmp_path, {"c.md": request}), *RULES)) == [
        (
            "change-not-made",
            "warning",
            "docs_src/c.md:8:21",
            "CR-001 modifies REQ-002 in release 1.1.0, which left it as it was.",
        )
    ]


def test_a_request_that_was_implemented_before_the_first_release_is_past_checking(tmp_path):
    before = {**BEFORE, "c.md": change("modifies: [REQ-001]\n", "implemented")}
    assert step(tmp_path, {"b.md": requirement(2)}, before) == []


def test_a_request_without_a_release_may_have_been_carried_by_any_since_it_was_written(tmp_path):
    step(tmp_path, {"a.md": requirement(1, 2), "c.md": change("modifies: [REQ-001]\n")})
    release(tmp_path, "1.1.0")
    report = check_project(tmp_path, {"c.md": change("modifies: [REQ-001]\n", "implemented")})
    assert named(report, *RULES) == []


@pytest.mark.parametrize(("written", "severity"), [("0.9.0", "warning"), ("summer", "warning"), ("1.1.0", "info")])
def test_an_implemented_request_names_a_release_that_is_there(tmp_path, written, severity):
    after = {
        "a.md": requirement(1, 2),
        "c.md": change(f"modifies: [REQ-001]\nimplemented_in: {written}\n", "implemented"),
    }
    [finding] = step(tmp_path, after)
    assert (finding.rule.name, finding.severity, str(finding.place)) == (
        "unknown-release",
        severity,
        "docs_src/c.md:9:17",
    )


def test_a_milestone_may_stand_in_the_place_of_a_release(tmp_path):
    milestone = "---\nid: MS-001\ntype: milestone\ntitle: M\ndate: 2026-03-01\ndone_when: Done.\nowner: Li\n---\nAll.\n"
    after = {
        "a.md": requirement(1, 2),
        "m.md": milestone,
        "c.md": change("modifies: [REQ-001]\nimplemented_in: MS-001\n", "implemented"),
    }
    assert step(tmp_path, after) == []
