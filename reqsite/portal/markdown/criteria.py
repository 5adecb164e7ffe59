"""Acceptance criteria in a record's text: each gets its name in front of it, and an id to link to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from reqsite.model.record import Criterion, Section
from reqsite.portal.markdown.walk import HEADINGS

CRITERION_TAG = "rs-ac"
"""The element of a criterion's name until `settle_criterion`; no text can write it."""

_BULLET = re.compile(r"[ ]{0,3}(?:(?:[-*+]|\d{1,9}\.)[ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]*)?")
_OWN_NAME = re.compile(
    r"(?P<mark>\*\*|__|`)?(?P<name>[^\s*_`:：]{1,100})(?P<close>(?P=mark))?[ \t]{0,4}[:：]"
    r"[ \t]{0,4}(?P<late>\*\*|__|`)?[ \t]{0,4}"
)
_BEGINS_A_BLOCK = re.compile(r"[>|#]|[-+*][ \t]|\d{1,9}\.[ \t]|`{3}|~{3}|!{3}|\?{3}|={3}|[ \t]|\Z")


class CriterionMarks(InlineProcessor):
    """Knows where each criterion begins: a mark is put into the Markdown, which becomes the name once it is read.

    What counts as a criterion (items, items joined to one, headings, paragraphs) has been decided where the file was
    read; the mark stands on the very line that was found there.
    """

    PRIORITY = 200
    """Before everything else, because the mark is no Markdown."""

    def __init__(self, md: Markdown, mark: str) -> None:
        super().__init__(f"{mark}x(\\d{{1,6}})x ?", md)
        self._mark = mark
        self.names: list[str] = []
        """The names of the record's criteria; set before each conversion."""

    def marked(self, section: Section, criteria: Iterable[Criterion], first: int = 0) -> str:
        """Return the section's Markdown with a mark where each criterion begins; `first` is the number of its name."""
        lines = section.text.split("\n")
        for number, criterion in enumerate(criteria, first):
            row = criterion.line - section.line
            if 0 <= row < len(lines):
                lines[row] = self._with_mark(lines[row], number, criterion.id)
        return "\n".join(lines).strip("\n")

    def without(self, html: str) -> str:
        """Return HTML without marks that were read as something else than text, such as lines of code."""
        return self.compiled_re.sub("", html) if self._mark in html else html

    def _with_mark(self, line: str, number: int, name: str) -> str:
        bullet = _BULLET.match(line)
        start = bullet.end() if bullet else 0
        rest = _without_name(line[start:], name)
        if _BEGINS_A_BLOCK.match(rest) and rest:
            return line  # a mark in front of it would make text of it
        return f"{line[:start]}{self._mark}x{number}x {rest}"

    def handleMatch(  # type: ignore[override]  # noqa: N802 Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the element for one mark."""
        del data
        number = int(m[1])
        if number >= len(self.names):
            return None, None, None
        name = self.names[number]
        element = Element(CRITERION_TAG, {"class": "rs-ac"})
        if name not in self.names[:number]:
            element.set("id", criterion_anchor(name))
        element.text = AtomicString(name)
        return element, m.start(0), m.end(0)


def criterion_anchor(criterion_id: str) -> str:
    """Return the id that a criterion has on its record's page: `ac-1`."""
    slug = slugify_unicode(criterion_id, "-")
    return slug if slug.startswith("ac-") else f"ac-{slug}"


def settle_criterion(parent: Element) -> None:
    """Finish the names among an element's children; a name that opens a list item or a heading lends it its id."""
    for index, child in enumerate(parent):
        if child.tag == CRITERION_TAG:
            child.tag = "span"
            child.tail = f" {child.tail or ''}"
        elif index or child.tag != "p" or not len(child) or child[0].tag != CRITERION_TAG or child.text:
            continue
        name = child[0] if child.tag == "p" else child
        opens = index == 0 and not (parent.text or "").strip()
        if opens and "id" in name.attrib and (parent.tag == "li" or parent.tag in HEADINGS):
            parent.set("id", name.attrib.pop("id"))


def _without_name(text: str, name: str) -> str:
    """Return an item's text without the name that the writer has given it: `**AC-3**: …`, `AC-3：…`."""
    if text.strip() == name:
        return ""
    own = _OWN_NAME.match(text)
    if own is None or own["name"] != name or bool(own["mark"]) != bool(own["close"] or own["late"]):
        return text
    return text[own.end() :]
