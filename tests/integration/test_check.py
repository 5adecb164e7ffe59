import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SITE = "site_name: Desk\ndocs_dir: docs_src\n"
FORMATS = ("text", "json", "sarif", "github")


CRITERIA = "## Acceptance criteria\n- Given an article, when it is opened, then its stock is shown.\n"


def requirement(record_id, fields="", body="The desk shows the stock of an article within 2 s."):
    front = (
        f"id: {record_id}\ntype: functional\ntitle: Title of {record_id}\nstatus: draft\npriority: P1\n"
        f"verified_by: [TC-001]\nderives_from: [GOAL-001]\n{fields}"
    )
    return f"---\n{front}---\n{body}\n\n{CRITERIA}"


GOOD = {
    "mkdocs.yml": SITE,
    "docs_src/index.md": "# Desk\n",
    "docs_src/GOAL-001.md": (
        "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\nstatus: draft\n---\nClients look up stock themselves.\n"
    ),
    "docs_src/TC-001.md": "---\nid: TC-001\ntype: test\ntitle: Stock\nstatus: ready\n---\nOpen an article and look.\n",
    "docs_src/REQ-001.md": requirement("REQ-001"),
}

TWELVE_MISTAKES = {
    # file: (text, the line of the mistake, the rule's name)
    "m01.md": (requirement("REQ-101", "prioritty: P1\n"), 9, "unknown-field"),
    "m02.md": (requirement("REQ-102").replace("priority: P1", "priority: P9"), 6, "unknown-value"),
    "m03.md": (requirement("REQ-103").replace("priority: P1\n", ""), 3, "missing-field"),
    "m04.md": (requirement("REQ-001"), 2, "duplicate-id"),
    "m05.md": (requirement("REQ-105", "depends_on: [REQ-999]\n"), 9, "dangling-link"),
    "m06.md": (requirement("REQ-106", "supports: [REQ-001]\n"), 9, "wrong-link-target"),
    "m07.md": (requirement("REQ-107").replace("status: draft", "status: draught"), 5, "illegal-state"),
    "m08.md": (requirement("REQ-108").replace("title: ", "title： "), 4, "unreadable-front-matter"),
    "m09.md": (requirement("REQ-109", body="See [[REQ-998]] for the stock of 2 articles."), 10, "dangling-link"),
    "m10.md": (requirement("REQ-110", body="![Screen](gone.png) shows 2 articles."), 10, "missing-image"),
    "m11.md": (requirement("REQ-111", "priority: P2\n"), 9, "duplicate-key"),
    "m12.md": (requirement("REQ_112"), 2, "malformed-id"),
}


@pytest.fixture
def good(project):
    return project(GOOD)


@pytest.fixture
def bad(project):
    return project(GOOD | {f"docs_src/{name}": text for name, (text, _line, _rule) in TWELVE_MISTAKES.items()})


def findings(done):
    return json.loads(done.stdout)["findings"]


def test_a_project_without_mistakes_is_fine(run_reqsite, good):
    done = run_reqsite("check", cwd=good)
    assert done.returncode == 0, done.stdout


def test_twelve_mistakes_in_twelve_files_are_twelve_findings_each_on_its_line(run_reqsite, bad):
    done = run_reqsite("check", "--format", "json", cwd=bad)
    assert done.returncode == 1
    found = sorted((f["file"], f["line"], f["name"]) for f in findings(done))
    assert found == [(f"docs_src/{name}", line, rule) for name, (_text, line, rule) in TWELVE_MISTAKES.items()]


def test_a_strict_build_by_mkdocs_itself_says_the_same(bad):
    (bad / "mkdocs.yml").write_text(f"{SITE}plugins: [reqsite]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=bad,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR") and "reqsite: docs_src/" in line]
    places = sorted(line.partition("reqsite: docs_src/")[2].split(":")[:2] for line in lines)
    assert places == [[name, str(line)] for name, (_text, line, _rule) in TWELVE_MISTAKES.items()]


def test_text_names_each_place_on_a_line_of_its_own(run_reqsite, bad):
    shown = run_reqsite("check", cwd=bad).stdout
    for name, (_text, line, _rule) in TWELVE_MISTAKES.items():
        assert re.search(rf"^docs_src/{name}:{line}:\d+: RQ\d+ ", shown, re.MULTILINE), name


@pytest.mark.parametrize("style", FORMATS)
def test_a_run_writes_no_file(style, run_reqsite, bad):
    before = snapshot(bad)
    run_reqsite("check", "--format", style, cwd=bad)
    assert snapshot(bad) == before


def snapshot(folder):
    """Return every path with its content and the time it was changed."""
    return {
        path: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("style", FORMATS)
def test_the_exit_code_does_not_depend_on_the_format(style, run_reqsite, bad):
    """Case 105."""
    assert run_reqsite("check", "--format", style, cwd=bad).returncode == 1


@pytest.mark.parametrize("style", ["json", "sarif"])
def test_the_summary_of_a_machines_format_goes_to_stderr(style, run_reqsite, bad):
    """Case 105."""
    done = run_reqsite("check", "--format", style, cwd=bad)
    assert "12 errors" in done.stderr
    assert "12 errors" not in done.stdout


def test_quiet_changes_only_what_is_printed(run_reqsite, bad):
    """Case 105."""
    loud = run_reqsite("check", "--format", "json", cwd=bad)
    quiet = run_reqsite("check", "--format", "json", "--quiet", cwd=bad)
    assert (quiet.stdout, quiet.returncode) == (loud.stdout, loud.returncode)
    assert quiet.stderr == ""


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 0), ("warning", 1), ("info", 1)])
def test_fail_on_says_from_which_severity_on_it_fails(fail_on, code, run_reqsite, project):
    vague = requirement("REQ-002", body="The desk is fast and shows the stock.")
    folder = project(GOOD | {"docs_src/REQ-002.md": vague})
    assert run_reqsite("check", "--fail-on", fail_on, cwd=folder).returncode == code


def test_paths_limit_what_is_shown_and_not_what_is_read(run_reqsite, bad):
    done = run_reqsite("check", "docs_src/m04.md", "--format", "json", cwd=bad)
    assert {f["file"] for f in findings(done)} == {"docs_src/m04.md"}  # a duplicate: the other file was read too
    assert json.loads(done.stdout)["counts"]["error"] == 1
    clean = run_reqsite("check", "docs_src/REQ-001.md", cwd=bad)
    assert clean.returncode == 0


def test_a_folder_stands_for_what_is_in_it(run_reqsite, bad):
    assert len(findings(run_reqsite("check", ".", "--format", "json", cwd=bad / "docs_src"))) >= 12


def test_a_path_outside_of_the_project_is_a_wrong_call(run_reqsite, good, tmp_path_factory):
    assert run_reqsite("check", str(tmp_path_factory.mktemp("elsewhere")), cwd=good).returncode == 2


def test_output_takes_the_report_and_nothing_else_is_written(run_reqsite, bad):
    before = set(bad.rglob("*"))
    done = run_reqsite("check", "--format", "sarif", "--output", "out.sarif", cwd=bad)
    assert done.returncode == 1
    assert done.stdout == ""
    assert set(bad.rglob("*")) - before == {bad / "out.sarif"}
    assert json.loads((bad / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_report_that_cannot_be_written_ends_with_5(run_reqsite, good):
    done = run_reqsite("check", "--output", "no/such/folder/out.txt", cwd=good)
    assert done.returncode == 5
    assert re.search(r"^error: Cannot read or write .*: No such file or directory\.$", done.stderr, re.MULTILINE)


def test_a_mistake_in_schema_yml_is_a_finding_like_any_other(run_reqsite, project):
    site = SITE + "plugins:\n  - reqsite: {schema: schema.yml}\n"
    folder = project(GOOD | {"mkdocs.yml": site, "schema.yml": "types:\n  hlr: {kindd: requirement}\n"})
    done = run_reqsite("check", "--format", "json", cwd=folder)
    assert done.returncode == 1
    assert ("schema.yml", 2) in {(f["file"], f["line"]) for f in findings(done)}


def test_findings_are_chinese_where_the_site_is(run_reqsite, project):
    folder = project(
        GOOD
        | {
            "mkdocs.yml": SITE + "theme: {name: mkdocs, language: zh}\n",
            "docs_src/a.md": requirement("REQ-105", "depends_on: [REQ-999]\n"),
        }
    )
    (finding,) = (
        f for f in findings(run_reqsite("check", "--format", "json", cwd=folder)) if f["name"] == "dangling-link"
    )
    assert re.search("[\u4e00-\u9fff]", finding["message"])


def test_the_text_of_a_record_cannot_speak_to_github(run_reqsite, project):
    evil = requirement("REQ-105", 'depends_on: ["X\\n::error::owned"]\n')
    done = run_reqsite("check", "--format", "github", cwd=project(GOOD | {"docs_src/a.md": evil}))
    assert not re.search(r"^::error::owned", done.stdout, re.MULTILINE)


def test_check_needs_neither_mkdocs_nor_what_the_site_is_made_with(run_reqsite, good):
    for name in ("mkdocs", "jinja2", "markdown", "nh3", "material"):
        (good / "blocked").mkdir(exist_ok=True)
        (good / f"blocked/{name}.py").write_text("raise ImportError('check must do without')\n", encoding="utf-8")
    path = os.pathsep.join([str(good / "blocked"), os.environ.get("PYTHONPATH", ""), str(Path.cwd())])
    assert run_reqsite("check", cwd=good, env={"PYTHONPATH": path}).returncode == 0


def test_what_is_waived_is_counted_and_on_request_listed_with_its_reason(run_reqsite, project):
    body = "The desk is fast. <!-- reqsite: ok RQ401 because the client's own word -->"
    folder = project(GOOD | {"docs_src/REQ-002.md": requirement("REQ-002", body=body)})
    assert "1 waived" in run_reqsite("check", cwd=folder).stdout
    listed = run_reqsite("check", "--waived", cwd=folder).stdout
    assert re.search(r"^docs_src/REQ-002\.md:10:13: RQ401 waived: .*\[the client's own word\]$", listed, re.MULTILINE)
