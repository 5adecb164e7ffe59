"""Links ids, ranges and terms in the text of a finished tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from reqsite.portal.markdown.links import Piece
from reqsite.portal.markdown.references import REFERENCE_TAG, finished_element, settle

MAX_DEPTH = 120
"""Elements inside each other; a text that needs more is a bomb."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSED = frozenset({"code", "pre", "script", "style", "textarea", "svg", "math", "kbd", "samp"})
_NO_NEW_LINKS = HEADINGS | {"a", "label", "summary"}

FindPieces = Callable[[str, set[str]], list[Piece]]
"""(text, links to terms that the section has) → what of it becomes links."""


class TooDeepError(ValueError):
    """A text whose elements lie inside each other deeper than any real text."""


class LinkMentions(Treeprocessor):
    """Walks over the texts of the tree, but not of code, links and headings.

    It runs last, after the host's own treeprocessors, which take every link in the tree for one that the writer
    wrote, relative to the source.
    """

    PRIORITY = -10

    def __init__(self, md: Markdown, find: Callable[[], FindPieces | None], section_tag: str = "") -> None:
        super().__init__(md)
        self._find = find
        self._section_tag = section_tag

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        find = self._find()
        if find is None:
            return
        walk = _Walk(find, self._section_tag)
        walk.over(root, 0, links=True, inside_a_link=False)
        walk.insert()


@dataclass(slots=True)
class _Walk:
    find: FindPieces
    section_tag: str
    seen: set[str] = field(default_factory=set)
    found: list[tuple[Element, int, str, list[Piece]]] = field(default_factory=list)
    """(parent, where its new children go, the text they come from, the pieces), in the order of the text."""

    def over(self, parent: Element, depth: int, *, links: bool, inside_a_link: bool) -> None:
        if depth > MAX_DEPTH:
            raise TooDeepError
        if links and parent.text:
            self.look(parent, 0, parent.text)
        for index, child in enumerate(parent):
            if child.tag == REFERENCE_TAG:
                self.settle(child, inside_a_link=inside_a_link)
            tag = child.tag
            if tag == self.section_tag or (depth == 0 and tag in HEADINGS):
                self.seen.clear()
            if tag not in _CLOSED:
                closed = tag in _NO_NEW_LINKS or "rs-" in child.get("class", "")
                self.over(child, depth + 1, links=links and not closed, inside_a_link=inside_a_link or tag == "a")
            if links and child.tail:
                self.look(parent, index + 1, child.tail)

    def settle(self, element: Element, *, inside_a_link: bool) -> None:
        settle(element, inside_a_link=inside_a_link)
        if element.get("class") == "rs-term":
            self.seen.add(element.get("href", ""))

    def look(self, parent: Element, index: int, text: str) -> None:
        if len(text) < 2 or text.isspace() or isinstance(text, AtomicString):  # noqa: PLR2004 the shortest names
            return
        pieces = self.find(text, self.seen)
        if pieces and "\x02" in text:  # Python-Markdown's placeholders are no words
            pieces = [piece for piece in pieces if text[piece.start - 1 : piece.start] != "\x02"]
        if pieces:
            self.found.append((parent, index, text, pieces))

    def insert(self) -> None:
        """Put the pieces in, the last ones first, so that the places of the others stay true."""
        for parent, index, text, pieces in reversed(self.found):
            _insert(parent, index, text, pieces)


def _insert(parent: Element, index: int, text: str, pieces: list[Piece]) -> None:
    """Replace `text`, the parent's text or the tail of its child before `index`, by words and elements in turn."""
    elements = [finished_element(piece) for piece in pieces]
    starts = [*(piece.start for piece in pieces[1:]), len(text)]
    for element, piece, next_start in zip(elements, pieces, starts, strict=True):
        element.tail = text[piece.end : next_start]
    before = text[: pieces[0].start]
    if index:
        parent[index - 1].tail = before
    else:
        parent.text = before
    for offset, element in enumerate(elements):
        parent.insert(index + offset, element)
