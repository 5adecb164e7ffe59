"""Names of releases, and their order where they are versions (SemVer 2.0.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Self

_NUMBER = r"(0|[1-9]\d{0,8})"
_SEMVER = re.compile(
    rf"v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    r"(?:-([0-9A-Za-z-]{1,60}(?:\.[0-9A-Za-z-]{1,60}){0,9}))?"
    r"(?:\+([0-9A-Za-z-]{1,60}(?:\.[0-9A-Za-z-]{1,60}){0,9}))?",
    re.ASCII,
)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,98}[A-Za-z0-9])?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Version:
    """A version as SemVer 2.0.0 has it; build metadata does not count in the order."""

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the version that a text says, with or without a `v` before it, or None."""
        found = _SEMVER.fullmatch(text)
        if found is None:
            return None
        pre = tuple(found[4].split(".")) if found[4] else ()
        if any(part.isdigit() and part != "0" and part.startswith("0") for part in pre):
            return None
        return cls(int(found[1]), int(found[2]), int(found[3]), pre)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}" + (f"-{'.'.join(self.pre)}" if self.pre else "")

    def __lt__(self, other: Version) -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        # A pre-release comes before its release; numbers before words.
        pre = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.pre)
        return (self.major, self.minor, self.patch, not self.pre, pre)

    def next(self, part: str) -> Version:
        """Return the version after this one; of a pre-release, the release that it leads to where that is enough."""
        if self.pre and (part == "patch" or (part == "minor" and not self.patch) or not (self.minor or self.patch)):
            return Version(self.major, self.minor, self.patch)
        if part == "major":
            return Version(self.major + 1, 0, 0)
        if part == "minor":
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1)


def is_name(text: str) -> bool:
    """Return True for what may name a release, and so its file: `1.2.0`, `6.8.0-rc1`, `2026-07-24`."""
    return _NAME.fullmatch(text) is not None and ".." not in text
