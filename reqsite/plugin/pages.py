"""Portal pages as MkDocs pages: files that exist only in memory, and whose HTML is made by the portal."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from reqsite.portal.pages import Page


class PortalPage(MkDocsPage):
    """A page whose content the portal builds; MkDocs' Markdown and front matter never see it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        self.portal = page
        self._title = html.escape(page.title)
        super().__init__(None, file, config)
        self.meta = self._meta()

    @property
    def title(self) -> str:  # type: ignore[override]
        """The title, escaped: themes print it as it is."""
        return self._title

    def _meta(self) -> dict[str, Any]:
        """Return what MkDocs and Material read of a page: none of it is a field of a record."""
        meta: dict[str, Any] = {
            "title": self._title,
            "reqsite": {"kind": self.portal.kind, "record": self.portal.record},
        }
        if not self.portal.search:
            meta["search"] = {"exclude": True}
        return meta

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 MkDocs calls it
        """There is no source: the record has been read, checked and cut before."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 MkDocs calls it
        """Take the finished HTML."""
        self.content = self.portal.build()
        self.toc = get_toc(
            [{"level": e.level, "id": e.anchor, "name": html.escape(e.title), "children": []} for e in self.portal.toc]
        )
        self.present_anchor_ids = None


def portal_file(page: Page, config: MkDocsConfig) -> File:
    """Return a MkDocs file that is this page, out of nav: a thousand pages in nav make every page carry all others."""
    file = File.generated(config, page.src, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    PortalPage(page, file, config)
    return file


def portal_asset(path: str, content: bytes, config: MkDocsConfig) -> File:
    """Return a MkDocs file that is copied into the site as it is."""
    return File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)
