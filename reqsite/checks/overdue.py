"""What is late by the clock, not by its own dates: feedback that nobody has answered, meetings without minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from reqsite.checks.answers import HOURS, LATE_ANSWER
from reqsite.checks.context import Context
from reqsite.checks.durations import until
from reqsite.checks.minutes import LATE_MINUTES
from reqsite.checks.minutes import LIMIT_HOURS as MINUTES_HOURS
from reqsite.checks.settings import Settings
from reqsite.checks.thresholds import threshold
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record


@dataclass(frozen=True, slots=True)
class Overdue:
    """A record that should have been answered or minuted by now."""

    record: Record
    since: str
    """When its time began, as written."""
    age: dt.timedelta
    limit: dt.timedelta


def overdue(catalog: Catalog, now: dt.datetime) -> Iterator[Overdue]:
    """Yield what has waited for longer than the project allows, what has waited longest first.

    Args:
        catalog: All records.
        now: With an offset from UTC; a time that a record gives without one is taken to be in UTC.
    """
    context = Context(catalog, (), Settings(catalog.schema.checks, (LATE_ANSWER, LATE_MINUTES)))
    yield from sorted(
        (*_feedback(context, now), *_meetings(context, now)), key=lambda late: (-late.age, late.record.id)
    )


def _feedback(context: Context, now: dt.datetime) -> Iterator[Overdue]:
    limits = {name: dt.timedelta(hours=threshold(context, LATE_ANSWER, name, hours)) for name, hours in HOURS.items()}
    if context.settings.is_on(LATE_ANSWER):
        for record in context.catalog.of("feedback"):
            if context.catalog.is_live(record) and not record.text("answered"):
                yield from _late(record, "received", limits.get(record.text("sla"), limits["normal"]), now)


def _meetings(context: Context, now: dt.datetime) -> Iterator[Overdue]:
    limit = dt.timedelta(hours=threshold(context, LATE_MINUTES, "hours", MINUTES_HOURS))
    if context.settings.is_on(LATE_MINUTES):
        for record in context.catalog.of("meeting"):
            if context.catalog.is_live(record) and not record.text("minutes_issued"):
                yield from _late(record, "held", limit, now)


def _late(record: Record, begun: str, limit: dt.timedelta, now: dt.datetime) -> Iterator[Overdue]:
    age = until(record, begun, now)
    if age is not None and age > limit:
        yield Overdue(record, record.text(begun), age, limit)
