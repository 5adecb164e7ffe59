"""Where a link leads: addresses relative to the page they stand on, and what kind of address a writer's URL is."""

from __future__ import annotations

import enum
import posixpath
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")


class UrlKind(enum.Enum):
    """What a URL in a text is."""

    FRAGMENT = "fragment"
    """A place on the same page, or nothing at all."""
    EXTERNAL = "external"
    """Another host: http, https, or `//host/…`."""
    MAIL = "mail"
    ROOTED = "rooted"
    """Begins with `/`: where that is, only the host of the portal knows."""
    RELATIVE = "relative"
    """A file, seen from the folder of the text."""
    OPAQUE = "opaque"
    """Still holds placeholders of Python-Markdown; the sanitiser sees it in full and decides."""
    FORBIDDEN = "forbidden"
    """Any other scheme."""


def kind_of_url(url: str) -> UrlKind:
    """Return what a URL is; nothing is decoded, so only the sanitiser's word on the finished HTML is final."""
    if not url or url.startswith("#"):
        return UrlKind.FRAGMENT
    if "\x02" in url:
        return UrlKind.OPAQUE
    if scheme := _SCHEME.match(url.strip()):
        name = scheme[1].lower()
        if name in ("http", "https"):
            return UrlKind.EXTERNAL
        return UrlKind.MAIL if name == "mailto" else UrlKind.FORBIDDEN
    if url.startswith("//"):
        return UrlKind.EXTERNAL
    return UrlKind.ROOTED if url.startswith("/") else UrlKind.RELATIVE


def source_path(url: str, source: str) -> tuple[str, str]:
    """Return (path, fragment) of a relative URL in the text of the file `source`.

    The path is relative to the same folder as `source`, decoded; empty where it leads out of that folder.  The
    fragment keeps its `#` and its encoding, and is empty where there is none.
    """
    path, mark, fragment = url.partition("#")
    decoded = unquote(path.partition("?")[0]).replace("\\", "/")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(source), decoded))
    return ("" if joined in (".", "..") or joined.startswith("../") else joined), mark + fragment
