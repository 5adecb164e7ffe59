"""Reading a style sheet: what it would load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.publish.page_reader import foreign

_URL = re.compile(r"""(?:url\(|@import(?!\s{0,9}url\())\s{0,9}["']?\s{0,9}([^"')\s]{1,200})""", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")
_MARK = re.compile(r"""/\*|["']|url\((?=\s{0,99}[^"'\s])""", re.IGNORECASE)
_CLOSED = {"/*": "*/", "url(": ")"}
_ENDS = {quote: re.compile(rf"\\(?:\r\n|.)|[\n\r\f{quote}]", re.DOTALL) for quote in "\"'"}
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:)?//|(?:https?|wss?|ftp):", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_SHOWN = 200


def foreign_addresses(css: str) -> Iterator[str]:
    """Yield the addresses on other hosts that a style sheet, or the style of an element, has in it.

    `url(…)` and `@import` load, and so do the texts in `image-set(…)`, `src(…)` and what may come after them: a text
    that is an address elsewhere stands in no style sheet without a reason.
    """
    told = set()
    for match in _URL.finditer(_plain(css)):
        if foreign(match[1]):
            told.add(match[1])
            yield match[1]
    for text in _texts(css):
        address = _BLANKS.sub("", _plain(text[: 2 * _SHOWN])).replace("\\", "/")[:_SHOWN]
        if _ELSEWHERE.match(address) and address not in told:
            yield address


def _plain(css: str) -> str:
    """Return a text without the escapes that may hide a word."""
    return _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), css) if "\\" in css else css


def _texts(css: str) -> Iterator[str]:
    """Yield what stands in quotes, comments aside."""
    at = 0
    while (mark := _MARK.search(css, at)) is not None:
        close = _CLOSED.get(mark[0].lower())
        if close:
            end = css.find(close, mark.end())
        else:
            end = _end(css, mark.end(), mark[0])
            yield css[mark.end() : end if end >= 0 else len(css)]
        if end < 0:
            return
        at = end + len(close or mark[0])


def _end(css: str, at: int, quote: str) -> int:
    """Return where a text in quotes ends, which is no later than its line, -1 where nothing ends it."""
    for match in _ENDS[quote].finditer(css, at):
        if not match[0].startswith("\\"):
            return match.start()
    return -1
