"""Where a text speaks of records: references, ids, ranges of ids, terms.

One regular expression finds them all in one pass over plain text; what is Markdown (code, addresses, comments) is
taken out by the caller before.  Every quantifier is bounded, and nothing is nested, so time grows with the text.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from reqsite.model import han
from reqsite.model.catalog import Catalog, term_names
from reqsite.model.record import Record, normal_id

_LETTER = "A-Za-zＡ-Ｚａ-ｚ"
_DIGIT = "0-9０-９"
_JOINT = "_.\\-‐-―−－ー"
_WIKI = r"\[\[(?P<wiki>[^\[\]\n|]{1,200})(?:\|(?P<shown>[^\[\]\n]{1,200}))?\]\]"
_ID = (
    f"(?<![{_LETTER}{_DIGIT}_/.@#&=-])"
    f"(?P<id>[{_LETTER}][{_LETTER}{_JOINT}]{{0,60}}[{_DIGIT}][{_LETTER}{_DIGIT}{_JOINT}]{{0,60}})"
)
_RANGE = re.compile(r"\s{0,2}(?:～|~|〜|–|—|\.\.\.?|…|-|至|到|\bto\b|\bthrough\b)\s{0,2}")
_COUNTED = re.compile(r"(.*?)(\d+)", re.DOTALL)
_LONGEST_RANGE = 1000
_SHORT_HAN = 4


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


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text that speaks of records."""

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
        words: list[str] = []
        exact: list[str] = []
        self._terms: dict[str, Record] = {}
        for term in catalog.of("term"):
            if not catalog.is_live(term):
                continue
            for name in () if term.text("match") == "manual" else term_names(term):
                if len(name) < 2:  # noqa: PLR2004 a single letter or character means too many things
                    continue
                self._terms.setdefault(name.casefold(), term)
                (exact if _is_exact(name) else words).append(name)
        self._words = han.Words(exact)
        odd_ids = [r.id for r in catalog if not r.id.isascii() and r.kind != "term"]
        self._odd_ids = set(odd_ids)
        exact += odd_ids
        parts = []
        if exact:
            parts.append(trie_pattern(exact))
        if words:
            parts.append(f"(?i:{trie_pattern(words, plural=True)})")
        self._term = re.compile("|".join(parts)) if parts else None
        self._all = re.compile("|".join([_WIKI, _ID, *(f"(?P<term{n}>{p})" for n, p in enumerate(parts))]))

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in a plain text, in order, none inside another."""
        found: list[Mention] = []
        end = 0
        for match in self._all.finditer(text):
            if match.start() < end:
                continue
            mention = self._mention(text, match)
            if mention is not None:
                found.append(mention)
                end = mention.end
        return found

    def _mention(self, text: str, match: re.Match[str]) -> Mention | None:
        start, end = match.span()
        group = match.lastgroup
        if group in ("wiki", "shown"):
            name = match["wiki"].strip().removeprefix("TERM:").strip()
            range_ = self._range(text, start, end, name)
            if range_:
                return range_
            record = self._catalog.resolve(name)
            targets = (record.id,) if record else ()
            return Mention(Kind.REFERENCE, start, end, name, targets, (match["shown"] or "").strip())
        if group == "id":
            return self._bare_id(text, match)
        return self._as_term(text, start, end)

    def _bare_id(self, text: str, match: re.Match[str]) -> Mention | None:
        written = match["id"].rstrip("_.-‐‑‒–—―−－ー")
        start, end = match.start(), match.start() + len(written)
        record = self._catalog.get(written)
        known = record is not None and record.kind != "term" and record.id == normal_id(written)
        shaped = self._shape is not None and self._shape.fullmatch(normal_id(written))
        if known or shaped:
            targets = (record.id,) if known and record else ()
            return self._range(text, start, end, written) or Mention(Kind.ID, start, end, written, targets)
        term = self._term.match(text, start) if self._term else None
        return self._as_term(text, start, term.end()) if term else None

    def _range(self, text: str, start: int, end: int, first: str) -> Mention | None:
        """Return the range that begins with the id `first`, or None where no range does."""
        joint = _RANGE.match(text, end)
        if joint is None:
            return None
        match = self._all.match(text, joint.end())
        if match is None or match.lastgroup not in ("id", "wiki"):
            return None
        last = (match["id"] or match["wiki"]).rstrip("_.-")
        stop = match.end() - (len(match["id"]) - len(last) if match["id"] else 0)
        one, two = _COUNTED.fullmatch(normal_id(first)), _COUNTED.fullmatch(normal_id(last))
        if not (one and two) or one[1] != two[1] or not 0 <= int(two[2]) - int(one[2]) <= _LONGEST_RANGE:
            return None
        members = [f"{one[1]}{n:0{len(one[2])}d}" for n in range(int(one[2]), int(two[2]) + 1)]
        targets = [r.id for m in members if (r := self._catalog.get(m))]
        missing = [m for m in members if self._catalog.get(m) is None]
        if not targets and not (self._shape and self._shape.fullmatch(members[0])):
            return None
        return Mention(Kind.RANGE, start, stop, text[start:stop], tuple(targets), missing=tuple(missing))

    def _as_term(self, text: str, start: int, end: int) -> Mention | None:
        name = text[start:end]
        if name in self._odd_ids:
            return Mention(Kind.ID, start, end, name, (name,))
        folded = " ".join(name.split()).casefold()
        names = (folded, folded.removesuffix("s"), folded.removesuffix("es"))
        term = next((self._terms[n] for n in names if n in self._terms), None)
        if term is None:
            return None
        short_han = len(name) < _SHORT_HAN and han.has_han(name)
        if short_han and term.text("match") != "exact" and not self._words.is_word(text, start, end):
            return None
        return Mention(Kind.TERM, start, end, name, (term.id,))


def _has_a_shape(pattern: str) -> bool:
    """Return True where a pattern of ids begins with letters of its own, so that not every word looks like an id."""
    return bool(re.match(r"[A-Za-z]{2,}", pattern))


def _is_exact(name: str) -> bool:
    """Return True for a name that is matched as written: Chinese, an abbreviation, a name with inner capitals."""
    return not name.isascii() or name[1:] != name[1:].lower()


def trie_pattern(words: Iterable[str], *, plural: bool = False) -> str:
    """Return a pattern that finds the longest of `words` at a place, shared beginnings read once.

    A word that begins or ends with an ASCII letter, digit or underscore must not touch another one there; Han
    characters have no such borders.  With `plural`, a word may end in `s` or `es`.
    """
    border = "(?:e?s)?(?![A-Za-z0-9_])" if plural else "(?![A-Za-z0-9_])"
    bordered, free = _Node(), _Node()
    for word in words:
        node = bordered if word[0].isascii() and (word[0].isalnum() or word[0] == "_") else free
        for letter in word:
            node = node.setdefault(letter, _Node())
        node[""] = _Node()
    parts = [f"(?<![A-Za-z0-9_])(?:{_alternatives(bordered, border)})"] if bordered else []
    return f"(?:{'|'.join([*parts, *([_alternatives(free, border)] if free else [])])})"


class _Node(dict[str, "_Node"]):
    """A node of a trie: letter → what may follow; the empty letter marks the end of a word."""


def _alternatives(node: _Node, border: str, last: str = "") -> str:
    ends = border if last.isascii() and last.isalnum() else ""
    branches = [
        (r"\s{1,3}" if letter == " " else re.escape(letter)) + _alternatives(child, border, letter)
        for letter, child in sorted(node.items())
        if letter
    ]
    if not branches:
        return ends
    if "" not in node:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{'|'.join([*branches, ends])})"
