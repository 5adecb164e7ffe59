"""Texts that Python-Markdown would need minutes for: they are shown as they were written.

The limits of `source` refuse such files before; this is the second lock, for it reads no file but texts.
"""

from __future__ import annotations

import re

_FEW = 50
"""So many brackets cost nothing, whatever they do."""
_MOST_WORK = 2_000_000
"""Characters that may be looked through for closing brackets; about a quarter of a second."""
_LONGEST_BLOCK = 16_384
"""Characters between two blank lines; inline marks cost time by its square."""
_BRACKET = re.compile(r"\[|\]\(?|\)")


def is_bomb(text: str) -> bool:
    """Return True for a text that is too dear to be read as Markdown. Linear in its length."""
    if len(text) <= _LONGEST_BLOCK and text.count("[") <= _FEW:
        return False
    work = 0
    for block in text.split("\n\n"):
        if len(block) > _LONGEST_BLOCK and "|" not in block.partition("\n")[0]:
            return True
        work += _work(block)
        if work > _MOST_WORK:
            return True
    return False


def _work(block: str) -> int:
    """Return how many characters are looked through for the ends of links: for each `[`, all up to its `]`."""
    work = 0
    open_brackets: list[int] = []
    open_addresses: list[int] = []
    for match in _BRACKET.finditer(block):
        at, sign = match.start(), match[0]
        if sign == "[":
            open_brackets.append(at)
            continue
        if sign != ")":
            work += at - open_brackets.pop() if open_brackets else 0
            if sign == "](":
                open_addresses.append(at)
        elif open_addresses:
            work += at - open_addresses.pop()
    return work + sum(len(block) - at for at in open_brackets + open_addresses)
