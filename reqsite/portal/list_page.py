"""The page that lists all records of one kind."""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.model.record import Record
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment

_COLUMNS = ("type", "priority", "status", "section", "owner")
"""What is shown of a record besides its id and title, where any record of the kind has it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the list."""

    link: Link
    cells: tuple[str, ...]


def fragment(press: Press, kind: str) -> Fragment:
    """Return the content of the page that lists the records of a kind, in the order of their ids."""
    here = press.site.addresses.url(press.site.addresses.list_source(kind))
    records = press.by_kind[kind]
    columns = [name for name in _COLUMNS if any(_has(record, name) for record in records)]
    rows = [Row(press.link(r.id, here), tuple(_cell(press, r, name) for name in columns)) for r in records]
    html = press.templates.render(
        "list",
        title=press.words.list_title(kind),
        columns=[press.words.field(name) for name in columns],
        rows=rows,
        binding=sum(row.link.to.live for row in rows),
    )
    return Fragment(html)


def _has(record: Record, name: str) -> bool:
    return name == "type" or bool(record.items(name))


def _cell(press: Press, record: Record, name: str) -> str:
    if name == "type":
        return press.words.type(record.type)
    if name == "status":
        return press.words.status(record)
    return ", ".join(press.words.value(name, value) for value in record.items(name))
