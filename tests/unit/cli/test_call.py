"""What holds for a call of any verb; the command is run as a person runs it."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reqsite.cli.verbs import VERBS

SITE = "site_name: Order desk\ndocs_dir: docs_src\nplugins: [reqsite]\n"
CHINESE_SITE = SITE + "theme:\n  name: mkdocs\n  language: zh\n"
RECORD = "---\nid: REQ-001\ntype: functional\ntitle: 查询库存\nstatus: draft\npriority: P1\n---\nStock is shown.\n"
FULL = Path("/dev/full")
REQSITE = [sys.executable, "-m", "reqsite"]

LONG_WORK = """
import sys, time
from reqsite.cli.progress import Progress
from reqsite.cli.session import Session
from reqsite.i18n import _
with Progress(Session(), _("Reading {folder}", folder="docs_src")):
    time.sleep(float(sys.argv[1]))
"""


@pytest.fixture
def desk(project):
    return project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/REQ-001.md": RECORD})


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_each_verb_names_an_example(verb, run_reqsite, tmp_path):
    done = run_reqsite(verb, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert f"reqsite {verb}" in done.stdout.split("Examples:")[1].split("Options:")[0]
    assert done.stderr == ""


def test_the_help_of_the_whole_names_each_verb(run_reqsite, tmp_path):
    done = run_reqsite("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert re.findall(r"^  ([a-z]+)  ", done.stdout.split("Verbs:")[1].split("Examples:")[0], re.MULTILINE) == list(
        VERBS
    )


@pytest.mark.parametrize("verb", ["", "check", "schema", "show", "trace", "new", "fmt"])
def test_help_loads_nothing_heavy(verb, tmp_path):
    code = "import sys; from reqsite.cli.app import run; run(sys.argv[1:]); print('LOADED', *sorted(sys.modules))"
    arguments = [verb, "--help"] if verb else ["--help"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split("LOADED ")[1].split())
    assert not loaded & {"mkdocs", "jinja2", "markdown", "nh3", "jieba"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        [],
        ["--nonsense"],
        ["check", "--nonsense"],
        ["check", "--format", "xml"],
        ["check", "no/such/file.md"],
        ["check", "-C", "no/such/folder"],
        ["check", "-f", "no-such.yml"],
        ["show"],
        ["trace", "REQ-001", "--depth", "0"],
        ["new"],
        ["new", "functionl"],
        ["completion", "csh"],
        ["build", "--host", "sphinx"],
    ],
)
def test_a_wrong_call_is_told_in_words_and_ends_with_2(arguments, run_reqsite, desk):
    """Case 105."""
    done = run_reqsite(*arguments, cwd=desk)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "error: " in done.stderr or "Usage:" in done.stderr


def test_a_mistyped_verb_gets_a_suggestion(run_reqsite, tmp_path):
    assert "Did you mean `reqsite check`?" in run_reqsite("chek", cwd=tmp_path).stderr


@pytest.mark.parametrize("verb", ["check", "build", "serve", "show", "trace", "fmt", "schema", "new"])
def test_a_call_outside_of_any_project_is_a_wrong_call(verb, run_reqsite, tmp_path):
    more = {"show": ["REQ-1"], "trace": ["REQ-1"], "new": ["goal"]}.get(verb, [])
    done = run_reqsite(verb, *more, cwd=tmp_path)
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr


def test_the_common_options_may_stand_before_and_after_the_verb(run_reqsite, desk, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for arguments in (["-C", str(desk), "show", "REQ-001"], ["show", "REQ-001", "-C", str(desk)]):
        assert "REQ-001" in run_reqsite(*arguments, cwd=elsewhere).stdout


def test_a_config_file_of_another_name_is_taken(run_reqsite, desk):
    (desk / "mkdocs.yml").rename(desk / "client.yml")
    assert run_reqsite("show", "REQ-001", "-f", "client.yml", cwd=desk).returncode == 0


def test_a_call_from_a_folder_below_finds_the_project(run_reqsite, desk):
    assert run_reqsite("show", "REQ-001", cwd=desk / "docs_src").returncode == 0


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX"},
    ],
)
def test_chinese_is_printed_in_any_locale(locale, run_reqsite, desk):
    """Case 106."""
    done = run_reqsite("show", "REQ-001", cwd=desk, env=locale)
    assert done.returncode == 0
    assert "查询库存" in done.stdout


def test_a_reader_that_goes_away_is_no_error(desk):
    """Case 106."""
    process = subprocess.Popen(
        [*REQSITE, "schema"], cwd=desk, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_nothing_but_what_is_printed(closed, desk):
    """Case 106."""
    line = f"{sys.executable} -m reqsite show REQ-001 {closed}"
    done = subprocess.run(["sh", "-c", line], cwd=desk, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_in_one_line(desk):
    with FULL.open("w") as full:
        done = subprocess.run(
            [*REQSITE, "show", "REQ-001"],
            cwd=desk,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 5
    assert done.stderr == "error: Cannot read or write: No space left on device.\n"


def test_messages_are_chinese_where_the_site_is(run_reqsite, project):
    folder = project({"mkdocs.yml": CHINESE_SITE, "docs_src/index.md": "# 单\n"})
    assert re.search("[\u4e00-\u9fff]", run_reqsite("show", "REQ-1", cwd=folder).stderr)


@pytest.mark.parametrize("how", [{"env": {"REQSITE_LANG": "en"}}, {"option": ["--lang", "en"]}])
def test_the_person_may_choose_another_language_than_the_sites(how, run_reqsite, project):
    folder = project({"mkdocs.yml": CHINESE_SITE, "docs_src/index.md": "# 单\n"})
    done = run_reqsite("show", "REQ-1", *how.get("option", []), cwd=folder, env=how.get("env"))
    assert done.stderr.startswith("error: There is no record REQ-1.")


def test_an_unexpected_error_leaves_a_crash_file_and_one_line(desk, tmp_path_factory):
    """Case 107."""
    temp = tmp_path_factory.mktemp("temp")
    done = crash(desk, temp)
    (file,) = temp.glob("reqsite-crash-*.txt")
    assert done.returncode == 7
    assert done.stderr == f"error: reqsite crashed (RuntimeError). What a maintainer needs to know is in {file}.\n"
    assert "a client's words" not in file.read_text(encoding="utf-8")


def test_debug_shows_the_traceback(desk, tmp_path):
    assert "RuntimeError: a client's words" in crash(desk, tmp_path, "--debug").stderr


def crash(desk, temp, *options):
    """Run a call in a Python whose json is broken in a way that nobody foresaw."""
    code = (
        "import json\n"
        "from reqsite.cli import main\n"
        "def fail(*_, **__): raise RuntimeError(' '.join(['a', \"client's\", 'words']))\n"
        "json.dumps = fail\n"
        "main()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "show", "REQ-001", "--format", "json", *options],
        cwd=desk,
        env=environment(TMPDIR=str(temp)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C works another way there")
def test_ctrl_c_ends_with_130_and_says_nothing(desk):
    """Case 109."""
    code = (
        "import json, os, signal\n"
        "from reqsite.cli import main\n"
        "json.dumps = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "show", "REQ-001", "--format", "json"],
        cwd=desk,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_long_work_shows_that_it_goes_on_and_leaves_no_trace(desk):
    shown = on_a_terminal([sys.executable, "-c", LONG_WORK, "1.2"], desk).decode()
    assert shown.startswith("\rReading docs_src … 1 s")
    assert shown.endswith("\r\x1b[K")
    assert on_a_terminal([sys.executable, "-c", LONG_WORK, "0"], desk) == b""


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_no_control_character_of_an_id_reaches_the_terminal(project):
    hostile = RECORD.replace("REQ-001", '"REQ-001\\e]0;owned\\a"').replace("查询库存", '"\\e[2J\\u202Eevil"')
    folder = project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/REQ-001.md": hostile})
    for arguments in (["check"], ["show", "REQ-001\x1b[31m"], ["check", "--format", "json"]):
        shown = on_a_terminal([*REQSITE, *arguments], folder)
        assert b"\x1b]" not in shown
        assert b"\x1b[2J" not in shown
        assert "\u202e".encode() not in shown


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_no_color_is_obeyed(desk):
    """Case 106."""
    assert b"\x1b[" not in on_a_terminal([*REQSITE, "check"], desk, NO_COLOR="1")


def on_a_terminal(command, folder, **variables):
    """Run a command whose streams are a terminal and return what appears there."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        command, cwd=folder, env=environment(**variables), stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 65536):
            shown += chunk
    except OSError:
        pass  # the last writer has closed it
    os.close(leader)
    process.wait(60)
    return shown


def environment(**variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return {**kept, "TERM": "xterm", **variables}
