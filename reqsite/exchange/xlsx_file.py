"""Tables as a workbook: a sheet each, with filters, frozen heads, widths and links. Every cell is text."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reqsite.exchange.archive import repacked
from reqsite.exchange.errors import MissingPackageError
from reqsite.exchange.table import Cell, Piece, Table
from reqsite.history.runs import DEL, INS, SAME

_LONGEST = 32_767
"""Characters that a cell can hold, those beyond the first 65,536 of Unicode counted twice; what is longer is cut."""
_MOST_LINKS = 65_000
_LONGEST_LINK = 255
_LONGEST_ADDRESS = 2_000
_MOST_PIECES = 400
"""Of a redline in one cell; programs are slow with more."""
_SHEET_NAME = 31
_WIDE = "\u2e80"
"""The first of the characters that take the room of two."""
_LONGEST_SEEN = 4_000
"""Characters that fill the highest row anyway."""
_LINE, _HIGHEST = 15, 405
"""Points: of a line, and of a row at most."""
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def xlsx_bytes(tables: Iterable[Table], title: str, day: dt.date | None, cut: str) -> bytes:
    """Return the bytes of a workbook, the same for the same tables.

    Args:
        tables: a sheet each.
        title: of the workbook.
        day: that it says it was made on; None, so that it says none.
        cut: what stands at the end of a text that no cell can hold whole.

    Raises:
        MissingPackageError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - dear to load, and most calls write no workbook
    except ImportError:
        raise MissingPackageError("XlsxWriter") from None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": dt.datetime.combine(day or dt.date(1980, 1, 1), dt.time())})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E9F0F8", "bottom": 1})
    writer = _Writer(book, cut)
    for table in tables:
        sheet = book.add_worksheet(table.title.translate(_NOT_IN_NAMES)[:_SHEET_NAME])
        for column, width in enumerate(table.widths):
            sheet.set_column(column, column, width)
        for column, name in enumerate(table.heads):
            sheet.write_string(0, column, name, head)
        sheet.set_row(0, _LINE * _lines([Cell(name) for name in table.heads], table.widths) + 3)
        for number, row in enumerate(table.rows, 1):
            writer.row(sheet, number, row)
            if (lines := _lines(row, table.widths)) > 1:
                sheet.set_row(number, min(lines * _LINE, _HIGHEST))
        sheet.freeze_panes(1, min(2, len(table.heads) - 1))
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.heads) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
    book.close()
    return repacked(out.getvalue(), lambda name, data: _DATES.sub(b"", data) if _says_a_date(name, day) else data)


def _says_a_date(name: str, day: dt.date | None) -> bool:
    """Return True for the part that says when a book was made, where nobody knows that."""
    return day is None and name == "docProps/core.xml"


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Return how many lines a row needs: not every program looks for itself when it opens a file."""
    most = 1
    for cell, width in zip(row, widths, strict=True):
        text = cell.text
        if len(text) * 2 > width or "\n" in text:
            most = max(most, sum(1 + _wide(line) // (width + 1) for line in text[:_LONGEST_SEEN].split("\n")))
    return most


def _wide(line: str) -> int:
    """Return how wide a line is in characters: those of Chinese take the room of two."""
    return len(line) if line.isascii() else sum(1 + (character >= _WIDE) for character in line)


class _Writer:
    """Writes rows, and counts the links: a book with too many would not open."""

    def __init__(self, book: Any, cut: str) -> None:  # noqa: ANN401 the library has no types
        self._cut, self._links = cut, 0
        self._text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._link = book.add_format(
            {"text_wrap": True, "valign": "top", "num_format": "@", "font_color": "#1B4F8A", "underline": 1}
        )
        self._marks = {
            DEL: book.add_format({"font_strikeout": True, "font_color": "#8C1A16"}),
            INS: book.add_format({"underline": 1, "bold": True, "font_color": "#14532D"}),
        }

    def row(self, sheet: Any, number: int, row: Sequence[Cell]) -> None:  # noqa: ANN401
        """Write the cells of one row."""
        for column, cell in enumerate(row):
            if cell.pieces and self._redline(sheet, number, column, cell.pieces):
                continue
            shown = self._fitting(cell.text)
            if self._can_link(cell, shown):
                sheet.write_url(number, column, cell.href, self._link, shown)
                self._links += 1
            elif shown:
                sheet.write_string(number, column, shown, self._text)

    def _can_link(self, cell: Cell, shown: str) -> bool:
        if not cell.href or self._links >= _MOST_LINKS:
            return False
        return len(shown) <= _LONGEST_LINK and len(cell.href) <= _LONGEST_ADDRESS

    def _redline(self, sheet: Any, number: int, column: int, pieces: Sequence[Piece]) -> bool:  # noqa: ANN401
        """Write words that came and went set apart; return False where no cell can hold so much."""
        told = list(_visible(pieces))
        if not 1 < len(told) <= _MOST_PIECES or _length("".join(words for _op, words in told)) > _LONGEST:
            return False
        rich: list[Any] = []
        for op, words in told:
            rich += [words] if op == SAME else [self._marks[op], words]
        sheet.write_rich_string(number, column, *rich, self._text)
        return True

    def _fitting(self, text: str) -> str:
        if _length(text) <= _LONGEST:
            return text
        units = text[:_LONGEST].encode("utf-16-le")[: 2 * (_LONGEST - _length(self._cut))]
        return units.decode("utf-16-le", "ignore") + self._cut


def _visible(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces that say something; two without marks side by side are one, or the book would not open."""
    last: Piece | None = None
    for op, words in pieces:
        if not words:
            continue
        if last and last[0] == op == SAME:
            last = (SAME, last[1] + words)
            continue
        if last:
            yield last
        last = (op, words)
    if last:
        yield last


def _length(text: str) -> int:
    """Return how long spreadsheets take a text to be."""
    return len(text) if len(text) * 2 <= _LONGEST or text.isascii() else len(text.encode("utf-16-le")) // 2
