"""What a release and an alias may be called in a store, where each is a folder beside those of the store itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reqsite.history.versions import Version, is_name
from reqsite.i18n import Message, _

DRAFT = "next"
"""The folder of the draft: replaced whole, never a release."""
LATEST = "latest"
"""The alias, and the folder of pages that lead to the release it names."""
_LONGEST = 64
_OF_THE_STORE = frozenset(
    {
        DRAFT,
        LATEST,
        "dev",
        "draft",
        "assets",
        "signoffs",
        "answers",
        "index",
        "versions",
        "aliases",
        "journal",
        "404",
        "robots",
        "cname",
    }
)
_OF_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)
_EDITION = re.compile(r"(.{1,64})\+e([1-9]\d{0,3})", re.ASCII)
_ALIAS = re.compile(r"[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)


def why_not(name: str) -> Message | None:
    """Return why a folder of a store cannot have this name, None where it can."""
    if not is_name(name) or len(name) > _LONGEST or name.endswith(".lock"):
        return _("A release's name has letters, digits and . _ + - in it, {limit} at most.", limit=_LONGEST)
    stem = name.casefold().partition(".")[0]
    if stem in _OF_THE_STORE:
        return _("The store itself has something of this name.")
    return _("No folder can have this name on Windows.") if stem in _OF_WINDOWS else None


def why_no_version(name: str) -> Message | None:
    """Return why a release cannot have this name, None where it can: what names an edition names no release."""
    if split_edition(name)[1] > 1:
        return _("So are the editions of a release called that follow the first one.")
    return why_not(name)


def why_no_alias(name: str) -> Message | None:
    """Return why an alias cannot have this name, None where it can; whether a release has it is not looked at."""
    if _ALIAS.fullmatch(name) is None:
        return _("An alias has small letters, digits and - in it, {limit} at most, and a letter first.", limit=32)
    if Version.parse(f"{name}.0.0") is not None:
        return _("This reads like a version.")
    return None if name == LATEST else why_not(name)


def edition_folder(version: str, edition: int) -> str:
    """Return the folder of an edition of a release: the first one has the name of the release alone."""
    return version if edition == 1 else f"{version}+e{edition}"


def split_edition(folder: str) -> tuple[str, int]:
    """Return the release and the number of the edition that a folder names."""
    found = _EDITION.fullmatch(folder)
    return (found[1], int(found[2])) if found and int(found[2]) > 1 else (folder, 1)


def newest_editions(folders: Iterable[str]) -> frozenset[str]:
    """Return, of folders of releases, the newest edition of each release."""
    newest: dict[str, int] = {}
    for folder in folders:
        version, edition = split_edition(folder)
        newest[version] = max(edition, newest.get(version, 1))
    return frozenset(edition_folder(version, edition) for version, edition in newest.items())


def order_key(folder: str, date: str) -> tuple[object, ...]:
    """Return what sorts releases: versions as versions, before them whatever else is a name, by its date."""
    name, edition = split_edition(folder)
    version = Version.parse(name)
    if version is None:
        return (0, date, name, edition)
    pre = tuple(map(_part_key, version.pre))
    return (1, version.major, version.minor, version.patch, not version.pre, pre, name, edition)


def is_final(folder: str) -> bool:
    """Return False for a version that leads to another one: 2.0.0-rc.1."""
    version = Version.parse(split_edition(folder)[0])
    return version is None or not version.pre


def _part_key(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdigit() else (1, 0, part)
