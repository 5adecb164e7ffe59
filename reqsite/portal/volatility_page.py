"""How much the requirements move: their changes release by release, and those that changed most often."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reqsite.model.catalog import natural_key
from reqsite.portal.press import Press
from reqsite.portal.releases.addresses import release_source
from reqsite.portal.releases.story import Event, Step
from reqsite.portal.site import Fragment

SOURCE = "registers/volatility.md"
_KIND = "requirement"
_MOST = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """What one release changed of the requirements that the one before had."""

    name: str
    href: str
    date: str
    changes: int
    before: int
    """Requirements in force before."""
    rate: str
    """Changes for each 100 of them."""


def has_changes(press: Press) -> bool:
    """Return True where a release followed another one."""
    return len(press.site.story.steps) > 1


def fragment(press: Press, title: str, _day: dt.date) -> Fragment:
    """Return the content of the page, the last release first."""
    here, story = press.site.addresses.url(SOURCE), press.site.story
    counted: Counter[str] = Counter()
    paces = []
    for step in story.steps[1:]:
        changed = [event.entry.id for event in _changes(story.by_step[step.name])]
        counted.update(changed)
        paces.append(_pace(press, step, len(changed), here))
    most = sorted(counted.items(), key=lambda item: (-item[1], natural_key(item[0])))[:_MOST]
    titles = {record_id: story.events[record_id][-1].entry.title for record_id, _count in most}
    html = press.templates.render(
        "volatility",
        title=title,
        list_url=press.href(press.site.addresses.list_source(_KIND), here),
        list_title=press.words.list_title(_KIND),
        paces=list(reversed(paces)),
        most=[(f"{i} {titles[i]}".rstrip(), press.items.href(i, here), count) for i, count in most],
    )
    return Fragment(html)


def _changes(events: list[Event]) -> Iterator[Event]:
    """Yield what changed in substance, or was taken away, of requirements that were in force."""
    for event in events:
        if event.old and event.old.kind == _KIND and event.old.live and (event.normative or event.group == "gone"):
            yield event


def _pace(press: Press, step: Step, changes: int, here: str) -> Pace:
    before = sum(entry.kind == _KIND and entry.live for entry in step.difference.old.entries.values())
    return Pace(
        name=step.name,
        href=press.href(release_source(step.name), here),
        date=step.baseline.date if step.baseline else "",
        changes=changes,
        before=before,
        rate=f"{100 * changes / before:.1f}" if before else "",
    )
