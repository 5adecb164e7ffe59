"""What can be taken along: a page with every file, and a line of links on the pages that show the same."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.portal import document_pages
from reqsite.portal.addresses import DATA_JSON, GLOSSARY, TRACEABILITY, relative
from reqsite.portal.agreement import addresses as agreement
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses as releases
from reqsite.portal.site import Fragment, Page
from reqsite.portal.takeaways import TakeAway, TakeAways

PAGE = "downloads/index.md"
_FOLDER = "downloads"
_KILO = 1000


@dataclass(frozen=True, slots=True)
class Offer:
    """One file, for a page."""

    href: str
    file: str
    """What it is called once it is taken along."""
    style: str
    title: str
    holds: str
    size: str
    """In words."""


def files(press: Press) -> dict[str, bytes]:
    """Return the files: path relative to the site's root → bytes; the data lie where they always do."""
    takeaways = press.site.takeaways
    return {_path(found): found.make() for found in takeaways.all if found.style != "json"} if takeaways else {}


def pages(press: Press) -> Iterator[Page]:
    """Yield the page with all files, where there are any."""
    if press.site.takeaways and press.site.takeaways.all:
        build = functools.partial(fragment, press, press.site.takeaways)
        yield Page(PAGE, press.words.say(_("Downloads")), "list", build, in_nav=True, search=False)


def fragment(press: Press, takeaways: TakeAways) -> Fragment:
    """Return the content of the page."""
    here = press.site.addresses.url(PAGE)
    offers = [_offer(found, here) for found in takeaways.all]
    return Fragment(press.templates.render("downloads", title=press.words.say(_("Downloads")), offers=offers))


def beside(press: Press, page: Page) -> Page:
    """Return a page with links to the files that hold what it shows; as it is where there are none."""
    takeaways = press.site.takeaways
    wanted = _wanted(press, page) if takeaways else ()
    if not wanted:
        return page
    return replace(page, build=functools.partial(_with_links, press, page, wanted))


def _with_links(press: Press, page: Page, wanted: tuple[tuple[str, str, str], ...]) -> Fragment:
    made, takeaways = page.build(), press.site.takeaways
    here = press.site.addresses.url(page.source)
    found = (takeaways.find(*one) for one in wanted) if takeaways else ()
    offers = [_offer(one, here) for one in found if one]
    before, end, after = made.html.partition("</h1>")
    if not offers or not end:
        return made
    line = press.templates.render("takealong", offers=offers, page=press.href(PAGE, here))
    return replace(made, html=Markup(f"{before}{end}\n{line}{after}"))  # noqa: S704 both are HTML


def _wanted(press: Press, page: Page) -> tuple[tuple[str, str, str], ...]:
    """Return the files that belong beside a page: (name, style, role)."""
    if page.record:
        return ()
    papers = {document_pages.CONTENTS, document_pages.WHOLE}
    if page.source in papers:
        return (("specification", "docx", ""),)
    for role in press.site.agreement.confirmations.roles if press.site.agreement.confirmations else ():
        if page.source == agreement.sheet(role):
            return (("sheet", "docx", role),)
    table = _table_of(press, page)
    return ((table, "csv", ""), ("tables", "xlsx", ""), ("data", "json", "")) if table else ()


def _table_of(press: Press, page: Page) -> str:
    """Return the table that holds what a page shows, empty where there is none."""
    by_source: Mapping[str, str] = {
        press.site.addresses.list_source("requirement"): "requirements",
        agreement.MATRIX: "matrix",
        GLOSSARY: "glossary",
    }
    of_all_below: Mapping[str, str] = {TRACEABILITY: "traceability", releases.INDEX: "changes"}
    return by_source.get(page.source) or of_all_below.get(page.source) or of_all_below.get(page.parent, "")


def _offer(found: TakeAway, here: str) -> Offer:
    return Offer(
        href=relative(_path(found), here),
        file=found.file,
        style=found.style.upper(),
        title=found.title,
        holds=found.holds,
        size=_size(len(found.make())),
    )


def _path(found: TakeAway) -> str:
    return DATA_JSON if found.style == "json" else f"{_FOLDER}/{found.file}"


def _size(count: int) -> str:
    """Return how large a file is: `1.2 MB`, `34 kB`."""
    if count >= _KILO * _KILO:
        return f"{count / _KILO / _KILO:.1f} MB"
    return f"{max(1, round(count / _KILO))} kB"
