"""Portal pages as MkDocs pages: files that exist only in memory, and whose HTML is made by the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from reqsite.portal.site import Page


class PortalPage(MkDocsPage):
    """A page whose content the portal builds; MkDocs' Markdown and front matter never see it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        self.portal = page
        self.search_content = ""
        """What the search reads in the place of the content; empty once it has."""
        super().__init__(None, file, config)
        # What MkDocs and Material read of a page; none of it is a field of a record.
        self.meta = {"reqsite": {"kind": page.kind, "record": page.record}}
        if not page.search:
            self.meta["search"] = {"exclude": True}
        self.rename(page.title)

    @property
    def title(self) -> Markup:  # type: ignore[override]
        """The title, escaped: themes print it as it is, or escape what is no markup yet."""
        return self._title

    @property
    def is_index(self) -> bool:
        """False even for the list of a folder's records: themes would let the first such page swallow its section."""
        return False

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
        self.search_content = str(fragment.search) or self.content
        self.toc = get_toc(
            [{"level": e.level, "id": e.anchor, "name": str(escape(e.title)), "children": []} for e in fragment.toc]
        )


def portal_file(page: Page, config: MkDocsConfig) -> File:
    """Return a MkDocs file that is this page, out of nav: a thousand pages in nav make every page carry all others."""
    file = File.generated(config, page.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    PortalPage(page, file, config)
    return file


def portal_asset(path: str, content: bytes, config: MkDocsConfig) -> File:
    """Return a MkDocs file that is copied into the site as it is."""
    return File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)
