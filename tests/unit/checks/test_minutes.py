import pytest

from tests.unit.checks.checked import check_project, named, places

BOTH = "signed_by:\n  - {name: Li, party: client}\n  - {name: Wu, party: supplier}\n"
PEOPLE = (
    "records:\n"
    "  - {id: STK-1, type: stakeholder, title: Li Ming, role: decider, body: A.}\n"
    "  - {id: STK-2, type: stakeholder, title: Wu Fang, role: supplier, body: B.}\n"
)


def meeting(front, decider="decider: Li\n"):
    """Return a meeting; the further front matter begins on line 5, or 6 with a decider."""
    return f"---\nid: MTG-001\ntype: meeting\ntitle: Review\n{decider}{front}---\nWe met.\n"


def checked(root, front, schema="", decider="decider: Li\n", **files):
    return check_project(root, {"m.md": meeting(front, decider), **files}, schema)


def test_minutes_that_come_late_are_one_finding_with_the_delay(tmp_path):
    report = checked(tmp_path, f"held: 2026-03-02 10:00\nminutes_issued: 2026-03-03 10:01\n{BOTH}")
    [finding] = named(report, "late-minutes", "unsigned-minutes")
    assert (finding.rule.name, finding.severity, str(finding.place)) == (
        "late-minutes",
        "warning",
        "docs_src/m.md:7:17",
    )
    assert str(finding.message) == "The minutes of MTG-001 were issued after 24 h 1 min; the limit is 24 h."


@pytest.mark.parametrize(
    ("held", "issued"),
    [
        ("2026-03-02 10:00", "2026-03-03 09:00"),
        ("2026-03-02 10:00", "2026-03-03 10:00"),
        ("2026-03-02", "2026-03-03 18:00"),
        ("2026-03-02 10:00", "2026-03-03"),
        ("2026-03-02 10:00 +08:00", "2026-03-03 09:00"),
        ("2026-03-02 23:00 +08:00", "2026-03-03 15:00 +00:00"),
        ("yesterday", "2026-03-03 10:00"),
        ("9999-12-31", "9999-12-31 10:00"),
    ],
)
def test_minutes_that_may_have_come_in_time_are_none(tmp_path, held, issued):
    report = checked(tmp_path, f"held: {held}\nminutes_issued: {issued}\n{BOTH}")
    assert named(report, "late-minutes", "unsigned-minutes") == []


def test_a_date_alone_is_late_when_every_hour_of_it_would_be(tmp_path):
    assert places(checked(tmp_path, "held: 2026-03-02\nminutes_issued: 2026-03-05\n"), "late-minutes") == ["m.md:7:17"]


def test_the_project_sets_another_limit(tmp_path):
    front = "held: 2026-03-02 10:00\nminutes_issued: 2026-03-03 10:01\n"
    assert named(checked(tmp_path, front, "checks:\n  late-minutes: {hours: 48}\n"), "late-minutes") == []
    report = checked(tmp_path, front, "checks:\n  late-minutes: {hours: 1.5}\n")
    assert [str(f.message).rpartition(" is ")[2] for f in named(report, "late-minutes")] == ["1 h 30 min."]


@pytest.mark.parametrize(
    ("front", "missing"),
    [
        ("signed_by:\n  - {name: Li, party: client}\n", "supplier"),
        ("signed_by:\n  - {name: Wu, party: supplier}\n", "client"),
        ("signed_by: [STK-1]\n", "supplier"),
        ("signed_by: [Wu  fang]\n", "client"),
        ("signed_by: [Somebody]\n", "client, supplier"),
        ("signed_by: []\n", "client, supplier"),
        ("minutes_issued: 2026-03-03 10:01\n", "client, supplier"),
        ("status: minuted\n", "client, supplier"),
    ],
)
def test_minutes_lack_the_party_that_nobody_signed_for(tmp_path, front, missing):
    report = checked(tmp_path, front, **{"p.yml": PEOPLE})
    [finding] = named(report, "unsigned-minutes")
    assert finding.severity == "warning"
    assert str(finding.message) == f"The minutes of MTG-001 lack a signature of: {missing}."


@pytest.mark.parametrize(
    "front",
    [
        BOTH,
        "signed_by: [Li Ming, STK-2]\n",
        "signed_by:\n  - {by: Li Ming}\n  - {person: Wu Fang}\n",
        "signed_by: [Somebody, Somebody else]\n",
        "signed_by: [Li Ming, Somebody]\n",
        "held: 2026-03-02 10:00\nstatus: held\n",
    ],
)
def test_minutes_that_both_may_have_signed_lack_nobody(tmp_path, front):
    assert named(checked(tmp_path, front, **{"p.yml": PEOPLE}), "unsigned-minutes") == []


def test_a_planned_meeting_needs_an_agenda(tmp_path):
    [finding] = named(checked(tmp_path, "status: planned\n"), "unprepared-meeting")
    assert (finding.severity, str(finding.place)) == ("info", "docs_src/m.md:4:1")
    assert str(finding.message) == "The meeting MTG-001 lacks: agenda."


def test_a_planned_meeting_without_a_decider_is_one_finding_that_names_it(tmp_path):
    front = "status: planned\nheld: 2026-03-02 10:00\nagenda: [Login]\n"
    [finding] = checked(tmp_path, front, decider="").findings
    assert (finding.rule.name, str(finding.place)) == ("missing-field", "docs_src/m.md:3:1")
    assert "'decider'" in str(finding.message)
    optional = checked(tmp_path, front, "types:\n  meeting: {required: [title]}\n", decider="")
    assert [str(f.message) for f in optional.findings] == ["The meeting MTG-001 lacks: decider."]


@pytest.mark.parametrize("front", ["status: planned\nagenda: [Login]\n", "held: 2026-03-02 10:00\n"])
def test_a_meeting_with_an_agenda_or_without_a_status_lacks_none(tmp_path, front):
    assert named(checked(tmp_path, front), "unprepared-meeting") == []


def test_an_agenda_may_be_a_section(tmp_path):
    text = meeting("status: held\n") + "\n## 议程\n\n1. 登录\n"
    assert named(check_project(tmp_path, {"m.md": text}), "unprepared-meeting") == []
