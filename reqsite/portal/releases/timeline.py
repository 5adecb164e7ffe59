"""The history of one record: release by release, what it said and what changed, back to its first release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

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
    """What it said when it came or went, where it says something else now."""


class Timelines:
    """Makes the histories; one for a portal."""

    def __init__(self, press: Press, items: Items) -> None:
        self._press = press
        self._items = items
        self._unchanged: dict[str, tuple[str, str]] = {}
        self._states: dict[str, tuple[str, str]] = {}

    def of(self, record_id: str, here: str) -> Markup:
        """Return the history of a record as HTML, newest first; empty where the project has no releases."""
        story = self._items.story
        if not story:
            return Markup("")
        events = story.events.get(record_id, ())
        if len(events) == 1 and events[0].step.name and not self._items.reasons(events[0], here):
            return self._of_unchanged(events[0], here)
        return self._rendered(events, here)

    def state_of(self, record_id: str) -> str:
        """Return as of which release a record says what it says, in words; empty without a release."""
        story = self._items.story
        if not story:
            return ""
        latest = story.steps[-1].name
        if latest not in self._states:
            say = self._press.words.say
            self._states[latest] = say(_("Release {name}", name=latest)), say(_("draft after {name}", name=latest))
        events = story.events.get(record_id, ())
        return self._states[latest][not (events and events[-1].step.name)]

    def _of_unchanged(self, event: Event, here: str) -> Markup:
        """Return the history of a record that one release brought and none has changed: but for the link, all alike."""
        href = self._press.href(addresses.release_source(event.step.name), here)
        mark = f"#{addresses.record_anchor(event.entry.id)}"
        if href not in self._unchanged:
            before, _mark, after = str(self._rendered((event,), here)).partition(str(escape(mark)))
            self._unchanged[href] = before, after
        before, after = self._unchanged[href]
        return Markup(f"{before}{escape(mark)}{after}")  # noqa: S704 cut out of what the template made

    def _rendered(self, events: Sequence[Event], here: str) -> Markup:
        released = [event for event in events if event.step.name]
        return self._press.templates.render(
            "timeline",
            points=[self._point(event, here, events) for event in reversed(events)],
            never=not released,
            since=released[-1].step.name
            if released and released[-1] is events[-1] and events[-1].op != "removed"
            else "",
        )

    def _point(self, event: Event, here: str, events: Sequence[Event]) -> Point:
        step, items, entry = event.step, self._items, event.entry
        verdict = items.verdict(event)
        if event.op == "added" and event is events[0]:
            verdict = self._press.words.say(_("First released") if step.name else _("New"))
        return Point(
            name=step.name,
            href=f"{self._press.href(addresses.release_source(step.name), here)}#{addresses.record_anchor(entry.id)}",
            date=step.baseline.date if step.baseline else "",
            verdict=verdict,
            names=items.names(event),
            reasons=tuple(items.reasons(event, here)),
            parts=items.changed_parts(event),
            text=self._text(event, events),
        )

    def _text(self, event: Event, events: Sequence[Event]) -> Markup:
        """Return what a record said when it came or went, as far as its page does not say it anyway."""
        if event.op == "changed" or len(events) == 1:
            return Markup("")
        return self._items.parts.whole(event.entry, events[-1].new)
