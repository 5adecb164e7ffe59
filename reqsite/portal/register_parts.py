"""What a register is made of: a table with a line for each record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.model.catalog import natural_key
from reqsite.model.record import Record
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment
from reqsite.portal.values import Shown, shown_field


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in one column: a value, or links to other records."""

    text: Shown | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a register."""

    head: Cell
    """What the line is about."""
    cells: tuple[Cell, ...]
    live: bool = True


def url_of(press: Press, name: str) -> str:
    """Return the URL of the register with a name."""
    return press.site.addresses.url(f"registers/{name}.md")


def register(
    press: Press,
    title: str,
    kind: str,
    here: str,
    *,
    heads: Sequence[str],
    rows: Sequence[Row],
    nothing: Message,
    first: Message | None = None,
    summary: Message | None = None,
) -> Fragment:
    """Return the page; `first` heads the first column where that is no record, `summary` stands above the table."""
    html = press.templates.render(
        "register",
        title=title,
        list_url=press.href(press.site.addresses.list_source(kind), here),
        list_title=press.words.list_title(kind),
        heads=[press.words.say(first or _("Record")), *heads],
        rows=rows,
        nothing=press.words.say(nothing),
        summary=press.words.say(summary) if summary else "",
    )
    return Fragment(html)


def row_of(press: Press, record: Record, here: str, fields: Iterable[str], *more: Cell) -> Row:
    """Return the line of a record: the record itself, the values of some fields, and more."""
    cells = tuple(field_cell(press, record, name, here) for name in fields)
    link = Cell(links=(press.link(record.id, here),))
    return Row(link, (*cells, *more), press.site.catalog.is_live(record))


def field_cell(press: Press, record: Record, name: str, here: str) -> Cell:
    """Return what a record says in a field."""
    if name == "status":
        return Cell(Shown(press.words.status(record)))
    shown = shown_field(press, record, name, here)
    return Cell(shown.value if shown is not None else None)


def link_cell(press: Press, record: Record, here: str, own: Sequence[str], others: Sequence[str]) -> Cell:
    """Return the records that it names under its `own` link types, and those that name it under `others`."""
    catalog = press.site.catalog
    ids = [link.target for link in catalog.outgoing(record.id) if link.type.name in own]
    ids += [link.source for link in catalog.incoming(record.id) if link.type.name in others]
    return Cell(links=tuple(press.link(i, here) for i in dict.fromkeys(ids)))


def field_names(press: Press, fields: Iterable[str]) -> list[str]:
    """Return what fields are called."""
    return [press.words.field(name) for name in fields]


def by_id(record: Record) -> tuple[object, ...]:
    """Return what puts records in the natural order of their ids."""
    return natural_key(record.id)


def place_of(press: Press, name: str, record: Record) -> int:
    """Return the place of a value among those of its field, which come in order; behind all of them for none."""
    field = press.site.catalog.schema.fields.get(name)
    values = list(field.values) if field else []
    value = record.text(name)
    return values.index(value) if value in values else len(values)
