"""A day as it is written in files that reqsite writes: 2026-03-01."""

from __future__ import annotations

import datetime as dt


def is_day(text: str) -> bool:
    """Return True for a day of the calendar, `YYYY-MM-DD` and in no other form."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
