"""Search in a site of Material's: the theme's box, our script behind it, the words where a folder finds them too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.portal import search

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

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


def publish(config: MkDocsConfig) -> None:
    """Move the words out of the search plugin's index, once it has been written."""
    site = Path(config.site_dir)
    index = site / search.INDEX
    if not index.is_file():
        return
    for path, content in search.published(json.loads(index.read_bytes())).items():
        (site / path).write_bytes(content)
