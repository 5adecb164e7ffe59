"""Where record pages hang: below their lists, with the neighbours at their sides, but never in nav."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs.structure.nav import Navigation, Section

from reqsite.plugin.pages import PortalPage

if TYPE_CHECKING:
    from mkdocs.structure.files import Files


def hang_up(nav: Navigation, files: Files, title: str) -> Navigation:
    """Give every portal page its parent, and every record its neighbours; put the section pages into nav.

    Section pages (lists, glossary, traceability) that the site's own `nav` does not name come in one section, `title`,
    at its end.
    """
    pages = [f.page for f in files.documentation_pages() if isinstance(f.page, PortalPage)]
    by_source = {page.file.src_uri: page for page in pages}
    _put_home(nav, next((page for page in pages if page.portal.kind == "home"), None))
    named = {id(page) for page in nav.pages}
    left = [page for page in pages if page.portal.in_nav and id(page) not in named]
    if left:
        section = Section(title, list(left))
        for page in left:
            page.parent = section
        nav.items.append(section)
        _chain([*nav.pages[-1:], *left])
        nav.pages.extend(left)
    for page in pages:
        parent = by_source.get(page.portal.parent)
        if parent is not None and not page.portal.in_nav:
            page.parent = parent  # type: ignore[assignment] # mkdocs types a section here; a page serves as well
    siblings: dict[str, list[PortalPage]] = {}
    for page in pages:
        if page.portal.record:
            siblings.setdefault(page.portal.parent, []).append(page)
    for group in siblings.values():
        _chain(group)
    return nav


def _put_home(nav: Navigation, home: PortalPage | None) -> None:
    """Put the home page that the portal has made in front of everything else, unless the site names it itself."""
    if home is None or any(page is home for page in nav.pages):
        return
    _chain([home, *nav.pages[:1]])
    nav.items.insert(0, home)
    nav.pages.insert(0, home)
    nav.homepage = home


def _chain(pages: Iterable[object]) -> None:
    """Make each page the next one of the page before it."""
    for one, other in pairwise(pages):
        one.next_page, other.previous_page = other, one  # type: ignore[attr-defined]
