"""What is put right in the tree of a text before ids and links are final: addresses, headings, criteria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from reqsite.portal.markdown.address import UrlKind, kind_of_url
from reqsite.portal.markdown.criteria import CRITERION_TAG, settle_criterion
from reqsite.portal.markdown.headings import Ids, give_ids, lower_headings, slugify_of, take_out_toc
from reqsite.portal.markdown.links import Linker, Page, Piece
from reqsite.portal.markdown.references import REFERENCE_TAG
from reqsite.portal.markdown.walk import HEADINGS

PRIORITY = 6
"""After attribute lists (8) and before the table of contents (5), which gives and reads the headings' ids."""


class PageTree(Treeprocessor):
    """For an ordinary page: links to records' files lead to their pages, headings keep Chinese in their ids."""

    def __init__(self, md: Markdown, context: Callable[[], tuple[Linker, Page] | None]) -> None:
        super().__init__(md)
        self._context = context

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        slugify_of(self.md)
        context = self._context()
        if context is None:
            return
        linker, page = context
        for element in root.iter():
            if element.tag == "a" and (piece := linker.record_address(element.get("href", ""), page)) is not None:
                _readdress(element, piece)
                if piece.href:
                    element.tag = REFERENCE_TAG  # so that the host does not look for the file
            elif element.tag in HEADINGS:
                _redact_texts(element, linker)


@dataclass(frozen=True, slots=True)
class RecordText:
    """What `RecordTree` knows of the text it works on."""

    page: Page
    ids: Ids = field(default_factory=Ids)
    """Those that the page has already."""


class RecordTree(Treeprocessor):
    """For a record's text: addresses are resolved or taken away, headings fit below the frame, criteria have names."""

    def __init__(self, md: Markdown, linker: Linker, section_tag: str) -> None:
        super().__init__(md)
        self._linker = linker
        self._section_tag = section_tag
        self._slug = slugify_of(md)
        self._toc = take_out_toc(md)
        self.text = RecordText(Page(""))
        """The text at hand; set before each conversion."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        found: list[Element] = []
        parents: list[Element] = []
        for section in self._sections(root):
            headings: list[Element] = []
            for child in section:
                for element in child.iter():
                    if element.attrib:
                        self._put_right(element)
                    if element.tag in HEADINGS:
                        headings.append(element)
                    if len(element):
                        parents.append(element)
            lower_headings(headings)
            found += headings
        for element in parents:
            settle_criterion(element)
        if found:
            give_ids(found, self.text.ids, lambda text, mark: self._slug(self._linker.redact(text), mark))
            if self._toc is not None:
                self._toc.run(root)

    def _sections(self, root: Element) -> list[list[Element]]:
        """Return the elements of each section; the first section begins with the text, others after a mark."""
        sections: list[list[Element]] = [[]]
        for child in root:
            if child.tag == self._section_tag:
                sections.append([])
            else:
                sections[-1].append(child)
        return sections

    def _put_right(self, element: Element) -> None:
        tag = element.tag
        if tag in (REFERENCE_TAG, CRITERION_TAG):
            return
        if "rs-" in (css := element.get("class", "")):
            element.set("class", " ".join(name for name in css.split() if not name.startswith("rs-")))
        name = element.get("id")
        if name is not None and tag != "input" and not self.text.ids.take(name):
            del element.attrib["id"]  # inputs are the theme's tabs, whose ids the sanitiser looks at
        if tag == "a" and "href" in element.attrib:
            self._link(element)
        elif tag == "img":
            self._image(element)

    def _link(self, element: Element) -> None:
        url = element.get("href", "")
        if (piece := self._linker.address(url, self.text.page)) is not None:
            _readdress(element, piece)
        elif kind_of_url(url) is UrlKind.EXTERNAL:
            element.set("rel", "noopener noreferrer")

    def _image(self, element: Element) -> None:
        """Show what cannot be shown by its words; an image of another host becomes a link, for nothing is fetched."""
        url = element.get("src", "")
        words = element.get("alt") or url.rpartition("/")[2]
        kind = kind_of_url(url)
        piece = self._linker.address(url, self.text.page)
        if kind is UrlKind.EXTERNAL:
            _replace(element, REFERENCE_TAG, {"href": url, "rel": "noopener noreferrer"}, words)
        elif piece is not None and piece.href:
            element.set("src", piece.href)
        elif piece is not None or kind in (UrlKind.FRAGMENT, UrlKind.MAIL):
            css, title = (piece.css, piece.title) if piece else ("rs-broken", "")
            _replace(element, "span", {"class": css, "title": title}, piece.text or words if piece else words)


def _readdress(element: Element, piece: Piece) -> None:
    if piece.href:
        element.set("href", piece.href)
        return
    words = piece.text
    if words:
        _replace(element, "span", {"class": piece.css}, words)
        return
    element.tag = "span"
    element.attrib.clear()
    element.set("class", piece.css)
    element.set("title", piece.title)


def _replace(element: Element, tag: str, attributes: dict[str, str], words: str) -> None:
    """Make an element of another kind out of this one, in its place."""
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = tag
    element.attrib.update({name: value for name, value in attributes.items() if value})
    element.text = AtomicString(words)


def _redact_texts(heading: Element, linker: Linker) -> None:
    for element in heading.iter():
        if element.text:
            element.text = _as_it_was(element.text, linker.redact(element.text))
        if element.tail:
            element.tail = linker.redact(element.tail)


def _as_it_was(old: str, new: str) -> str:
    return AtomicString(new) if isinstance(old, AtomicString) else new
