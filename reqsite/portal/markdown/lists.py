"""Lists that begin right under a line of text: a list all the same, as everywhere else than in Python-Markdown."""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

_FIRST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|1[.)])[ \t]+\S")
_ITEM = re.compile(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_NO_TEXT = re.compile(r"[ ]{0,3}[|>#:=]|[ ]{0,3}(?:-+|\*+)\s*\Z|[ ]{4}|\t")
"""A line after which nothing is put: a table, a quote, a heading, a rule, a definition, code."""


class ListsUnderText(Preprocessor):
    """Puts a blank line before a list that begins under a line of text.

    Only `1.` begins a numbered one, as prose may break before any other number.
    """

    PRIORITY = 15
    """After fenced code (25) and raw HTML (20) have been set aside."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with blank ones where a list begins."""
        found: list[str] = []
        before = ""
        in_list = False
        for line in lines:
            if not line.strip():
                in_list = False
            elif _ITEM.match(line):
                if not in_list and before.strip() and _FIRST_ITEM.match(line) and not _NO_TEXT.match(before):
                    found.append("")
                in_list = True
            found.append(line)
            before = line
        return found
