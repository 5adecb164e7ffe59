"""The ledger as a client may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from reqsite.history.entry import Entry, State, public_entry
from reqsite.history.ledger import Baseline, Change, Ledger
from reqsite.model.record import fold_id
from reqsite.model.redaction import Redactor


def public_state(state: State, hidden: Collection[str] = (), like: tuple[State, State] | None = None) -> State:
    """Return a state without what is internal in it, and without the records with the ids `hidden`.

    Args:
        state: all of it.
        hidden: ids of the records that are internal now.
        like: an earlier state, all of it and as a client sees it; what did not change since is not made again.
    """
    closed = set(hidden)
    kept = {i: e for i, e in state.entries.items() if not e.is_hidden and i not in closed}
    kinds = {i: e.kind for i, e in state.entries.items() if i not in kept}
    redactor = _redactor({**dict.fromkeys(closed, ""), **kinds}, kept)
    before, shown = (like[0].entries, like[1].entries) if like and redactor is None else ({}, {})
    entries = {i: shown[i] if i in shown and before.get(i) is e else public_entry(e, redactor) for i, e in kept.items()}
    return State(state.name, entries, state.binding)


def public_ledger(ledger: Ledger, hidden: Mapping[str, str] | None = None) -> Ledger:
    """Return the ledger without records that no client may see, and without all that is internal in the others.

    What is hidden now is hidden in the past too: a record that has become internal is in none of the releases, and
    its id in no text.  A release in which nothing but internal things changed changed nothing.

    Args:
        ledger: all of it.
        hidden: id → kind of the records that are internal now.
    """
    last = {record_id: _last_words(steps) for record_id, steps in ledger.history.items()}
    closed = dict(hidden or {})
    for record_id, words in last.items():
        if words.is_hidden:
            closed[record_id] = words.kind
    visible = [record_id for record_id in last if record_id not in closed]
    redactor = _redactor(closed, visible)
    shown: dict[str, Entry] = {}
    baselines = []
    for baseline in ledger.baselines:
        changes = tuple(_public_changes(baseline, closed, shown, redactor))
        baselines.append(replace(baseline, changes=changes, counts=_counts(len(shown), changes)))
    return Ledger(tuple(baselines), ledger.findings)


def _public_changes(
    baseline: Baseline, closed: Mapping[str, str], shown: dict[str, Entry], redactor: Redactor | None
) -> Iterator[Change]:
    """Yield what a client sees of a release's changes, and keep `shown` as they leave it."""
    for change in baseline.changes:
        if change.id in closed:
            continue
        before = shown.get(change.id)
        entry = None if change.entry is None or change.entry.is_hidden else public_entry(change.entry, redactor)
        if entry == before:
            continue
        if entry is None:
            del shown[change.id]
            yield Change("remove", change.id, None, change.line)
        else:
            shown[change.id] = entry
            yield Change("change" if before else "add", change.id, entry, change.line)


def _counts(records: int, changes: Collection[Change]) -> dict[str, int]:
    counted = {op: sum(change.op == op for change in changes) for op in ("add", "change", "remove")}
    return {
        "records": records,
        "added": counted["add"],
        "changed": counted["change"],
        "removed": counted["remove"],
    }


def _last_words(steps: Sequence[tuple[Baseline, Change]]) -> Entry:
    """Return what a record said last; it was added once, so there is such an entry."""
    return next(change.entry for _baseline, change in reversed(steps) if change.entry is not None)


def _redactor(hidden: Mapping[str, str], visible: Collection[str]) -> Redactor | None:
    if not hidden:
        return None
    known = {fold_id(record_id) for record_id in visible}
    return Redactor(hidden.items(), lambda text: fold_id(text) in known)
