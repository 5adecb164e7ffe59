import pytest

from tests.unit.checks.checked import check_project, named

MILESTONES = """\
records:
  - {id: MS-001, type: milestone, title: First, date: 2026-03-01, done_when: A, owner: Li, status: planned}
  - id: MS-002
    type: milestone
    title: Second
    date: 2026-06-01
    done_when: B
    owner: Li
    status: STATE
"""
NAMING = "  - {id: REQ-001, type: functional, title: A, milestone: [MS-001], body: It shall.}\n"
MEETING = "  - {id: MTG-001, type: meeting, title: Talk, meeting_type: TYPE, LINK: [MS-002], body: We met.}\n"


def checked(root, *records, state="planned"):
    return check_project(root, {"all.yml": MILESTONES.replace("STATE", state) + "".join(records)})


def test_a_milestone_that_no_requirement_names_is_one_finding(tmp_path):
    [finding] = named(checked(tmp_path, NAMING), "empty-milestone")
    assert (finding.severity, str(finding.place), finding.record) == ("info", "docs_src/all.yml:5:5", "MS-002")


def test_a_project_whose_requirements_name_no_milestone_hears_nothing(tmp_path):
    assert named(checked(tmp_path, NAMING.replace("milestone: [MS-001], ", "")), "empty-milestone") == []


@pytest.mark.parametrize(("type_", "link"), [("workshop", "accepts"), ("acceptance", "source")])
def test_an_accepted_milestone_without_its_meeting_is_one_finding(tmp_path, type_, link):
    meeting = MEETING.replace("TYPE", type_).replace("LINK", link)
    [finding] = named(checked(tmp_path, meeting, state="accepted"), "accepted-without-meeting")
    assert (finding.severity, str(finding.place), finding.record) == ("warning", "docs_src/all.yml:9:13", "MS-002")


@pytest.mark.parametrize("link", ["accepts", "discusses"])
def test_the_meeting_that_accepted_it_is_enough(tmp_path, link):
    meeting = MEETING.replace("TYPE", "acceptance").replace("LINK", link)
    assert named(checked(tmp_path, meeting, state="accepted"), "accepted-without-meeting") == []


@pytest.mark.parametrize("state", ["planned", "reached", "missed"])
def test_what_is_not_accepted_needs_no_meeting(tmp_path, state):
    assert named(checked(tmp_path, state=state), "accepted-without-meeting") == []
