"""Redlines as words, each with what became of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from reqsite.exchange.table import Cell, Piece
from reqsite.history.blocks import blocks
from reqsite.history.redline import Row, redline, redline_text
from reqsite.history.redline_text import bracketed
from reqsite.history.runs import DEL, INS, SAME
from reqsite.history.tokens import Tokeniser
from reqsite.model.catalog import Catalog, term_names

_REMEMBERED = 256
"""Texts whose blocks are kept: the new text of one release is the old one of the next."""


class Redlines:
    """Makes redlines with the terms of one project."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._blocks = functools.lru_cache(_REMEMBERED)(blocks)

    def markdown(self, old: str, new: str) -> list[list[Piece]]:
        """Return the lines of two states of a Markdown text in one."""
        return [_line(row) for row in redline(self._blocks(old), self._blocks(new), self._tokeniser).rows]

    def line(self, old: str, new: str) -> list[list[Piece]]:
        """Return the lines of two states of a plain text in one."""
        return [_line(row) for row in redline_text(old, new, self._tokeniser).rows]

    @functools.cached_property
    def _tokeniser(self) -> Tokeniser:
        """Dear to make, and needed only where something has changed."""
        return Tokeniser(name for term in self._catalog.of("term") for name in term_names(term))


def redline_cell(lines: list[list[Piece]]) -> Cell:
    """Return a cell with all lines; where nothing can be set apart, `[-gone-]` and `{+come+}` say it."""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append((SAME, "\n"))
        pieces += line
    text = "".join(words if op == SAME or not words.strip() else bracketed(op, words) for op, words in pieces)
    return Cell(text, pieces=tuple(pieces))


def _line(row: Row) -> list[Piece]:
    return list(_joined(_pieces(row)))


def _pieces(row: Row) -> Iterator[Piece]:
    if row.kind == "item":
        yield SAME, f"{row.marker}. " if row.marker else "• "
    for number, cell in enumerate(row.cells):
        if number:
            yield SAME, " | "
        for run in cell:
            yield run.op if run.op in {INS, DEL} else SAME, run.text


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces with what lies side by side and shares a fate put together."""
    last, words = "", ""
    for op, text in pieces:
        if op != last and words:
            yield last, words
            words = ""
        last, words = op, words + text
    if words:
        yield last, words
