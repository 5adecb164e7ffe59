"""A difference for a terminal: numbers, then groups, each change word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from reqsite.cli.diff_items import Part, Redlines, groups_of, numbers
from reqsite.cli.terminal import printable
from reqsite.history.redline_text import bracketed, redline_plain
from reqsite.history.runs import INS
from reqsite.i18n import Message

if TYPE_CHECKING:
    from reqsite.history.difference import Changed, Difference

INDENT = "    "


class TextPrinter:
    """Writes differences as text that a terminal may show: no character of it is an order to one.

    Args:
        redlines: Makes the redlines.
        say: Puts messages into words.
        color: True where the reader sees colours; without, words are marked as `git diff --word-diff` marks them.
    """

    def __init__(self, redlines: Redlines, say: Callable[[Message], str], *, color: bool) -> None:
        self._redlines = redlines
        self._say = say
        self._color = color

    def difference(self, difference: Difference) -> Iterator[str]:
        """Yield the lines of a difference."""
        yield self._heading(f"{difference.old.name} → {difference.new.name}")
        yield self._say(numbers(difference))
        for group in groups_of(difference):
            yield ""
            yield self._heading(self._say(group.title))
            for item in group.items:
                yield printable(f"  {item.note or item.id}  {item.title}").rstrip()
                if item.changed is not None:
                    yield from self.changed(item.changed)

    def changed(self, changed: Changed) -> Iterator[str]:
        """Yield the lines of what has changed in a record."""
        for part in self._redlines.parts(changed):
            label, lines = printable(part.label), self._lines(part)
            if len(lines) == 1 or part.is_line:
                yield f"{INDENT}{label}: {' '.join(lines)}"
                continue
            yield f"{INDENT}{label}"
            yield from (f"{INDENT}  {line}" for line in lines)

    def _lines(self, part: Part) -> list[str]:
        note = [self._say(part.note)] if part.note else []
        if not part.redline.has_changes:
            return note
        text = redline_plain(part.redline, self._say, _marked if self._color else bracketed)
        return [*(self._finished(line) for line in text.split("\n")), *note]

    def _heading(self, text: str) -> str:
        return click.style(printable(text), bold=True) if self._color else printable(text)

    def _finished(self, line: str) -> str:
        """Return a line without what a terminal would obey, but for our own colours."""
        line = printable(line)
        for (start, end), style in _COLORS.items():
            line = line.replace(start, style).replace(end, _PLAIN)
        return line


_INSERTED, _DELETED = ("\ufdd0", "\ufdd1"), ("\ufdd2", "\ufdd3")
"""Stand around words until the line is safe. They are no characters (Unicode 23.7): `redline_plain` leaves none in."""
_COLORS = {_INSERTED: "\x1b[32;4m", _DELETED: "\x1b[31;9m"}
_PLAIN = "\x1b[0m"


def _marked(op: str, words: str) -> str:
    start, end = _INSERTED if op == INS else _DELETED
    return f"{start}{words}{end}"
