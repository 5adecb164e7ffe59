"""Running the tool that makes the site, MkDocs or ProperDocs, as a process of its own.

It is never imported: what happens in it cannot bring this process down, and either of the two will do.
"""

from __future__ import annotations

import collections
import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.epoch import EPOCH
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import may_color, printable, write_message
from reqsite.i18n import _

if TYPE_CHECKING:
    from types import FrameType

    from reqsite.cli.session import Session

HOSTS = ("mkdocs", "properdocs")
COLORS = {"CRITICAL": "red", "ERROR": "red", "WARNING": "yellow"}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
TRACEBACK = "Traceback (most recent call last):"
GRACE_SECONDS = 5.0
KEPT_LINES = 200
"""So many of the lines that were not told are kept, in case that it fails."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the site builder ended."""

    code: int
    """Its exit code, negative for a signal."""
    traceback: bool
    """It printed one."""
    timed_out: bool
    warnings: int = 0
    """How many of its lines were warnings, or worse."""

    @property
    def crashed(self) -> bool:
        """True where it did not end of its own will."""
        return self.timed_out or self.code < 0 or (self.code != 0 and self.traceback)


def choose_host(wanted: str) -> str:
    """Return the site builder to run: the one asked for, else the first that is installed."""
    installed = [name for name in HOSTS if importlib.util.find_spec(name) is not None]
    if wanted == "auto" and installed:
        return installed[0]
    if wanted in installed:
        return wanted
    name = "mkdocs" if wanted == "auto" else wanted
    hint = _("`{line}` installs it.", line=f"{Path(sys.executable).name} -m pip install {name}")
    raise wrong_call(_("{name} is not installed.", name=name), hint)


def run_site_builder(
    session: Session,
    host: str,
    arguments: Sequence[str],
    audience: str | None,
    timeout: float | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    least: str = "INFO",
) -> Outcome:
    """Run the site builder in the project's folder, pass on what it says to stderr, and return how it ended.

    `timeout` is in seconds; None waits for ever.  `environment` is all that it sees of ours; else the caller's.
    Lines below the level `least` are told only where it fails, and then behind the others.
    """
    # -P: a file of the project that is called like a module must not be imported in its place.
    command = [sys.executable, "-P", "-m", host, *arguments]
    process = subprocess.Popen(
        command,
        cwd=session.project.root,
        env=_environment(audience) if environment is None else environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # Its own group, so that a Ctrl-C reaches it once, from here, and not in the midst of cleaning up.
        process_group=0,
    )
    with _stopped_at_the_end(process), _deadline(process, timeout) as timed_out:
        told = _pass_on(process, "WARNING" if session.quiet and least == "INFO" else least)
        code = process.wait()
    outcome = Outcome(code, told.traceback, timed_out.is_set(), told.warnings)
    if outcome.code != 0 and not session.quiet:
        told.tell_the_rest()
    return outcome


def explain_crash(host: str, outcome: Outcome) -> CommandError:
    """Return the failure for a site builder that did not end of its own will."""
    if outcome.timed_out:
        return CommandError(_("{name} was stopped, as it ran out of time.", name=host), Exit.CRASH)
    if outcome.code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-outcome.code).name
            return CommandError(_("{name} was ended by {signal}.", name=host, signal=name), Exit.CRASH)
    return CommandError(_("{name} crashed; its own words stand above.", name=host), Exit.CRASH)


def _environment(audience: str | None) -> dict[str, str]:
    """Return the environment of the site builder: the caller's, without what changes how it works or speaks."""
    noise = {"PYTHONWARNINGS", "PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONVERBOSE", "PYTHONDEBUG", "_REQSITE_COMPLETE"}
    environment = {name: value for name, value in os.environ.items() if name not in noise}
    if not environment.get(EPOCH):
        environment.pop(EPOCH, None)
    environment |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    if audience is not None:
        environment["REQSITE_AUDIENCE"] = audience
    return environment


def _pass_on(process: subprocess.Popen[bytes], least: str) -> _Told:
    """Print the process's lines as they come, and return what became of them."""
    told = _Told(least)
    for raw in process.stdout or ():
        told.hear(printable(raw.decode("utf-8", "backslashreplace").rstrip("\r\n")))
    return told


class _Told:
    """What the site builder said: told at once, or kept for later."""

    def __init__(self, least: str) -> None:
        self.traceback = False
        self.warnings = 0
        self._shown = LEVELS[LEVELS.index(least) :]
        self._is_shown = True
        self._kept: collections.deque[str] = collections.deque(maxlen=KEPT_LINES)
        self._colored = may_color(sys.stderr)
        # Who is told little is shown a sign of life meanwhile, on the line that is now written over.
        self._beginning = "\r\x1b[K" if least != "INFO" and sys.stderr.isatty() else ""

    def hear(self, line: str) -> None:
        """Tell a line or keep it; the second line of a message goes the way of its first."""
        level = _level(line)
        if level:
            self._is_shown = level in self._shown
            self.warnings += level in LEVELS[LEVELS.index("WARNING") :]
        if line.startswith(TRACEBACK):
            self.traceback = self._is_shown = True
        text = _colored(line, level) if self._colored else line
        if self._is_shown:
            write_message(self._beginning + text)
        else:
            self._kept.append(text)

    def tell_the_rest(self) -> None:
        """Tell what was kept, as something went wrong."""
        for line in self._kept:
            write_message(line)


def _level(line: str) -> str:
    """Return the level that a log line begins with, empty for the second line of a message."""
    word = line.partition(" ")[0]
    return word if word in LEVELS else ""


def _colored(line: str, level: str) -> str:
    color = COLORS.get(level)
    return click.style(level, fg=color) + line[len(level) :] if color else line


@contextlib.contextmanager
def _deadline(process: subprocess.Popen[bytes], timeout: float | None) -> Iterator[threading.Event]:
    """Kill the process when its time is over, and set the event that says so."""
    over = threading.Event()

    def end() -> None:
        over.set()
        process.kill()

    timer = threading.Timer(timeout or 0, end)
    if timeout is not None:
        timer.daemon = True
        timer.start()
    try:
        yield over
    finally:
        timer.cancel()


@contextlib.contextmanager
def _stopped_at_the_end(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Take the process with us when we are interrupted or terminated, and let it clean up before."""
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    except BaseException:
        _stop(process)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        if process.stdout is not None:
            process.stdout.close()


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    # What it still writes is read, lest it wait for us for ever.
    drain = threading.Thread(target=lambda: process.stdout and process.stdout.read(), daemon=True)
    drain.start()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    drain.join(1)
