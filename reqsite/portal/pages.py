"""All pages of a portal, in the order in which people expect them, none made before it is wanted."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reqsite.i18n import _
from reqsite.portal import (
    coverage_page,
    document_pages,
    downloads,
    glossary_page,
    go_page,
    graph_page,
    list_page,
    map_page,
    quality_page,
    record_page,
    trace_pages,
    views,
)
from reqsite.portal.addresses import GLOSSARY, QUALITY, TRACEABILITY
from reqsite.portal.agreement import pages as agreement_pages
from reqsite.portal.press import Press
from reqsite.portal.releases import pages as release_pages
from reqsite.portal.site import Fragment, Page, Renderer, Site


def pages(site: Site, render: Renderer, overrides: Path | None = None) -> Iterator[Page]:
    """Yield the pages of a portal: each kind's list followed by its records, then traceability, then quality.

    `overrides` is a folder with templates of the site's own, which go before ours.
    """
    return pages_of(Press(site, render, overrides))


def pages_of(press: Press) -> Iterator[Page]:
    """Yield the pages that a press makes, for a caller that needs the press for more."""
    for page in _all(press):
        yield finished(press, downloads.beside(press, page))


def finished(press: Press, page: Page) -> Page:
    """Return a page with what is done to all of them."""
    redact = press.site.redact
    return replace(page, title=redact(page.title), build=functools.partial(_made, page.build, redact))


def _made(build: Callable[[], Fragment], redact: Callable[[str], str]) -> Fragment:
    """Make a page that the theme's link to the content can lead to, and read all of it once more.

    Whatever a title or a value lets slip, the page does not.
    """
    made = build()
    html = _with_top(made.html)
    if redact is str:
        return made if html is made.html else replace(made, html=html)
    toc = tuple(replace(entry, title=redact(entry.title)) for entry in made.toc)
    return replace(made, html=redact(html), toc=toc, search=redact(made.search))


def _with_top(html: str) -> str:
    """Return the HTML with an id for its first `<h1>`, unless that has one."""
    start = html.find("<h1")
    end = start + len("<h1")
    if start < 0 or html.find(' id="', end, html.find(">", end)) >= 0:
        return html
    return f'{html[:end]} id="{record_page.TOP}"{html[end:]}'


def _all(press: Press) -> Iterator[Page]:
    for kind in press.by_kind:
        yield _list(press, kind)
        yield from views.pages(press, kind)
        yield from _records(press, kind)
        if kind == document_pages.AFTER:
            yield from document_pages.pages(press)
    if press.by_kind:
        yield from _traceability(press)
    yield from agreement_pages.pages(press)
    yield from release_pages.pages(press, press.items)
    yield from go_page.pages(press)
    yield from downloads.pages(press)
    if press.site.is_internal:
        title = press.words.say(_("Quality"))
        build = functools.partial(quality_page.fragment, press)
        yield Page(QUALITY, title, "quality", build, in_nav=True, search=False)


def _list(press: Press, kind: str) -> Page:
    title = press.words.list_title(kind)
    if kind == "term":
        glossary = functools.partial(glossary_page.fragment, press)
        return Page(GLOSSARY, title, "glossary", glossary, in_nav=True, search=False)
    build = functools.partial(list_page.fragment, press, kind)
    return Page(press.site.addresses.list_source(kind), title, "list", build, in_nav=True, search=False)


def _records(press: Press, kind: str) -> Iterator[Page]:
    addresses = press.site.addresses
    parent = addresses.list_source(kind)
    for record in press.by_kind[kind]:
        yield Page(
            source=addresses.record_source(record),
            title=record_page.page_title(press, record),
            kind="record",
            build=functools.partial(record_page.fragment, press, record),
            parent=parent,
            record=record.id,
        )


def _traceability(press: Press) -> Iterator[Page]:
    title = press.words.say(_("Traceability"))
    sections = graph_page.sections(press)
    graphs = [(section.title, section.source) for section in sections]
    if graphs:
        graphs.insert(0, (press.words.say(_("Map of the project")), map_page.SOURCE))
    build = functools.partial(trace_pages.overview, press, graphs)
    yield Page(TRACEABILITY, title, "traceability", build, in_nav=True, search=False)
    if press.trace.levels(press.trace.kinds):
        title = press.words.say(_("Coverage of all levels"))
        build = functools.partial(coverage_page.fragment, press)
        yield Page(trace_pages.COVERAGE, title, "traceability", build, parent=TRACEABILITY, search=False)
    if sections:
        title = press.words.say(_("Map of the project"))
        build = functools.partial(map_page.fragment, press, sections)
        yield Page(map_page.SOURCE, title, "traceability", build, parent=TRACEABILITY, search=False)
    for section in sections:
        title = graph_page.page_title(press, section)
        build = functools.partial(graph_page.fragment, press, section)
        yield Page(section.source, title, "traceability", build, parent=TRACEABILITY, search=False)
    for above, below in press.trace.pairs():
        yield Page(
            source=trace_pages.pair_source(press, above, below),
            title=trace_pages.pair_title(press, above, below),
            kind="matrix",
            build=functools.partial(trace_pages.pair, press, above, below),
            parent=TRACEABILITY,
            search=False,
        )
