"""How much a project's files may hold, and the Markdown that no page is made of because it would never be done.

Python-Markdown takes time that grows with the square of some rows of characters, and with the depth of nesting runs
out of stack.  Each check here is one pass over the text, and counts just what costs: an ordinary long text passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.source import rules
from reqsite.source.refused import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a project; each may be raised in mkdocs.yml."""

    file_bytes: int = 256 * 1024
    """Of a Markdown or list file."""
    line_characters: int = 20_000
    files: int = 100_000
    """In the folder of documents, with those that are no Markdown."""
    nesting: int = 64
    """Of lists, quotes and indents in Markdown."""


_FEW = 60
"""So many brackets cannot do harm, whatever their order."""
_BRACKET_WORK = 4_000_000
"""Characters that Markdown may read again in search of closing brackets; it reads about four million a second."""
_OPEN_TAGS = 500
_BACKTICK_ROW = "`" * 101

_BRACKET = re.compile(r"\]\(|[\[\]()]|\n[ \t]*(?:(?=\n)|[-*+|#]|\d{1,9}[.)])")
_ITEM_OR_ROW = re.compile(r"[^\S\n]*(?:[-*+][ \t]|\||\d{1,9}[.)][ \t])")
_FIRST_TWO_MARKERS = re.compile(r"[ ]*(?:[-*+>]|\d{1,9}[.)])[ ]*(?:[-*+>]|\d{1,9}[.)])")
_TWO_MARKERS = re.compile("\n" + _FIRST_TWO_MARKERS.pattern)  # its fixed beginning is found fast
_MARKERS = re.compile(r"^[ \t]*(?:[-*+>]|\d{1,9}[.)])[ \t]*(?:[-*+>]|\d{1,9}[.)])[^\n]*$", re.MULTILINE)
_MARKER = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S))")
_INDENTED = re.compile(r"^[ \t]++(?=\S)", re.MULTILINE)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,40}|!)|(?P<self>/>)|>")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr", "!"))


def refuse_hostile(text: str, masked: str, limits: Limits) -> None:
    """Refuse a Markdown text that would take minutes, or crash, the programs that make a page of it.

    Args:
        text: With line feeds.
        masked: The same without code and comments, as `Scan.masked` leaves it.
        limits: The project's limits.

    Raises:
        Refused: At the place where it goes too far.
    """
    if _is_harmless(text, limits):
        return
    found = (
        _too_much_code(text)
        or _brackets(masked)
        or _nesting(masked, limits.nesting)
        or _open_tags(masked)
        or _too_many(masked, _COUNTED)
    )
    if found:
        offset, message = found
        raise _refusal(text, offset, message)


def _is_harmless(text: str, limits: Limits) -> bool:
    """Return True for a text too short to hold too much of anything but nesting and brackets, and without those."""
    return (
        len(text) < _HARMLESS_LENGTH
        and "\t" not in text
        and ("[" not in text or text.count("[") <= _FEW)
        and ("<" not in text or text.count("<") <= _OPEN_TAGS)
        and ("`" not in text or _BACKTICK_ROW not in text)
        and " " * 4 * limits.nesting not in text
        and not (_TWO_MARKERS.search(text) or _FIRST_TWO_MARKERS.match(text))
    )


def _refusal(text: str, offset: int, message: Message) -> Refused:
    return Refused(
        rules.HOSTILE_MARKDOWN,
        message,
        _("Put it between lines of ``` if it is data; else split the text into several files."),
        text.count("\n", 0, offset) + 1,
        offset - text.rfind("\n", 0, offset),
    )


def _brackets(text: str) -> tuple[int, Message] | None:
    """Find brackets that are opened and not closed for long: from each, Markdown reads to the end of the paragraph."""
    if text.count("[") <= _FEW:
        return None
    count = _BracketWork(text)
    for match in _BRACKET.finditer(text):
        worst = count.take(match[0], match.start(), text)
        if worst is not None:
            return worst, _("Too many brackets are opened here and closed late or never.")
    worst = count.end_block(len(text))
    return None if worst is None else (worst, _("Too many brackets are opened here and closed late or never."))


class _BracketWork:
    """Counts the characters that are read again in search of closing brackets."""

    def __init__(self, text: str) -> None:
        self._work = 0
        self._square: list[int] = []
        self._round: list[int] = []
        self._items = _ITEM_OR_ROW.match(text, len(text) - len(text.lstrip())) is not None

    def take(self, mark: str, here: int, text: str) -> int | None:
        """Take in a bracket or line end; return where it began to be too much, if it is."""
        if mark[0] == "\n":
            return self._line_end(mark, here, text)
        if mark[0] == "]" and self._square:
            self._work += here - self._square.pop()
        if mark == ")" and self._round:
            self._work += here - self._round.pop()
        if mark == "[":
            self._square.append(here)
        elif mark == "](" or (mark == "(" and self._round):
            self._round.append(here)
        return here if self._work > _BRACKET_WORK else None

    def _line_end(self, mark: str, here: int, text: str) -> int | None:
        blank = not mark.strip()
        worst = self.end_block(here) if blank or self._items else None
        if blank:
            self._items = _ITEM_OR_ROW.match(text, here + len(mark) + 1) is not None
        return worst

    def end_block(self, here: int) -> int | None:
        """Count what was left open in a paragraph, an item or a row; return where, if it is too much."""
        left = self._square + self._round
        if not left:
            return None
        self._work += here * len(left) - sum(left)
        self._square.clear()
        self._round.clear()
        return min(left) if self._work > _BRACKET_WORK else None


def _nesting(text: str, limit: int) -> tuple[int, Message] | None:
    """Find items, quotes and indents inside one another."""
    deep = _deep_line(text, limit)
    return None if deep < 0 else (deep, _("Lists, quotes or indents are nested deeper than {limit}.", limit=limit))


def _deep_line(text: str, limit: int) -> int:
    for line in _MARKERS.finditer(text):
        position = line.start()
        depth = 0
        while depth <= limit and (marker := _MARKER.match(text, position, line.end())):
            depth += 1
            position = marker.end()
        if depth > limit:
            return line.start()
    for indent in (" " * 4 * limit, "\t" * limit):
        if indent in text:
            for line in _INDENTED.finditer(text):
                if indent in line[0]:
                    return line.start()
    return -1


def _open_tags(text: str) -> tuple[int, Message] | None:
    """Find HTML that is opened and not closed."""
    if text.count("<") <= _OPEN_TAGS:
        return None
    angles = depth = 0
    for match in _TAG.finditer(text):
        name = match["name"]
        if name is None:
            angles = max(angles - 1, 0)
            depth = max(depth - (match["self"] is not None), 0)
        else:
            angles += 1
            if match["close"]:
                depth = max(depth - 1, 0)
            elif name.lower() not in _VOID:
                depth += 1
        if angles > _OPEN_TAGS or depth > _OPEN_TAGS:
            return match.start(), _("More than {limit} HTML tags are opened and not closed.", limit=_OPEN_TAGS)
    return None


def _too_much_code(text: str) -> tuple[int, Message] | None:
    """Find rows of backticks that take long to be matched with one another."""
    if "```" not in text and "~~~" not in text:
        return None
    offset = text.find(_BACKTICK_ROW)
    return (offset, _("A row of more than 100 backticks.")) if offset >= 0 else _too_many(text, _COUNTED_CODE)


def _too_many(text: str, counted: Iterable[tuple[str, int, Message]]) -> tuple[int, Message] | None:
    """Find things that Markdown compares each with each."""
    for search, most, message in counted:
        if text.count(search) > most:
            offset = -1
            for _number in range(most + 1):
                offset = text.find(search, offset + 1)
            return offset, message
    return None


_HARMLESS_LENGTH = 1_500
"""Shorter than the shortest text with 501 abbreviations, which is what of all things counted needs the fewest."""
_COUNTED_CODE = (
    ("\n```", 4_000, _("More than 4,000 lines of ``` in one file.")),
    ("\n~~~", 4_000, _("More than 4,000 lines of ~~~ in one file.")),
)
_COUNTED = (
    ("\n#", 2_000, _("More than 2,000 headings in one file.")),
    ("\n*[", 500, _("More than 500 abbreviations in one file.")),
    ("\\", 20_000, _("More than 20,000 backslashes in one file.")),
    ("@", 20_000, _("More than 20,000 @ in one file.")),
    ("</", 20_000, _("More than 20,000 closing HTML tags in one file.")),
    ("*", 40_000, _("More than 40,000 * in one file.")),
    ("~~", 30_000, _("More than 30,000 ~~ in one file.")),
    ("==", 30_000, _("More than 30,000 == in one file.")),
)
