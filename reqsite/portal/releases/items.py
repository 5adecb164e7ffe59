"""One record in a release, as pages tell of it: what became of it, why, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.record import address
from reqsite.model.schema import KINDS
from reqsite.portal.addresses import relative
from reqsite.portal.press import Link, Press
from reqsite.portal.releases.addresses import record_anchor
from reqsite.portal.releases.parts import Parts, status_words
from reqsite.portal.releases.reasons import Reason, notes, reasons_by_record
from reqsite.portal.releases.redlines import Redlines
from reqsite.portal.releases.story import Event, Step, Story

_MOST_BELOW = 8
_NOTHING = Markup("")
_REACHING = frozenset({"substance", "priority", "gone", "terms"})
"""Groups of events of which it is told what hangs on their records."""


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason with the change request that gives it."""

    text: str
    by: str
    request: Link | None
    request_id: str


class Item(NamedTuple):
    """One record in a release."""

    id: str
    title: str
    anchor: str
    href: str
    """Its page; empty where it has none."""
    group: str
    verdict: str
    """What became of it, in words."""
    names: Markup
    """What differs, in words."""
    redline: Markup
    """The parts that differ, each with its redline."""
    reasons: Markup
    below: tuple[str, ...]
    """Ids of what hangs on it now: requirements, tests."""
    more_below: int
    text: Markup
    """All that it says, where it is new; what it said last, where it is gone."""


class Brief(NamedTuple):
    """A record that a release names, and says no more of."""

    id: str
    title: str
    anchor: str
    href: str
    """Its page; empty where it has none."""


class Items:
    """Makes the items; one for a portal."""

    def __init__(self, press: Press, story: Story) -> None:
        self._press = press
        self.story = story
        self.parts = Parts(press, Redlines(press))
        self._by_step: dict[str, dict[str, list[Reason]]] = {}
        self._made: dict[tuple[str, str], Markup] = {}
        self._said: dict[tuple[str, str], Markup] = {}
        say = press.words.say
        self._verdicts = {
            "added": say(_("New")),
            "removed": say(_("Removed")),
            "revived": say(_("In force again")),
            "lapsed": say(_("No longer in force")),
            "substance": say(_("Changed in substance")),
            "wording": say(_("Changed in wording")),
        }
        self._names: dict[tuple[str, ...], Markup] = {}

    def item(self, event: Event, here: str) -> Item:
        """Return an event as the page with the URL `here` tells of it."""
        entry, group = event.entry, event.group
        below = self._below(entry.id) if group in _REACHING else []
        return Item(
            *self.brief(event, here),
            group=group,
            verdict=self.verdict(event),
            names=self.names(event),
            redline=self.redline(event),
            reasons=self.reasons_html(event, here),
            below=tuple(below[:_MOST_BELOW]),
            more_below=max(0, len(below) - _MOST_BELOW),
            text=self.parts.whole(entry) if event.op != "changed" else _NOTHING,
        )

    def brief(self, event: Event, here: str) -> Brief:
        """Return an event as a page tells of it that has many to tell of."""
        entry = event.entry
        title = "" if entry.title == entry.id else entry.title
        return Brief(entry.id, title, record_anchor(entry.id), self.href(entry.id, here))

    def redline(self, event: Event) -> Markup:
        """Return the parts that differ, each with its redline; made once, since two pages show them."""
        if event.op != "changed":
            return _NOTHING
        key = (event.step.name, event.entry.id)
        if key not in self._made:
            self._made[key] = self.parts.redline(event)
        return self._made[key]

    def other_words(self, event: Event, events: Sequence[Event]) -> Markup:
        """Return what a record said when it came or went, as far as its page does not say it anyway; made once."""
        if event.op == "changed" or len(events) == 1:
            return _NOTHING
        key = (event.step.name, event.entry.id)
        if key not in self._said:
            self._said[key] = self.parts.whole(event.entry, events[-1].new)
        return self._said[key]

    def names(self, event: Event) -> Markup:
        """Return what differs, in words; few events differ in it."""
        key = event.fields
        if key not in self._names:
            self._names[key] = escape(self._press.templates.marks.pause.join(self.parts.names(event)))
        return self._names[key]

    def reasons_html(self, event: Event, here: str) -> Markup:
        """Return why it changed, as the page with the URL `here` tells of it."""
        requested = self._requested(event.step).get(event.entry.id, ())
        if not requested and (event.new is None or not event.new.fields.get("changes")):
            return _NOTHING
        reasons = self._reasons([*requested, *notes(event)], here)
        return self._press.templates.render("_reasons", reasons=reasons) if reasons else Markup("")

    def events_of(self, step: Step) -> list[Event]:
        """Return what a release did; the same events as in the histories of the records."""
        return self.story.by_step.get(step.name, [])

    def bound_text(self, record_id: str) -> Markup:
        """Return what a record said while it still bound, empty where its page says so itself.

        Writers empty a record when they withdraw it, or put their reasons in the place of what it said.
        """
        events = self.story.events.get(record_id, ())
        last = next((e.old for e in reversed(events) if e.old and e.old.live and not (e.new and e.new.live)), None)
        now = events[-1].new if events else None
        if last is None or now is None or last.text("statement").split() == now.text("statement").split():
            return Markup("")
        return self.parts.whole(last)

    def _reasons(self, found: Iterable[Reason], here: str) -> list[ShownReason]:
        """Return what change requests say, then the notes in the record."""
        shown = []
        for reason in found:
            link = (
                self._press.link(reason.request, here) if reason.request in self._press.site.catalog.records else None
            )
            shown.append(ShownReason(reason.text, reason.by, link, reason.request))
        return shown

    def verdict(self, event: Event) -> str:
        """Return what became of the record, in words."""
        verdicts = self._verdicts
        if event.op != "changed":
            return verdicts[event.op]
        if event.old and event.new and event.old.live != event.new.live:
            return status_words(self._press, event.new) or verdicts["revived" if event.new.live else "lapsed"]
        return verdicts["substance" if event.normative else "wording"]

    def href(self, record_id: str, here: str) -> str:
        """Return the link to the page of a record, gone or not; empty where it has none."""
        url = self.url(record_id)
        return relative(url, here) if url else ""

    def url(self, record_id: str) -> str:
        """Return the URL of the page of a record, gone or not, relative to the site's root; empty where it has none."""
        if record_id in self._press.site.catalog.records:
            return self._press.card(record_id).url
        entry = self.story.gone.get(record_id)
        return self._press.site.addresses.url(gone_source(entry)) if entry else ""

    def _requested(self, step: Step) -> dict[str, list[Reason]]:
        if step.name not in self._by_step:
            self._by_step[step.name] = dict(reasons_by_record(step))
        return self._by_step[step.name]

    def _below(self, record_id: str) -> list[str]:
        catalog = self._press.site.catalog
        if record_id not in catalog.records:
            return []
        if catalog.records[record_id].kind == "term":
            return list(self._press.used_in.get(record_id, ()))
        return [i for i in catalog.children(record_id) if catalog.is_live(catalog.records[i])]


def gone_source(entry: Entry) -> str:
    """Return the path of the page of a record that is there no longer: where it always was."""
    return f"{KINDS.get(entry.kind, 'records')}/{address(entry.id)}.md"
