"""A table: what every format of tables is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDE, MIDDLE, NARROW = 60, 28, 14
"""Widths of columns, in characters."""
Piece = tuple[str, str]
"""What became of words (`same`, `ins`, `del`), and the words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    text: str
    href: str = ""
    """What it leads to."""
    pieces: tuple[Piece, ...] = ()
    """Its words as a redline, for formats that set some of a cell's words apart; `text` has marks for the others."""


@dataclass(frozen=True)
class Table:
    """One table."""

    name: str
    """In file names: `requirements`."""
    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]] = field(default_factory=list)
