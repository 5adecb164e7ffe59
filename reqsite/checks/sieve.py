"""Which of many texts may be of interest to a rule: found by looking once, at the speed of C, at all of them as one.

Most texts hold nothing that most rules speak of, and asking each text by itself takes longer than the answer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

_BORDER = "\n\x00\n"
"""Stands between two texts: no pattern of a rule crosses it, and each text begins a line."""

Haystack = TypeVar("Haystack", str, bytes)


class Sieve:
    """Many texts as one; every answer is the numbers of texts, in order, each once.

    The answers are what may be of interest: a rule still has to look at those texts one by one.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        joined = _BORDER.join(texts)
        if texts and joined.count("\x00") != len(texts) - 1:
            joined = _BORDER.join(text.replace("\x00", " ") for text in texts)
        self._joined = "\n" + joined

    def holding(self, *needles: str) -> list[int]:
        """Return the texts that hold one of these strings."""
        return sorted({number for needle in needles for number in _holding(self._joined, needle, "\x00")})

    def matching(self, pattern: re.Pattern[str]) -> list[int]:
        """Return the texts in which a pattern is found; it must match no zero byte."""
        return list(_matching(self._joined, pattern))

    def matching_translated(self, table: dict[int, str], pattern: re.Pattern[str]) -> list[int]:
        """Return the texts in which a pattern is found once `str.translate` has put letters in the place of letters."""
        return list(_matching(self._joined.translate(table), pattern))

    def shaped(self, table: bytes, *needles: bytes) -> list[int]:
        """Return the texts whose UTF-8 bytes, each replaced by its class in `table`, hold one of these rows."""
        shape = self._bytes.translate(table)
        return sorted({number for needle in needles for number in _holding(shape, needle, b"\x00")})

    @property
    def is_ascii(self) -> bool:
        """True where no text holds more than ASCII."""
        return self._joined.isascii()

    @functools.cached_property
    def _bytes(self) -> bytes:
        return self._joined.encode("utf-8", "surrogatepass")


def _holding(haystack: Haystack, needle: Haystack, border: Haystack) -> Iterator[int]:
    number = counted = 0
    at = haystack.find(needle)
    while at >= 0:
        number += haystack.count(border, counted, at)
        yield number
        counted = haystack.find(border, at)  # one hit a text is enough
        if counted < 0:
            return
        at = haystack.find(needle, counted)


def _matching(haystack: str, pattern: re.Pattern[str]) -> Iterator[int]:
    number = counted = 0
    match = pattern.search(haystack)
    while match:
        number += haystack.count("\x00", counted, match.start())
        yield number
        counted = haystack.find("\x00", match.start())
        if counted < 0:
            return
        match = pattern.search(haystack, counted)
