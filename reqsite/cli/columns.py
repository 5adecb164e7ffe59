"""Text in columns, as wide on the screen as it should be: a Han character takes two places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

GAP = "  "


def padded(text: str, columns: int) -> str:
    """Return the text filled with spaces to a width on the screen, and with one space at least."""
    return text + " " * max(columns - width(text), 1)


def width(text: str) -> int:
    """Return how many places a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield a line a row; the columns are as wide as they must be.

    Args:
        rows: The cells; each row as long as the first.
        right: Numbers of the columns that are set to the right, from 0.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for number, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (wide - width(cell))
            cells.append(blank + cell if number in right else cell + blank)
        yield GAP.join(cells).rstrip()
