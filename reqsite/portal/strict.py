"""A Content-Security-Policy for every page: what runs and what it looks like is what the site was built with.

The policy stands in the page itself, because a folder has no server to send it.  It names each inline script and style
by its hash (CSP Level 3, https://www.w3.org/TR/CSP3/) and allows none that stands in a record's text.
"""

from __future__ import annotations

import base64
import hashlib
import html as entities
import re
from collections.abc import Iterable, Iterator

DIAGRAM = 'class="mermaid"'
"""What a page has in it where the theme is to draw a diagram."""

HEADERS = """\
/*
  Content-Security-Policy: frame-ancestors 'self'; base-uri 'none'; object-src 'none'
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Referrer-Policy: same-origin
  X-Content-Type-Options: nosniff
"""
"""What a server should send with every page, in the format of Netlify and Cloudflare Pages; no page can say it."""

# `file:` is for browsers in which 'self' is nothing in a folder; pages from a server cannot load such a URL anyway.
_HERE = "'self' file:"
_STYLE = re.compile(r""" style=(?:"([^"]{0,2000})"|'([^']{0,2000})')""")
_DATA = re.compile(r"""\bsrc=|\btype=["']?(?!text/javascript|module\b)[a-z]""")
"""Attributes of a script that has no text of its own that runs."""
_ENOUGH = 100
"""So many characters tell where a part of a page begins."""
_CHARSET = '<meta charset="utf-8">'


class Policy:
    """Writes the policies of one build, and remembers the hashes of what is the same on every page."""

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}
        self._policies: dict[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool], str] = {}

    def insert(self, page: str, made: str = "") -> str:
        """Return a page with its policy at the top of its head.

        Args:
            page: the whole HTML of the page.
            made: the part of it that is made from records; nothing inline in it may run or style.
        """
        parts = _around(page, made)
        scripts: dict[str, None] = {}
        styles: dict[str, None] = {}
        attributes: dict[str, None] = {}
        for part in parts:
            for text in _texts(part, "<style", "</style"):
                styles[self._hash(text)] = None
            for text in _texts(part, "<script", "</script"):
                scripts[self._hash(text)] = None
            for text in _attributes(part):
                attributes[self._hash(text)] = None
        key = (tuple(scripts), tuple(styles), tuple(attributes), DIAGRAM in page)
        if key not in self._policies:
            self._policies[key] = _policy(*key)
        return _after_charset(page, self._policies[key])

    def _hash(self, text: str) -> str:
        if text not in self._hashes:
            digest = hashlib.sha256(text.encode()).digest()
            self._hashes[text] = f"'sha256-{base64.b64encode(digest).decode()}'"
        return self._hashes[text]


def _around(page: str, made: str) -> tuple[str, ...]:
    """Return what stands before and behind a part of a page, the page itself where it has no such part."""
    at = page.find(made[:_ENOUGH]) if made else -1
    while at >= 0 and not page.startswith(made, at):  # to search for all of it takes ten times as long
        at = page.find(made[:_ENOUGH], at + 1)
    return (page,) if at < 0 else (page[:at], page[at + len(made) :])


def _attributes(part: str) -> Iterator[str]:
    """Yield the styles that elements have of their own, as a browser reads them."""
    at = part.find(" style=")
    while at >= 0:
        if match := _STYLE.match(part, at):
            yield entities.unescape(match[1] or match[2] or "")
        at = part.find(" style=", at + 1)


def _texts(part: str, start: str, end: str) -> Iterator[str]:
    """Yield what stands inline in elements of one name, but for data and for what a file holds."""
    at = part.find(start)
    while at >= 0:
        opened = part.find(">", at)
        closed = part.find(end, opened)
        if opened < 0 or closed < 0:
            return
        if not _DATA.search(part, at, opened):
            yield part[opened + 1 : closed]
        at = part.find(start, closed)


def _policy(scripts: Iterable[str], styles: Iterable[str], attributes: Iterable[str], diagrams: bool) -> str:
    """Return the element that holds a policy.

    What draws diagrams writes its styles while it draws, and no hash can foresee them, so that pages with a diagram
    allow styles, though never scripts, whatever they are.
    """
    style = f"{_HERE} 'unsafe-inline'" if diagrams else " ".join((_HERE, *styles))
    directives = [
        "default-src 'none'",
        " ".join(("script-src", _HERE, *scripts)),
        f"style-src {style}",
        f"img-src {_HERE} data:",
        f"font-src {_HERE}",
        f"media-src {_HERE}",
        f"connect-src {_HERE}",
        f"manifest-src {_HERE}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if not diagrams and (given := tuple(attributes)):
        directives.append(" ".join(("style-src-attr 'unsafe-hashes'", *given)))
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(directives)}">'


def _after_charset(page: str, policy: str) -> str:
    at = page.find(_CHARSET, 0, 1000)
    if at >= 0:
        at += len(_CHARSET)
        return page[:at] + policy + page[at:]
    at = page.find("<head>", 0, 1000) + len("<head>")
    return page[:at] + policy + page[at:] if at >= len("<head>") else page
