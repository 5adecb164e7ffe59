"""What is done to every finished page: its policy, and the script for its diagrams where it has any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.utils import get_relative_url, is_error_template, write_file

from reqsite.plugin.pages import PortalPage
from reqsite.portal import diagrams
from reqsite.portal.addresses import relative
from reqsite.portal.strict import DIAGRAM, HEADERS, Policy
from reqsite.portal.version_menu import put_around

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from reqsite.portal.portal import Portal

_CHINESE = ('<html lang="zh"', '<html lang="zh-Hans"')
"""Material writes `zh`, which does not say by which glyphs the characters are to be drawn."""


def has_pages_of_their_own(config: MkDocsConfig) -> bool:
    """Return False where the theme puts one page into the place of another, whose policy it then breaks."""
    return "navigation.instant" not in (config.theme.get("features") or [])


class Finish:
    """The last hand on the pages of one build.

    Args:
        csp: whether pages get a Content-Security-Policy.
        diagram_label: what a diagram as text is called, in the language of the site.
        portal: says what stands around every page.
    """

    def __init__(self, *, csp: bool, diagram_label: str, portal: Portal) -> None:
        self._policy = Policy() if csp else None
        self._label = diagram_label
        self._portal = portal
        self._has_diagrams = False

    def page(self, html: str, page: Page) -> str:
        """Return the finished HTML of a page."""
        html = put_around(html.replace(*_CHINESE, 1), self._portal.around(relative("", page.url)))
        if self._policy:
            html = self._policy.insert(html, page.content or "" if isinstance(page, PortalPage) else "")
        if DIAGRAM in html:
            self._has_diagrams = True
            html = diagrams.in_page(html, get_relative_url(diagrams.SCRIPT, page.url), self._label)
        return html

    def template(self, html: str, name: str, config: MkDocsConfig) -> str:
        """Return the finished HTML of a page that stands for itself, such as the one for what is not found."""
        if not name.endswith(".html"):
            return html
        anywhere = is_error_template(name)
        root = urlsplit(config.site_url or "/").path if anywhere else relative("", name)  # as MkDocs has it
        html = put_around(html.replace(*_CHINESE, 1), self._portal.around(root, at_any_address=anywhere))
        return self._policy.insert(html) if self._policy else html

    def site(self, config: MkDocsConfig) -> None:
        """Write what pages need, and what a server should send with them."""
        files = diagrams.files() if self._has_diagrams else {}
        if self._policy:
            files["_headers"] = HEADERS.encode()
        for path, content in files.items():
            write_file(content, str(Path(config.site_dir) / path))
