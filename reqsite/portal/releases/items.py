"""One record in a release, as pages tell of it: what became of it, why, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.record import address
from reqsite.model.schema import KINDS
from reqsite.portal.addresses import relative
from reqsite.portal.press import Link, Press
from reqsite.portal.releases.addresses import record_anchor
from reqsite.portal.releases.parts import Part, Parts, status_words
from reqsite.portal.releases.reasons import Reason, notes, reasons_by_record
from reqsite.portal.releases.redlines import Redlines
from reqsite.portal.releases.story import Event, Step, Story

_MOST_BELOW = 8


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason with the change request that gives it."""

    text: str
    by: str
    request: Link | None
    request_id: str


@dataclass(frozen=True, slots=True)
class Item:
    """One record in a release."""

    id: str
    title: str
    anchor: str
    href: str
    """Its page; empty where it has none."""
    verdict: str
    """What became of it, in words."""
    group: str
    names: tuple[str, ...]
    """What differs, in words."""
    parts: tuple[Part, ...]
    reasons: tuple[ShownReason, ...]
    below: tuple[Link, ...]
    """What hangs on it now: requirements, tests."""
    more_below: int
    text: Markup
    """All that it says, where it is new; what it said last, where it is gone."""


class Items:
    """Makes the items; one for a portal."""

    def __init__(self, press: Press, story: Story) -> None:
        self._press = press
        self.story = story
        self.parts = Parts(press, Redlines(press))
        self._reasons: dict[str, dict[str, list[Reason]]] = {}
        self._made: dict[tuple[str, str], tuple[Part, ...]] = {}
        self._names: dict[frozenset[str], tuple[str, ...]] = {}

    def item(self, event: Event, here: str, *, whole: bool = False) -> Item:
        """Return an event as the page with the URL `here` tells of it.

        Args:
            event: what became of a record in a release.
            here: the URL of the page.
            whole: with the words of a record that came or went.
        """
        entry = event.entry
        below = self._below(entry.id) if event.group in {"substance", "priority", "gone", "terms"} else []
        return Item(
            id=entry.id,
            title="" if entry.title == entry.id else entry.title,
            anchor=record_anchor(entry.id),
            href=self.href(entry.id, here),
            verdict=self.verdict(event),
            group=event.group,
            names=self.names(event),
            parts=self.changed_parts(event),
            reasons=tuple(self.reasons(event, here)),
            below=tuple(self._press.link(i, here) for i in below[:_MOST_BELOW]),
            more_below=max(0, len(below) - _MOST_BELOW),
            text=self.parts.whole(entry) if whole and event.op != "changed" else Markup(""),
        )

    def changed_parts(self, event: Event) -> tuple[Part, ...]:
        """Return the parts that differ, each with its redline; made once, since two pages show them."""
        key = (event.step.name, event.entry.id)
        if key not in self._made:
            self._made[key] = tuple(self.parts.of(event))
        return self._made[key]

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

    def names(self, event: Event) -> tuple[str, ...]:
        """Return what differs, in words; few events differ in it."""
        key = frozenset(event.fields)
        if key not in self._names:
            self._names[key] = tuple(self.parts.names(event))
        return self._names[key]

    def reasons(self, event: Event, here: str) -> list[ShownReason]:
        """Return why: what change requests say, then the notes in the record."""
        requested = self._requested(event.step).get(event.entry.id, ())
        if not requested and (event.new is None or not event.new.fields.get("changes")):
            return []
        found = [*requested, *notes(event)]
        shown = []
        for reason in found:
            link = (
                self._press.link(reason.request, here) if reason.request in self._press.site.catalog.records else None
            )
            shown.append(ShownReason(reason.text, reason.by, link, reason.request))
        return shown

    def verdict(self, event: Event) -> str:
        """Return what became of the record, in words."""
        say = self._press.words.say
        if event.op == "added":
            return say(_("New"))
        if event.op == "removed":
            return say(_("Removed"))
        if event.old and event.new and event.old.live != event.new.live:
            return status_words(self._press, event.new) or say(
                _("In force again") if event.new.live else _("No longer in force")
            )
        return say(_("Changed in substance") if event.normative else _("Changed in wording"))

    def href(self, record_id: str, here: str) -> str:
        """Return the link to the page of a record, gone or not; empty where it has none."""
        url = self.url(record_id)
        return relative(url, here) if url else ""

    def url(self, record_id: str) -> str:
        """Return the URL of the page of a record, gone or not, relative to the site's root; empty where it has none."""
        addresses, record = self._press.site.addresses, self._press.site.catalog.records.get(record_id)
        if record is not None:
            return addresses.record_url(record)
        entry = self.story.gone.get(record_id)
        return addresses.url(gone_source(entry)) if entry else ""

    def _requested(self, step: Step) -> dict[str, list[Reason]]:
        if step.name not in self._reasons:
            self._reasons[step.name] = dict(reasons_by_record(step))
        return self._reasons[step.name]

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
