"""The way to a record whose id is known: `go.html#REQ-12`, an address that a letter or a test report can name.

It is a list of all records in the order of their ids, so that the address leads to the record's line without a script
too; with one it goes on to the record itself, whatever the case and the zeros of the id, and has a box for those who
have the id on paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.portal.press import Press
from reqsite.portal.site import Fragment, Page

SOURCE = "go.md"
"""The path of the Markdown source that stands for the page."""

_LINE = Markup('<li id="{id}"><a href="{href}"><span class="rs-id">{id}</span> {title}</a></li>')
_GONE = Markup('<li id="{id}"><a href="{href}"><span class="rs-id">{id}</span> {title}</a> ({removed})</li>')
"""The line of a record that a release had and that is there no longer."""


def pages(press: Press) -> Iterator[Page]:
    """Yield the page; none for a portal without records."""
    if press.site.catalog.records:
        yield Page(SOURCE, _title(press), "list", lambda: fragment(press), search=False)


def fragment(press: Press) -> Fragment:
    """Return the content of the page."""
    here = press.site.addresses.url(SOURCE)
    links = [press.link(record.id, here) for record in press.site.catalog]
    gone = press.site.story.gone.values()
    # One line a record: a template's loop takes ten times as long.
    lines = Markup("\n").join(_LINE.format(id=link.to.id, href=link.href, title=link.to.title) for link in links)
    removed = press.words.say(_("removed"))
    lines += Markup("").join(
        Markup("\n") + _GONE.format(id=e.id, href=press.items.href(e.id, here), title=e.title, removed=removed)
        for e in gone
    )
    html = press.templates.render("go", title=_title(press), example=_example(press), lines=lines)
    return Fragment(html)


def _title(press: Press) -> str:
    return press.words.say(_("Go to a record by its number"))


def _example(press: Press) -> str:
    """Return an id that readers know: a requirement's, where there is one."""
    records = press.by_kind.get("requirement") or [*press.site.catalog]
    return records[0].id
