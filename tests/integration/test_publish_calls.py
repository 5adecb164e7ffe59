"""How calls that publish end, whatever becomes of them: killed, interrupted, two at once, without a stdout.

The site builder is a stand-in that lays down, at once, a site that the real one has made: what is looked at here is
what reqsite does around it.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.publishing import explained
from reqsite.cli.session import Session
from reqsite.history.git import GitError
from reqsite.i18n import _
from reqsite.publish import errors
from reqsite.publish.environment import build_environment
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.pointers import listed_versions, read_aliases
from reqsite.publish.verify import Expected, verify_release
from tests.integration.test_release import record
from tests.repositories import Repository

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {fail_on: never}}]
"""
STAND_IN = """\
import os, shutil, sys
wanted = sys.argv[sys.argv.index("--site-dir") + 1]
built = os.environ.get("REQSITE_RELEASE", "next")
print("INFO    -  Building")
shutil.copytree(os.path.join(BUILT, built), wanted)
SPELL
"""
BEGUN = "print('begun', flush=True); from reqsite.cli import main; main()"
RELEASE = ("publish", "--release", "1.0.0")
posix = pytest.mark.skipif(os.name != "posix", reason="signals work another way there")


class Desk:
    """A project with a release, and a site builder that has its sites at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = Repository(folder / "desk")
        self.root = self.repository.root
        self.repository.write(
            {
                "mkdocs.yml": SITE,
                ".gitignore": "/public/\n",
                "docs/index.md": "# Desk\n\nSee [[REQ-001]].\n",
                "docs/a.md": record("REQ-001"),
            }
        )
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.builders = folder / "builders"
        assert self.reqsite("release", "1.0.0", "--date", "2026-03-01").returncode == 0
        self.repository.commit()
        for release in ("1.0.0", ""):
            self._build(release)
        self.builds_with("")

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.root / "public")

    def _build(self, release: str) -> None:
        private = self.folder / "private"
        private.mkdir(exist_ok=True)
        site = self.folder / "built" / (release or "next")
        command = [sys.executable, "-P", "-m", "mkdocs", "build", "-q", "--site-dir", str(site)]
        environment = build_environment(os.environ, private, 1772323200, release)
        subprocess.run(command, cwd=self.root, env=environment, check=True, capture_output=True)

    def builds_with(self, spell: str) -> None:
        """Have the stand-in do something more at its end, Python in one line."""
        package = self.builders / "mkdocs"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text("", encoding="utf-8")
        text = STAND_IN.replace("BUILT", repr(str(self.folder / "built"))).replace("SPELL", spell)
        (package / "__main__.py").write_text(text, encoding="utf-8")

    def call(self, *arguments: str) -> list[str]:
        return [sys.executable, "-P", "-m", "reqsite", *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "TMPDIR": str(self.temp), "PYTHONPATH": str(self.builders), **more}

    def reqsite(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.call(*arguments),
            cwd=self.root,
            env=self.environment(**environment),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    def forget(self) -> None:
        """Remove the store, and what lies in the folder for temporary files."""
        for folder in (self.root / "public", self.temp):
            for path in (folder, *folder.rglob("*")):
                if path.is_dir():
                    path.chmod(0o755)
            shutil.rmtree(folder, ignore_errors=True)
        self.temp.mkdir()

    def is_sound(self) -> bool:
        """Return True where every listed release verifies, and `latest` names one of them."""
        listed = listed_versions(self.store) or []
        fine = all(not verify_release(self.store, name, Expected()).problems for name in listed)
        return fine and set(read_aliases(self.store).values()) <= set(listed)

    def leftovers(self) -> list[str]:
        """Return the names of what somebody should have taken along."""
        staged = (self.root / "public").glob(".stage-*") if (self.root / "public").is_dir() else []
        return [path.name for path in (*self.temp.iterdir(), *staged)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("calls"))


@pytest.fixture
def desk(shared):
    """Return a project whose release is not published yet."""
    shared.forget()
    shared.builds_with("")
    return shared


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
@posix
def test_a_site_builder_that_dies_half_way_publishes_nothing(desk, number):
    """Cases 12 and 13: it leaves a site behind that looks whole."""
    desk.builds_with(f"os.kill(os.getpid(), {int(number)})")
    done = desk.reqsite(*RELEASE)
    assert (done.returncode, done.stdout) == (7, "")
    assert f"error: mkdocs was ended by {number.name}." in done.stderr
    assert not (desk.root / "public").exists()
    assert desk.leftovers() == []


def test_a_site_that_was_built_and_refused_by_its_builder_is_not_published(desk):
    """Case 14: what strict mode does; what it said at lower levels is told, too."""
    desk.builds_with("sys.exit('Aborted with 1 warnings in strict mode!')")
    done = desk.reqsite(*RELEASE)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Aborted with 1 warnings in strict mode!" in done.stderr
    assert "INFO    -  Building" in done.stderr
    assert not (desk.root / "public").exists()


def test_a_site_without_all_of_its_records_is_not_published(desk):
    """Case 13: a builder that says that all is well, and is not done."""
    desk.builds_with("os.remove(os.path.join(wanted, 'requirements.json'))")
    done = desk.reqsite(*RELEASE)
    assert (done.returncode, done.stdout) == (1, "")
    assert "shows other records than release 1.0.0 froze" in done.stderr
    assert not (desk.root / "public").exists()


def test_two_at_once_in_one_workspace_do_not_mix(desk):
    """Cases 21 and 23: each builds in a folder of its own, and the store takes one after the other."""
    calls = [RELEASE, ("publish", "--draft"), ("publish", "--all"), RELEASE]
    running = [
        subprocess.Popen(
            desk.call(*call), cwd=desk.root, env=desk.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for call in calls
    ]
    ended = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _said, code in ended] == [0, 0, 0, 0], ended
    assert desk.reqsite("verify").returncode == 0
    lines = (desk.root / "public/journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["publish", "alias"]
    assert desk.leftovers() == []


def test_what_is_not_committed_is_listed(desk):
    """Case 70: what is changed, and what git does not know."""
    paths = [desk.root / "docs/index.md", desk.root / "docs/new.md"]
    text = paths[0].read_text(encoding="utf-8")
    try:
        for path in paths:
            path.write_text("# Another\n", encoding="utf-8")
        done = desk.reqsite(*RELEASE)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[:2] == ["not committed: docs/index.md", "not committed: docs/new.md"]
    finally:
        paths[0].write_text(text, encoding="utf-8")
        paths[1].unlink()


def test_quiet_changes_only_what_is_printed(desk):
    """Case 105."""
    done = desk.reqsite("--quiet", *RELEASE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "public/1.0.0/index.html\n", "")
    written = {path: path.read_bytes() for path in (desk.root / "public").rglob("*") if path.is_file()}
    desk.forget()
    assert desk.reqsite(*RELEASE).returncode == 0
    loud = {path: path.read_bytes() for path in (desk.root / "public").rglob("*") if path.is_file()}
    assert {path for path in written if written[path] != loud.get(path)} <= {
        desk.root / "public/journal.jsonl",
        desk.root / "public/.lock",
    }
    (desk.root / "public/journal.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    for quiet in ([], ["--quiet"]):
        done = desk.reqsite(*quiet, "publish", "--draft")
        assert (done.returncode, done.stdout) == (4, "")
        assert "error: " in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@posix
def test_closed_streams_do_not_stop_a_publication(desk, closed):
    """Case 106."""
    line = " ".join([*desk.call(*RELEASE), closed])
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=desk.root,
        env=desk.environment(LC_ALL="C", PYTHONUTF8="0", NO_COLOR="1"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stderr
    assert desk.is_sound()
    assert (desk.root / "public/1.0.0/index.html").is_file()


def can_trace() -> bool:
    return (
        shutil.which("strace") is not None
        and subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or must not trace")
@pytest.mark.parametrize("call", [RELEASE, ("publish", "--all"), ("publish", "--draft")])
def test_a_dry_run_touches_nothing(desk, call):
    """Case 108: no file of the project or of a store is opened for writing, made, renamed or removed."""
    logs = desk.folder / "logs" / call[1]
    logs.mkdir(parents=True)
    calls = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,chmod,fchmodat,truncate"
    tracing = ["strace", "-ff", "--seccomp-bpf", "-y", "-e", f"trace={calls}", "-o", str(logs / "of")]
    told = subprocess.run(
        [*tracing, *desk.call(*call, "--dry-run")],
        cwd=desk.root,
        env=desk.environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stderr
    touched = [
        line
        for log in logs.iterdir()
        for line in log.read_text(encoding="utf-8").splitlines()
        if str(desk.root) in line.replace(f"AT_FDCWD<{desk.root}>", "") and not re.search(r"O_RDONLY|= -1 ", line)
    ]
    assert touched == []
    assert desk.leftovers() == []
    done = desk.reqsite(*call)
    digests = re.findall("[0-9a-f]{64}", done.stderr)
    assert digests == re.findall("[0-9a-f]{64}", told.stderr)
    assert digests


@posix
@pytest.mark.parametrize(
    ("number", "call", "points"),
    [
        (signal.SIGINT, ("publish", "--all"), 20),
        (signal.SIGINT, RELEASE, 4),
        (signal.SIGINT, ("publish", "--draft"), 4),
        (signal.SIGTERM, ("publish", "--all"), 4),
        (signal.SIGINT, ("rebuild", "--check", "1.0.0"), 4),
        (signal.SIGINT, ("verify",), 4),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_an_interrupted_call_leaves_nothing_behind(desk, number, call, points):
    """Cases 3 and 109: at points all over it, each a little later than the one before."""
    is_reader = call[0] in {"verify", "rebuild"}
    if is_reader:
        assert desk.reqsite(*RELEASE).returncode == 0
    begun = time.monotonic()
    assert desk.reqsite(*call).returncode == 0
    whole = time.monotonic() - begun
    codes = []
    for point in range(points):
        if not is_reader:
            desk.forget()
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", BEGUN, *call],
            cwd=desk.root,
            env=desk.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"  # Python itself takes a signal badly while it starts
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(whole * (point + 1) / (points + 1))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)  # as a terminal does: the processes that it has started, too
        said = process.communicate(timeout=120)[1].decode()
        codes.append(process.returncode)
        for path in desk.temp.glob("*crash*"):
            said += path.read_text()
        # Before reqsite is loaded, and after it is done, a signal is none of its business.
        assert process.returncode in {0, 128 + number, -number}, said
        if process.returncode == 128 + number:
            assert "Traceback" not in said
        assert desk.is_sound()
        assert desk.leftovers() == []
    assert points < 20 or 128 + number in codes
    assert desk.reqsite(*call).returncode == 0
    assert desk.is_sound()


def test_what_trips_over_an_interrupt_is_no_crash(desk):
    """Cases 107 and 109: cleaning up after Ctrl-C may fail at what it has left half done."""
    code = (
        "import json\n"
        "from reqsite.cli import main\n"
        "def fail(*_, **__):\n"
        "    try: raise KeyboardInterrupt\n"
        "    finally: raise RuntimeError('half done')\n"
        "json.dumps = fail\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "show", "REQ-001", "--format", "json"],
        cwd=desk.root,
        env=desk.environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert desk.leftovers() == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.RefusedError(_("No.")), Exit.FINDINGS),
        (errors.MisplacedError(_("No.")), Exit.USAGE),
        (errors.ConflictError(_("No.")), Exit.CONFLICT),
        (errors.UnverifiedError(_("No.")), Exit.UNVERIFIED),
        (errors.TargetError(_("No.")), Exit.TARGET),
        (errors.RaceError(_("No.")), Exit.RACE),
        (GitError(_("No.")), Exit.USAGE),
        (GitError(_("No."), is_tool=True), Exit.CRASH),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_reason_not_to_publish_has_its_exit_code(error, code):
    """Case 105."""
    with pytest.raises(CommandError) as caught, explained(Session()):
        raise error
    assert caught.value.code == code
