"""Which records the tests of a run belong to: by an id that they name, or by the name that a record has for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, fold_id
from reqsite.results.case import FAILED, OPEN, PASSED, Case
from reqsite.results.run import CRITERION, Tally

_PIECE = re.compile(r"[A-Za-z0-9]+|[^\W_A-Za-z0-9]+")
_NO_DIGIT = re.compile(r"\D*").fullmatch
"""Words that nobody takes for an id."""
_PARTS = 8
"""Pieces between hyphens that an id has at most."""
_MOST_PIECES = 400
_PARAMETERS = re.compile(r"[\[({].*", re.DOTALL)
_FILE_ENDING = re.compile(r"\.py(?=::|$)")
_SEPARATORS = re.compile(r"::|#|/|\\| › | > ")
_OF_TESTS, _OF_REQUIREMENTS = "test", "requirement"


@dataclass(frozen=True, slots=True)
class Matched:
    """What cases say of records."""

    results: Mapping[str, Tally]
    """`TC-031`, or `REQ-001#AC-1` for a criterion → how its tests ended."""
    cases: int
    """How many cases belong to a record."""
    unknown: tuple[str, ...] = ()
    """Ids of tests that cases name and that no record has."""
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Test record → names under its `automated` that were not run while others were; nothing is said of it then."""


def match(cases: Iterable[Case], catalog: Catalog) -> Matched:
    """Return what the cases of one run say of the records of a project."""
    finder = _Finder(catalog)
    counts: dict[str, list[int]] = {}
    ran: dict[str, set[str]] = {}
    unknown: dict[str, None] = {}
    matched = 0
    for case in cases:
        names = _names_of(case)
        keys = dict.fromkeys(finder.named_by(case, unknown))
        for name in names:
            for record_id in finder.automated.get(name, ()):
                keys[record_id] = None
                ran.setdefault(record_id, set()).add(name)
        matched += bool(keys)
        for key in keys:
            counts.setdefault(key, [0, 0, 0])[(PASSED, FAILED, OPEN).index(case.outcome)] += 1
    results = {key: Tally(*count) for key, count in counts.items()}
    partial = {}
    for record_id, names_run in ran.items():
        missing = tuple(written for written, name in finder.names[record_id].items() if name not in names_run)
        if missing and results[record_id].result != FAILED:
            partial[record_id] = missing
    kept = {key: tally for key, tally in results.items() if key not in partial}
    return Matched(kept, matched, tuple(unknown), partial)


class _Finder:
    """What tests of a catalog are called."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._ids = {_key(r.id): r.id for r in catalog.of(_OF_TESTS)}
        self._requirements = {_key(r.id): r for r in catalog.of(_OF_REQUIREMENTS)}
        self._shapes = [
            re.compile(t.id) for t in catalog.schema.types.values() if t.kind == _OF_TESTS and t.id and t.prefix
        ]
        prefixes = (t.prefix for t in catalog.schema.types.values() if t.kind == _OF_TESTS)
        self._starts = frozenset(_begin(key) for key in (*self._ids, *self._requirements, *map(_key, prefixes)))
        """With what any of these ids begins: most words of a name are no id, and are passed over at once."""
        self.names = {record.id: dict(_automated(record)) for record in catalog.of(_OF_TESTS)}
        """Test record → name as written under `automated` → the same, folded."""
        self.automated: dict[str, list[str]] = {}
        """Folded name → test records."""
        for record_id, names in self.names.items():
            for name in names.values():
                self.automated.setdefault(name, []).append(record_id)

    def named_by(self, case: Case, unknown: dict[str, None]) -> Iterator[str]:
        """Yield the test records and criteria that a case names; what looks like a test's id goes to `unknown`."""
        for text in (f"{case.group} {case.name}", *case.marks):
            yield from self._named_in(text, unknown)

    def _named_in(self, text: str, unknown: dict[str, None]) -> Iterator[str]:
        pieces = list(_PIECE.finditer(text))[:_MOST_PIECES]
        within: Record | None = None
        first = 0
        begins = self._starts
        while first < len(pieces):
            if pieces[first][0].casefold() not in begins:
                first += 1
                continue
            key, last = self._longest(text, pieces, first, within)
            if not key:
                first = self._pass_unknown(text, pieces, first, unknown)
            elif key in self._ids:
                yield self._ids[key]
                first = last + 1
            elif key in self._requirements:
                within = self._requirements[key]
                begins = self._starts.union(map(_begin, _criteria(within)))
                first = last + 1
            elif within is not None:
                yield f"{within.id}{CRITERION}{_criteria(within)[key]}"
                first = last + 1

    def _longest(self, text: str, pieces: list[re.Match[str]], first: int, within: Record | None) -> tuple[str, int]:
        """Return the longest name of a record that begins with a piece, and its last piece; empty for none."""
        criteria = _criteria(within) if within is not None else {}
        for key, last in reversed(list(_joined(text, pieces, first))):
            if key in self._ids or key in self._requirements or key in criteria:
                return key, last
        return "", first

    def _pass_unknown(self, text: str, pieces: list[re.Match[str]], first: int, unknown: dict[str, None]) -> int:
        for key, last in reversed(list(_joined(text, pieces, first))):
            if "-" in key and not _NO_DIGIT(key) and any(shape.fullmatch(key.upper()) for shape in self._shapes):
                unknown[key.upper()] = None
                return last + 1
        return first + 1


def _joined(text: str, pieces: list[re.Match[str]], first: int) -> Iterator[tuple[str, int]]:
    """Yield what begins with a piece and could be an id: the piece, and with each that a hyphen or `_` joins to it."""
    key = ""
    for number in range(first, min(first + _PARTS, len(pieces))):
        piece = pieces[number]
        if number > first:
            between = text[pieces[number - 1].end() : piece.start()]
            if between not in ("-", "_", ""):
                return
            key += "-" if between else ""
        key += piece[0].casefold()
        yield key, number


def _begin(key: str) -> str:
    """Return the first piece of an id."""
    match = _PIECE.search(key)
    return match[0] if match else ""


def _key(record_id: str) -> str:
    return fold_id(record_id).replace("_", "-")


def _criteria(record: Record) -> dict[str, str]:
    return {_key(criterion.id): criterion.id for criterion in record.criteria}


def _automated(record: Record) -> Iterator[tuple[str, str]]:
    for text in record.items("automated"):
        for name in text.split(","):
            if written := " ".join(name.split()):
                yield written, fold_name(written)


def _names_of(case: Case) -> set[str]:
    """Return the names under which a record may know a case: its own, and with what it stands in."""
    own = fold_name(case.name)
    group = fold_name(case.group)
    return {name for name in (own, f"{group}.{own}" if group else "") if name}


def fold_name(name: str) -> str:
    """Return the form under which two names of a test count as the same, however their runner joins the parts.

    `tests/test_a.py::Test::test_b[1]`, and `test_b[1]` of the class `tests.test_a.Test`, become
    `tests.test_a.Test.test_b`.
    """
    bare = _PARAMETERS.sub("", name, count=1).strip() or name.strip()
    return _SEPARATORS.sub(".", _FILE_ENDING.sub("", bare)).strip(".")
