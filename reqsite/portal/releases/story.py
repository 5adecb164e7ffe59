"""What the releases changed, as one audience may see it: worked out once, for all pages that tell of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from reqsite.history.difference import Changed, Difference, compare
from reqsite.history.entry import Entry, State
from reqsite.history.ledger import Baseline, Ledger
from reqsite.history.public import public_ledger, public_state
from reqsite.history.suspects import Suspects
from reqsite.model.catalog import natural_key

if TYPE_CHECKING:
    from reqsite.workspace import Workspace

GROUPS = ("substance", "new", "gone", "priority", "wording", "terms", "links")
"""What a release did, in the order in which a reader wants to know it."""
_PRIORITIES = frozenset({"priority", "moscow", "priority_reason"})


@dataclass(frozen=True)
class Step:
    """One release, or what is not yet released: how it differs from the one before."""

    name: str
    """Of the release, empty for what is not yet released."""
    previous: str
    """The release before, empty for the first one."""
    difference: Difference
    baseline: Baseline | None = None
    """None for what is not yet released."""
    asking: tuple[str, ...] = ()
    """Ids, in natural order, of all records that are a change request in some release."""

    @functools.cached_property
    def changed(self) -> Mapping[str, Changed]:
        """By id."""
        return {changed.id: changed for changed in self.difference.changed}

    @functools.cached_property
    def requests(self) -> tuple[Entry, ...]:
        """The change requests that the release carries, in natural order.

        Those are the ones that say so (`implemented_in`), and those that are new or were changed in it and name no
        release.
        """
        difference = self.difference
        there = (difference.new.entries.get(record_id) for record_id in self.asking)
        asked = [entry for entry in there if entry and entry.kind == "change" and entry.live]
        if not asked:
            return ()
        news = {*difference.added, *self.changed}
        found = []
        for entry in asked:
            carried = str(entry.fields.get("implemented_in") or "")
            is_carried = carried.removeprefix("v") == self.name.removeprefix("v") if carried else entry.id in news
            if is_carried:
                found.append(entry)
        return tuple(found)


class Event(NamedTuple):
    """What one release did to one record."""

    step: Step
    op: str
    """`added`, `changed` or `removed`."""
    old: Entry | None
    new: Entry | None
    fields: tuple[str, ...] = ()
    """What differs, as `Changed.fields` names it."""
    normative: bool = False

    @property
    def entry(self) -> Entry:
        """The record as the release has it, or as it was before it went."""
        return self.new or cast("Entry", self.old)

    @property
    def group(self) -> str:
        """The group of `GROUPS` that the event belongs to."""
        if self.op == "added":
            return "new"
        if self.op == "removed" or (self.old and self.new and self.old.live and not self.new.live):
            return "gone"
        if self.entry.kind == "term":
            return "terms"
        if self.normative:
            return "priority" if set(self.fields) <= _PRIORITIES else "substance"
        known = self.new.record.get("links", {}) if self.new else {}
        before = self.old.record.get("links", {}) if self.old else {}
        return "links" if set(self.fields) <= {*known, *before} else "wording"


class Story:
    """The releases of a project in order, and what each of them did.

    Args:
        ledger: cut for the audience.
        now: the records as they stand, cut too; None in the portal of a release, which has nothing unreleased.
        review: finds the links that should be looked at again; None where nobody is told of them.
    """

    def __init__(
        self,
        ledger: Ledger | None = None,
        now: State | None = None,
        review: Callable[[], Suspects] | None = None,
    ) -> None:
        self.ledger = ledger or Ledger()
        self._review = review or Suspects
        asking = _asking(self.ledger, now)
        self.steps: Sequence[Step] = tuple(_steps(self.ledger, asking))
        """First release first."""
        self.unreleased = self._unreleased(now, asking)
        """What has changed since the last release; None where there is no release, or nothing can have."""

    @classmethod
    def told(cls, workspace: Workspace, *, to_clients: bool, release: str = "") -> Story:
        """Return the story of a project.

        Args:
            workspace: the project.
            to_clients: leave out what no client may know.
            release: end with this one, as its own portal does; empty for a draft, which tells what is unreleased too.
        """
        ledger, now = workspace.ledger, workspace.state if workspace.ledger and not release else None
        if release:
            ledger = ledger.until(release)
        if to_clients:
            hidden = {record.id: record.kind for record in workspace.catalog if record.is_internal}
            public = public_ledger(ledger, hidden)
            like = ledger.last_state, public.last_state
            return cls(public, public_state(now, hidden, like) if now else None)
        return cls(ledger, now, (lambda: workspace.suspects) if now else None)

    def __bool__(self) -> bool:
        return bool(self.steps)

    @functools.cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """The releases, and what is not yet released where something is."""
        pending = self.unreleased
        return (*self.steps, pending) if pending and not pending.difference.is_empty else tuple(self.steps)

    @functools.cached_property
    def events(self) -> Mapping[str, tuple[Event, ...]]:
        """Record id → what became of it, first release first."""
        found: dict[str, list[Event]] = {}
        for events in self.by_step.values():
            for event in events:
                found.setdefault(event.entry.id, []).append(event)
        return {record_id: tuple(events) for record_id, events in found.items()}

    @functools.cached_property
    def by_step(self) -> Mapping[str, list[Event]]:
        """Name of the release, empty for what is not yet released → what it did, in natural order of the ids."""
        return {step.name: events_of(step) for step in self.all_steps}

    @functools.cached_property
    def carriers(self) -> Mapping[str, Step]:
        """Change request → the last release that carries it, or what is not yet released."""
        return {request.id: step for step in self.all_steps for request in step.requests}

    @functools.cached_property
    def suspects(self) -> Suspects:
        """The links that should be looked at again; told to the house only."""
        return self._review()

    @functools.cached_property
    def last(self) -> State:
        """The records as the last release has them."""
        return self.steps[-1].difference.new if self.steps else State("", {})

    @property
    def now(self) -> State:
        """The records as the portal shows them; an empty state where nothing was ever released."""
        return self.unreleased.difference.new if self.unreleased else self.last

    def release_of(self, record_id: str) -> str:
        """Return the last release where a record says what it said there, empty where it was changed since."""
        events = self.events.get(record_id, ())
        return self.steps[-1].name if self.steps and events and events[-1].step.name else ""

    def fingerprint_of(self, record_id: str) -> str:
        """Return the normative fingerprint of the words that the portal shows, empty where nothing was released."""
        entry = self.now.entries.get(record_id)
        return entry.normative if entry else ""

    @functools.cached_property
    def gone(self) -> Mapping[str, Entry]:
        """Id → last words of the records that a release had and that are there no longer."""
        there = self.now.entries
        found = {}
        for record_id, events in self.events.items():
            if record_id not in there:
                found[record_id] = events[-1].entry
        return found

    def _unreleased(self, now: State | None, asking: tuple[str, ...]) -> Step | None:
        if now is None or not self.steps:
            return None
        return Step("", self.steps[-1].name, compare(self.last, now), None, asking)


def events_of(step: Step) -> list[Event]:
    """Return what a release did, record by record, in natural order of the ids."""
    difference = step.difference
    if not difference.added and not difference.removed:
        return [Event(step, "changed", c.old, c.new, c.fields, c.normative) for c in difference.changed]
    added, removed = set(difference.added), set(difference.removed)
    events = []
    for record_id in [*difference.new.entries, *difference.removed]:
        if record_id in added:
            events.append(Event(step, "added", None, difference.new.entries[record_id]))
        elif record_id in removed:
            events.append(Event(step, "removed", difference.old.entries[record_id], None))
        elif (changed := step.changed.get(record_id)) is not None:
            events.append(Event(step, "changed", changed.old, changed.new, changed.fields, changed.normative))
    return events


def _steps(ledger: Ledger, asking: tuple[str, ...]) -> list[Step]:
    steps = []
    before = State("", {})
    for baseline, state in zip(ledger.baselines, ledger.states(), strict=True):
        steps.append(Step(baseline.name, before.name, compare(before, state), baseline, asking))
        before = state
    return steps


def _asking(ledger: Ledger, now: State | None) -> tuple[str, ...]:
    """Return the ids of all that is a change request in some release, or now, in natural order."""
    forms = [change.entry for baseline in ledger.baselines for change in baseline.changes]
    forms += now.entries.values() if now else ()
    ids = {form.id for form in forms if form is not None and form.record["kind"] == "change"}
    return tuple(sorted(ids, key=natural_key))
