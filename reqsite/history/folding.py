"""Leaves out of a redline what is far from any change."""

from __future__ import annotations

from reqsite.history.redline import Redline, Row
from reqsite.history.runs import SAME


def folded(redline: Redline, context: int) -> list[list[Row] | int]:
    """Return the rows near a change, and between them the number of unchanged ones that were left out.

    A table's header is near each change in the table; a single row between two changes is not left out.
    """
    rows = redline.rows
    near = [False] * len(rows)
    header = -1
    for number, row in enumerate(rows):
        if row.marker == "header" and row.kind == "row":
            header = number
        elif row.kind != "row":
            header = -1
        if row.status == SAME and not row.reshaped:
            continue
        start = max(0, number - context)
        near[start : number + context + 1] = [True] * (min(len(rows), number + context + 1) - start)
        if header >= 0:
            near[header] = True
    stretches: list[list[Row] | int] = []
    for number, row in enumerate(rows):
        is_alone = (number == 0 or near[number - 1]) and (number + 1 == len(rows) or near[number + 1])
        last = stretches[-1] if stretches else None
        if near[number] or (is_alone and any(near)):
            if isinstance(last, list):
                last.append(row)
            else:
                stretches.append([row])
        elif isinstance(last, int):
            stretches[-1] = last + 1
        else:
            stretches.append(1)
    return stretches
