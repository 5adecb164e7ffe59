import pytest

from tests.releases import release

SITE = "site_name: Desk\ndocs_dir: docs_src\n"
GOAL = "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\nstatus: agreed\n---\nAn answer within 3 s.\n"
REQ = (
    "---\r\nid: REQ-001  # the first\r\ntype: functional\r\ntitle: Look up\r\nstatus: draft\r\npriority: P1\r\n"
    "supports: [ 'GOAL-001' ]\r\n---\r\nIt shall answer, see GOAL-001.\r\n"
)
LIST = (
    "# short ones\n"
    "records:\n"
    "  - {id: REQ-002, type: functional, title: B, status: draft, priority: P1, supports: [GOAL-001], body: It asks.}\n"
    "  - id: REQ-003\n    type: functional\n    title: C\n    status: draft\n    priority: P1\n"
    "    supports:\n      - GOAL-001 # why\n    body: It shows.\n"
)


@pytest.fixture
def desk(project):
    root = project(
        {
            "mkdocs.yml": SITE,
            "docs_src/index.md": "# Desk\n",
            "docs_src/goal.md": GOAL,
            "docs_src/req.md": REQ,
            "docs_src/more.yml": LIST,
        }
    )
    release(root, "1.0.0")
    (root / "docs_src" / "goal.md").write_text(GOAL.replace("3 s", "2 s"), encoding="utf-8")
    return root


def texts(root):
    return {p.name: p.read_bytes().decode() for p in (root / "docs_src").iterdir()}


def test_the_links_of_a_record_are_pinned_and_nothing_else_is_touched(run_reqsite, desk):
    before = texts(desk)
    done = run_reqsite("review", "req-001", cwd=desk)
    after = texts(desk)
    pin = after["req.md"].partition("GOAL-001@")[2][:8]
    assert (done.returncode, done.stderr) == (0, "1 link was pinned.\n")
    assert done.stdout == f"docs_src/req.md:7:13: supports: GOAL-001@{pin}\n"
    assert after == {**before, "req.md": REQ.replace("'GOAL-001'", f"'GOAL-001@{pin}'")}


def test_after_a_review_of_everything_nothing_is_suspect(run_reqsite, desk):
    assert "RQ810" in run_reqsite("check", cwd=desk).stdout
    done = run_reqsite("review", "--all", cwd=desk)
    assert (done.returncode, done.stderr) == (0, "3 links were pinned.\n")
    assert "RQ81" not in run_reqsite("check", cwd=desk).stdout
    assert run_reqsite("review", "--all", cwd=desk).stderr == "No link is suspect.\n"
    pin = texts(desk)["req.md"].partition("GOAL-001@")[2][:8]
    assert texts(desk)["more.yml"].replace(f"@{pin}", "") == LIST


def test_a_release_is_the_pin_once_it_is_out(run_reqsite, desk):
    release(desk, "1.1.0")
    run_reqsite("review", "--all", cwd=desk)
    assert "supports: [ 'GOAL-001@1.1.0' ]" in texts(desk)["req.md"]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(run_reqsite, desk):
    before = texts(desk)
    done = run_reqsite("review", "--all", "--dry-run", cwd=desk)
    assert done.returncode == 0
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [
        "docs_src/more.yml:3:87",
        "docs_src/more.yml:10:9",
        "docs_src/req.md:7:13",
    ]
    assert done.stderr == "3 links would be pinned; no file was changed.\n"
    assert texts(desk) == before


def test_a_pin_that_says_nothing_is_written_anew(run_reqsite, desk):
    (desk / "docs_src" / "req.md").write_text(REQ.replace("'GOAL-001'", "'GOAL-001@main'"), encoding="utf-8")
    release(desk, "1.1.0")
    assert "RQ811" in run_reqsite("check", cwd=desk).stdout
    assert run_reqsite("review", "REQ-001", cwd=desk).stdout.endswith("supports: GOAL-001@1.1.0\n")


def test_where_the_links_to_a_record_are_suspect_those_who_declare_them_are_named(run_reqsite, desk):
    done = run_reqsite("review", "GOAL-001", cwd=desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert "`reqsite review REQ-001 REQ-002 REQ-003`" in done.stderr


def test_a_target_that_no_pin_fits_behind_stops_all_of_it(run_reqsite, desk):
    text = REQ.replace("supports: [ 'GOAL-001' ]\r\n", "supports: >-\r\n  GOAL-001\r\n")
    (desk / "docs_src" / "req.md").write_bytes(text.encode())
    release(desk, "1.1.0")
    (desk / "docs_src" / "goal.md").write_text(GOAL.replace("3 s", "1 s"), encoding="utf-8")
    before = texts(desk)
    done = run_reqsite("review", "--all", cwd=desk)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "docs_src/req.md:7:11: RQ810 warning: The link to GOAL-001 is not written on one line"
    )
    assert done.stderr == "No file was changed.\n"
    assert texts(desk) == before


def test_a_record_whose_file_cannot_be_read_is_told_with_the_reason(run_reqsite, desk):
    (desk / "docs_src" / "REQ-009.md").write_text("---\nid: REQ-009\nid: REQ-009\n---\n", encoding="utf-8")
    done = run_reqsite("review", "REQ-009", cwd=desk)
    assert done.returncode == 1
    assert done.stdout.startswith("docs_src/REQ-009.md:3:1: RQ")


def test_an_unknown_id_is_a_wrong_call_with_the_nearest_one(run_reqsite, desk):
    done = run_reqsite("review", "REQ-0001", cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean REQ-001?" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--all", "REQ-001")])
def test_either_ids_or_all_are_asked_for(run_reqsite, desk, arguments):
    assert run_reqsite("review", *arguments, cwd=desk).returncode == 2


def test_without_a_release_there_is_nothing_to_compare_with(run_reqsite, project):
    root = project({"mkdocs.yml": SITE, "docs_src/req.md": REQ.replace("'GOAL-001'", "")})
    done = run_reqsite("review", "--all", cwd=root)
    assert (done.returncode, done.stderr) == (0, "There is no release yet, so no link is suspect.\n")


def test_a_broken_release_stops_it(run_reqsite, desk):
    (desk / "baselines" / "1.0.0.jsonl").write_text("{", encoding="utf-8")
    done = run_reqsite("review", "--all", cwd=desk)
    assert done.returncode == 1
    assert "The releases cannot be read" in done.stderr
