"""Importance against urgency: which open changes come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reqsite.model.record import Record
from reqsite.portal.home_gaps import leads_on
from reqsite.portal.press import Link, Press


@dataclass(frozen=True, slots=True)
class Weighing:
    """A table with a row for each importance and a column for each urgency."""

    importance: str
    urgency: str
    """The names of the two fields."""
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Link, ...], ...]], ...]
    """(importance, changes by urgency)."""
    not_set: tuple[Link, ...]
    """Changes that lack one of the two."""


def weighing(press: Press, changes: Iterable[Record], here: str) -> Weighing | None:
    """Return the table of the changes that are not settled, None where none of them names either field."""
    fields = press.site.catalog.schema.fields
    weighed = [change for change in changes if leads_on(press, change)]
    if not any(change.text("importance") or change.text("urgency") for change in weighed):
        return None
    rows, columns = (tuple(fields[name].values) if name in fields else () for name in ("importance", "urgency"))
    cells: dict[tuple[str, str], list[Link]] = {(row, column): [] for row in rows for column in columns}
    not_set: list[Link] = []
    for change in weighed:
        place = (change.text("importance"), change.text("urgency"))
        cells.get(place, not_set).append(press.link(change.id, here))
    words = press.words
    return Weighing(
        words.field("importance"),
        words.field("urgency"),
        tuple(words.value("urgency", column) for column in columns),
        tuple((words.value("importance", row), tuple(tuple(cells[row, column]) for column in columns)) for row in rows),
        tuple(not_set),
    )
