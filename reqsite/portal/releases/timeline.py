"""The history of one record: release by release, what it said and what changed, back to its first release."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses
from reqsite.portal.releases.items import Items, ShownReason
from reqsite.portal.releases.parts import Part
from reqsite.portal.releases.story import Event

ANCHOR = "history"


@dataclass(frozen=True, slots=True)
class Point:
    """What one release did to the record."""

    name: str
    """Of the release, empty for what is not yet released."""
    href: str
    date: str
    verdict: str
    names: tuple[str, ...]
    reasons: tuple[ShownReason, ...]
    parts: tuple[Part, ...]
    text: Markup
    """All that it said, at its first release, where it says something else now."""


def timeline(press: Press, items: Items, record_id: str, here: str) -> Markup:
    """Return the history of a record as HTML, newest first; empty where the project has no releases."""
    story = items.story
    if not story:
        return Markup("")
    events = story.events.get(record_id, ())
    points = [_point(press, items, event, here, is_only=len(events) == 1) for event in reversed(events)]
    released = [event for event in events if event.step.name]
    return press.templates.render(
        "timeline",
        points=points,
        never=not released,
        since=released[-1].step.name if released and released[-1] is events[-1] else "",
        latest=story.steps[-1].name,
    )


def _point(press: Press, items: Items, event: Event, here: str, *, is_only: bool) -> Point:
    step = event.step
    source = addresses.release_source(step.name)
    entry = event.entry
    anchor = f"#{addresses.record_anchor(entry.id)}"
    verdict = items.verdict(event)
    if event.op == "added" and event is items.story.events[entry.id][0]:
        verdict = press.words.say(_("First released") if step.name else _("New"))
    return Point(
        name=step.name,
        href=press.href(source, here) + anchor,
        date=step.baseline.date if step.baseline else "",
        verdict=verdict,
        names=tuple(items.parts.names(event)),
        reasons=tuple(items.reasons(event, here)),
        parts=items.changed_parts(event),
        text=items.parts.whole(entry) if event.op != "changed" and not is_only else Markup(""),
    )
