"""A table as CSV that a spreadsheet opens as it is: UTF-8 with its mark, and no cell that is a formula."""

from __future__ import annotations

import csv
import io

from reqsite.exchange.table import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take a formula by; those set for Chinese and Japanese, by the full-width signs too."""


def csv_bytes(table: Table) -> bytes:
    """Return the bytes of the file; a cell that a spreadsheet would calculate gets a `'` before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([_safe(head) for head in table.heads])
    writer.writerows([_safe(cell.text) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
