"""Where a text speaks of records: references, ids, ranges of ids, terms.

Works on plain text; what is Markdown (code, addresses, comments) is taken out by the caller before.  Each kind of
mention has a sign that is cheap to look for (`[[`, a digit, the first word of a term, a Han character), and what
stands around it is looked at only there.  Every quantifier is bounded, so time grows with the text.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from reqsite.model.catalog import Catalog
from reqsite.model.record import normal_id
from reqsite.model.term_finder import TermFinder
from reqsite.model.trie import trie_pattern  # noqa: F401

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") | {
    chr(c) for base in (0xFF21, 0xFF41) for c in range(base, base + 26)
}
_JOINTS = frozenset("_.-‐‑‒–—―−－ー")
_NOT_BEFORE = frozenset("0123456789０１２３４５６７８９/@#&=\\")
_DIGIT = re.compile("[0-9０-９]")
_TAIL = re.compile("[A-Za-zＡ-Ｚａ-ｚ0-9０-９_.\\-‐-―−－ー]{0,60}")
_LONGEST_HEAD = 60
_WIKI = re.compile(r"\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")
_RANGE = re.compile(r"\s{0,2}(?:～|~|〜|–|—|\.\.\.?|…|-|至|到|\bto\b|\bthrough\b)\s{0,2}")
_COUNTED = re.compile(r"(.{0,130}?)(\d{1,20})", re.DOTALL)
_LONGEST_RANGE = 1000


class Kind(enum.Enum):
    """How a text speaks of a record."""

    REFERENCE = "reference"
    """`[[REQ-007]]`, `[[REQ-007|shown text]]`, `[[a term]]`."""
    ID = "id"
    """A bare id of a record."""
    RANGE = "range"
    """`REQ-002～REQ-005`."""
    TERM = "term"
    """A name of a term."""


class Mention(NamedTuple):
    """One place in a text that speaks of records; a tuple, because there are many and a dataclass takes longer."""

    kind: Kind
    start: int
    end: int
    name: str
    """What is meant, as written: the id, the name in double brackets, the term."""
    targets: tuple[str, ...]
    """Ids of the records; empty where there is no such record."""
    shown: str = ""
    """The words to show, where the writer gave some."""
    missing: tuple[str, ...] = ()
    """Ids that a range takes in although they do not exist."""


class Mentions:
    """Finds what texts say about the records of one catalog. Make it once, use it for every text."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        in_use = {record.type for record in catalog}
        shapes = sorted({t.id for t in catalog.schema.types.values() if t.name in in_use and _has_a_shape(t.id)})
        self._shape = re.compile("|".join(f"(?:{shape})" for shape in shapes)) if shapes else None
        self._odd_ids = {r.id for r in catalog if not r.id.isascii() and r.kind != "term"}

    @functools.cached_property
    def _terms(self) -> TermFinder:
        return TermFinder(self._catalog, self._odd_ids)

    def find(self, text: str, *, terms: bool = True) -> list[Mention]:
        """Return the mentions in a plain text, in order, none inside another.

        Without `terms`, the names of terms are passed over, unless they stand in double brackets.
        """
        found = [*self._references(text)] if "[[" in text else []
        if _DIGIT.search(text):
            found += self._bare_ids(text)
        if terms or self._odd_ids:
            found += self._named(text)
        return _outermost(found) if len(found) > 1 else found

    def _references(self, text: str) -> Iterator[Mention]:
        for match in _WIKI.finditer(text):
            name = match[1].strip().removeprefix("TERM:").strip()
            range_ = self._range(text, *match.span(), name)
            if range_:
                yield range_
                continue
            record = self._catalog.resolve(name)
            targets = (record.id,) if record else ()
            yield Mention(Kind.REFERENCE, *match.span(), name, targets, (match[2] or "").strip())

    def _bare_ids(self, text: str) -> Iterator[Mention]:
        end = 0
        for digit in _DIGIT.finditer(text):
            if digit.start() < end:
                continue
            span = _id_around(text, digit.start(), end)
            if span is None:
                continue
            start, end = span
            written = text[start:end]
            record = self._catalog.get(written)
            known = record is not None and record.kind != "term" and record.id == normal_id(written)
            if known or (self._shape is not None and self._shape.fullmatch(normal_id(written))):
                targets = (record.id,) if known and record else ()
                yield self._range(text, start, end, written) or Mention(Kind.ID, start, end, written, targets)

    def _named(self, text: str) -> Iterator[Mention]:
        for start, end, target in self._terms.find(text):
            kind = Kind.ID if target in self._odd_ids else Kind.TERM
            yield Mention(kind, start, end, text[start:end], (target,))

    def _range(self, text: str, start: int, end: int, first: str) -> Mention | None:
        """Return the range that begins with the id `first`, or None where no range does."""
        joint = _RANGE.match(text, end)
        other = _id_at(text, joint.end()) if joint else None
        if other is None:
            return None
        last, stop = other
        one, two = _COUNTED.fullmatch(normal_id(first)), _COUNTED.fullmatch(normal_id(last))
        if not (one and two) or one[1] != two[1] or not 0 <= int(two[2]) - int(one[2]) <= _LONGEST_RANGE:
            return None
        members = [f"{one[1]}{n:0{len(one[2])}d}" for n in range(int(one[2]), int(two[2]) + 1)]
        targets = [r.id for m in members if (r := self._catalog.get(m))]
        missing = [m for m in members if self._catalog.get(m) is None]
        if not targets and not (self._shape and self._shape.fullmatch(members[0])):
            return None
        return Mention(Kind.RANGE, start, stop, text[start:stop], tuple(targets), missing=tuple(missing))


def _outermost(found: list[Mention]) -> list[Mention]:
    """Return mentions in the order of the text, those that lie in another one left out."""
    kept: list[Mention] = []
    end = 0
    for mention in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if mention.start >= end:
            kept.append(mention)
            end = mention.end
    return kept


def _has_a_shape(pattern: str) -> bool:
    """Return True where a pattern of ids begins with letters of its own, so that not every word looks like an id."""
    return bool(re.match(r"[A-Za-z]{2,}", pattern))


def _id_around(text: str, digit: int, after: int) -> tuple[int, int] | None:
    """Return (start, end) of what may be an id with its first digit at `digit`, None where nothing may.

    An id begins with a letter and stands free: no letter, digit or sign of an address or of a longer id before it.
    """
    start = digit
    while (
        start > after and digit - start <= _LONGEST_HEAD and (text[start - 1] in _LETTERS or text[start - 1] in _JOINTS)
    ):
        start -= 1
    free = start in (0, after) or text[start - 1] not in _NOT_BEFORE
    if not free or text[start] not in _LETTERS or digit - start > _LONGEST_HEAD:
        return None
    tail = _TAIL.match(text, digit)
    end = tail.end() if tail else digit
    while text[end - 1] in _JOINTS:
        end -= 1
    return start, end


def _id_at(text: str, start: int) -> tuple[str, int] | None:
    """Return (id, where it ends) of the reference or bare id that begins at `start`."""
    if (wiki := _WIKI.match(text, start)) is not None:
        return wiki[1].strip(), wiki.end()
    digit = _DIGIT.search(text, start, start + _LONGEST_HEAD)
    span = _id_around(text, digit.start(), start) if digit and digit.start() > start else None
    return (text[start : span[1]], span[1]) if span and span[0] == start else None
