"""A line break inside Chinese or Japanese text is no space.

Writers break long lines; HTML shows each break as a space, which these scripts do not have.  So a break between two
CJK characters goes, also where marks of emphasis, code or links stand between them.  Between Chinese and Latin it
stays, and so does a hard break.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from reqsite.model.han import CJK

_QUOTES = "\u2018\u2019\u201c\u201d\u2014\u2026\u00b7"
_CLOSING = rf"[*_~=^`)\]{_QUOTES}]{{0,8}}"
_LINK_END = r"(?:\](?:\([^()\n]{0,300}\)|\[[^\[\]\n]{0,100}\]))?"
_OPENING = rf"[*_~=^`(\[!<{_QUOTES}]{{0,8}}"
_SOFT_BREAK = re.compile(rf"([{CJK}]{_CLOSING}{_LINK_END}{_CLOSING}) ?\n[ \t]{{0,12}}(?={_OPENING}[{CJK}])")


def join_lines(text: str) -> str:
    """Return a Markdown text without the line breaks that stand between two CJK characters."""
    if "\n" not in text or text.isascii():
        return text
    return _SOFT_BREAK.sub(r"\1", text)


class SoftBreaks(Treeprocessor):
    """Joins the lines of each block of text before its inline marks are read; code blocks are no such text."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        if "nl" in self.md.inlinePatterns:  # nl2br: here every line break is meant
            return
        for element in root.iter():
            if element.text and not isinstance(element.text, AtomicString):
                element.text = join_lines(element.text)
            if element.tail and not isinstance(element.tail, AtomicString):
                element.tail = join_lines(element.tail)
