"""The time between two moments that records name, and its words."""

from __future__ import annotations

import datetime as dt

from reqsite.model.record import Record

_DATE = len("2026-03-01")
_DAY = dt.timedelta(days=1)


def elapsed(record: Record, first: str, last: str) -> dt.timedelta | None:
    """Return how long it took from one field to the other, None where that cannot be said.

    A date without a time is a whole day: of all that it may mean the shortest time counts, so that nobody is late who
    may not have been.
    """
    begin, end = record.text(first), record.text(last)
    if not begin or not end:
        return None
    try:
        return _moment(end) - _latest(begin)
    except (ValueError, TypeError, OverflowError):
        return None  # no date, of which another rule speaks; or only one of them says its time zone


def until(record: Record, first: str, now: dt.datetime) -> dt.timedelta | None:
    """Return how long ago a field's moment was, None where that cannot be said.

    Args:
        record: Which has the field.
        first: Its name. A time without an offset is taken to be in UTC, a date for the end of its day.
        now: With an offset from UTC.
    """
    try:
        begun = _latest(record.text(first))
    except (ValueError, OverflowError):
        return None
    return now - (begun if begun.tzinfo else begun.replace(tzinfo=dt.UTC))


def in_words(time: dt.timedelta) -> str:
    """Return hours and minutes, which both languages write alike: `24 h 1 min`."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    return " ".join(
        part for part, wanted in ((f"{hours} h", hours or not minutes), (f"{minutes} min", minutes)) if wanted
    )


def _latest(text: str) -> dt.datetime:
    """Return the last moment that a date or a time may mean."""
    moment = _moment(text)
    return moment + _DAY if len(text) == _DATE else moment


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
