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


def reasons_by_record(step: Step) -> Mapping[str, list[Reason]]:
    """Return record id → the reasons that the change requests of a release give."""
    found: dict[str, list[Reason]] = {}
    for request in step.requests:
        reason = Reason(_text(request.fields.get("reason")), _text(request.fields.get("proposer")), request.id)
        for target in dict.fromkeys(target for _name, target in named(request)):
            found.setdefault(target, []).append(reason)
    return found


def named(request: Entry) -> Iterator[tuple[str, str]]:
    """Yield (link, id) of what a change request names."""
    for name in NAMING:
        for target in request.links_of(name):
            yield name, target.partition("@")[0].partition("#")[0].strip()


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
