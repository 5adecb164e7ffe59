"""What a reader reads in a line of Markdown: words, and how they are set, without the marks.

Unlike the site's Markdown this never asks which extensions are on: it reads the marks that people use, so that two
states of a text can be compared without rendering either.
"""

from __future__ import annotations

import bisect
import html
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple


class Style(NamedTuple):
    """How words are set."""

    marks: tuple[str, ...] = ()
    """Sorted: `code`, `del`, `em`, `image` (words that stand for a picture), `ref`, `strong`, `sub`, `sup`."""
    url: str = ""
    """Where the words lead, as written; the picture's address; or the id of a `ref`."""


class Span(NamedTuple):
    """Words that are set alike."""

    text: str
    style: Style


Inline = tuple[Span, ...]
"""A line of text, white space folded; each code span and each reference is a span of its own."""

PLAIN = Style()

_SPECIAL = re.compile(r"[\\`*<&\[]|~~|(?<!\w)_|_(?!\w)|\{:")
_TOKEN = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
      | (?P<ticks>`+)
      | <(?P<auto>(?:https?://|ftp://|mailto:)[^\s<>]{1,2000}|[^\s<>@:/]{1,100}@[^\s<>@]{1,200})>
      | <(?P<slash>/?)(?P<tag>[A-Za-z][A-Za-z0-9]{0,20})(?:\s[^<>]*)?/?>
      | \[\[(?P<ref>[^\[\]\n|]{1,200})(?:\|(?P<label>[^\[\]\n]{1,200}))?\]\]
      | (?P<open>!?\[)
      | \](?P<close>\(\s?(?:<(?P<angle>[^<>]{0,2000})>|(?P<url>(?:[^\s()<>]|\([^\s()<>]{0,200}\)){0,2000}))
          (?:\s(?:"[^"]{0,300}"|'[^']{0,300}'))?\s?\)|\[(?P<name>[^\[\]]{0,200})\]|)
      | (?P<run>\*+|_+|~~)
      | \{:[^{}\n]{0,300}\}""",
    re.VERBOSE,
)
_TICKS = re.compile(r"`+")
_STRONG = Style(("strong",))
_ONLY_STRONG = re.compile(
    r"[^\\`*<&\[\]_~{]*+(?:\*\*(?=[^\s*])[^\\`*<&\[\]_~{]++(?<=\S)\*\*(?!\*)[^\\`*<&\[\]_~{]*+)++"
)
"""A text with no other marks than those around strong words: most texts with marks are such."""
_MARK_OF_TAG = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "kbd": "code",
    "tt": "code",
    "del": "del",
    "s": "del",
    "strike": "del",
    "sub": "sub",
    "sup": "sup",
}
_SILENT_TAGS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "bdi",
        "bdo",
        "big",
        "cite",
        "data",
        "dfn",
        "font",
        "ins",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "small",
        "span",
        "u",
    ]
)
_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "button",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "img",
        "input",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "picture",
        "pre",
        "samp",
        "script",
        "section",
        "select",
        "source",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
        "var",
        "video",
        "wbr",
        "audio",
        "object",
        "embed",
        "param",
    ]
)


def inline(text: str, urls: Mapping[str, str] | None = None) -> Inline:
    """Return what a reader reads in a text without line breaks.

    Args:
        text: Markdown, white space folded.
        urls: The page's link definitions, name in lower case → URL.
    """
    if not _SPECIAL.search(text):
        return (Span(text, PLAIN),) if text else ()
    if _ONLY_STRONG.fullmatch(text):
        parts = text.split("**")
        return _folded([(part, _STRONG if number % 2 else PLAIN) for number, part in enumerate(parts) if part])
    return _Reader(text, urls or {}).read()


class _Reader:
    """Reads a text once.

    Marks are put down as pieces of their own and emptied where their counterpart is found, so that what has none
    remains as text.
    """

    def __init__(self, text: str, urls: Mapping[str, str]) -> None:
        self._text = text
        self._urls = urls
        self._pieces: list[str] = []
        self._own: dict[int, Style] = {}
        self._marked: list[tuple[int, int, str]] = []
        self._linked: list[tuple[int, int, Style]] = []
        self._brackets: list[int] = []
        self._openers: list[int] = []
        self._open: defaultdict[str, int] = defaultdict(int)
        self._tags: defaultdict[str, list[int]] = defaultdict(list)
        self._rows: dict[int, list[int]] | None = None

    def read(self) -> Inline:
        text, end = self._text, 0
        while token := _TOKEN.search(text, end):
            self._put(text[end : token.start()])
            end = self._take(token)
        self._put(text[end:])
        return self._spans()

    def _put(self, text: str, style: Style | None = None) -> None:
        if not text:
            return
        if style is not None:
            self._own[len(self._pieces)] = style
        elif "&" in text:
            text = html.unescape(text)
        self._pieces.append(text)

    def _take(self, token: re.Match[str]) -> int:
        """Take in a mark; return where to read on."""
        if token["escaped"]:
            self._pieces.append(token["escaped"])
        elif token["ticks"]:
            return self._code(token)
        elif token["auto"]:
            self._put(token["auto"], Style((), token["auto"]))
        elif token["tag"]:
            self._tag(token)
        elif token["ref"]:
            target = token["ref"].strip()
            self._put((token["label"] or target).strip(), Style(("ref",), target))
        elif token["open"]:
            self._brackets.append(len(self._pieces))
            self._pieces.append(token["open"])
        elif token["close"] is not None:
            return self._close(token)
        elif token["run"]:
            self._emphasis(token)
        return token.end()

    def _code(self, token: re.Match[str]) -> int:
        if self._rows is None:
            self._rows = {}
            for row in _TICKS.finditer(self._text):
                self._rows.setdefault(row.end() - row.start(), []).append(row.start())
        length = len(token["ticks"])
        rows = self._rows.get(length, [])
        following = bisect.bisect_right(rows, token.start())
        if following >= len(rows):
            self._pieces.append(token["ticks"])
            return token.end()
        inner = self._text[token.end() : rows[following]]
        self._put(inner.strip() or inner, Style(("code",)))
        return rows[following] + length

    def _tag(self, token: re.Match[str]) -> None:
        name = token["tag"].lower()
        mark = _MARK_OF_TAG.get(name)
        if mark and not token["slash"]:
            self._tags[mark].append(len(self._pieces))
        elif mark:
            if self._tags[mark]:
                self._marked.append((self._tags[mark].pop(), len(self._pieces), mark))
        elif name in _BLOCK_TAGS:
            self._pieces.append(" ")
        elif name not in _SILENT_TAGS:
            self._pieces.append(token[0])

    def _close(self, token: re.Match[str]) -> int:
        """Take in a closing bracket; behind one that closes no link, what follows is read as text."""
        url: str | None = None
        if self._brackets and token["close"]:
            url = token["angle"] or token["url"] or ""
            if token["name"] is not None:
                url = self._urls.get((token["name"] or self._since(self._brackets[-1])).strip().lower())
        elif self._brackets and self._urls:
            url = self._urls.get(self._since(self._brackets[-1]).strip().lower())
        if url is None:
            if self._brackets:
                self._brackets.pop()
            self._pieces.append("]")
            return token.start() + 1
        start = self._brackets.pop()
        is_image = self._pieces[start] == "!["
        self._pieces[start] = ""
        if is_image and len(self._pieces) == start + 1:  # a picture without words is known by its file
            self._pieces.append(url.rpartition("/")[2] or url)
        self._linked.append((start, len(self._pieces), Style(("image",) if is_image else (), url)))
        return token.end()

    def _since(self, bracket: int) -> str:
        """Return the words since a bracket, if they are few enough for a name."""
        words = self._pieces[bracket + 1 : bracket + 10]
        return "".join(words) if bracket + 10 > len(self._pieces) else ""

    def _emphasis(self, token: re.Match[str]) -> None:
        run, text = token["run"], self._text
        before, after = text[token.start() - 1 : token.start()], text[token.end() : token.end() + 1]
        is_word = run[0] == "_"
        opens = bool(after.strip()) and not (is_word and before.isalnum())
        closes = bool(before.strip()) and not (is_word and after.isalnum())
        here = len(self._pieces)
        self._pieces.append(run)
        while closes and self._pieces[here] and self._open[run[0]]:
            opener = self._openers[-1]
            mark = self._pieces[opener][0]
            if mark != run[0]:
                self._open[mark] -= 1
                self._openers.pop()
                continue
            length = min(len(self._pieces[opener]), len(self._pieces[here]), 2)
            self._marked.append((opener + 1, here, "del" if mark == "~" else ("em", "strong")[length - 1]))
            self._pieces[opener] = self._pieces[opener][length:]
            self._pieces[here] = self._pieces[here][length:]
            if not self._pieces[opener]:
                self._open[mark] -= 1
                self._openers.pop()
        if opens and self._pieces[here]:
            self._openers.append(here)
            self._open[run[0]] += 1

    def _spans(self) -> Inline:
        """Return the pieces with their styles; neighbours that are set alike are joined."""
        changes: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        for start, end, mark in self._marked:
            changes[start].append((mark, 1))
            changes[end].append((mark, -1))
        links: dict[int, Style] = {}
        for start, end, style in sorted(self._linked, key=lambda link: link[0] - link[1]):
            links[start] = style
            links[end] = links.get(end, PLAIN)
        active: defaultdict[str, int] = defaultdict(int)
        link = PLAIN
        joined: list[tuple[list[str], Style]] = []
        for number, piece in enumerate(self._pieces):
            for mark, step in changes.get(number, ()):
                active[mark] += step
            link = links.get(number, link)
            if not piece:
                continue
            own = self._own.get(number, PLAIN)
            marks = {*own.marks, *link.marks, *(mark for mark, count in active.items() if count)}
            style = Style(tuple(sorted(marks)), own.url or link.url) if marks or own.url or link.url else PLAIN
            if joined and joined[-1][1] == style and number not in self._own:
                joined[-1][0].append(piece)
            else:
                joined.append(([piece], style))
        return _folded([("".join(pieces), style) for pieces, style in joined])


def _folded(parts: list[tuple[str, Style]]) -> Inline:
    """Return the parts with white space folded, none at the beginning and end."""
    spans: list[Span] = []
    ends_blank = True
    for text, style in parts:
        words = text.split()
        folded = " ".join(words)
        if words and text[0].isspace() and not ends_blank:
            folded = " " + folded
        if words and text[-1].isspace():
            folded += " "
        if not words:
            if not ends_blank:
                spans[-1] = Span(spans[-1].text + " ", spans[-1].style)
                ends_blank = True
            continue
        ends_blank = folded[-1] == " "
        spans.append(Span(folded, style))
    if spans and ends_blank:
        spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].style)
    return tuple(spans)
