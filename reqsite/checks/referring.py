"""Which texts may name a record: a test that most texts fail, and a good deal faster than looking for names."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from reqsite.checks.texts import Text, Texts
from reqsite.model.catalog import Catalog

_NUMBER = re.compile(r"[0-9０-９]{1,40}")
_BEFORE_NUMBER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ_.\-‐-―−－ー]")
_FULL_WIDTH_DIGITS = "０１２３４５６７８９"
_ASCII_BYTES = 128
_LETTERS = frozenset((string.ascii_letters + "_.-").encode())
_DIGITS = frozenset(string.digits.encode())
_CLASSES = bytes(
    ord("0") if byte in _DIGITS else ord("a") if byte in _LETTERS or byte >= _ASCII_BYTES else byte
    for byte in range(256)
)
"""Class of a byte of UTF-8: `0` for digits, `a` for letters, for what joins them, and for all beyond ASCII."""


def referring(texts: Texts, *, odd_ids: bool) -> Iterable[Text]:
    """Return the texts that may name a record, and few more.

    Args:
        texts: All texts.
        odd_ids: Whether there are ids beyond ASCII, of which no sign is known.
    """
    words = texts.words
    if odd_ids and not words.is_ascii:
        return texts
    full_width = () if words.is_ascii else _FULL_WIDTH_DIGITS
    numbers = {*words.shaped(_CLASSES, b"a0"), *words.holding("[[", *full_width)}
    return texts.at(sorted(numbers))


def may_refer(words: str) -> bool:
    """Return False for a text that certainly names no id: most texts, and a good deal faster than looking for one."""
    if "[[" in words:
        return True
    return any(_BEFORE_NUMBER.match(words, m.start() - 1) for m in _NUMBER.finditer(words) if m.start())


def has_odd_ids(catalog: Catalog) -> bool:
    """Return True where a record that is no term has an id beyond ASCII."""
    return any(not record.id.isascii() and record.kind != "term" for record in catalog)
