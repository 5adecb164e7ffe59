"""The day as of which a page says that something is late or how old it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

_MOST_DIGITS = 11
"""Of the seconds since 1970 of any date that Python can write."""


def build_date(environment: Mapping[str, str]) -> dt.date:
    """Return the date (UTC) of `SOURCE_DATE_EPOCH`, which makes two builds alike, else today's."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdecimal() and len(epoch) <= _MOST_DIGITS:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


def day(text: str) -> dt.date | None:
    """Return the date with which a date or a time begins as a record writes it, None where it is none."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
