"""Portal pages as MkDocs pages: files that exist only in memory, and whose HTML is made by the portal."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents, get_toc

from reqsite.portal.site import TocEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.toc import _TocToken

    from reqsite.portal.site import Page


_TOP = re.compile(r'<h1(?: [^<>]{0,1000}?)? id="([^"<>]{1,200})"')
"""The head of a page's content, with its id."""
_TITLE_ALONE = " "
"""What a search plugin reads of a page that only says again what other pages say: it is found by its title."""


class PortalPage(MkDocsPage):
    """A page whose content the portal builds; MkDocs' Markdown and front matter never see it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        self.portal = page
        self.words: str | None = None
        """What the search finds the page by besides its title: HTML without a tag; None where it is the content."""
        self.is_finished = False
        """True for a page whose frame has brought its policy."""
        super().__init__(None, file, config)
        # What MkDocs and Material read of a page; none of it is a field of a record.
        self.meta = {"reqsite": {"kind": page.kind, "record": page.record}}
        self.rename(page.title)

    @property
    def title(self) -> Markup:  # type: ignore[override]
        """The title, escaped: themes print it as it is, or escape what is no markup yet."""
        return self._title

    @property
    def is_index(self) -> bool:
        """False even for the list of a folder's records: themes would let the first such page swallow its section."""
        return self.portal.kind == "home"

    def rename(self, title: str) -> None:
        """Give the page a title, which is plain text."""
        self._title = escape(title)
        self.meta = {**self.meta, "title": self._title}

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 MkDocs calls it
        """There is no source: the record has been read, checked and cut before."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 MkDocs calls it
        """Take the finished HTML."""
        fragment = self.portal.build()
        self.content = str(fragment.html)
        self.words = (str(fragment.search) or None) if self.portal.search else ""
        top = _TOP.search(self.content)
        self.toc = _toc(fragment.toc, TocEntry(self.portal.title, top[1], 1) if top else None)

    @property
    def search_content(self) -> str:
        """What a search plugin is to read in the place of the content."""
        return (self.content or "") if self.words is None else self.words or _TITLE_ALONE


def add_to_toc(page: MkDocsPage, entries: Sequence[TocEntry]) -> None:
    """Add headings to the end of an ordinary page's table of contents, below its title."""
    top = page.toc.items
    below_title = len(top) == 1 and top[0].level == 1
    (top[0].children if below_title else top).extend(_toc(entries))


def _toc(entries: Sequence[TocEntry], top: TocEntry | None = None) -> TableOfContents:
    """Return a table of contents; its `top`, which themes do not list, is where the link past the navigation leads."""
    lines = [_line(entry, []) for entry in entries]
    return get_toc([_line(top, lines)] if top else lines)


def _line(entry: TocEntry, children: list[_TocToken]) -> _TocToken:
    return {"level": entry.level, "id": entry.anchor, "name": _escaped(entry.title), "children": children}


@functools.lru_cache(maxsize=1024)
def _escaped(title: str) -> str:
    """Return a heading as HTML: most pages have the same ones."""
    return str(escape(title))


def portal_file(page: Page, config: MkDocsConfig) -> File:
    """Return a MkDocs file that is this page, out of nav: a thousand pages in nav make every page carry all others."""
    file = File.generated(config, page.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    PortalPage(page, file, config)
    return file


def portal_asset(path: str, content: bytes, config: MkDocsConfig) -> File:
    """Return a MkDocs file that is copied into the site as it is."""
    return File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)
