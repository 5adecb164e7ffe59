"""The page of a record that is there no longer: its last text struck, what became of it, and its history."""

from __future__ import annotations

from markupsafe import escape

from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.portal import search
from reqsite.portal.press import Press
from reqsite.portal.releases.items import Items
from reqsite.portal.releases.timeline import ANCHOR
from reqsite.portal.site import Fragment, TocEntry

VERDICTS = ("superseded_by", "merged_into", "split_into", "moved_to")


def fragment(press: Press, items: Items, entry: Entry, source: str) -> Fragment:
    """Return the content of the page of a record that a release had and that is gone."""
    here = press.site.addresses.url(source)
    links = entry.record.get("links", {})
    known = press.site.catalog.records
    targets = [
        (press.words.link(press.site.catalog.schema.links[name]), target, items.href(target, here))
        for name in links
        if name in press.site.catalog.schema.links and press.site.catalog.schema.links[name].direction == "verdict"
        for target in links[name]
    ]
    successors = [new for old, new in _renamed(items) if old == entry.id and new in known]
    event = items.story.events[entry.id][-1]
    html = press.templates.render(
        "gone",
        id=entry.id,
        kind=entry.kind,
        title="" if entry.title == entry.id else entry.title,
        type=press.words.type(str(entry.record["type"])),
        release=event.step.name,
        previous=event.step.previous,
        targets=targets,
        successors=[press.link(new, here) for new in successors],
        text=items.parts.whole(entry),
        history=press.timelines.of(entry.id, here),
    )
    record = Record(entry.id, str(entry.record["type"]), entry.kind, entry.title, "", 1)
    facts = [press.words.type(record.type), press.words.say(_("removed"))]
    texts = [f"{title} {escape(text)}" for title, text in items.parts.sections(entry)]
    found_by = search.entry(record, live=False, facts=facts, titles=(), texts=texts)
    return Fragment(html, (TocEntry(press.words.say(_("History")), ANCHOR),), found_by)


def _renamed(items: Items) -> list[tuple[str, str]]:
    return [pair for step in items.story.all_steps for pair in step.difference.renamed]
