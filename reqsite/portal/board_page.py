"""A board: the records of a kind as cards, in one column for each state that they go through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.model.schema import label_in
from reqsite.portal.build_date import day
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.values import ShownField, shown_field
from reqsite.portal.weighing import Weighing, weighing

_FACTS = {"change": ("proposer", "size"), "feedback": ("feedback_class", "owner")}
_AFFECTING = frozenset({"adds", "modifies", "removes", "affects"})
"""Links by which a change names what it touches."""


@dataclass(frozen=True, slots=True)
class Card:
    """One record of the board."""

    link: Link
    facts: tuple[ShownField, ...]
    affected: int | None
    """How many records a change touches; None for other kinds."""
    days: int | None
    """How long ago feedback was received; None for other kinds, and where no date says so."""


@dataclass(frozen=True, slots=True)
class Column:
    """The records in one state."""

    title: str
    anchor: str
    cards: tuple[Card, ...]


def fragment(press: Press, title: str, today: dt.date, *, kind: str) -> Fragment:
    """Return the content of the board of a kind, whose cards need no script."""
    here = press.site.addresses.url(f"boards/{'changes' if kind == 'change' else kind}.md")
    records = press.by_kind[kind]
    cards = {record.id: _card(press, record, here, today) for record in records}
    columns = [
        Column(name, f"state-{number}", tuple(cards[i] for i in ids))
        for number, (name, ids) in enumerate(_by_state(press, records), 1)
    ]
    table: Weighing | None = weighing(press, records, here) if kind == "change" else None
    html = press.templates.render(
        "board",
        title=title,
        list_url=press.href(press.site.addresses.list_source(kind), here),
        list_title=press.words.list_title(kind),
        count=len(records),
        columns=columns,
        weighing=table,
        today=today.isoformat() if any(card.days is not None for card in cards.values()) else "",
    )
    toc = [TocEntry(column.title, column.anchor) for column in columns]
    if table is not None:
        toc.append(TocEntry(press.words.say(_("Importance and urgency")), "weighing"))
    return Fragment(html, tuple(toc))


def _by_state(press: Press, records: Iterable[Record]) -> Iterator[tuple[str, list[str]]]:
    """Yield each state of the records' types in the order of the vocabulary, in words, with the ids of its records.

    States of two types that have the same name are one; what has no state comes last.
    """
    schema, language = press.site.catalog.schema, press.site.language
    names: dict[str, str] = {}
    ids: dict[str, list[str]] = {}
    for record in records:
        for name, state in schema.states_of(record.type).items():
            names.setdefault(name, label_in(state.label, language) or name)
        ids.setdefault(record.text("status"), []).append(record.id)
    unknown = [status for status in ids if status and status not in names]
    for status in (*names, *unknown):
        yield names.get(status, status), ids.get(status, [])
    if "" in ids:
        yield press.words.say(_("No status")), ids[""]


def _card(press: Press, record: Record, here: str, today: dt.date) -> Card:
    facts = (shown_field(press, record, name, here) for name in _FACTS[record.kind])
    return Card(
        link=press.link(record.id, here),
        facts=tuple(fact for fact in facts if fact is not None),
        affected=_affected(press, record) if record.kind == "change" else None,
        days=_age(record, today) if record.kind == "feedback" else None,
    )


def _affected(press: Press, change: Record) -> int:
    links = press.site.catalog.outgoing(change.id)
    return len({link.target for link in links if link.type.name in _AFFECTING})


def _age(feedback: Record, today: dt.date) -> int | None:
    received = day(feedback.text("received"))
    return (today - received).days if received is not None and received <= today else None
