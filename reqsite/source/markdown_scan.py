"""What of a Markdown text is code and what is a comment: one pass, so that the rest need not ask again.

Code is found as the site's Markdown finds it: fenced blocks (an opened fence that nothing closes is none), and spans
between equal rows of backticks within one paragraph.  A comment inside code is code, a fence inside a comment is
comment.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"^[ \t]{0,80}(?:>[ \t]{0,4}){0,9}(?:[-*+][ \t]{1,4})?(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)$"
    r"|(?P<ticks>`+)|(?P<comment><!--)",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NO_LINE_END = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment outside code."""

    text: str
    """Without its marks, stripped."""
    start: int
    """Offset in the text."""
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """Code and comments of a text, as offsets, each list in order and without overlaps."""

    fences: tuple[tuple[int, int], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    comments: tuple[Comment, ...] = ()

    def cut(self, text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the text without comments, and where its fences are then.

        Of a comment its line ends remain, so that lines keep their numbers.
        """
        if not self.comments:
            return text, self.fences
        parts: list[str] = []
        end = removed = 0
        ends, shifts = [0], [0]
        for comment in self.comments:
            line_ends = "\n" * text.count("\n", comment.start, comment.end)
            parts += (text[end : comment.start], line_ends)
            end = comment.end
            removed += comment.end - comment.start - len(line_ends)
            ends.append(end)
            shifts.append(removed)
        fences = []
        for start, stop in self.fences:
            shift = shifts[bisect.bisect_right(ends, start) - 1]
            fences.append((start - shift, stop - shift))
        return "".join((*parts, text[end:])), tuple(fences)

    def masked(self, text: str) -> str:
        """Return the text with code and comments as object replacement characters, every offset and line kept."""
        if self is _NOTHING:
            return text
        ranges = sorted([*self.fences, *self.spans, *((c.start, c.end) for c in self.comments)])
        if not ranges:
            return text
        parts: list[str] = []
        end = 0
        for start, stop in ranges:
            parts += (text[end:start], _NO_LINE_END.sub("\ufffc", text[start:stop]))
            end = stop
        return "".join((*parts, text[end:]))


_NOTHING = Scan()


def scan(text: str) -> Scan:
    """Return code and comments of a Markdown text with line feeds, in time that grows with its length."""
    if "`" not in text and ("~" not in text or "~~~" not in text) and ("<" not in text or "<!--" not in text):
        return _NOTHING
    tokens = list(_TOKEN.finditer(text))
    fences: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    comments: list[Comment] = []
    closers = _Closers(text, tokens)
    end = 0
    for number, token in enumerate(tokens):
        if token.start() < end:
            continue
        if token["comment"]:
            stop = text.find("-->", token.end())
            closed = stop >= 0
            end = stop + 3 if closed else len(text)
            inner = text[token.end() : stop] if closed else text[token.end() :]
            comments.append(Comment(inner.strip(), token.start(), end, closed))
        elif token["fence"]:
            stop = closers.fence(number)
            if stop:
                fences.append((token.start(), stop))
                end = stop
        else:
            stop = closers.span(token)
            if stop:
                spans.append((token.start(), stop))
                end = stop
    return Scan(tuple(fences), tuple(spans), tuple(comments))


class _Closers:
    """Where fences and rows of backticks are closed, found without looking at anything twice."""

    def __init__(self, text: str, tokens: list[re.Match[str]]) -> None:
        self._text = text
        self._tokens = tokens
        self._longest: dict[str, list[int]] | None = None
        self._rows: dict[int, list[int]] | None = None

    def fence(self, number: int) -> int:
        """Return where the block ends that token `number` opens, 0 where nothing closes it."""
        opening = self._tokens[number]["fence"]
        mark, length = opening[0], len(opening)
        if self._longest is None:
            self._longest = _longest_behind(self._tokens)
        if self._longest[mark][number + 1] < length:
            return 0
        for following in range(number + 1, len(self._tokens)):
            token = self._tokens[following]
            row = token["fence"]
            if row and row[0] == mark and len(row) >= length and not token["info"].strip():
                return token.end()
        return 0

    def span(self, token: re.Match[str]) -> int:
        """Return where the code span ends that begins with a row of backticks, 0 where it is no span."""
        if self._rows is None:
            self._rows = {}
            for row, place in _rows(self._tokens):
                self._rows.setdefault(row, []).append(place)
        length = len(token["ticks"])
        rows = self._rows[length]
        following = bisect.bisect_right(rows, token.start())
        if following == len(rows):
            return 0
        close = rows[following]
        return 0 if _BLANK_LINE.search(self._text, token.end(), close) else close + length


def _longest_behind(tokens: list[re.Match[str]]) -> dict[str, list[int]]:
    """Return, for each mark and token number, the longest closing row from that token on."""
    longest = {"`": [0] * (len(tokens) + 1), "~": [0] * (len(tokens) + 1)}
    for number in range(len(tokens) - 1, -1, -1):
        token = tokens[number]
        for mark, row in longest.items():
            row[number] = row[number + 1]
            if token["fence"] and token["fence"][0] == mark and not token["info"].strip():
                row[number] = max(row[number], len(token["fence"]))
    return longest


def _rows(tokens: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield length and offset of every row of backticks."""
    for token in tokens:
        if token["ticks"]:
            yield len(token["ticks"]), token.start("ticks")
        elif token["fence"] and token["fence"][0] == "`":
            yield len(token["fence"]), token.start("fence")
