"""What a reader sees of a Markdown text as a row of blocks: paragraphs, items, table rows, lines of code.

Lighter than rendering, and more forgiving: a list needs no blank line before it, and nested items may be indented by
two blanks or four.  It never fails and loses no word.  Time grows with the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reqsite.history.inline import PLAIN, Inline, Span, inline
from reqsite.model.han import CJK
from reqsite.source.markdown_scan import scan


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item, a row …: the smallest part of a text that has words and stands on lines of its own."""

    kind: str
    """`paragraph`, `heading`, `item`, `row` of a table, `code` (one line of it), `admonition` (its title), `term`,
    `definition`, or `rule`, which has no words."""
    cells: tuple[Inline, ...]
    """The cells of a row; one for every other block."""
    path: tuple[str, ...] = ()
    """The containers that hold it, outermost first: `ul`, `ol`, `dl`, `quote`, `admonition`.  An item stands in its
    own list, and what follows in the same item has the same path."""
    marker: str = ""
    """An item's number (empty for a bullet), a heading's level, the kind of an admonition, `header` for such a row."""
    opens: bool = field(default=False, compare=False)
    """True for the first line of code, and the first row of a table."""
    text: str = field(init=False, compare=False)
    """The words, without their styles; cells parted by a unit separator."""

    def __post_init__(self) -> None:
        cells = self.cells
        if len(cells) == 1 and len(cells[0]) == 1:
            text = cells[0][0].text
        else:
            text = "\x1f".join("".join(span.text for span in cell) for cell in cells)
        object.__setattr__(self, "text", text)


_DEEPEST = 20
"""Containers inside one another; what is deeper is taken for text of the innermost."""
_INDENT = 4
_SOFT_BREAK = re.compile(f"(?<=[{CJK}])[ \t]*\n[ \t]*(?=[{CJK}])")
_PLAIN_LINES = re.compile(r"[^\W\d_][^\n|]*(?:\n[^\W\d_][^\n|]*)*\Z")
_PLAIN_ITEMS = re.compile(r"(?:[-*+] [^\W\d_][^\n|\t]*+(?:\n  [^\W\d_][^\n|\t]*+)*+(?:\n(?=[-*+])|\Z))++\Z")
"""A list whose items are but words, on one line or several."""
_NEXT_ITEM = re.compile(r"\n[-*+] ")
_FENCE = re.compile(r"[ ]{0,3}(?P<row>`{3,}|~{3,})[ ]*(?P<info>[^`]*)\Z")
_HEADING = re.compile(r"[ ]{0,3}(?P<level>#{1,6})(?P<text>.*)\Z")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ ]*\Z")
_ITEM = re.compile(r"(?P<indent>[ ]{0,3})(?:[-*+]|(?P<number>\d{1,9})[.)])(?:[ ]+(?P<text>.*)|)\Z")
_TASK = re.compile(r"\[([ xX])\][ ](?=\S)")
_ADMONITION = re.compile(
    r"[ ]{0,3}(?P<mark>!!!|\?\?\?\+?|===[!+]?)[ ]+(?P<kind>[^\"]{0,100}?)[ ]*(?:\"(?P<title>[^\"]*)\"[ ]*)?\Z"
)
_DEFINITION = re.compile(r"[ ]{0,3}:[ ]+(?P<text>\S.*)\Z")
_LINK_DEFINITION = re.compile(
    r"[ ]{0,3}\[(?P<name>[^\]\n^][^\]\n]{0,199})\]:[ ]*<?(?P<url>[^\s<>]+)>?(?:[ ]+[\"'(].*)?\Z"
)
_CELL_PART = re.compile(r"\\.|(`+)[^`]{1,1000}\1(?!`)|\[\[[^\[\]|]{1,200}\|[^\[\]|]{1,200}\]\]|\|")
_HEADER_LINE = frozenset(" |:-")


def blocks(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text, in its order; comments are none."""
    text = markdown if markdown.isascii() else unicodedata.normalize("NFC", markdown)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip("\n")
    if _PLAIN_LINES.match(text) and "<!--" not in text:
        words = _flowing(text.split("\n"), {})
        return (Block("paragraph", (words,)),) if words else ()
    if _PLAIN_ITEMS.match(text) and "<!--" not in text:
        items = _NEXT_ITEM.split(text[2:])
        return tuple([Block("item", (_flowing(item.split("\n"), {}),), ("ul",)) for item in items])
    lines = scan(text).cut(text)[0].expandtabs(_INDENT).split("\n")
    urls: dict[str, str] = {}
    if "]:" in text:
        for line in lines:
            if found := _LINK_DEFINITION.match(line):
                urls.setdefault(found["name"].strip().lower(), found["url"])
    parser = _Parser(urls)
    parser.read(lines, ())
    return tuple(parser.found)


class _Parser:
    """Reads lines from top to bottom; what a container holds is read with its indent or mark taken off."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self.found: list[Block] = []
        self._urls = urls

    def read(self, lines: Sequence[str], path: tuple[str, ...], first: tuple[str, str] = ("paragraph", "")) -> None:
        """Read the lines of a container; its first paragraph is of the kind and has the marker of `first`."""
        reader = _Lines(self, lines, path, self._urls, first)
        while reader.position < len(lines):
            reader.step()
        reader.end_paragraph()


class _Lines:
    """The lines of one container, and how far they are read."""

    def __init__(
        self,
        parser: _Parser,
        lines: Sequence[str],
        path: tuple[str, ...],
        urls: Mapping[str, str],
        first: tuple[str, str],
    ) -> None:
        self.position = 0
        self._parser = parser
        self._lines = lines
        self._path = path
        self._urls = urls
        self._first = first
        self._paragraph: list[str] = []
        self._unclosed = {"`": 1 << 30, "~": 1 << 30}
        """Rows of so many marks or more open no code: nothing closes them."""
        self._number = 0

    def step(self) -> None:
        """Read one block, or one line of a paragraph."""
        line = self._lines[self.position]
        stripped = line.lstrip(" ")
        if not stripped.strip():
            self.end_paragraph()
            self.position += 1
            return
        indent = len(line) - len(stripped)
        if indent >= _INDENT and not self._paragraph:
            self._indented_code()
        elif indent < _INDENT and self._special(line, stripped):
            return
        else:
            self._paragraph.append(stripped)
            self.position += 1

    def _special(self, line: str, stripped: str) -> bool:
        """Read a block that begins with a mark; return False where none begins."""
        mark = stripped[0]
        return (
            (mark == "#" and self._heading(line))
            or (mark in "`~" and self._fence(line))
            or (mark in "=-" and self._underline(line))
            or (mark in "*-_" and self._rule(stripped))
            or (mark == ">" and self._quote())
            or ((mark in "*-+" or mark.isdigit()) and self._item(line))
            or (mark in "!?=" and self._admonition(line))
            or (mark == ":" and self._definition(line))
            or (mark == "[" and bool(self._urls) and self._link_definition(line))
            or ("|" in line and self._table(line))
        )

    def add(self, kind: str, text: str, marker: str = "", *, opens: bool = False) -> None:
        words = _flowing([text], self._urls)
        if words or kind == "rule":
            self._parser.found.append(Block(kind, (words,), self._path, marker, opens))

    def end_paragraph(self) -> None:
        """Put down the paragraph that was read so far, if any."""
        if not self._paragraph:
            return
        words = _flowing(self._paragraph, self._urls)
        self._paragraph = []
        kind, marker = self._first
        self._first = ("paragraph", "")
        if words:
            self._parser.found.append(Block(kind, (words,), self._path, marker))

    def _begin(self) -> None:
        """End what stands before a block; an item that begins with no words of its own is put down all the same."""
        self.end_paragraph()
        kind, marker = self._first
        self._first = ("paragraph", "")
        if kind != "paragraph":
            self._parser.found.append(Block(kind, ((),), self._path, marker))

    def _within(self, lines: list[str], container: str, first: tuple[str, str] = ("paragraph", "")) -> None:
        if len(self._path) < _DEEPEST:
            self._parser.read(lines, (*self._path, container), first)
        else:
            self.add("paragraph", "\n".join(lines))

    def _heading(self, line: str) -> bool:
        found = _HEADING.match(line)
        if found is None:
            return False
        self._begin()
        self.add("heading", found["text"].strip().rstrip("#"), str(len(found["level"])))
        self.position += 1
        return True

    def _underline(self, line: str) -> bool:
        if len(self._paragraph) != 1 or self._first[0] != "paragraph" or not _UNDERLINE.match(line):
            return False
        title = self._paragraph.pop()
        self.add("heading", title, "1" if "=" in line else "2")
        self.position += 1
        return True

    def _rule(self, stripped: str) -> bool:
        marks = stripped.replace(" ", "")
        if len(marks) < 3 or marks.strip(marks[0]):  # noqa: PLR2004 three marks make a rule
            return False
        self._begin()
        self.add("rule", "")
        self.position += 1
        return True

    def _fence(self, line: str) -> bool:
        found = _FENCE.match(line)
        if found is None or len(found["row"]) >= self._unclosed[found["row"][0]]:
            return False
        mark, length = found["row"][0], len(found["row"])
        for end in range(self.position + 1, len(self._lines)):
            closing = self._lines[end].strip()
            if len(closing) >= length and not closing.strip(mark):
                break
        else:
            self._unclosed[mark] = length
            return False
        self._begin()
        indent = len(line) - len(line.lstrip())
        self._code([_dedented(code, indent) for code in self._lines[self.position + 1 : end]])
        self.position = end + 1
        return True

    def _indented_code(self) -> None:
        start = end = self.position
        while end < len(self._lines) and (not self._lines[end].strip() or self._lines[end].startswith(" " * _INDENT)):
            end += 1
        while not self._lines[end - 1].strip():
            end -= 1
        self._begin()
        self._code([line[_INDENT:] for line in self._lines[start:end]])
        self.position = end

    def _code(self, lines: list[str]) -> None:
        for number, line in enumerate(lines):
            cell = (Span(line, PLAIN),) if line else ()
            self._parser.found.append(Block("code", (cell,), self._path, "", number == 0))

    def _quote(self) -> bool:
        self._begin()
        inner: list[str] = []
        while self.position < len(self._lines) and self._lines[self.position].strip():
            stripped = self._lines[self.position].lstrip(" ")
            inner.append(stripped[2 if stripped.startswith("> ") else 1 :] if stripped[0] == ">" else stripped)
            self.position += 1
        self._within(inner, "quote")
        return True

    def _item(self, line: str) -> bool:
        found = _ITEM.match(line)
        if found is None or (self._paragraph and (found["number"] not in (None, "1") or not found["text"])):
            return False
        self._begin()
        container = "ol" if found["number"] else "ul"
        last = self._parser.found[-1] if self._parser.found else None
        inside = (*self._path, container)
        is_next = self._number and last is not None and last.path[: len(inside)] == inside
        self._number = self._number + 1 if is_next else int(found["number"] or 1)
        inner = [_with_box(found["text"] or ""), *self._indented(len(found["indent"]))]
        self._within(inner, container, ("item", str(self._number) if container == "ol" else ""))
        return True

    def _indented(self, base: int) -> list[str]:
        """Return the lines after this one that belong to the item, dedented, and go behind them."""
        inner: list[str] = []
        self.position += 1
        width = 0
        blank = False
        while self.position < len(self._lines):
            line = self._lines[self.position]
            stripped = line.lstrip(" ")
            indent = len(line) - len(stripped)
            if not stripped.strip():
                blank = True
                inner.append("")
            elif indent >= base + 2:
                width = width or min(indent, _INDENT)
                inner.append(line[min(indent, width) :])
                blank = False
            elif blank or _ITEM.match(line) or stripped[0] in "#>`~" or "|" in line:
                break
            else:
                inner.append(stripped)  # a line that goes on with the item's words, not indented
            self.position += 1
        while inner and not inner[-1]:
            inner.pop()
            self.position -= 1
        return inner

    def _admonition(self, line: str) -> bool:
        found = _ADMONITION.match(line)
        if found is None or (found["mark"][0] == "=" and found["title"] is None):
            return False
        self._begin()
        kind = (found["kind"].split() or [""])[0]
        title = kind.capitalize() if found["title"] is None else found["title"]
        inner = self._indented(_INDENT - 2)
        container = (*self._path, "admonition")
        self._parser.found.append(Block("admonition", (_flowing([title], self._urls),), container, kind or "tab"))
        self._within(inner, "admonition")
        return True

    def _definition(self, line: str) -> bool:
        found = _DEFINITION.match(line)
        if found is None:
            return False
        inside = (*self._path, "dl")
        last = self._parser.found[-1] if self._parser.found else None
        if self._paragraph:
            terms, self._paragraph = self._paragraph, []
            self._begin()
            for term in terms:
                self._parser.found.append(Block("term", (_flowing([term], self._urls),), inside))
        elif last is not None and last.kind == "paragraph" and last.path == self._path:
            self._parser.found[-1] = Block("term", last.cells, inside)
        elif last is None or last.path[: len(inside)] != inside:
            return False
        self._within([found["text"], *self._indented(0)], "dl", ("definition", ""))
        return True

    def _link_definition(self, line: str) -> bool:
        if self._paragraph or not _LINK_DEFINITION.match(line):
            return False
        self.position += 1
        return True

    def _table(self, line: str) -> bool:
        following = self._lines[self.position + 1].strip() if self.position + 1 < len(self._lines) else ""
        if self._paragraph or "-" not in following or not (set(following) <= _HEADER_LINE):
            return False
        self._begin()
        self._row(line, "header")
        self.position += 2
        while self.position < len(self._lines) and self._lines[self.position].strip():
            self._row(self._lines[self.position], "")
            self.position += 1
        return True

    def _row(self, line: str, marker: str) -> None:
        cells = tuple(_flowing([cell], self._urls) for cell in _cells(line.strip()))
        self._parser.found.append(Block("row", cells, self._path, marker, marker == "header"))


def _flowing(lines: Sequence[str], urls: Mapping[str, str]) -> Inline:
    """Return the words of lines that flow together; a break between two Chinese characters is no blank."""
    if len(lines) == 1:
        return inline(" ".join(lines[0].split()), urls)
    text = "\n".join(line.removesuffix("\\") for line in lines)
    return inline(" ".join((text if text.isascii() else _SOFT_BREAK.sub("", text)).split()), urls)


def _with_box(text: str) -> str:
    """Return an item's text with a box that a reader can see where it is a task."""
    task = _TASK.match(text)
    return text if task is None else ("☐ " if task[1] == " " else "☑ ") + text[task.end() :]


def _dedented(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def _cells(line: str) -> list[str]:
    line = line.removeprefix("|")
    if "\\" not in line and "`" not in line and "[[" not in line:
        return line.removesuffix("|").split("|")
    cells: list[str] = []
    end = 0
    for part in _CELL_PART.finditer(line):
        if part[0] == "|":
            cells.append(line[end : part.start()])
            end = part.end()
    return [*cells, line[end:]] if line[end:].strip() or not cells else cells
