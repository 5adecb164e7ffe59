import pytest

from tests.releases import release
from tests.unit.checks.checked import check_project, named

FREEZE = "{{id: MS-001, type: milestone, title: Freeze, milestone_type: {kind}, date: {date}, status: {status}}}"
REQUIREMENT = "{{id: REQ-001, type: functional, title: A, milestone: [MS-001], body: It shall answer in {} s.{}}}"
REQUEST = "{{id: CR-001, type: change, title: C, status: {status}, reason: R., proposer: Li, {link}: [REQ-001]}}"


def records(*entries):
    return {"all.yml": "records:\n" + "".join(f"  - {entry}\n" for entry in entries)}


def freeze(kind="freeze", date="2026-04-01", status="reached"):
    return FREEZE.format(kind=kind, date=date, status=status)


def changed(root, milestone, *more, seconds=1, before=()):
    """Release a requirement on 2026-03-01, change it, and return what the rule says."""
    check_project(root, records(milestone, REQUIREMENT.format(2, ""), *before))
    release(root, "1.0.0", "2026-03-01")
    return named(
        check_project(root, records(milestone, REQUIREMENT.format(seconds, ""), *more)), "changed-after-freeze"
    )


def test_a_frozen_requirement_that_changed_is_an_error(tmp_path):
    [finding] = changed(tmp_path, freeze())
    assert (finding.severity, finding.record, finding.place.line) == ("error", "REQ-001", 3)
    assert str(finding.message) == (
        "REQ-001 was frozen with MS-001 on 2026-04-01, and has changed since release 1.0.0: statement."
    )


def test_what_stayed_as_it_was_is_none(tmp_path):
    assert changed(tmp_path, freeze(), seconds=2) == []


@pytest.mark.parametrize(
    "milestone",
    [freeze(kind="delivery"), freeze(status="planned"), freeze(date="2026-02-28")],
    ids=["another kind", "still to come", "before the first release"],
)
def test_only_a_freeze_that_was_reached_after_a_release_binds(tmp_path, milestone):
    assert changed(tmp_path, milestone) == []


@pytest.mark.parametrize(
    ("status", "link", "excused"),
    [("approved", "modifies", True), ("verified", "affects", True), ("assessed", "modifies", False)],
)
def test_an_approved_change_request_may_change_it(tmp_path, status, link, excused):
    assert (changed(tmp_path, freeze(), REQUEST.format(status=status, link=link)) == []) == excused


def test_a_change_request_from_before_the_freeze_does_not(tmp_path):
    old = REQUEST.format(status="verified", link="modifies")
    assert len(changed(tmp_path, freeze(), old, before=[old])) == 1


def test_the_release_before_the_freeze_counts_and_not_the_last_one(tmp_path):
    assert len(changed(tmp_path, freeze())) == 1
    release(tmp_path, "1.1.0", "2026-05-01")
    again = check_project(tmp_path, records(freeze(), REQUIREMENT.format(1, "")))
    assert len(named(again, "changed-after-freeze")) == 1
