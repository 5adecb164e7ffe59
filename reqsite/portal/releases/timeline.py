"""The history of one record: release by release, what it said and what changed, back to its first release."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from markupsafe import Markup, escape

from reqsite.i18n import Message, _
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses
from reqsite.portal.releases.items import Items
from reqsite.portal.releases.story import Event

ANCHOR = "history"


class Timelines:
    """Makes the histories; one for a portal.

    Every page of a record has one, so that they are put together here and not by a template.
    """

    def __init__(self, press: Press, items: Items) -> None:
        self._press = press
        self._items = items
        say = functools.partial(_said, press)
        title, never = say(_("History")), say(_("Not in a release yet."))
        self._begin = f'<section class="rs-block rs-history">\n<h2 id="{ANCHOR}">{title}</h2>\n'
        self._never = f'<p class="rs-count">{never}</p>\n'
        self._first, self._new = say(_("First released")), say(_("New"))
        self._colon = str(escape(press.templates.marks.colon))
        self._pending = say(_("Not yet released"))
        self._changed, self._was = say(_("What changed, word by word")), say(_("The text as it was"))
        self._since: dict[str, str] = {}
        self._heads: dict[tuple[str, str, str, tuple[str, ...]], tuple[str, str]] = {}
        self._states: tuple[str, str] | None = None

    def of(self, record_id: str, here: str) -> Markup:
        """Return the history of a record as HTML, newest first; empty where the project has no releases."""
        story = self._items.story
        if not story:
            return Markup("")
        events = story.events.get(record_id, ())
        released = [event for event in events if event.step.name]
        found = [self._begin]
        if not released:
            found.append(self._never)
        elif released[-1] is events[-1] and events[-1].op != "removed":
            found.append(self._unchanged_since(released[-1].step.name))
        if events:
            found.append('<ol class="rs-timeline">\n')
            mark = str(escape(addresses.record_anchor(record_id)))
            folder = here.rpartition("/")[0]
            found += [self._point(event, folder, events, here, mark) for event in reversed(events)]
            found.append("</ol>\n")
        found.append("</section>")
        return Markup("".join(found))  # noqa: S704 its parts are escaped

    def state_of(self, record_id: str) -> str:
        """Return as of which release a record says what it says, in words; empty without a release."""
        story = self._items.story
        if not story:
            return ""
        if self._states is None:
            say, latest = self._press.words.say, story.steps[-1].name
            self._states = say(_("Release {name}", name=latest)), say(_("draft after {name}", name=latest))
        events = story.events.get(record_id, ())
        return self._states[not (events and events[-1].step.name)]

    def _unchanged_since(self, release: str) -> str:
        if release not in self._since:
            said = _said(self._press, _("Unchanged since {release}.", release=release))
            self._since[release] = f'<p class="rs-count">{said}</p>\n'
        return self._since[release]

    def _point(self, event: Event, folder: str, events: Sequence[Event], here: str, mark: str) -> str:
        """Return what one release did to the record, whose place on a release's page is called `mark`."""
        items = self._items
        if event.op == "added" and event is events[0]:
            verdict = self._first if event.step.name else self._new
        else:
            verdict = items.verdict(event)
        key = event.step.name, folder, verdict, event.fields
        if key not in self._heads:
            self._heads[key] = self._head(event, here, verdict)
        before, after = self._heads[key]
        head = f"{before}{mark}{after}{items.reasons_html(event, here)}\n"
        redline = items.redline(event)
        text = items.other_words(event, events)
        if not (redline or text):
            return f"{head}</li>\n"
        is_open = " open" if redline and event is events[-1] else ""
        shown = f'<div class="rs-text">{text}</div>' if text else ""
        return (
            f'{head}<details class="rs-fold"{is_open}><summary>{self._changed if redline else self._was}</summary>\n'
            f"{redline}\n{shown}</details>\n</li>\n"
        )

    def _head(self, event: Event, here: str, verdict: str) -> tuple[str, str]:
        """Return what stands before and behind the place on a release's page, the same for many pages of a folder."""
        step, names = event.step, self._items.names(event)
        href = self._press.href(addresses.release_source(step.name), here)
        date = step.baseline.date if step.baseline else ""
        when = f' <time datetime="{escape(date)}">{escape(date)}</time>' if date else ""
        said = f'<span class="rs-verdict-word">{escape(verdict)}</span>{self._colon if names else ""}{names}'
        return (
            f'<li class="rs-point"><p class="rs-point-head"><a href="{escape(href)}#',
            f'">{escape(step.name) or self._pending}</a>{when} {said}</p>\n',
        )


def _said(press: Press, message: Message) -> str:
    """Return a message as HTML."""
    return str(escape(press.words.say(message)))
