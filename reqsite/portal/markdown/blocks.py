"""Block marks, looked for only in blocks that have their sign: most blocks of a requirement are plain paragraphs.

Python-Markdown asks each of some twenty processors about every block, which is a tenth of a build.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

_INDENT = "indent"
"""Stands for the blanks of one indent, of which the site may say how many they are."""
_SIGNS = {
    "markdown.blockprocessors.ListIndentProcessor": (_INDENT,),
    "markdown.blockprocessors.CodeBlockProcessor": (_INDENT,),
    "markdown.blockprocessors.HashHeaderProcessor": ("#",),
    "markdown.blockprocessors.SetextHeaderProcessor": ("\n=", "\n-"),
    "markdown.blockprocessors.OListProcessor": (". ",),
    "markdown.blockprocessors.BlockQuoteProcessor": (">",),
    "markdown.blockprocessors.ReferenceProcessor": ("]:",),
    "markdown.extensions.abbr.AbbrBlockprocessor": ("*[",),
    "markdown.extensions.admonition.AdmonitionProcessor": ("!!!", _INDENT),
    "markdown.extensions.def_list.DefListIndentProcessor": (_INDENT,),
    "markdown.extensions.def_list.DefListProcessor": (":",),
    "markdown.extensions.footnotes.FootnoteBlockProcessor": ("[^",),
    "markdown.extensions.tables.TableProcessor": ("|",),
    "pymdownx.details.DetailsProcessor": ("???", _INDENT),
    "pymdownx.superfences.SuperFencesCodeBlockProcessor": (_INDENT,),
    "pymdownx.tabbed.TabbedProcessor": ("===", _INDENT),
}
"""Processors → what every block has in it that they take, one of these; all others are asked about every block."""


class SignedBlocks:
    """Goes through blocks as Python-Markdown's own parser does.

    Args:
        parser: with all processors that it will have.
        signs: those of processors that are not Python-Markdown's own.
    """

    def __init__(self, parser: BlockParser, signs: dict[BlockProcessor, str]) -> None:
        self._signed = tuple(
            (sign, processor)
            for processor in parser.blockprocessors
            for sign in ((signs[processor],) if processor in signs else _signs(processor, parser.md))
        )

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Put what the blocks say into an element, and take them out of the list."""
        while blocks:
            for sign, processor in self._signed:
                if (
                    sign in blocks[0]
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break


def _signs(processor: BlockProcessor, md: Markdown) -> tuple[str, ...]:
    kind = type(processor)
    known = _SIGNS.get(f"{kind.__module__}.{kind.__qualname__}", ("",))
    return tuple(" " * md.tab_length if sign is _INDENT else sign for sign in known)
