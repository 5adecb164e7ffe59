"""Why a record was changed: what the change requests of the release say, and the notes in the record itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reqsite.history.entry import Entry
from reqsite.portal.releases.story import Event, Step

NAMING = ("adds", "modifies", "removes", "affects")
"""Links by which a change request names what it touches."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in the words of whoever gave it."""

    text: str
    """May be empty for a change request that gives none."""
    by: str = ""
    """Who gave it, empty where that is not said."""
    request: str = ""
    """The id of the change request, empty for a note in the record."""


def requests_of(step: Step) -> list[Entry]:
    """Return the change requests that a release carries, in natural order.

    Those are the ones that say so (`implemented_in`), and those that are new or were changed in it and name no
    release.
    """
    difference = step.difference
    news = {*difference.added, *(changed.id for changed in difference.changed)}
    found = []
    for entry in difference.new.entries.values():
        if entry.kind != "change" or not entry.live:
            continue
        carried = str(entry.fields.get("implemented_in") or "")
        if carried:
            if carried.removeprefix("v") == step.name.removeprefix("v"):
                found.append(entry)
        elif entry.id in news:
            found.append(entry)
    return found


def reasons_by_record(step: Step) -> Mapping[str, list[Reason]]:
    """Return record id → the reasons that the change requests of a release give."""
    found: dict[str, list[Reason]] = {}
    for request in requests_of(step):
        reason = Reason(_text(request.fields.get("reason")), _text(request.fields.get("proposer")), request.id)
        links = request.record.get("links", {})
        for target in dict.fromkeys(t for name in NAMING for t in links.get(name, ())):
            found.setdefault(target.partition("@")[0].partition("#")[0].strip(), []).append(reason)
    return found


def notes(event: Event) -> Iterator[Reason]:
    """Yield what the record itself says of this change, in its field `changes`: what is new there, or names it."""
    if event.new is None:
        return
    before = _listed(event.old.fields.get("changes")) if event.old else []
    for note in _listed(event.new.fields.get("changes")):
        release = _text(note.get("release")) if isinstance(note, Mapping) else ""
        if release and release.removeprefix("v") != event.step.name.removeprefix("v"):
            continue
        if not release and note in before:
            continue
        if isinstance(note, Mapping):
            if text := _text(note.get("reason")):
                yield Reason(text, _text(note.get("by") or note.get("proposer")))
        elif _text(note):
            yield Reason(_text(note))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 a field of any shape
    return value if isinstance(value, list) else [value] if value else []


def _text(value: Any) -> str:  # noqa: ANN401
    return value if isinstance(value, str) else "、".join(v for v in value if isinstance(v, str)) if value else ""
