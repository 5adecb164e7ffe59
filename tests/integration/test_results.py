"""Results of tests come back: from files of test runners, through git, onto the pages."""

import json
import subprocess
import sys

import pytest

from tests.integration.test_rows_in_the_portal import article
from tests.releases import release
from tests.repositories import Repository
from tests.sites import run_mkdocs
from tests.unit.portal.portals import by_id, rows, with_class, words
from tests.unit.results import dialects

SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material}
plugins: [search, reqsite]
"""
REQUIREMENT = """\
---
id: REQ-001
type: functional
title: Look up stock
status: {status}
priority: P1
verified_by: [TC-031, TC-032]
milestone: MS-001
---
The desk shall show the stock within 2 s.

## Acceptance criteria

- Given an article with 12 pieces, when the clerk looks it up, then the page says 12.
- Given no such article, when the clerk looks it up, then the page says so.
"""
OTHERS = """\
records:
  - {id: TC-031, type: test, title: Stock is shown, status: ready, body: Look.}
  - {id: TC-032, type: test, title: Stock offline, status: ready, automated: "com.acme.StockTest#looksUpStock"}
  - {id: TC-033, type: test, title: By hand, status: ready, result: passed, body: Look.}
  - {id: MS-001, type: milestone, title: First, date: 2026-06-30, done_when: All., owner: Li, status: planned,
     deliverables: [The desk]}
"""


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": SITE,
            "docs_src/index.md": "# Desk\n",
            "docs_src/REQ-001.md": REQUIREMENT.format(status="confirmed"),
            "docs_src/others.yml": OTHERS,
            "junit.xml": dialects.PYTEST,
            "maven.xml": dialects.MAVEN,
            "scenarios.xml": dialects.CUCUMBER,
            "ctrf.json": dialects.CTRF,
        }
    )


def kept(desk):
    folder = desk / "results"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def test_a_run_is_kept_and_listed(run_reqsite, desk):
    done = run_reqsite("results", "import", "junit.xml", "maven.xml", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"results/{kept(desk)[0]}\n"
    assert "4 of 7 tests belong to records: 1 passed, 1 failed, 0 not run." in done.stderr
    status = run_reqsite("results", "status", cwd=desk).stdout
    assert [line.split() for line in status.splitlines()] == [
        ["Test", "Result", "Date", "On"],
        ["TC-031", "failed", "2026-03-01"],
        ["TC-032", "passed", "2026-03-01"],
    ]
    said = json.loads(run_reqsite("results", "status", "--format", "json", cwd=desk).stdout)["results"]
    assert said[0] == {
        "id": "TC-031",
        "tool": "pytest, surefire",
        "result": "failed",
        "time": "2026-03-01T12:00:00Z",
        "file": f"results/{kept(desk)[0]}",
    }


def test_the_same_files_again_are_the_same_run(run_reqsite, desk):
    for _time in range(2):
        run_reqsite("results", "import", "junit.xml", cwd=desk)
    assert len(kept(desk)) == 1


def test_before_any_import_there_is_nothing_to_list(run_reqsite, desk):
    done = run_reqsite("results", "status", cwd=desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert "No results have been imported yet." in done.stderr


def test_an_id_that_no_record_has_is_told_and_with_strict_nothing_is_kept(run_reqsite, desk):
    text = dialects.JEST.replace("TC-031", "TC-404")
    (desk / "jest.xml").write_text(text, encoding="utf-8")
    files = ("jest.xml", "maven.xml")
    strict = run_reqsite("results", "import", *files, "--strict", cwd=desk)
    assert (strict.returncode, strict.stdout, kept(desk)) == (1, "", [])
    assert "TC-404 is named by a test, and is no record." in strict.stderr
    done = run_reqsite("results", "import", *files, "--format", "json", cwd=desk)
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert (said["unknown"], said["results"]) == (["TC-404"], {"TC-032": "passed", "TC-031": "failed"})


def test_a_dry_run_keeps_nothing(run_reqsite, desk):
    done = run_reqsite("results", "import", "junit.xml", "--dry-run", cwd=desk)
    assert (done.returncode, done.stdout, kept(desk)) == (0, "", [])
    assert "Nothing was written." in done.stderr


def test_one_bad_file_keeps_all_of_them_out(run_reqsite, desk):
    (desk / "bad.xml").write_text('<!DOCTYPE x [<!ENTITY e "e">]><testsuite/>', encoding="utf-8")
    done = run_reqsite("results", "import", "junit.xml", "bad.xml", "none.xml", cwd=desk)
    assert (done.returncode, kept(desk)) == (1, [])
    assert "bad.xml: It declares a document type" in done.stderr
    assert "none.xml: There is no such file." in done.stderr
    assert "2 files hold no results of tests; nothing was kept." in done.stderr


def test_tests_that_name_nothing_are_told_what_to_do(run_reqsite, desk):
    (desk / "a.xml").write_text('<testsuite><testcase name="a"/></testsuite>', encoding="utf-8")
    done = run_reqsite("results", "import", "a.xml", cwd=desk)
    assert (done.returncode, kept(desk)) == (0, [])
    assert "No test names a record." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("import",), "Which files?"),
        (("import", "junit.xml", "--release", "9.9.9"), "There is no release 9.9.9."),
        (("import", "junit.xml", "--date", "soon"), "soon is no date like 2026-03-01."),
        (("status", "junit.xml"), "takes no files"),
    ],
)
def test_a_call_that_cannot_be_obeyed_says_why(run_reqsite, desk, arguments, why):
    done = run_reqsite("results", *arguments, cwd=desk)
    assert done.returncode == 2
    assert why in done.stderr


def test_a_run_says_on_which_commit_or_release_it_was(run_reqsite, desk):
    head = Repository(desk).commit()
    run_reqsite("results", "import", "junit.xml", cwd=desk)
    assert head[:12] in run_reqsite("results", "status", cwd=desk).stdout
    wrong = run_reqsite("results", "import", "junit.xml", "--commit", "nowhere", cwd=desk)
    assert (wrong.returncode, "git knows no commit nowhere." in wrong.stderr) == (2, True)
    release(desk, "1.0.0")
    run_reqsite("results", "import", "junit.xml", "--release", "1.0.0", "--date", "2026-03-05", cwd=desk)
    assert "2026-03-05  1.0.0" in run_reqsite("results", "status", cwd=desk).stdout


def test_ctrf_says_its_commit_itself(run_reqsite, desk):
    done = run_reqsite("results", "import", "ctrf.json", "--format", "json", cwd=desk)
    said = json.loads(done.stdout)
    assert (said["commit"][:4], said["tool"], said["matched"]) == ("0123", "vitest", 3)
    assert said["results"] == {"TC-031": "passed", "TC-032": "failed", "TC-033": "open"}


def test_what_pytest_itself_writes_reaches_the_record_that_names_the_test(run_reqsite, desk):
    (desk / "test_desk.py").write_text(
        "import pytest\n\nclass TestStock:\n    @pytest.mark.parametrize('n', [1, 2])\n    def test_it(self, n):\n"
        "        assert n\n\ndef test_tc_031(record_property):\n    record_property('test_id', 'TC-033')\n",
        encoding="utf-8",
    )
    others = (desk / "docs_src" / "others.yml").read_text("utf-8")
    named = others.replace("com.acme.StockTest#looksUpStock", "test_desk.py::TestStock::test_it")
    (desk / "docs_src" / "others.yml").write_text(named, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=real.xml", "test_desk.py"]
    subprocess.run(command, cwd=desk, check=True, capture_output=True, timeout=120)
    said = json.loads(run_reqsite("results", "import", "real.xml", "--format", "json", cwd=desk).stdout)
    assert said["results"] == {"TC-032": "passed", "TC-031": "passed", "TC-033": "passed"}
    assert said["tool"] == "pytest"


def beside_the_criteria(site):
    (aside,) = with_class(article(site, "requirements/REQ-001.html"), "rs-tests")
    return [words(item) for item in aside.iter("li")]


def test_the_portal_says_of_each_criterion_and_test_how_it_ended_when_and_on_what(run_reqsite, desk):
    release(desk, "1.0.0")
    files = ("junit.xml", "maven.xml", "scenarios.xml")
    run_reqsite("results", "import", *files, "--date", "2026-03-02", "--release", "1.0.0", cwd=desk)
    site = run_mkdocs(desk)
    assert beside_the_criteria(site) == [
        "AC-1 Passed 2026-03-02 · release 1.0.0",
        "AC-2 Failed 2026-03-02 · release 1.0.0",
        "TC-031 Stock is shown Failed 2026-03-02 · release 1.0.0",
        "TC-032 Stock offline Passed 2026-03-02 · release 1.0.0",
    ]
    proofs = words(by_id(article(site, "requirements/REQ-001.html"), "evidence"))
    assert "2026-03-02 Test: AC-2 Failed release 1.0.0" in proofs
    test = words(article(site, "tests/TC-031.html"))
    assert "ResultFailed Last run: 2026-03-02 · release 1.0.0 · pytest, surefire" in test
    by_hand = words(article(site, "tests/TC-033.html"))
    assert ("Last run" in by_hand, "ResultPassed" in by_hand) == (False, True)


def test_acceptance_sheet_coverage_and_list_say_it_too(run_reqsite, desk):
    run_reqsite("results", "import", "maven.xml", "--date", "2026-03-02", cwd=desk)
    site = run_mkdocs(desk)
    sheet = article(site, "registers/acceptance-MS-001.html")
    (table,) = with_class(sheet, "rs-tested")
    assert rows(table) == [["REQ-001 Look up stock", "TC-031 Failed 2026-03-02TC-032 Passed 2026-03-02"]]
    coverage = article(site, "traceability/coverage.html")
    last = list(coverage.iter("table"))[-1]
    assert rows(last) == [["Functional requirement (1)", "0", "1", "0", "0"]]
    listed = words(article(site, "tests/index.html"))
    assert "Failed" in listed or "failed" in (site / "data" / "list-test.js").read_text("utf-8")


def test_a_test_without_a_result_is_told_apart_from_none(desk):
    site = run_mkdocs(desk)
    (table,) = with_class(article(site, "registers/acceptance-MS-001.html"), "rs-tested")
    assert rows(table) == [["REQ-001 Look up stock", "TC-031 no resultTC-032 no result"]]
    assert beside_the_criteria(site)[0].startswith("TC-031 Stock is shown")


def test_the_portal_of_a_release_knows_the_runs_that_were_kept_when_it_was_frozen_and_no_other(run_reqsite, desk):
    run_reqsite("results", "import", "maven.xml", "--date", "2026-03-08", cwd=desk)
    assert run_reqsite("release", "1.0.0", "--date", "2026-03-09", cwd=desk).returncode == 0
    run_reqsite("results", "import", "ctrf.json", "--date", "2026-03-01", "--release", "1.0.0", cwd=desk)
    done = run_reqsite("build", "-d", "out", cwd=desk, env={"REQSITE_RELEASE": "1.0.0"})
    assert done.returncode == 0, done.stderr
    assert beside_the_criteria(desk / "out") == [
        "TC-031 Stock is shown Failed 2026-03-08",
        "TC-032 Stock offline Passed 2026-03-08",
    ]


def test_a_delivered_requirement_whose_test_failed_fails_the_check(run_reqsite, desk):
    (desk / "docs_src" / "REQ-001.md").write_text(REQUIREMENT.format(status="delivered"), encoding="utf-8")
    run_reqsite("results", "import", "maven.xml", cwd=desk)
    done = run_reqsite("check", cwd=desk)
    assert done.returncode == 1
    assert "RQ861 error: REQ-001 is delivered, and a test of it has failed: TC-031." in done.stdout


def test_a_run_that_was_touched_is_a_finding(run_reqsite, desk):
    run_reqsite("results", "import", "maven.xml", cwd=desk)
    path = desk / "results" / kept(desk)[0]
    path.write_text(path.read_text("utf-8").replace('"failed": 1', '"failed": -1'), encoding="utf-8")
    done = run_reqsite("check", cwd=desk)
    assert done.returncode == 1
    assert "RQ860 error: The result of TC-031 is none." in done.stdout
    status = run_reqsite("results", "status", cwd=desk)
    assert f"warning: results/{path.name}: The result of TC-031 is none." in status.stderr
