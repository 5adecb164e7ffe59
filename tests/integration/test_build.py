import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, reqsite]
"""
GOOD = "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\nstatus: draft\n---\nClients look up stock themselves.\n"
SECRET = (
    GOOD.replace("GOAL-001", "GOAL-002")
    .replace("Fewer calls", "Sesame")
    .replace("status", "visibility: internal\nstatus")
)
BROKEN = GOOD.replace("GOAL-001", "GOAL-003").replace("status: draft", "status: draught")
HOOK = "import {module}\n\n\ndef on_pre_build(config):\n    {statement}\n"


@pytest.fixture
def desk(project):
    return project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/GOAL-001.md": GOOD})


def hook(project, module, statement):
    """Return a project whose build runs this statement."""
    return project(
        {
            "mkdocs.yml": SITE + "hooks: [hook.py]\n",
            "docs_src/index.md": "# Desk\n",
            "hook.py": HOOK.format(module=module, statement=statement),
        }
    )


def test_the_last_line_says_where_to_open_the_portal(run_reqsite, desk):
    done = run_reqsite("build", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{desk / 'site/index.html'}\n"
    assert (desk / "site/index.html").is_file()


def test_the_portal_goes_where_it_is_wanted(run_reqsite, desk):
    done = run_reqsite("build", "--site-dir", "public", cwd=desk)
    assert done.stdout == f"{desk / 'public/index.html'}\n"
    assert not (desk / "site").exists()


def test_what_is_internal_is_built_only_for_the_house(run_reqsite, desk):
    (desk / "docs_src/GOAL-002.md").write_text(SECRET, encoding="utf-8")
    run_reqsite("build", cwd=desk)
    assert "Sesame" not in everything_in(desk / "site")
    run_reqsite("build", "--audience", "internal", cwd=desk)
    assert "Sesame" in everything_in(desk / "site")


def test_a_mistake_in_a_record_is_told_and_the_portal_is_built(run_reqsite, desk):
    (desk / "docs_src/GOAL-003.md").write_text(BROKEN, encoding="utf-8")
    done = run_reqsite("build", cwd=desk)
    assert done.returncode == 0
    assert "docs_src/GOAL-003.md:5:" in done.stderr
    assert "1 error" in done.stderr
    assert done.stdout == f"{desk / 'site/index.html'}\n"


def test_with_strict_a_mistake_ends_the_build_with_1_and_no_path(run_reqsite, desk):
    (desk / "docs_src/GOAL-003.md").write_text(BROKEN, encoding="utf-8")
    done = run_reqsite("build", "--strict", cwd=desk)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "error: The portal was not built" in done.stderr


def test_quiet_changes_only_what_is_printed(run_reqsite, desk):
    (desk / "docs_src/GOAL-003.md").write_text(BROKEN, encoding="utf-8")
    done = run_reqsite("build", "--strict", "--quiet", cwd=desk)
    assert done.returncode == 1
    assert "INFO" not in done.stderr
    assert "docs_src/GOAL-003.md:5:" in done.stderr


def test_properdocs_builds_the_same_portal(run_reqsite, desk):
    done = run_reqsite("build", "--host", "properdocs", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{desk / 'site/index.html'}\n"


def test_a_traceback_of_the_site_builder_is_a_crash(run_reqsite, project):
    done = run_reqsite("build", cwd=hook(project, "os", "raise RuntimeError"))
    assert done.returncode == 7
    assert done.stdout == ""
    assert "error: mkdocs crashed" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="no such signals there")
def test_a_site_builder_that_is_killed_is_a_crash(run_reqsite, project):
    done = run_reqsite("build", cwd=hook(project, "os", "os.kill(os.getpid(), 11)"))
    assert done.returncode == 7
    assert "error: mkdocs was ended by SIGSEGV." in done.stderr


def test_a_build_that_takes_too_long_is_stopped(run_reqsite, project):
    done = run_reqsite("build", "--timeout", "3", cwd=hook(project, "time", "time.sleep(60)"))
    assert done.returncode == 7
    assert "ran out of time" in done.stderr


def test_a_file_of_the_project_is_not_taken_for_the_site_builder(run_reqsite, desk):
    (desk / "mkdocs.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    (desk / "jinja2.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    assert run_reqsite("build", cwd=desk).returncode == 0


def test_the_site_builder_says_nothing_of_its_own_fate(run_reqsite, desk):
    done = run_reqsite("build", cwd=desk, env={"NO_MKDOCS_2_WARNING": ""})
    assert done.returncode == 0
    assert "end of life" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals work another way there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_takes_the_site_builder_with_it(number, code, project):
    folder = hook(project, "os, time, pathlib", "pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)")
    process = subprocess.Popen(
        [sys.executable, "-m", "reqsite", "build"],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    builder = int(wait_for(folder / "pid"))
    process.send_signal(number)
    with process.stderr:
        assert "Traceback" not in process.stderr.read()
    assert process.wait(30) == code
    with pytest.raises(ProcessLookupError):
        os.kill(builder, 0)


def wait_for(path: Path) -> str:
    """Return the text of a file that another process is about to write."""
    while not path.is_file() or not path.read_text(encoding="utf-8"):
        time.sleep(0.05)
    return path.read_text(encoding="utf-8")


def everything_in(folder: Path) -> str:
    """Return the text of all files, but for the search index's compressed forms."""
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file())
