"""`[[REQ-007]]`, `[[REQ-007|words]]` and `[[term]]` in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from reqsite.portal.markdown.links import Piece

REFERENCE_TAG = "rs-ref"
"""The element that stands for a reference until the end: as a link it would be taken for one of the writer's own, and
the host would look for its file.  No text can write it, because raw HTML never becomes an element of the tree."""

_PATTERN = r"(?<!\\)\[\[([^\[\]\n|\x02]{1,200}?)(?:\\?\|([^\[\]\n]{1,200}))?\]\]"


class References(InlineProcessor):
    """Reads references before brackets are read as links; after code, so that references in code stay as they are."""

    PRIORITY = 182
    PATTERN = _PATTERN

    def __init__(self, md: Markdown, reference: Callable[[str], Piece | None]) -> None:
        super().__init__(_PATTERN, md)
        self._reference = reference

    def handleMatch(  # type: ignore[override]  # noqa: N802 Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the element for one reference."""
        del data
        name, words = m[1].strip(), (m[2] or "").strip()
        piece = self._reference(f"[[{name}|{words}]]" if words else f"[[{name}]]") if name else None
        if piece is None:
            return None, None, None
        element = reference_element(piece)
        if words and piece.text == words:
            element.text = words  # Markdown, that is still to be read
        return element, m.start(0), m.end(0)


def reference_element(piece: Piece) -> Element:
    """Return the element that stands for a piece until `settle` makes it what it shall be."""
    element = Element(REFERENCE_TAG, _attributes(piece))
    element.text = AtomicString(piece.text)
    return element


def finished_element(piece: Piece) -> Element:
    """Return the element for a piece."""
    element = Element("a" if piece.href else "span", _attributes(piece))
    element.text = AtomicString(piece.text)
    return element


def settle(element: Element, *, inside_a_link: bool) -> None:
    """Make a link or a span out of a reference's element; inside a link it is a span, because links do not nest."""
    if inside_a_link:
        element.attrib.pop("href", None)
        element.attrib.pop("rel", None)
    element.tag = "a" if "href" in element.attrib else "span"


def _attributes(piece: Piece) -> dict[str, str]:
    attributes = {"class": piece.css, "href": piece.href, "title": piece.title}
    return {name: value for name, value in attributes.items() if value}
