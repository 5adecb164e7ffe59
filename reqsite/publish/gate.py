"""The last look at a built site before it leaves the house.

It reads what was written, not what was meant: a browser is to load nothing from elsewhere, run nothing but the theme's
own scripts, find every link, and see nothing of what is internal.  Pages are read by `html.parser`, whose reading is
close to a browser's, not equal to it: what the two might read differently is refused.  A script's own doings cannot be
read here; the policy that every page must carry bounds them.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from reqsite.i18n import Message, _
from reqsite.publish.css_reader import foreign_addresses
from reqsite.publish.page_links import Links
from reqsite.publish.page_reader import PageReader

PAGES = (".html", ".htm", ".xhtml", ".shtml")
_DRAWINGS = (".svg",)
_TEXTS = (*PAGES, *_DRAWINGS, ".json", ".jsonl", ".js", ".mjs", ".css", ".txt", ".xml", ".csv", ".md", ".yml", ".map")
_LARGEST = 256 * 1024 * 1024
"""A file with more bytes is refused: some hosts take none of half that size."""
_LARGEST_PAGE = 64 * 1024 * 1024
NOT_FOUND = "404.html"
"""It is shown at any address, so that its links are those of the root of a site; where that is, nobody knows here."""


@dataclass(frozen=True, slots=True)
class Defect:
    """What must not leave the house."""

    path: str
    message: Message


@dataclass(frozen=True)
class Rules:
    """What the site must be."""

    leak: Callable[[str], str] | None = None
    """Returns something internal that a text says, empty where it says nothing of the kind; None where there is
    nothing internal."""
    needs_policy: bool = True
    """Whether every page has a Content-Security-Policy."""


def look_over(site: Path, paths: Iterable[str], rules: Rules) -> Iterator[Defect]:
    """Yield what is wrong with a site, page by page.

    Args:
        site: its folder.
        paths: of all its files, relative to it.
        rules: what it must be.
    """
    known = list(paths)
    links = Links(known)
    for path in known:
        file = site / path
        size = file.stat().st_size
        suffix = file.suffix.lower()
        if size > (_LARGEST_PAGE if suffix in _TEXTS else _LARGEST):
            yield Defect(path, _("It is too large: {size} bytes.", size=size))
        elif suffix in _TEXTS or path.endswith(".gz"):
            text = _text(file)
            if text is None:
                yield Defect(path, _("It is no UTF-8, or not what its name says."))
                continue
            yield from (Defect(path, message) for message in _in_text(path, suffix, text, rules, links))
        elif "." not in file.name and b"<" in _beginning(file):
            yield Defect(path, _("It has no suffix, and a browser may take it for a page."))
    yield from (Defect(path, message) for path, message in links.broken())


def _in_text(path: str, suffix: str, text: str, rules: Rules, links: Links) -> Iterator[Message]:
    if rules.leak and (said := rules.leak(text)):
        yield _("It says what is internal: {said}", said=said)
    if suffix in PAGES or suffix in _DRAWINGS:
        reader = PageReader(is_drawing=suffix in _DRAWINGS)
        reader.read(text)
        yield from reader.defects
        if suffix in PAGES and rules.needs_policy and not reader.policy:
            yield _("It has no Content-Security-Policy: the plugin writes one unless `csp: false` tells it not to.")
        if suffix in PAGES and path != NOT_FOUND:
            links.add(path, reader.ids, reader.links)
        for style in reader.styles:
            yield from _in_css(style)
    elif suffix == ".css":
        yield from _in_css(text)


def _in_css(text: str) -> Iterator[Message]:
    for address in foreign_addresses(text):
        yield _("A style loads from elsewhere: {address}", address=address)


def _text(file: Path) -> str | None:
    try:
        if file.suffix == ".gz":
            with gzip.open(file) as packed:
                content = cast("IO[bytes]", packed).read(_LARGEST_PAGE)
        else:
            content = file.read_bytes()
        return content.decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError):
        return None


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(512)
