"""The pages of the releases."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from reqsite.i18n import _
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses, compare_page, gone_page, release_page, releases_page
from reqsite.portal.releases.items import Items, gone_source
from reqsite.portal.site import Page


def pages(press: Press, items: Items) -> Iterator[Page]:
    """Yield the table of all releases, the page of each, and those of records that are gone; none without a release."""
    story = items.story
    if not story:
        return
    title = press.words.say(_("Releases"))
    yield Page(
        addresses.INDEX,
        title,
        "list",
        functools.partial(releases_page.fragment, press, story),
        in_nav=True,
        search=False,
    )
    for step in reversed(story.all_steps):
        yield Page(
            source=addresses.release_source(step.name),
            title=release_page.title_of(press, step),
            kind="release",
            build=functools.partial(release_page.fragment, press, items, step),
            parent=addresses.INDEX,
            search=False,
        )
    yield Page(
        source=addresses.COMPARE,
        title=compare_page.title_in(press),
        kind="release",
        build=functools.partial(compare_page.fragment, press, story),
        parent=addresses.INDEX,
        search=False,
    )
    for entry in story.gone.values():
        source = gone_source(entry)
        title = f"{entry.id} {'' if entry.title == entry.id else entry.title}".rstrip()
        build = functools.partial(gone_page.fragment, press, items, entry, source)
        parent = press.site.addresses.list_source(entry.kind) if entry.kind in press.by_kind else ""
        yield Page(source, title, "release", build, parent=parent)
