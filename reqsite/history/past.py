"""What became of each record from release to release, as a reviewer wants to know it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from reqsite.history.difference import reviewable
from reqsite.history.entry import Binding, Entry, State, fingerprints
from reqsite.history.ledger import Ledger
from reqsite.model.fingerprint import without_pin


class Step(NamedTuple):
    """One change of a record, perhaps of nothing but white space or its place."""

    number: int
    """Of the release, from 0; as many as there are releases for what is not released yet."""
    entry: Entry | None
    """The record from then on; None where it was removed."""
    before: Entry | None
    """Its last words before; None where it is new."""
    is_there: bool
    """False where it was not there just before."""


class Past:
    """What became of each record, release by release; worked out once a record."""

    def __init__(self, ledger: Ledger, state: State) -> None:
        self.names = tuple(baseline.name for baseline in ledger.baselines)
        self.now = len(self.names)
        self._state = state
        self._history = ledger.history
        self._bindings = [*(baseline.binding for baseline in ledger.baselines), state.binding]
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._last: dict[str, int] = {}
        self._since: dict[tuple[str, int], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def number(self, name: str) -> int | None:
        """Return the number of a release, whether or not a `v` stands before either name."""
        other = name[1:] if name.startswith("v") else f"v{name}"
        return self._numbers.get(name, self._numbers.get(other))

    def steps(self, record_id: str) -> tuple[Step, ...]:
        """Return the changes of a record, first one first."""
        known = self._steps.get(record_id)
        if known is None:
            known = self._steps[record_id] = tuple(self._walk(record_id))
        return known

    def _walk(self, record_id: str) -> Iterator[Step]:
        forms = [(self._numbers[baseline.name], change.entry) for baseline, change in self._history.get(record_id, ())]
        forms.append((self.now, self._state.entries.get(record_id)))
        before: Entry | None = None
        is_there = False
        for number, entry in forms:
            if entry is not None or is_there:
                yield Step(number, entry, before, is_there)
            before = entry or before
            is_there = entry is not None

    def changes(self, step: Step) -> bool:
        """Return True for a step in which a record came to say something else; a pin alone says nothing."""
        before, after = step.before, step.entry
        if before is None or after is None or not step.is_there:
            return True
        if after is before:
            return False
        is_plain = before.fingerprint and after.fingerprint and before.internal == after.internal
        if is_plain and (before.fingerprint == after.fingerprint or not (_has_pins(before) or _has_pins(after))):
            return before.fingerprint != after.fingerprint
        return reviewable(before, after, self._bindings[step.number])[0]

    def entry(self, record_id: str, number: int) -> Entry | None:
        """Return a record as a release has it, None where it was not there."""
        if number == self.now:
            return self._state.entries.get(record_id)
        return next((step.entry for step in reversed(self.steps(record_id)) if step.number <= number), None)

    def last_change(self, record_id: str) -> int:
        """Return the number of the release in which a record last came to say something else."""
        if record_id not in self._last:
            steps = reversed(self.steps(record_id))
            self._last[record_id] = next((step.number for step in steps if self.changes(step)), self.now)
        return self._last[record_id]

    def always_bound_alike(self, record_id: str) -> bool:
        """Return True where the fingerprints say that what binds in a record was the same in every release as now."""
        now = self._state.entries.get(record_id)
        return now is not None and bool(now.normative) and record_id not in self._bound_otherwise

    @functools.cached_property
    def _bound_otherwise(self) -> frozenset[str]:
        """The ids of the records in which something else bound in some release."""
        now = {entry.id: entry.normative for entry in self._state.entries.values()}
        forms = (change.entry for steps in self._history.values() for _baseline, change in steps)
        return frozenset([form.id for form in forms if form and form.normative != now.get(form.id)])

    def may_bind_otherwise(self, record_id: str, number: int) -> bool:
        """Return False where nothing that binds can have changed since a release: the quick way to most answers."""
        then, now = self.entry(record_id, number), self.entry(record_id, self.now)
        return not (then and now) or _may_bind_otherwise(then, now)

    def is_as_it_was(self, record_id: str, number: int) -> bool:
        """Return True where a record was in a release, and what binds in it is still the same."""
        then, now = self.entry(record_id, number), self.entry(record_id, self.now)
        return then is not None and now is not None and not reviewable(then, now, self._bindings[self.now])[1]

    def changes_since(self, record_id: str, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of what binds now and was otherwise in a release, and the releases that changed it.

        Both are empty where nothing is, or where the record was not there.  An empty name stands for what is not
        released yet.
        """
        key = record_id, number
        if key not in self._since:
            self._since[key] = self._changes_since(record_id, number)
        return self._since[key]

    def _changes_since(self, record_id: str, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        then, now = self.entry(record_id, number), self.entry(record_id, self.now)
        if not (then and now and _may_bind_otherwise(then, now)):
            return (), ()
        fields = reviewable(then, now, self._bindings[self.now])[1]
        if not fields:
            return (), ()
        names = (*self.names, "")
        later = [step for step in self.steps(record_id) if step.number > number]
        guilty = [step for step in later if self._binds_otherwise(step, fields)]
        return fields, tuple(names[step.number] for step in guilty or later)

    def _binds_otherwise(self, step: Step, fields: tuple[str, ...]) -> bool:
        """Return True for a step that changed what binds; only where fingerprints do not say so are fields compared."""
        before, after = step.before, step.entry
        if before is None or after is None:
            return False
        binding = self._bindings[step.number]
        if before.normative == after.normative != "":
            return False
        if before.normative and after.normative and not binding.links and binding == self._bindings[step.number - 1]:
            return True
        return not set(fields).isdisjoint(reviewable(before, after, binding)[1])

    def digest(self, record_id: str, number: int) -> str:
        """Return the digest of what binds in a record as a release has it, empty where it was not there."""
        entry = self.entry(record_id, number)
        return _digest(entry, self._bindings[number]) if entry else ""


def _may_bind_otherwise(then: Entry, now: Entry) -> bool:
    return then is not now and (then.normative != now.normative or not now.normative)


def _has_pins(entry: Entry) -> bool:
    return any("@" in target for targets in entry.record.get("links", {}).values() for target in targets)


def _digest(entry: Entry, binding: Binding) -> str:
    """Return the normative fingerprint of a record as it is without pins; of an internal one, over what it says inside.

    Where links bind, writing a pin would otherwise change what the pin is about.
    """
    links = entry.record.get("links", {})
    if entry.normative and binding.links.isdisjoint(links):
        return entry.normative
    record = {**entry.record.get("internal", {}), **entry.record}
    bare = {name: [without_pin(target) for target in targets] for name, targets in record.get("links", {}).items()}
    return fingerprints(entry._replace(record={**record, "links": bare}), binding)[1]
