"""The numbers of a project: how many records of each kind, type, status and priority there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from reqsite.model.record import Record
from reqsite.portal.press import Press

MARKER = "<!-- reqsite: overview -->"
"""A writer puts this into a page where the numbers should stand."""
_COUNTED = ("status", "priority", "type")
_IN_FULL = frozenset({"requirement"})
"""Kinds whose numbers are drawn; those of the others are said in a line."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many records have one value of a field."""

    label: str
    href: str
    """The list of these records."""
    count: int
    share: int
    """Of all records of the kind, in percent; 1 at least."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The values of one field."""

    label: str
    bars: tuple[Bar, ...]
    without: int
    """How many records have no value."""


@dataclass(frozen=True, slots=True)
class KindCounts:
    """The records of one kind."""

    name: str
    href: str
    count: int
    live: int
    in_full: bool
    counts: tuple[Counts, ...]


def fragment(press: Press, here: str, beside: str = "") -> Markup:
    """Return the counts of records by kind, and within a kind by status, priority and type; each leads to its list.

    `beside` is what else is to be said of the requirements, below their numbers: `Markup`, or nothing.
    """
    kinds = [_of_kind(press, kind, records, here) for kind, records in press.by_kind.items()]
    return press.templates.render("overview", kinds=kinds, beside=beside)


def filtered(list_url: str, field: str, *values: str) -> str:
    """Return the address of a list that shows the records with one of these values only."""
    return f"{list_url}#{quote(field, safe='')}={','.join(quote(value, safe='') for value in values)}"


def _of_kind(press: Press, kind: str, records: list[Record], here: str) -> KindCounts:
    href = press.href(press.site.addresses.list_source(kind), here)
    counts = [_counts(press, name, records, href) for name in _COUNTED] if kind != "term" else []
    return KindCounts(
        name=press.words.kind(kind),
        href=href,
        count=len(records),
        live=sum(press.site.catalog.is_live(record) for record in records),
        in_full=kind in _IN_FULL,
        counts=tuple(c for c in counts if c.bars),
    )


def _counts(press: Press, name: str, records: list[Record], list_url: str) -> Counts:
    """Return how often each value occurs, in the order of the vocabulary; a type that all have is left out."""
    found = Counter(_value(record, name) for record in records)
    words = {_value(record, name): _in_words(press, name, record) for record in records}
    without = found.pop("", 0)
    if name == "type" and len(found) == 1:
        found.clear()
    order = {value: number for number, value in enumerate(_vocabulary(press, name, records))}
    bars = tuple(
        Bar(words[value], filtered(list_url, name, value), count, max(1, round(100 * count / len(records))))
        for value, count in sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    )
    return Counts(press.words.field(name), bars, without)


def _value(record: Record, name: str) -> str:
    return record.type if name == "type" else record.text(name)


def _in_words(press: Press, name: str, record: Record) -> str:
    if name == "type":
        return press.words.type(record.type)
    return press.words.status(record) if name == "status" else press.words.value(name, record.text(name))


def _vocabulary(press: Press, name: str, records: list[Record]) -> list[str]:
    """Return the values of a field in the order in which the schema has them."""
    schema = press.site.catalog.schema
    if name == "type":
        return list(schema.types)
    if name == "status":
        return list(dict.fromkeys(state for record in records[:1] for state in schema.states_of(record.type)))
    field = schema.fields.get(name)
    return list(field.values) if field else []
