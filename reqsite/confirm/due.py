"""What must be confirmed soon: by which milestone, on which day, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqsite.confirm.standing import Confirmations, Item
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record

_DATE = len("2026-03-01")
_CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Due:
    """A requirement that a milestone waits for."""

    milestone: Record
    moment: dt.datetime
    """The beginning of the milestone's day, in UTC, unless it names a time."""
    record: Record
    items: tuple[Item, ...]
    """What is not settled; empty in a project that asks nobody by role, where the record's status says it all."""


def due(
    catalog: Catalog, confirmations: Confirmations, now: dt.datetime, within: dt.timedelta | None = None
) -> Iterator[Due]:
    """Yield the requirements that are not confirmed, milestone by milestone, the next one first.

    Milestones whose day is over are among them as long as they have not left their first state.

    Args:
        catalog: All records.
        confirmations: Who has agreed to them.
        now: With an offset from UTC.
        within: How far ahead to look; None for as far as there are dates.
    """
    milestones = [(m, moment) for m in catalog.of("milestone") if (moment := _moment(m)) and _is_open(catalog, m)]
    for milestone, moment in sorted(milestones, key=lambda pair: (pair[1], pair[0].id)):
        if within is not None and moment > now + within:
            return
        for record, items in unconfirmed(catalog, confirmations.by_record, milestone):
            yield Due(milestone, moment, record, items)


def included(catalog: Catalog, milestone: Record) -> Iterator[Record]:
    """Yield the requirements in force that name a milestone."""
    for link in catalog.incoming(milestone.id):
        record = catalog.records[link.source]
        if link.type.name == "milestone" and record.kind == "requirement" and catalog.is_live(record):
            yield record


def unconfirmed(
    catalog: Catalog, asked: Mapping[str, tuple[Item, ...]], milestone: Record
) -> Iterator[tuple[Record, tuple[Item, ...]]]:
    """Yield the requirements of a milestone that are not confirmed, and what is not settled about each.

    Args:
        catalog: All records.
        asked: Record → what each role has to say to it. Of other records the status says it all.
        milestone: Which they name.
    """
    for record in included(catalog, milestone):
        items = asked.get(record.id)
        unsettled = tuple(item for item in items or () if not item.is_settled)
        if unsettled or (items is None and not _is_confirmed(catalog, record)):
            yield record, unsettled


def _is_open(catalog: Catalog, milestone: Record) -> bool:
    """Return True for a milestone that is still in the first state of its type."""
    states = list(catalog.schema.states_of(milestone.type))
    return catalog.is_live(milestone) and (not states or milestone.text("status") in {"", states[0]})


def _is_confirmed(catalog: Catalog, record: Record) -> bool:
    """Return True for a record whose status says so, or whose type knows no such state."""
    states = list(catalog.schema.states_of(record.type))
    if _CONFIRMED not in states:
        return True
    status = record.text("status")
    return status in states and states.index(status) >= states.index(_CONFIRMED)


def _moment(milestone: Record) -> dt.datetime | None:
    text = milestone.text("date")
    try:
        if len(text) == _DATE:
            return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC)
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
