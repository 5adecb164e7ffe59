"""One regular expression for many words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z0-9_]")
_BLANKS = r"[\s\xa0\u2002-\u200a\u202f\u3000]{1,3}"


def trie_pattern(words: Iterable[str], *, plural: bool = False) -> str:
    """Return a pattern that finds the longest of `words` at a place, shared beginnings read once.

    A word that begins or ends with an ASCII letter, digit or underscore must not touch another one there; Han
    characters have no such borders.  With `plural`, an ASCII word may end in `s` or `es`.
    """
    border = "(?:e?s)?(?![A-Za-z0-9_])" if plural else "(?![A-Za-z0-9_])"
    bordered, free = _Node(), _Node()
    for word in words:
        node = bordered if _WORD.match(word) else free
        for letter in word:
            node = node.setdefault(letter, _Node())
        node[""] = _Node()
    parts = [f"(?<![A-Za-z0-9_])(?:{_alternatives(bordered, border)})"] if bordered else []
    return f"(?:{'|'.join([*parts, *([_alternatives(free, border)] if free else [])])})"


def beginning_pattern(beginnings: Iterable[str]) -> str:
    """Return a pattern that finds these rows of letters, whatever stands behind them; a blank is one to three."""
    root = _Node()
    for beginning in beginnings:
        node = root
        for letter in beginning:
            node = node.setdefault(letter, _Node())
        node[""] = _Node()
    return f"(?:{_alternatives(root, '')})"


def any_case(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of this module for letters of either case.

    Where it has ASCII letters alone, nothing that only Unicode takes for the same letter is asked for: that costs
    four times as much to compile.
    """
    return re.compile(pattern, re.IGNORECASE | (re.ASCII if pattern.isascii() else 0))


class _Node(dict[str, "_Node"]):
    """A node of a trie: letter → what may follow; the empty letter marks the end of a word."""


def _alternatives(node: _Node, border: str, last: str = "") -> str:
    ends = border if last.isascii() and last.isalnum() else ""
    branches = [
        (_BLANKS if letter == " " else re.escape(letter)) + _alternatives(child, border, letter)
        for letter, child in sorted(node.items())
        if letter
    ]
    if not branches:
        return ends
    if "" not in node:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{'|'.join([*branches, ends])})"
