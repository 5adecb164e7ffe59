"""How a record stands, in one of five tones: what a sign beside the word shows at a glance."""

from __future__ import annotations

from typing import Literal

from reqsite.model.record import Record
from reqsite.model.schema import Schema

Tone = Literal["", "new", "way", "done", "off", "bad"]
"""Just begun, under way, agreed or finished, no longer binding, gone wrong; empty where nothing is known of it."""

_GONE_WRONG = frozenset({"missed", "occurred", "failed", "missing", "deviation"})
_RESULTS: dict[str, Tone] = {"passed": "done", "failed": "bad", "open": "new"}
_BEGUN = 0.3
_FINISHED = 0.6


def tone(schema: Schema, record: Record) -> Tone:
    """Return how a record's status sounds.

    A project names its states itself, so it is their order that counts: the first ones of those that bind are new, the
    last ones done.
    """
    status = record.text("status")
    if not status:
        return ""
    if not schema.is_live(record.type, status):
        return "off"
    if status in _GONE_WRONG:
        return "bad"
    live = [name for name, state in schema.states_of(record.type).items() if state.live and name not in _GONE_WRONG]
    if status not in live:
        return ""
    way = live.index(status) / (len(live) - 1) if len(live) > 1 else 1.0
    return "new" if way < _BEGUN else "way" if way < _FINISHED else "done"


def tone_of_result(result: str) -> Tone:
    """Return how the result of a test sounds."""
    return _RESULTS.get(result, "")
