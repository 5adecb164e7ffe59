"""What really changed of what a change request names, in the release that carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import Message, _
from reqsite.model.record import Record
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses
from reqsite.portal.releases.items import Items
from reqsite.portal.releases.reasons import named
from reqsite.portal.releases.story import Event, Step

_MOST = 12
_AGREED = frozenset({"requirement", "goal", "scenario", "rule", "term", "milestone"})
"""Kinds of records that nobody changes alone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One record that a change request names."""

    id: str
    href: str
    """Of its page."""
    claim: str
    """What the request says of it, in words."""
    words: str
    """What became of it."""
    item: str
    """The place on the release's page that tells of it; empty where it does not."""
    happened: bool


def block(press: Press, request: Record, here: str) -> Markup:
    """Return the block for the page of a change request; empty where no release carries it."""
    items = press.items
    step = items.story.carriers.get(request.id)
    if step is None or not step.previous:
        return Markup("")
    page = press.href(addresses.release_source(step.name), here)
    entry = step.difference.new.entries[request.id]
    unasked = list(unnamed(items, step)) if press.site.is_internal else []
    return press.templates.render(
        "carried",
        name=step.name,
        href=page,
        outcomes=[_outcome(press, step, name, target, here) for name, target in named(entry)],
        unasked=[(i, f"{page}#{addresses.record_anchor(i)}") for i in unasked[:_MOST]],
        more=max(0, len(unasked) - _MOST),
    )


def unnamed(items: Items, step: Step) -> Iterator[str]:
    """Yield what a release changed in substance although no change request that it carries names it."""
    asked = {target for request in step.requests for _name, target in named(request)}
    for event in items.events_of(step):
        entry = event.entry
        if event.op == "added" or entry.kind not in _AGREED or entry.id in asked:
            continue
        if event.group == "gone" or (event.normative and not _is_editorial(event)):
            yield entry.id


def _outcome(press: Press, step: Step, name: str, target: str, here: str) -> Outcome:
    items = press.items
    event = next((e for e in items.story.events.get(target, ()) if e.step is step), None)
    happened = name == "affects" or _is_so(name, event)
    links = press.site.catalog.schema.links
    page = press.href(addresses.release_source(step.name), here)
    return Outcome(
        id=target,
        href=items.href(target, here),
        claim=press.words.link(links[name]) if name in links else name,
        words=items.verdict(event) if event else press.words.say(_not_changed(name, step)),
        item=f"{page}#{addresses.record_anchor(target)}" if event else "",
        happened=happened,
    )


def _is_so(name: str, event: Event | None) -> bool:
    if event is None:
        return False
    return {"adds": event.op == "added", "removes": event.group == "gone"}.get(name, True)


def _not_changed(name: str, step: Step) -> Message:
    if name == "affects":
        return _("says what it said before")
    return _("did not happen in {release}", release=step.name) if step.name else _("has not happened yet")


def _is_editorial(event: Event) -> bool:
    """Return True where the writer has marked the change as one of wording."""
    notes: Iterable[object] = event.new.fields.get("changes", ()) if event.new else ()
    return any(isinstance(note, dict) and note.get("change") == "editorial" for note in notes)
