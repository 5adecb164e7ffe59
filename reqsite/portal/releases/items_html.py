"""The records of a group of changes as HTML: a release has many, so that no template puts them together."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from reqsite.i18n import _, plural
from reqsite.portal.press import Press
from reqsite.portal.releases.items import Brief, Item, Items
from reqsite.portal.releases.story import Event


class ItemsHtml:
    """Writes the records that the page with the URL `here` tells of."""

    def __init__(self, press: Press, items: Items, here: str) -> None:
        self._press = press
        self._items = items
        self._here = here
        marks = press.templates.marks
        self._colon, self._pause = str(escape(marks.colon)), str(escape(marks.pause))
        self._last_text = escape(press.words.say(_("The last text, no longer valid:")))
        self._depends = escape(press.words.say(_("Depends on it")))

    def named(self, events: Iterable[Event]) -> Markup:
        """Return records of which the page says no more than what they are called."""
        briefs = (self._items.brief(event, self._here) for event in events)
        lines = [f'<li id="{escape(brief.anchor)}">{_linked(brief, _name(brief))}</li>\n' for brief in briefs]
        return Markup(f'<ul class="rs-brief">\n{"".join(lines)}</ul>')  # noqa: S704 its parts are escaped

    def told(self, events: Iterable[Event], group: str) -> Markup:
        """Return what became of records; `group` is what the heading above them says already."""
        found = [self._told(self._items.item(event, self._here), group) for event in events]
        return Markup("\n".join(found))  # noqa: S704 its parts are escaped

    def _told(self, item: Item, group: str) -> str:
        section = f'<section class="rs-change rs-change-{escape(item.group)}" id="{escape(item.anchor)}">'
        parts = [f"{section}\n<h3>{_linked(item, _named(item))}</h3>\n"]
        if item.names or item.verdict != group:
            names = f"{self._colon}{item.names}" if item.names else ""
            parts.append(f'<p class="rs-what"><span class="rs-verdict-word">{escape(item.verdict)}</span>{names}</p>\n')
        parts.append(f"{item.reasons}\n{item.redline}\n{self._text(item)}{self._below(item)}</section>")
        return "".join(parts)

    def _text(self, item: Item) -> str:
        if not item.text:
            return ""
        if item.group != "gone":
            return f'<div class="rs-text">{item.text}</div>'
        note = f'<p class="rs-struck-note">{self._last_text}</p>'
        return f'<div class="rs-text rs-struck">{note}<del>{item.text}</del></div>'

    def _below(self, item: Item) -> str:
        """Return what hangs on a record now."""
        if not item.below:
            return ""
        links = [f'<a href="{escape(self._items.href(i, self._here))}">{escape(i)}</a>' for i in item.below]
        more = ""
        if item.more_below:
            said = plural("and {count} more record", "and {count} more records", item.more_below)
            more = f" {escape(self._press.words.say(said))}"
        return f'<p class="rs-below">{self._depends}{self._colon}{self._pause.join(links)}{more}</p>\n'


def _name(brief: Brief) -> str:
    return str(escape(f"{brief.id} {brief.title}" if brief.title else brief.id))


def _named(item: Item) -> str:
    title = f" {escape(item.title)}" if item.title else ""
    return f'<span class="rs-id">{escape(item.id)}</span>{title}'


def _linked(shown: Brief | Item, words: str) -> str:
    return f'<a href="{escape(shown.href)}">{words}</a>' if shown.href else words
