#!/usr/bin/env python3
"""The two commands of this repository: publish its portal, run its tests.

Needs Python 3.11 and nothing else: everything else goes into `.venv/`, from requirements.lock.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALL_SECONDS = 600
PROGRAMS = (
    ("strace", ("strace",)),
    ("ssh-keygen", ("openssh-client",)),
    ("soffice", ("libreoffice-writer-nogui", "libreoffice-calc-nogui")),
)
"""(program, Debian's packages) of what tests use: crashes at each system call, signatures, exported files."""
USAGE = """\
usage: python3 .ci/do.py portal
       python3 .ci/do.py test [options of pytest]"""


class SetupError(Exception):
    """What stands in the way of running a command, and what to do about it."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    verb, *rest = arguments or [""]
    if verb in {"-h", "--help"}:
        print(USAGE)
        return 0
    if verb not in COMMANDS:
        print(USAGE, file=sys.stderr)
        return 2
    if not os.environ.get("HOME", "unset"):
        del os.environ["HOME"]  # an empty one makes programs write into the working folder
    try:
        prepare_environment()
        return COMMANDS[verb](rest)
    except SetupError as error:
        print(f"do.py: {error}", file=sys.stderr)
        return 7


def portal(options: list[str]) -> int:
    """Publish this repository's own portal: its releases, as far as its history is here, and what stands now."""
    if options:
        print(USAGE, file=sys.stderr)
        return 2
    released = run("reqsite", "publish", "--all")
    drafted = run("reqsite", "publish", "--draft")
    if drafted:
        return drafted
    is_whole = has_whole_history()
    if released and not is_whole:
        say("not all releases are there, as this copy has not the whole history of the repository")
    say("open public/index.html")
    return released if is_whole else 0


def test(options: list[str]) -> int:
    """Lint, check types and run every test; the first failure's exit code counts."""
    browser = provide_browser()
    if browser:
        os.environ["REQSITE_BROWSER"] = browser
    provide_programs()
    steps = [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("pytest", "-n", "auto", "--dist", "loadfile", *options),
    ]
    failed: dict[str, int] = {}
    for step in steps:
        say(" ".join(step))
        if code := run(*step):
            failed[step[0]] = failed.get(step[0]) or code
    if failed:
        say("failed: " + ", ".join(failed))
    return next(iter(failed.values()), 0)


def prepare_environment() -> None:
    """Make `.venv/` anew where the lock, the interpreter or the folder changed; install reqsite where it did."""
    locked = digest(LOCK.read_bytes(), sys.version.encode(), str(ROOT).encode())
    packaged = digest((ROOT / "pyproject.toml").read_bytes())
    locked_stamp, packaged_stamp = VENV / "locked.sha256", VENV / "packaged.sha256"
    if read_stamp(locked_stamp) != locked:
        say(f"installing requirements.lock into {VENV} (once, and after each change of it)")
        create_venv()
        pip("--require-hashes", "-r", str(LOCK))
        locked_stamp.write_text(locked, encoding="utf-8")
    if read_stamp(packaged_stamp) != packaged:
        pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        packaged_stamp.write_text(packaged, encoding="utf-8")


def create_venv() -> None:
    try:
        venv.create(VENV, clear=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        hint = " On Debian and Ubuntu: apt-get install python3-venv." if os.name == "posix" else ""
        raise SetupError(f"cannot create {VENV}: {error}.{hint}") from error


def pip(*arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check", "--root-user-action=ignore")
    if code := run("pip", "install", *quiet, *arguments):
        raise SetupError(f"pip could not install {arguments[-1]} (exit code {code}); its message stands above.")


def provide_browser() -> str:
    """Return the path of a browser, installing one where the machine has none; empty where that fails too."""
    named = os.environ.get("REQSITE_BROWSER")
    if named and not shutil.which(named):
        raise SetupError(f"REQSITE_BROWSER names {named}, which is no program.")
    if browser := find_browser():
        return browser
    say("no browser on this machine: playwright downloads one for the browser tests")
    attempt(str(PYTHON), "-m", "playwright", "install", "chromium")
    if browser := find_browser():
        return browser
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        say("that did not work: apt-get installs chromium")
        attempt("apt-get", "update", "-qq")
        attempt("apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk", "poppler-utils")
    if browser := find_browser():
        return browser
    say("still no browser: the browser tests will fail. Install Chromium, or name yours in REQSITE_BROWSER.")
    return ""


def provide_programs() -> None:
    """Install what some tests need beside a browser, where that can be done; where not, those tests are skipped."""
    missing = [name for program, packages in PROGRAMS if not shutil.which(program) for name in packages]
    if not missing or not shutil.which("apt-get") or getattr(os, "geteuid", lambda: 1)() != 0:
        return
    say(f"apt-get installs what some tests need: {' '.join(missing)}")
    attempt("apt-get", "update", "-qq")
    attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)


def attempt(*command: str) -> None:
    """Run a command quietly; of a failure only the end is shown, as whether it helped is looked at afterwards."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        say(f"{' '.join(command)} was stopped after {INSTALL_SECONDS} s")
        return
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-3:]), file=sys.stderr)


def find_browser() -> str:
    """Ask the tests' own finder, so that both use the same browser."""
    command = [str(PYTHON), str(ROOT / "tests" / "find_browser.py")]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout.strip()


def has_whole_history() -> bool:
    """Return False in a shallow clone, and where there is no repository at all."""
    command = ["git", "rev-parse", "--is-shallow-repository"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return False
    return done.stdout.strip() == "false"


def run(module: str, *arguments: str) -> int:
    """Run a module of `.venv/` in the repository and return its exit code."""
    return subprocess.run([str(PYTHON), "-m", module, *arguments], cwd=ROOT, check=False).returncode


def read_stamp(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() and PYTHON.exists() else ""


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def say(message: str) -> None:
    print(f"== {message}", flush=True)


COMMANDS = {"portal": portal, "test": test}

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this with an older one should read why
        sys.exit("do.py: reqsite needs Python 3.11 or newer, and this is " + sys.version.split()[0])
    sys.exit(main(sys.argv[1:]))
