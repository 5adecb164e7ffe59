"""What a release may be called in a store, where its name is a folder beside those of the store itself."""

from __future__ import annotations

from reqsite.history.versions import Version, is_name
from reqsite.i18n import Message, _

DRAFT = "next"
"""The folder of the draft: replaced whole, never a release."""
LATEST = "latest"
"""The alias, and the folder of pages that lead to the release it names."""
_LONGEST = 64
_OF_THE_STORE = frozenset(
    {DRAFT, LATEST, "dev", "draft", "assets", "signoffs", "index", "versions", "aliases", "journal"}
)
_OF_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)


def why_not(name: str) -> Message | None:
    """Return why a folder of a store cannot have this name, None where it can."""
    if not is_name(name) or len(name) > _LONGEST or name.endswith(".lock"):
        return _("A release's name has letters, digits and . _ + - in it, {limit} at most.", limit=_LONGEST)
    stem = name.casefold().partition(".")[0]
    if stem in _OF_THE_STORE:
        return _("The store itself has something of this name.")
    return _("No folder can have this name on Windows.") if stem in _OF_WINDOWS else None


def order_key(name: str, date: str) -> tuple[object, ...]:
    """Return what sorts releases: versions as versions, before them whatever else is a name, by its date."""
    version = Version.parse(name)
    if version is None:
        return (0, date, name)
    return (1, version.major, version.minor, version.patch, not version.pre, tuple(map(_part_key, version.pre)), name)


def is_final(name: str) -> bool:
    """Return False for a version that leads to another one: 2.0.0-rc.1."""
    version = Version.parse(name)
    return version is None or not version.pre


def _part_key(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdigit() else (1, 0, part)
