"""Where a Markdown file's front matter ends and its text begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from reqsite.i18n import _
from reqsite.source import rules
from reqsite.source.refused import Refused

_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_BLANK = re.compile(r"(?:[ \t]*\n)*")
_NEARLY_OPENING = re.compile(r"[ \t]*(?:-{3,}|[—–―－‐]{1,3}|\+\+\+)[ \t]*\n")
_KEY_LINE = re.compile(r"[a-z_][a-z0-9_-]{0,60}[ \t]*[:：](?:[ \t]|\n|\Z|(?<=：))")
_RECORD_KEY_LINE = re.compile(r"(?:id|type)[ \t]*[:：][ \t]*\S")
_CLOSED_BLOCK = re.compile(
    r"(?:[ \t]*\n)*(?P<fence>---[ \t]*\n)(?:[ \t]*\n)*(?=(?P<key>[a-z_][a-z0-9_-]{0,60}[ \t]*[:：]))"
)


class Split(NamedTuple):
    """A file's text in its two parts."""

    front: str | None
    """The YAML between the fences, None where there is no front matter."""
    body: str
    body_line: int
    """The line on which `body` begins."""
    closed_by_a_line: bool = True
    """False where the file ends right behind the closing fence, without a line end."""

    front_line: int = 2
    """The line on which `front` begins."""


def split(text: str) -> Split:
    """Return front matter and body of a text with line feeds.

    Front matter begins with `---` on the first line and ends with the next line that is `---` or `...`.

    Raises:
        Refused: Where a block is not closed, or stands where it is no front matter.
    """
    opening = _OPENING.match(text)
    if opening is None:
        _refuse_misplaced(text)
        return Split(None, text, 1)
    plain = _plainly(text) if text.startswith("---\n") else None
    if plain is not None:
        return plain
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        _refuse_unclosed(text, opening.end())
        return Split(None, text, 1)
    front = text[opening.end() : closing.start()]
    body_line = front.count("\n") + 3
    _refuse_second_block(text, closing.end(), body_line)
    return Split(front, text[closing.end() :], body_line, closing[0].endswith("\n"))


def _plainly(text: str) -> Split | None:
    """Return the parts of a text with two lines `---` and nothing else that looks like a fence, as nearly all have."""
    begin = len("---\n")
    end = text.find("\n---", begin - 1)
    behind = end + len("\n---\n")
    if end < 0 or text[behind - 1 : behind] != "\n" or "\n..." in text[:end] or text.find("\n---", behind - 1) >= 0:
        return None
    front = text[begin : end + 1]
    return Split(front, text[behind:], front.count("\n") + 3)


def _refuse_misplaced(text: str) -> None:
    """Refuse what was meant as front matter but is none: keys without a fence, or a fence that comes late."""
    if _RECORD_KEY_LINE.match(text):
        raise Refused(
            rules.MISPLACED_FRONT_MATTER,
            _("The front matter has no `---` above it."),
            _("Write a line `---` above the first key and one below the last."),
        )
    blank = _BLANK.match(text)
    start = blank.end() if blank else 0
    fence = _NEARLY_OPENING.match(text, start)
    if fence and _KEY_LINE.match(text, fence.end()):
        wrong = (
            _("Blank lines stand above the front matter.")
            if start and _OPENING.match(text, start)
            else _("This line is no `---`, so what follows is no front matter.")
        )
        raise Refused(
            rules.MISPLACED_FRONT_MATTER,
            wrong,
            _("Begin the file with a line of exactly three hyphens: `---`"),
            text.count("\n", 0, start) + 1,
        )


def _refuse_unclosed(text: str, start: int) -> None:
    """Refuse a first line `---` that opens front matter; before other text it is a rule across the page."""
    blank = _BLANK.match(text, start)
    after = blank.end() if blank else start
    if not text[after:].strip() or _KEY_LINE.match(text, after):
        raise Refused(
            rules.UNREADABLE_FRONT_MATTER,
            _("The front matter that begins here is not closed."),
            _("Write a line `---` below the last key."),
        )


def _refuse_second_block(text: str, start: int, line: int) -> None:
    block = _CLOSED_BLOCK.match(text, start)
    if block and _CLOSING.search(text, block.end()):
        raise Refused(
            rules.MISPLACED_FRONT_MATTER,
            _("A second block of front matter follows the first."),
            _("Move its keys into the first block."),
            line + text.count("\n", start, block.start("fence")),
        )
    if _KEY_LINE.match(text, start):
        keys = start
        while match := _KEY_LINE.match(text, keys):
            end = text.find("\n", match.start())
            keys = end + 1 if end >= 0 else len(text)
        if _OPENING.match(text, keys) and keys < len(text):
            raise Refused(
                rules.MISPLACED_FRONT_MATTER,
                _("The front matter was closed above, but keys follow and a second `---`."),
                _("Delete the first closing `---`."),
                line,
            )
