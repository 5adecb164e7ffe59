"""Ids and levels of the headings that a writer puts into a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocTreeprocessor, slugify, slugify_unicode

from reqsite.model.han import has_han

Slugify = Callable[[str, str], str]

FIRST_LEVEL = 3
"""h1 is the record's title, h2 are its sections."""
RESERVED = ("__", "rs-", "ac-")
"""How ids begin that belong to the theme, to our own pages, and to acceptance criteria."""

_PLACEHOLDER = re.compile(r"\x02[^\x02\x03]{0,100}\x03")


def readable_slug(text: str, separator: str) -> str:
    """Return a slug that keeps Chinese words; any other text gets the slug that Python-Markdown gives it."""
    return slugify_unicode(text, separator) if has_han(text) else slugify(text, separator)


def slugify_of(md: Markdown) -> Slugify:
    """Return what this Markdown object makes slugs with; the default, which drops Chinese, is replaced for good."""
    toc = _toc_of(md)
    if toc is None:
        return readable_slug
    if toc.slugify is slugify:
        toc.slugify = readable_slug
    own: Slugify = toc.slugify
    return own


def take_out_toc(md: Markdown) -> TocTreeprocessor | None:
    """Take the table of contents out of the pipeline and return it, for texts that do have headings (permalinks)."""
    toc = _toc_of(md)
    if toc is not None:
        md.treeprocessors.deregister("toc")
        toc.base_level = 0  # `lower_headings` sees to it
    return toc


def _toc_of(md: Markdown) -> TocTreeprocessor | None:
    if "toc" not in md.treeprocessors:
        return None
    toc = md.treeprocessors["toc"]
    return toc if isinstance(toc, TocTreeprocessor) else None


def lower_headings(headings: list[Element]) -> None:
    """Put the headings of one section below the page's frame; what lies below what stays so."""
    levels = [int(heading.tag[1]) for heading in headings]
    shift = FIRST_LEVEL - min(levels, default=FIRST_LEVEL)
    for heading, level in zip(headings, levels, strict=True):
        heading.tag = f"h{min(6, level + shift)}"


class Ids:
    """The ids of one page; no two are the same, and none is one of those that no text may use."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def take(self, name: str) -> bool:
        """Take an id as it is; return False where it is taken or reserved."""
        if name in self._taken or is_reserved(name):
            return False
        self._taken.add(name)
        return True

    def make(self, wanted: str) -> str:
        """Take `wanted`, or the first of `wanted-2` … that is free, and return it."""
        base = f"h-{wanted}" if is_reserved(wanted) or not wanted else wanted
        number = self._counts.get(base, 1)
        name = base if number == 1 else f"{base}-{number}"
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._counts[base] = number
        self._taken.add(name)
        return name


def give_ids(headings: Iterable[Element], ids: Ids, slug: Slugify) -> None:
    """Give each heading that has no id of its own one that nothing else on the page has."""
    for heading in headings:
        if "id" not in heading.attrib:
            text = _PLACEHOLDER.sub("", "".join(heading.itertext())).strip()
            heading.set("id", ids.make(slug(text, "-")))


def is_reserved(name: str) -> bool:
    """Return True for an id that no text may use."""
    return name.startswith(RESERVED)
