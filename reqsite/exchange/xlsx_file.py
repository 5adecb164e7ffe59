"""Tables as a workbook: a sheet each, with filters, frozen heads, widths and links. Every cell is text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from reqsite.exchange.archive import repacked
from reqsite.exchange.errors import MissingPackageError
from reqsite.exchange.tables import Cell, Table

_LONGEST = 32_767
"""Characters that a cell can hold; what is longer is cut, and says so."""
_CUT = " …"
_MOST_LINKS = 65_000
_LONGEST_LINK = 255
_SHEET_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def xlsx_bytes(tables: Iterable[Table], title: str, day: dt.date) -> bytes:
    """Return the bytes of a workbook, the same for the same tables.

    Args:
        tables: a sheet each.
        title: of the workbook.
        day: that it says it was made on.

    Raises:
        MissingPackageError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingPackageError("XlsxWriter") from None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": dt.datetime.combine(day, dt.time())})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E9F0F8", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#1B4F8A", "underline": 1})
    writer = _Writer(text, link)
    for table in tables:
        sheet = book.add_worksheet(table.title.translate(_NOT_IN_NAMES)[:_SHEET_NAME])
        for column, width in enumerate(table.widths):
            sheet.set_column(column, column, width)
        for column, name in enumerate(table.heads):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(table.rows, 1):
            writer.row(sheet, number, row)
        sheet.freeze_panes(1, min(2, len(table.heads) - 1))
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.heads) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    book.close()
    return repacked(out.getvalue(), _with_slashes)


def _with_slashes(name: str, data: bytes) -> bytes:
    """Return links to other files as every system reads them; the library writes them for Windows alone."""
    return data.replace(b"\\", b"/") if name.endswith(".rels") else data


class _Writer:
    """Writes rows, and counts the links: a book with too many would not open."""

    def __init__(self, text: Any, link: Any) -> None:  # noqa: ANN401 the library has no types
        self._text, self._link, self._links = text, link, 0

    def row(self, sheet: Any, number: int, row: Sequence[Cell]) -> None:  # noqa: ANN401
        """Write the cells of one row."""
        for column, cell in enumerate(row):
            shown = cell.text if len(cell.text) <= _LONGEST else cell.text[: _LONGEST - len(_CUT)] + _CUT
            if cell.href and self._links < _MOST_LINKS and len(shown) <= _LONGEST_LINK:
                href = cell.href if "://" in cell.href else f"external:{cell.href}"
                sheet.write_url(number, column, href, self._link, shown)
                self._links += 1
            elif shown:
                sheet.write_string(number, column, shown, self._text)
