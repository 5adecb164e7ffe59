"""The page of a record that is there no longer: its last text struck, what became of it, and its history."""

from __future__ import annotations

from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.portal.press import Press
from reqsite.portal.releases.items import Items
from reqsite.portal.releases.timeline import ANCHOR, timeline
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
        history=timeline(press, items, entry.id, here),
    )
    return Fragment(html, (TocEntry(press.words.say(_("History")), ANCHOR),))


def _renamed(items: Items) -> list[tuple[str, str]]:
    return [pair for step in items.story.all_steps for pair in step.difference.renamed]
