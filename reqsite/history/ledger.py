"""The ledger: what each release froze, and the records of each, folded from it. The only source of history."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reqsite.history.entry import Binding, Entry, State
from reqsite.history.versions import Version
from reqsite.model.catalog import natural_key
from reqsite.model.finding import Finding

FOLDER = "baselines"
"""Where the ledger lies, relative to the project's root."""


class Change(NamedTuple):
    """One line of a baseline: what became of one record."""

    op: str
    """`add`, `change` or `remove`."""
    id: str
    entry: Entry | None
    """The record from then on; None where it was removed."""
    line: int = 0


@dataclass(frozen=True)
class Baseline:
    """One release: its head and what it changed."""

    name: str
    date: str
    """`YYYY-MM-DD`."""
    title: str
    previous: str
    """The release before, empty for the first."""
    previous_digest: str
    """sha256 of the file of the release before."""
    catalog_digest: str
    """What the client signs."""
    binding: Binding
    changes: tuple[Change, ...]
    valid_until: str = ""
    """`YYYY-MM-DD`: the last day on which it holds; empty where it has none."""
    receipts: tuple[str, ...] = ()
    """The files of the answers that were there when it was made, relative to the project's root."""
    results: tuple[str, ...] = ()
    """The files of the results of tests that were there then, likewise."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """`records` in all, and how many were `added`, `changed` and `removed`."""
    findings: Mapping[str, int] = field(default_factory=dict)
    """How many findings the checks had, by severity; empty where that is not known."""
    file: str = ""
    """Relative to the project's root."""
    digest: str = ""
    """sha256 of the whole file."""

    @property
    def version(self) -> Version | None:
        """Its name as a version, None where it is none."""
        return Version.parse(self.name)


@dataclass(frozen=True)
class Ledger:
    """All releases of a project, first one first, as far as their files are in order."""

    baselines: tuple[Baseline, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What is wrong with the files; nothing that follows a broken one is in `baselines`."""

    def __bool__(self) -> bool:
        return bool(self.baselines)

    @property
    def latest(self) -> Baseline | None:
        """The last release."""
        return self.baselines[-1] if self.baselines else None

    def find(self, name: str) -> Baseline | None:
        """Return the release of this name, whether or not a `v` stands before either of them."""
        by_name = {baseline.name: baseline for baseline in self.baselines}
        other = name.removeprefix("v") if name.startswith("v") else f"v{name}"
        return by_name.get(name) or by_name.get(other)

    def state(self, name: str) -> State:
        """Return the records as a release froze them.

        Raises:
            KeyError: There is no such release.
        """
        for state in self.states():
            if state.name == name:
                return state
        raise KeyError(name)

    def states(self) -> Iterator[State]:
        """Yield the state of each release, in order; records that did not change are the same objects."""
        entries: dict[str, Entry] = {}
        for baseline in self.baselines:
            entries = folded(entries, baseline.changes)
            yield State(baseline.name, entries, baseline.binding)

    @functools.cached_property
    def last_state(self) -> State:
        """The records as the last release froze them; an empty state where there is none."""
        state = State("", {})
        for state in self.states():  # noqa: B007 the last one is wanted
            pass
        return state

    @functools.cached_property
    def history(self) -> Mapping[str, tuple[tuple[Baseline, Change], ...]]:
        """Record id → the releases that changed it, first one first, and how."""
        found: dict[str, list[tuple[Baseline, Change]]] = {}
        for baseline in self.baselines:
            for change in baseline.changes:
                found.setdefault(change.id, []).append((baseline, change))
        return {record_id: tuple(steps) for record_id, steps in found.items()}

    def until(self, name: str) -> Ledger:
        """Return the ledger as it was when a release was made: without the later ones."""
        names = [baseline.name for baseline in self.baselines]
        return Ledger(self.baselines[: names.index(name) + 1], self.findings)


def folded(entries: Mapping[str, Entry], changes: Iterable[Change]) -> dict[str, Entry]:
    """Return the records after some changes, in natural order of their ids; what was given stays as it is."""
    after = dict(entries)
    in_order = True
    for change in changes:
        if change.entry is None:
            after.pop(change.id, None)
        else:
            in_order = in_order and change.id in after
            after[change.id] = change.entry
    return after if in_order else dict(sorted(after.items(), key=lambda item: natural_key(item[0])))
