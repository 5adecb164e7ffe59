"""Records against the last release: ids that came back, records that are gone, states that may not follow."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

from reqsite.checks.context import Context
from reqsite.history.difference import reviewable
from reqsite.history.entry import Entry
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record, fold_id
from reqsite.model.schema import Schema, State

_GOAL = "  - {id: GOAL-001, type: goal, title: Stock, status: %s, body: An answer within 3 s.}\n"
_RELEASED = "# Released as 1.0.0, and since then:\n"
ID_REUSED = Rule(
    "RQ820",
    "id-reused",
    Severity.ERROR,
    _("An id that was given up comes back for something else"),
    _(
        "Old mails, contracts and tests go on naming the id, and their readers would find something that was never "
        "meant. A new thing gets a new id."
    ),
    f"records:\n{_GOAL % 'withdrawn'}{_RELEASED}"
    "records:\n  - {id: GOAL-001, type: goal, title: Fewer calls, status: draft, body: Nobody has to ring twice.}\n",
    f"records:\n{_GOAL % 'withdrawn'}{_RELEASED}"
    f"records:\n{_GOAL % 'withdrawn'}"
    "  - {id: GOAL-002, type: goal, title: Fewer calls, status: draft, body: Nobody has to ring twice.}\n",
)
RELEASED_RECORD_REMOVED = Rule(
    "RQ821",
    "released-record-removed",
    Severity.WARNING,
    _("A record that was in a release is gone without a word"),
    _("Whoever agreed to it asks what became of it, and finds no page that says why it no longer holds."),
    f"records:\n{_GOAL % 'agreed'}  - {{id: GOAL-002, type: goal, title: B, body: Fewer calls.}}\n{_RELEASED}"
    "records:\n  - {id: GOAL-002, type: goal, title: B, body: Fewer calls.}\n",
    f"records:\n{_GOAL % 'agreed'}{_RELEASED}records:\n{_GOAL % 'withdrawn'}",
)
STATUS_TRANSITION = Rule(
    "RQ822",
    "status-transition",
    Severity.WARNING,
    _("A status that may not follow the one of the last release"),
    _(
        "The states of a type say what may follow. From one release to the next a record may take several steps, but "
        "change requests and feedback take one at a time, or say under `dates:` when they took those between."
    ),
    f"records:\n{_GOAL % 'withdrawn'}{_RELEASED}records:\n{_GOAL % 'draft'}",
    f"records:\n{_GOAL % 'draft'}{_RELEASED}records:\n{_GOAL % 'agreed'}",
)
RULES = (ID_REUSED, RELEASED_RECORD_REMOVED, STATUS_TRANSITION)

_ALIKE = 0.5
"""Share of common words from which on a text may still be the old one, written anew."""
_STEPWISE = ("change", "feedback")
"""Kinds whose steps are agreed with the client: none is left out without a word."""
_WORD = re.compile("[A-Za-z0-9_]+|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def check(context: Context) -> Iterator[Finding]:
    """Yield what the last release, and those before it, have to say of the records as they are now."""
    ledger = context.ledger
    if not ledger or ledger.findings:
        return
    last, now = ledger.last_state.entries, context.state.entries
    yield from _gone(context)
    given_up = {fold_id(record_id): record_id for record_id in ledger.history if record_id not in last}
    for record in context.catalog:
        before = last.get(record.id)
        if before is not None:
            if now.get(record.id) is before:
                continue
            reused = _other_thing(context, record, before)
            yield from [reused] if reused else _transition(context, record, before)
        elif given_up and (old_id := given_up.get(fold_id(record.id))) is not None:
            yield from _come_back(context, record, old_id)


def _gone(context: Context) -> Iterator[Finding]:
    """Yield the records of the last release that no file holds any more."""
    release = context.ledger.last_state.name
    renamed = dict(context.unreleased.renamed)
    for record_id in context.unreleased.removed:
        before = context.ledger.last_state.entries[record_id]
        file = str(before.record.get("file", ""))
        if before.is_hidden or is_unread(context, file):
            continue
        now = context.catalog.get(record_id)
        if now is not None:
            message = _("{id} was written {old} in release {release}.", id=now.id, old=record_id, release=release)
            hint = _("Write the id as it was: links, addresses and the history go by it.")
            yield Finding.of(RELEASED_RECORD_REMOVED, now.place("id=", "id"), message, hint, now.id)
            continue
        new_id = renamed.get(record_id)
        if new_id:
            message = _(
                "{id} was in release {release} and is gone; {new} says the same.",
                id=record_id,
                release=release,
                new=new_id,
            )
        else:
            message = _("{id} was in release {release} and is gone.", id=record_id, release=release)
        yield Finding.of(
            RELEASED_RECORD_REMOVED, Place(file), message, _keep_it(context.schema, before, new_id), record_id
        )


def _keep_it(schema: Schema, before: Entry, new_id: str | None) -> Message:
    """Return what to write instead of nothing."""
    verdict = f"moved_to: [{new_id}]" if new_id else "superseded_by: […]"
    status = _final_state(schema, before.record["type"])
    if not status:
        return _("Keep it, with the verdict, such as `{verdict}`.", verdict=verdict)
    return _("Keep it, with `status: {status}` and the verdict, such as `{verdict}`.", status=status, verdict=verdict)


def is_unread(context: Context, file: str) -> bool:
    """Return True where a record may still be in its file, or the folder of it, which could not be read."""
    unread = context.unread
    if not unread or not file:
        return False
    parts = file.split("/")
    return any("/".join(parts[:end]) in unread for end in range(1, len(parts) + 1))


def _final_state(schema: Schema, type_name: str) -> str:
    """Return the state of records that were given up for good, empty where there is none."""
    final = [name for name, state in schema.states_of(type_name).items() if not state.live and not state.next]
    return "withdrawn" if "withdrawn" in final else next(iter(final), "")


def _come_back(context: Context, record: Record, old_id: str) -> Iterator[Finding]:
    """Yield the finding on an id that was taken out of an earlier release and stands for something else now."""
    if record.kind == "term" and "id" not in record.positions:
        return  # its name is its id, and a word may be defined again
    steps = context.ledger.history[old_id]
    old = next(change.entry for _baseline, change in reversed(steps) if change.entry is not None)
    now = context.state.entries[record.id]
    fields = reviewable(old, now, context.state.binding)[1]
    if fields:
        message = _(
            "{id} was taken out in release {release}, and stands for something else now: {fields}.",
            id=record.id,
            release=steps[-1][0].name,
            fields=", ".join(fields),
        )
        yield Finding.of(ID_REUSED, record.place("id=", "id"), message, _NEW_ID, record.id)


_NEW_ID = _("Give the new record a new id; `reqsite new` finds one that was never used.")


def _other_thing(context: Context, record: Record, before: Entry) -> Finding | None:
    """Return the finding on a record that the last release has under this id as something else."""
    release = context.ledger.last_state.name
    if before.kind != record.kind and before.record["type"] != record.type:
        message = _(
            "{id} was of type '{old}' in release {release} and is of type '{new}' now.",
            id=record.id,
            old=before.record["type"],
            release=release,
            new=record.type,
        )
        found = Finding.of(ID_REUSED, record.place("type=", "type"), message, _NEW_ID, record.id)
        return replace(found, severity=Severity.WARNING)
    if before.live or not context.is_live(record) or not _is_final(context.schema, before):
        return None
    if _common_words(before, context.state.entries[record.id]) >= _ALIKE:
        return None
    message = _(
        "{id} was given up in release {release} or before, and comes back with other words.",
        id=record.id,
        release=release,
    )
    return Finding.of(ID_REUSED, record.place("id=", "id"), message, _NEW_ID, record.id)


def _is_final(schema: Schema, before: Entry) -> bool:
    state = schema.states_of(before.record["type"]).get(_status(before))
    return state is None or not state.next


def _status(entry: Entry) -> str:
    fields: Mapping[str, object] = {**entry.record.get("internal", {}).get("fields", {}), **entry.fields}
    return str(fields.get("status", ""))


def _common_words(one: Entry, other: Entry) -> float:
    """Return the share of words, from 0 to 1, that two forms of a record have in common."""
    words, others = _words(one), _words(other)
    longer = max(words.total(), others.total())
    return (words & others).total() / longer if longer else 1


def _words(entry: Entry) -> Counter[str]:
    record = {**entry.record.get("internal", {}), **entry.record}
    texts = [entry.title, *(section["text"] for section in record.get("sections", ()))]
    return Counter(_WORD.findall("\n".join(texts).casefold()))


def _transition(context: Context, record: Record, before: Entry) -> Iterator[Finding]:
    """Yield the finding on a status to which no allowed way leads from the one in the last release."""
    old, new = _status(before), record.text("status")
    if old == new:
        return
    states = context.schema.states_of(record.type)
    if old not in states or new not in states or not any(state.next for state in states.values()):
        return
    between = _way(states, old, new)
    if between is not None and (record.kind not in _STEPWISE or _are_dated(record, between)):
        return
    message = _(
        "{id} was '{old}' in release {release}, and '{new}' may not follow.",
        id=record.id,
        old=old,
        release=context.ledger.last_state.name,
        new=new,
    )
    following = ", ".join(states[old].next)
    if between:
        hint = _(
            "After '{old}' may come: {states}. If it has been '{between}', write under 'dates:' when.",
            old=old,
            states=following,
            between=", ".join(between),
        )
    elif following:
        hint = _("After '{old}' may come: {states}.", old=old, states=following)
    else:
        hint = _("'{old}' is final: write a new record that says what holds now.", old=old)
    yield Finding.of(STATUS_TRANSITION, record.place("status=", "status"), message, hint, record.id)


def _way(states: Mapping[str, State], old: str, new: str) -> tuple[str, ...] | None:
    """Return the states on a shortest way between two, None where no way leads from one to the other."""
    ways: dict[str, tuple[str, ...]] = {old: ()}
    queue = deque([old])
    while queue:
        here = queue.popleft()
        for there in states[here].next:
            if there == new:
                return ways[here]
            if there in states and there not in ways:
                ways[there] = (*ways[here], there)
                queue.append(there)
    return None


def _are_dated(record: Record, states: tuple[str, ...]) -> bool:
    """Return True where the record says of each state when it was in it, by `dates:` or by a field of that name."""
    dates = record.fields.get("dates")
    known = {**record.fields, **(dates if isinstance(dates, Mapping) else {})}
    return all(known.get(state) for state in states)
