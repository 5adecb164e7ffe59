"""Finds the names of terms in plain text."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reqsite.model import han
from reqsite.model.catalog import Catalog, term_names
from reqsite.model.trie import trie_pattern

_WORD = re.compile(r"[A-Za-z0-9_]+")
_WORD_CHARACTERS = frozenset(string.ascii_letters + string.digits + "_")
_SHORT_HAN = 4


@dataclass(frozen=True, slots=True)
class _Name:
    """One name that begins with an ASCII letter, digit or underscore."""

    folded: str
    exact: str
    """The name where it is matched as written, empty where case does not matter and a plural counts too."""
    target: str


class TermFinder:
    """Finds every name of the live terms of a catalog, and other names that are given to it.

    Names that begin with an ASCII word are looked up by that word; all others (Chinese names above all) are found by
    one pattern.  An ASCII name does not touch another ASCII word; a Chinese name has no such borders, but a short one
    must be a word of its own.
    """

    def __init__(self, catalog: Catalog, others: Iterable[str] = ()) -> None:
        self._by_first_word: dict[str, dict[str, list[_Name]]] = {}
        """First word → second word, empty where there is none of its own → names, the longest first."""
        self._free: dict[str, str] = {}
        self._exact_terms: set[str] = set()
        for term in catalog.of("term"):
            match = term.text("match")
            if match == "manual" or not catalog.is_live(term):
                continue
            if match == "exact":
                self._exact_terms.add(term.id)
            for name in term_names(term):
                if len(name) > 1:  # a single letter or character means too many things
                    self._add(name, term.id)
        for name in others:
            self._exact_terms.add(name)
            self._add(name, name)
        for by_second in self._by_first_word.values():
            for names in by_second.values():
                names.sort(key=lambda name: -len(name.folded))
        self._first_words = set(self._by_first_word)
        self._pattern = re.compile(trie_pattern(self._free)) if self._free else None
        self._words = han.Words(self._free)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, id) of the names in a text; they may overlap."""
        if self._by_first_word:
            yield from self._by_word(text)
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                target = self._free[match[0]]
                if self._stands_alone(text, match.start(), match.end(), target):
                    yield match.start(), match.end(), target

    def _add(self, name: str, target: str) -> None:
        name = " ".join(name.split())
        words = list(_WORD.finditer(name))
        if not words or words[0].start() > 0:
            self._free.setdefault(name, target)
            return
        entry = _Name(name.lower(), name if _is_exact(name) else "", target)
        firsts, seconds = [words[0][0].lower()], [""]
        if len(words) > 1 and words[1].start() == words[0].end() + 1:
            seconds = _forms(words[1][0].lower(), plural=words[1].end() == len(name))
        else:
            firsts = _forms(firsts[0], plural=words[0].end() == len(name))
        for first in firsts:
            by_second = self._by_first_word.setdefault(first, {})
            for second in seconds:
                by_second.setdefault(second, []).append(entry)

    def _by_word(self, text: str) -> Iterator[tuple[int, int, str]]:
        flat = text.replace("\n", " ").replace("\t", " ")
        folded = flat.lower()
        if len(folded) != len(text):  # a few letters of other scripts are longer in lower case
            folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in flat)
        for first in self._first_words.intersection(_WORD.findall(folded)):
            by_second = self._by_first_word[first]
            start = folded.find(first)
            while start >= 0:
                after = start + len(first)
                if _is_border(folded, after) and _is_border(folded, start - 1):
                    second = _WORD.match(folded, after + 1)
                    names = [*by_second.get(second[0] if second else "-", ()), *by_second.get("", ())]
                    for name in names:
                        if folded.startswith(name.folded, start) and (end := _end(flat, folded, start, name)):
                            yield start, end, name.target
                            break
                start = folded.find(first, after)

    def _stands_alone(self, text: str, start: int, end: int, target: str) -> bool:
        """Return True where a short Chinese name is no part of another word."""
        name = text[start:end]
        if len(name) >= _SHORT_HAN or target in self._exact_terms or not han.has_han(name):
            return True
        return self._words.is_word(text, start, end)


def _end(flat: str, folded: str, start: int, name: _Name) -> int:
    """Return where a name that begins at `start` ends, 0 where a longer word or another writing stands there."""
    end = start + len(name.folded)
    if name.exact:
        if not flat.startswith(name.exact, start):
            return 0
    elif folded[end - 1].isalpha():
        for plural in ("s", "es"):
            if folded.startswith(plural, end) and _is_border(folded, end + len(plural)):
                return end + len(plural)
    return end if not folded[end - 1].isascii() or _is_border(folded, end) else 0


def _is_border(text: str, position: int) -> bool:
    """Return True where no ASCII letter, digit or underscore stands at `position`."""
    return position < 0 or position >= len(text) or text[position] not in _WORD_CHARACTERS


def _forms(word: str, *, plural: bool) -> list[str]:
    return [word, f"{word}s", f"{word}es"] if plural else [word]


def _is_exact(name: str) -> bool:
    """Return True for a name that is matched as written: with Chinese, an abbreviation, inner capitals."""
    return not name.isascii() or name[1:] != name[1:].lower()
