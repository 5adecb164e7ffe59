import json

import pytest

from tests.releases import release
from tests.unit.confirm.desk import write

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins: [{reqsite: {schema: schema.yml}}]\n"
MILESTONES = """\
records:
  - {id: MS-001, type: milestone, title: Agreed, date: 2026-03-10, status: planned}
  - {id: MS-002, type: milestone, title: Built, date: 2026-06-01, status: planned}
  - {id: MS-003, type: milestone, title: Begun, date: 2026-01-01, status: %s}
"""
HOURS = 3600
DAY = 1773100800
"""2026-03-10, 00:00 UTC, in seconds since 1970."""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    write(
        tmp_path, more={f"REQ-00{n}": f"milestone: [{m}]\n" for n, m in ((1, "MS-001"), (2, "MS-001"), (3, "MS-002"))}
    )
    (tmp_path / "docs_src" / "milestones.yml").write_text(MILESTONES % "reached", encoding="utf-8")
    release(tmp_path, "1.0.0")
    return tmp_path


def due(run_reqsite, desk, *arguments, hours_before):
    now = str(DAY - hours_before * HOURS)
    done = run_reqsite("due", *arguments, "--format", "json", cwd=desk, env={"SOURCE_DATE_EPOCH": now})
    assert done.returncode == 0
    return {(d["milestone"], d["id"]): [w["role"] for w in d["waits_for"]] for d in json.loads(done.stdout)["due"]}


def test_what_a_milestone_in_71_hours_waits_for_is_listed(run_reqsite, desk):
    assert due(run_reqsite, desk, "--within", "72h", hours_before=71) == {
        ("MS-001", "REQ-001"): ["decider", "evaluator"],
        ("MS-001", "REQ-002"): ["evaluator"],
    }


def test_a_milestone_in_73_hours_is_not_due_yet(run_reqsite, desk):
    assert due(run_reqsite, desk, "--within", "72h", hours_before=73) == {}


def test_what_is_confirmed_waits_for_nobody(run_reqsite, desk):
    said = ("--role", "evaluator", "--name", "Li", "--evidence", "mail", "--all")
    assert run_reqsite("confirm", "record", *said, cwd=desk).returncode == 0
    assert due(run_reqsite, desk, "--within", "3d", hours_before=1) == {("MS-001", "REQ-001"): ["decider"]}


def test_without_a_duration_all_dates_count(run_reqsite, desk):
    assert {m for m, _id in due(run_reqsite, desk, hours_before=1000)} == {"MS-001", "MS-002"}


def test_a_milestone_that_is_late_is_due(run_reqsite, desk):
    (desk / "docs_src" / "milestones.yml").write_text(MILESTONES % "planned", encoding="utf-8")
    path = desk / "docs_src" / "REQ-003.md"
    path.write_text(path.read_text("utf-8").replace("MS-002", "MS-003"), encoding="utf-8")
    assert due(run_reqsite, desk, "--within", "1h", hours_before=100) == {("MS-003", "REQ-003"): ["evaluator"]}


def test_where_nobody_is_asked_by_role_the_status_counts(run_reqsite, desk):
    write(desk, schema="checks: {}\n", more={"REQ-001": "milestone: [MS-001]\n", "REQ-002": "milestone: [MS-001]\n"})
    path = desk / "docs_src" / "REQ-001.md"
    path.write_text(path.read_text("utf-8").replace("status: confirmed", "status: draft"), encoding="utf-8")
    assert due(run_reqsite, desk, "--within", "72h", hours_before=1) == {("MS-001", "REQ-001"): []}


def test_people_read_a_table(run_reqsite, desk):
    done = run_reqsite("due", "--within", "72h", "--lang", "zh", cwd=desk, env={"SOURCE_DATE_EPOCH": str(DAY)})
    assert done.stdout.splitlines()[0].startswith("2026-03-10  MS-001  REQ-001  T1  ")
    assert "评估者" in done.stdout


def test_a_wrong_duration_is_named(run_reqsite, desk):
    done = run_reqsite("due", "--within", "soon", cwd=desk)
    assert (done.returncode, "soon is no duration" in done.stderr) == (2, True)


LATE = """\
records:
  - {id: FB-001, type: feedback, title: Slow, status: received, received: 2026-03-08 12:00}
  - {id: FB-002, type: feedback, title: Red, status: received, sla: urgent, received: '2026-03-10 06:00 +08:00'}
  - {id: FB-003, type: feedback, title: Old, status: answered, received: 2026-03-01 12:00, answered: 2026-03-02 12:00}
  - {id: MTG-001, type: meeting, title: Review, held: 2026-03-08 23:00, decider: Li}
  - {id: MTG-002, type: meeting, title: Talk, held: 2026-03-09, decider: Li}
  - {id: MTG-003, type: meeting, title: Minuted, held: 2026-03-01, decider: Li, minutes_issued: 2026-03-02}
"""


def late(run_reqsite, desk, *arguments, hours_later, **env):
    now = str(DAY + int(hours_later * HOURS))
    done = run_reqsite("due", *arguments, cwd=desk, env={"SOURCE_DATE_EPOCH": now, **env})
    assert done.returncode == 0
    return done


def test_feedback_without_an_answer_and_a_meeting_without_minutes_are_overdue(run_reqsite, desk):
    (desk / "docs_src" / "late.yml").write_text(LATE, encoding="utf-8")
    said = json.loads(late(run_reqsite, desk, "--format", "json", hours_later=0).stdout)
    assert [(one["id"], one["hours"], one["limit_hours"]) for one in said["overdue"]] == [("MTG-001", 25, 24)]
    said = json.loads(late(run_reqsite, desk, "--format", "json", hours_later=13).stdout)
    assert {one["id"]: one["hours"] for one in said["overdue"]} == {"FB-001": 49, "MTG-001": 38, "FB-002": 15}
    assert late(run_reqsite, desk, "--within", "1h", hours_later=13).stdout.splitlines()[-3:] == [
        "2026-03-08 12:00         FB-001   Slow    overdue: 49 h against 48 h",
        "2026-03-08 23:00         MTG-001  Review  overdue: 38 h against 24 h",
        "2026-03-10 06:00 +08:00  FB-002   Red     overdue: 15 h against 2 h",
    ]


def test_the_project_says_when_something_is_overdue_or_that_it_does_not_matter(run_reqsite, desk):
    (desk / "docs_src" / "late.yml").write_text(LATE, encoding="utf-8")
    schema = (desk / "schema.yml").read_text("utf-8")
    checks = "checks: {late-answer: {normal: 90, urgent: 20}, late-minutes: off}\n"
    (desk / "schema.yml").write_text(schema + checks, encoding="utf-8")
    assert json.loads(late(run_reqsite, desk, "--format", "json", hours_later=13).stdout)["overdue"] == []
