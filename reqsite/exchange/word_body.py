"""The body of a Word file, written as XML: a library that builds a tree of it takes a minute for 5,000 records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from xml.sax.saxutils import escape

from reqsite.exchange.table import Piece
from reqsite.history.blocks import Block
from reqsite.history.inline import Inline, Style
from reqsite.history.runs import DEL, INS

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML can hold."""
_BREAKS = re.compile(r"([\n\t])")
_STEP = 360
"""Twentieths of a point by which what stands inside something is set in."""
_PAGE = 9411
"""The same: between the margins of the page."""
_DEEPEST = 3
_LISTS = frozenset({"ul", "ol"})
_SET_IN = frozenset({"ul", "ol", "admonition"})
_SMALL = '<w:sz w:val="18"/>'
_BOLD = "<w:b/>"
_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>'
_MARKS = {
    "strong": _BOLD,
    "em": "<w:i/>",
    "del": "<w:strike/>",
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
"""In the order in which Word wants them."""
_CHANGES = {
    DEL: '<w:strike/><w:color w:val="8C1A16"/>',
    INS: '<w:b/><w:color w:val="14532D"/><w:u w:val="single"/>',
}
_KEEP = "<w:keepNext/>"
_CELL = '<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc>'

Picture = Callable[[str, str], str]
"""Takes the address of a picture and what it shows, and returns the XML of a run; empty where there is none to show."""


class Body:
    """Paragraphs and tables, one after the other."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    @property
    def xml(self) -> str:
        """All of it."""
        return "".join(self._parts)

    def heading(self, text: str, level: int) -> None:
        """Write a heading, which stays with what follows; level 0 is the title."""
        style = f"Heading{level}" if level else "Title"
        self._paragraph(_run(text), f'<w:pStyle w:val="{style}"/>{_KEEP}')

    def label(self, text: str) -> None:
        """Write the name of a part."""
        self._paragraph(_run(text, _BOLD), _KEEP)

    def text(self, text: str, *, small: bool = False, keep: bool = False) -> None:
        """Write a paragraph of plain words; it may have to stay with what follows."""
        self._paragraph(_run(text, _SMALL if small else ""), _KEEP if keep else "")

    def quote(self, text: str) -> None:
        """Write what the team believes to have understood."""
        self._paragraph(_run(text), '<w:pStyle w:val="IntenseQuote"/>')

    def redline(self, lines: Iterable[Sequence[Piece]]) -> None:
        """Write a redline, a paragraph a line: what came and went is set apart by more than its colour."""
        for line in lines:
            self._paragraph("".join(_run(words, _CHANGES.get(op, "")) for op, words in line))

    def signature(self, labels: Sequence[str]) -> None:
        """Write the lines at the end."""
        width = _PAGE // len(labels)
        rows = [
            "".join(_CELL.format(width=width, paragraph=_paragraph(_run(text))) for text in texts)
            for texts in (["\n\n____________________"] * len(labels), labels)
        ]
        grid = f'<w:gridCol w:w="{width}"/>' * len(labels)
        self._table(grid, [f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>" for row in rows], "TableNormal")

    def blocks(self, found: Sequence[Block], picture: Picture) -> None:
        """Write a text."""
        number = 0
        while number < len(found):
            block = found[number]
            end = number + 1
            if block.kind in {"row", "code"}:
                while end < len(found) and found[end].kind == block.kind and not found[end].opens:
                    end += 1
            if block.kind == "row":
                self._rows(found[number:end], picture)
            elif block.kind == "code":
                self._paragraph(_run("\n".join(line.text for line in found[number:end]), _CODE + _SMALL))
            else:
                self._block(block, picture)
            number = end

    def _block(self, block: Block, picture: Picture) -> None:
        if block.kind == "rule" or not (block.text.strip() or _shows_a_picture(block.cells[0])):
            return
        depth = sum(container in _SET_IN for container in block.path)
        is_title = block.kind in {"heading", "term"} or (block.kind == "admonition" and bool(block.text.strip()))
        runs = _runs(block.cells[0], picture, _BOLD if is_title else "")
        if is_title:
            self._paragraph(runs, _KEEP)
        elif block.kind == "item" and any(name in _LISTS for name in block.path):
            self._item(block, runs, depth)
        elif "quote" in block.path:
            self._paragraph(runs, '<w:pStyle w:val="Quote"/>')
        else:
            depth += block.kind == "definition"
            self._paragraph(runs, f'<w:ind w:left="{_STEP * depth}"/>' if depth else "")

    def _item(self, block: Block, runs: str, depth: int) -> None:
        """Write an item; its number is that of its writer: Word's own would go on from one record to the next."""
        if block.marker:
            set_in = f'<w:tabs><w:tab w:val="left" w:pos="{_STEP * depth}"/></w:tabs>'
            set_in += f'<w:ind w:left="{_STEP * depth}" w:hanging="{_STEP}"/>'
            self._paragraph(_run(f"{block.marker}.\t") + runs, set_in)
            return
        style = "ListBullet" if depth <= 1 else f"ListBullet{min(depth, _DEEPEST)}"
        self._paragraph(runs, f'<w:pStyle w:val="{style}"/>')

    def _rows(self, rows: Sequence[Block], picture: Picture) -> None:
        columns = max(len(row.cells) for row in rows)
        width = _PAGE // columns
        made = []
        for row in rows:
            is_head = row.marker == "header"
            cells = [_paragraph(_runs(cell, picture, _BOLD if is_head else "")) for cell in row.cells]
            cells += [_paragraph("")] * (columns - len(cells))
            head = "<w:tblHeader/>" if is_head else ""
            told = "".join(_CELL.format(width=width, paragraph=cell) for cell in cells)
            made.append(f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{told}</w:tr>")
        self._table(f'<w:gridCol w:w="{width}"/>' * columns, made, "TableGrid")
        self._paragraph("")

    def _table(self, grid: str, rows: Sequence[str], style: str) -> None:
        head = f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{_PAGE}" w:type="dxa"/></w:tblPr>'
        self._parts.append(f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")

    def _paragraph(self, runs: str, properties: str = "") -> None:
        self._parts.append(_paragraph(runs, properties))


def plain(text: str) -> str:
    """Return a text without the characters that no XML can hold, its lines parted in one way."""
    kept = _FORBIDDEN.sub("", text)
    return kept.replace("\r\n", "\n").replace("\r", "\n") if "\r" in kept else kept


def _paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    """Return words that are set alike as XML."""
    before = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    safe = escape(plain(text))
    if "\n" not in safe and "\t" not in safe:
        return f'{before}<w:t xml:space="preserve">{safe}</w:t></w:r>'
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    parts = (marks.get(part) or f'<w:t xml:space="preserve">{part}</w:t>' for part in _BREAKS.split(safe) if part)
    return f"{before}{''.join(parts)}</w:r>"


def _runs(cell: Inline, picture: Picture, more: str = "") -> str:
    """Return a line of text; `more` is how all of it is set besides."""
    found = []
    for span in cell:
        marks, url = span.style.marks, span.style.url
        if "image" in marks and url and (shown := picture(url, span.text)):
            found.append(shown)
            continue
        found.append(_run(span.text, _set(span.style, more) if marks or more else ""))
        if url != span.text and url.startswith(("http://", "https://")):
            found.append(_run(f" ({url})", more))
    return "".join(found)


def _set(style: Style, more: str) -> str:
    """Return how words are set, in the order in which Word wants it."""
    marks = [xml for mark, xml in _MARKS.items() if mark in style.marks and xml not in more]
    return f"{_CODE if 'code' in style.marks else ''}{more}{''.join(marks)}"


def _shows_a_picture(cell: Inline) -> bool:
    return any("image" in span.style.marks for span in cell)
