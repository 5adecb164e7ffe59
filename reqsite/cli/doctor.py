"""`reqsite doctor`: what this machine has, what it lacks, and what to do about it."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.cli.columns import padded
from reqsite.cli.command import verb
from reqsite.cli.errors import Exit
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

SUPPORTED = {
    "markdown": ("3.10.1", "4"),
    "pyyaml": ("6.0.2", ""),
    "jinja2": ("3.1.6", "4"),
    "click": ("8.1", "9"),
    "nh3": ("0.3", ""),
    "python-docx": ("1.2", ""),
    "xlsxwriter": ("3.2", ""),
    "mkdocs": ("1.6.1", "2"),
    "mkdocs-material": ("9.7.7", "10"),
}
"""Distribution → the first version that will do and the first one that will not; a test compares pyproject.toml."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "firefox", "msedge", "safari")
PYTHON = (3, 11)
TOOL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked for."""

    name: str
    found: str
    """Its version or path, empty where it is missing or will not do."""
    purpose: Message
    remedy: Message
    required: bool = False


@verb(
    "doctor",
    _("Looks for what reqsite uses on this machine. What is required and missing makes the exit code 1."),
    [("reqsite doctor", _("before the first build, and when something looks odd"))],
)
def command(session: Session) -> Exit:
    """Print a table of what is there and what is not."""
    lines = [*_python(), *_packages(), *_plugin(), *_chinese(), *_programs(), *_fonts()]
    states = {True: session.words(_("ok")), False: session.words(_("missing"))}
    for line in lines:
        if line.found:
            what = f"{line.found}  " + session.words(line.purpose)
        else:
            need = _("required") if line.required else _("optional")
            parts = {"purpose": line.purpose, "need": need, "remedy": line.remedy}
            what = session.words(_("{purpose} ({need}): {remedy}", **parts))
        session.print(f"{padded(states[bool(line.found)], 9)}{padded(line.name, 18)}{what}\n")
    lacking = [line.name for line in lines if line.required and not line.found]
    if lacking:
        session.say(_("Required and missing: {names}.", names=", ".join(lacking)))
        return Exit.FINDINGS
    session.say(_("Everything that is required is there."))
    return Exit.FINE


def _python() -> Iterator[Line]:
    version = ".".join(map(str, sys.version_info[:3]))
    fits = sys.version_info >= PYTHON
    yield Line("Python", version if fits else "", _("runs reqsite"), _("install 3.11 or newer."), required=True)


def _packages() -> Iterator[Line]:
    for name, (first, beyond) in SUPPORTED.items():
        version = installed_version(name)
        wanted = f"{name}>={first}" + (f",<{beyond}" if beyond else "")
        if name == "click" and version.startswith("8.3."):
            wanted = f"{name}!=8.3.*,<{beyond}"
            yield Line(
                name,
                "",
                _("8.3 keeps `reqsite serve` from reloading"),
                _("run {line}", line=_pip(wanted)),
                required=True,
            )
            continue
        fits = bool(version) and is_within(version, first, beyond)
        found = version if fits else ""
        if version and not fits:
            purpose = _("{version} is here, and reqsite was made for {wanted}", version=version, wanted=wanted)
        else:
            purpose = _("makes the portal")
        yield Line(name, found, purpose, _("run {line}", line=_pip(wanted)), required=True)


def _plugin() -> Iterator[Line]:
    found = importlib.metadata.entry_points(group="mkdocs.plugins", name="reqsite")
    yield Line(
        "plugin",
        "reqsite" if tuple(found) else "",
        _("puts the records into the site"),
        _("install reqsite itself, as the README shows."),
        required=True,
    )


def _chinese() -> Iterator[Line]:
    install = _("run {line}", line=_pip("reqsite[zh]"))
    yield Line("jieba", installed_version("jieba"), _("finds Chinese words in search and in terms"), install)
    yield Line("pypinyin", installed_version("pypinyin"), _("sorts Chinese titles by sound"), install)


def _programs() -> Iterator[Line]:
    git = program_version("git", "--version")
    yield Line("git", git, _("keeps and publishes the records"), _("install git."))
    yield Line("ssh-keygen", shutil.which("ssh-keygen") or "", _("signs releases"), _("install OpenSSH."))
    named = os.environ.get("REQSITE_BROWSER", "")
    browser = next(filter(None, map(shutil.which, (named, *BROWSERS))), "")
    yield Line("browser", browser or "", _("opens the portal"), _("install one, or name yours in REQSITE_BROWSER."))


def _fonts() -> Iterator[Line]:
    purpose = _("shows Chinese text in a browser on this machine")
    if sys.platform in ("win32", "darwin"):
        found = sys.platform
    else:
        found = program_output("fc-list", ":lang=zh", "family").split("\n")[0].split(",")[0].strip()
    yield Line("Chinese font", found, purpose, _("install one, such as Noto Sans CJK."))


def installed_version(distribution: str) -> str:
    """Return the version of an installed distribution, empty where there is none."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def is_within(version: str, first: str, beyond: str) -> bool:
    """Return True for a version from `first` on, and before `beyond` where that is given."""
    return numbers(first) <= numbers(version) and not (beyond and numbers(version) >= numbers(beyond))


def numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version, without zeros at the end: `9.7.7rc1` is (9, 7, 7)."""
    parts = [int(part) for part in re.match(r"\d{0,9}(?:\.\d{1,9}){0,5}", version)[0].split(".") if part]  # type: ignore[index] # it matches nothing at worst
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def program_version(name: str, *arguments: str) -> str:
    """Return the last word of what a program says of its version, empty where there is no such program."""
    words = program_output(name, *arguments).split()
    return next((word for word in words if word[:1].isdigit()), "")


def program_output(name: str, *arguments: str) -> str:
    """Return what a program prints, empty where it is missing or fails."""
    path = shutil.which(name)
    if path is None:
        return ""
    try:
        done = subprocess.run(
            [path, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TOOL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _pip(requirement: str) -> str:
    return f'python -m pip install "{requirement}"'
