"""How far a record has come: the states of its type, in the order in which the vocabulary has them."""

from __future__ import annotations

from collections.abc import Mapping

from reqsite.model.record import Record
from reqsite.model.schema import Schema, State


class Stages:
    """Which records have reached a state; worked out once a type."""

    def __init__(self, schema: Schema, first: str) -> None:
        self._schema = schema
        self._first = first
        self._reached: dict[str, frozenset[str]] = {}

    def reached_by(self, record: Record) -> bool:
        """Return True for a record in the state or in one behind it; False where its type has no such state."""
        reached = self._reached.get(record.type)
        if reached is None:
            reached = self._reached[record.type] = _from(self._schema.states_of(record.type), self._first)
        return record.fields.get("status") in reached


def _from(states: Mapping[str, State], first: str) -> frozenset[str]:
    """Return the state `first` and those that follow it in the list, up to the first that no longer binds.

    From there on the order of the list no longer says how far a record has come.
    """
    reached: list[str] = []
    for name, state in states.items():
        if (reached or name == first) and not state.live:
            break
        if reached or name == first:
            reached.append(name)
    return frozenset(reached)
