"""Search in a site of Material's: the theme's box, our script behind it, the words where a folder finds them too."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.portal import search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig

    from reqsite.plugin.pages import PortalPage

SHIM = "iframe-worker"
"""What the theme's `offline` plugin fetches from a foreign host, so that its own search works from a folder."""


def set_up(config: MkDocsConfig) -> bool:
    """Put our script before the theme's; return False for a site without a search box that it could serve."""
    if config.theme.name != "material" or not {"search", "material/search"} & set(config.plugins):
        return False
    config.extra["polyfills"] = [*config.extra.get("polyfills", []), search.SCRIPT]
    return True


def drop_the_shim(config: MkDocsConfig) -> None:
    """Take out what nothing needs any more, once every other plugin has had its say."""
    config.extra["polyfills"] = [script for script in config.extra.get("polyfills", []) if SHIM not in str(script)]


def publish(config: MkDocsConfig, pages: Iterable[PortalPage]) -> None:
    """Move the words out of the search plugin's index, once it has been written, and add those of the portal's pages.

    The plugin would take each page's words apart as HTML, and part Chinese ones as its own search needs it.
    """
    site = Path(config.site_dir)
    index = site / search.INDEX
    if not index.is_file():
        return
    held = json.loads(index.read_bytes())
    held["docs"] = [*held.get("docs", []), *filter(None, map(_words, pages))]
    for path, content in search.published(held).items():
        (site / path).write_bytes(content)


def _words(page: PortalPage) -> dict[str, str] | None:
    """Return what the index says of a page, None where it says nothing or has got the page from the plugin."""
    if page.words is None or (page.meta.get("search") or {}).get("exclude"):
        return None
    text = html.escape(html.unescape(page.words), quote=False) if "&" in page.words else page.words
    return {"location": page.url, "title": str(page.title).strip(), "text": text.replace("\n", " ").strip()}
