"""One test as a test runner reports it, whatever the format of its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reqsite.i18n import MessageError

PASSED, FAILED, OPEN = "passed", "failed", "open"
LARGEST = 64 * 1024 * 1024
"""Bytes of a file of results."""
MOST_CASES = 1_000_000
LONGEST_NAME = 2_000
"""Characters of a name that are looked at; a parameter may hold a whole document."""


class BadResultsError(MessageError):
    """A file that holds no results of tests."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test that was run, or left out."""

    name: str
    group: str
    """What it stands in: a class, a module, a package, a suite; empty where nothing is said."""
    outcome: str
    """`passed`, `failed`, or `open` for one that was left out."""
    marks: tuple[str, ...] = ()
    """What else its file says of it that may name a record: values of properties, tags."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What one file says."""

    cases: Sequence[Case]
    tool: str = ""
    time: str = ""
    """The latest one that it names, in UTC: `2026-03-01T12:00:00`; empty where it names none."""
    commit: str = ""
