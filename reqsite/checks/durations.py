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
        begun, ended = _moment(begin), _moment(end)
        return ended - (begun + _DAY if len(begin) == _DATE else begun)
    except (ValueError, TypeError, OverflowError):
        return None  # no date, of which another rule speaks; or only one of them says its time zone


def in_words(time: dt.timedelta) -> str:
    """Return hours and minutes, which both languages write alike: `24 h 1 min`."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    return " ".join(
        part for part, wanted in ((f"{hours} h", hours or not minutes), (f"{minutes} min", minutes)) if wanted
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
