"""A redline as HTML: `<ins>` and `<del>` with words for those who hear the page, and never a tag without its end."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from reqsite.history.blocks import Block
from reqsite.history.folding import folded
from reqsite.history.inline import Style
from reqsite.history.printable import printable
from reqsite.history.redline import ADDED, MOVED, REMOVED, Redline, Row, unchanged
from reqsite.history.runs import DEL, INS, SAME, Run
from reqsite.i18n import Message, _

Link = Callable[[Style], str]
"""Returns the href of words that lead somewhere, empty for none."""


@dataclass(frozen=True)
class RedlineWords:
    """What is said around a change, in the reader's language, for those who cannot see its colour."""

    inserted: str
    end_inserted: str
    deleted: str
    end_deleted: str
    moved_here: str
    moved_away: str
    link: str
    restyled: str

    @functools.cached_property
    def around(self) -> Mapping[tuple[str, bool], tuple[str, str]]:
        """(`ins` or `del`, whether it was only moved) → the HTML before and behind such words."""
        said = (
            (INS, False, "rs-ins", self.inserted, self.end_inserted),
            (INS, True, "rs-ins rs-moved", self.moved_here, self.end_inserted),
            (DEL, False, "rs-del", self.deleted, self.end_deleted),
            (DEL, True, "rs-del rs-moved", self.moved_away, self.end_deleted),
        )
        return {
            (op, is_moved): (
                f'<{op} class="{name}"><span class="rs-hidden-words rs-{op}-start">{escape(start)} </span>',
                f'<span class="rs-hidden-words rs-{op}-end"> {escape(end)}</span></{op}>',
            )
            for op, is_moved, name, start, end in said
        }

    @classmethod
    def of(cls, say: Callable[[Message], str]) -> RedlineWords:
        """Return the words as `say` puts them."""
        return cls(
            inserted=say(_("inserted:")),
            end_inserted=say(_("end of insertion")),
            deleted=say(_("deleted:")),
            end_deleted=say(_("end of deletion")),
            moved_here=say(_("moved to here:")),
            moved_away=say(_("moved from here:")),
            link=say(_("the link leads elsewhere:")),
            restyled=say(_("set in another way:")),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a redline: HTML, or so many unchanged blocks that are left out."""

    html: Markup
    unchanged: int = 0


def redline_html(redline: Redline, words: RedlineWords, link: Link | None = None) -> Markup:
    """Return all of a redline as HTML."""
    return _printed(redline.rows, words, link)


def redline_parts(
    redline: Redline, words: RedlineWords, context: int = 1, link: Link | None = None
) -> tuple[Part, ...]:
    """Return a redline as HTML, each stretch of unchanged blocks that are not near a change as its number.

    Args:
        redline: The redline.
        words: For those who hear the page.
        context: Unchanged blocks that are kept before and after each change.
        link: Where words lead; without it they are no links.
    """
    return tuple(
        Part(Markup(), stretch) if isinstance(stretch, int) else Part(_printed(stretch, words, link))
        for stretch in folded(redline, context)
    )


def inline_html(redline: Redline, words: RedlineWords, link: Link | None = None) -> Markup:
    """Return a redline of fields or lists as HTML without blocks, its rows parted by commas."""
    line = _Line(words, link)
    rows = [line.html(cell, row.status) for row in redline.rows for cell in row.cells]
    return Markup(", ".join(rows))  # noqa: S704 all texts are escaped


def blocks_html(blocks: Sequence[Block], words: RedlineWords, link: Link | None = None) -> Markup:
    """Return a text as HTML as it was, without any change."""
    return _printed(unchanged(blocks).rows, words, link)


def _printed(rows: Iterable[Row], words: RedlineWords, link: Link | None) -> Markup:
    page = _Page(_Line(words, link))
    for row in rows:
        page.add(row)
    return page.finished()


_LISTS = {"ul": "li", "ol": "li", "dl": "dd"}
_STATUS_CLASS = {ADDED: "rs-added", REMOVED: "rs-removed", MOVED: "rs-moved", "changed": "rs-changed"}
_NAMED = {"heading": "rs-heading", "admonition": "rs-admonition-title", "term": "rs-term"}
_CONTAINER_TAG = {"quote": "blockquote", "admonition": "div"}
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}\Z")


class _Page:
    """Writes rows into the lists, tables and quotes that hold them, opened and closed as the rows need them."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._out: list[str] = []
        self._path: list[str] = []
        self._ends: list[str] = []
        """What closes each container, with what is open in it."""
        self._grid = ""
        """What closes the table or the code that is open."""
        self._last: Row | None = None

    def add(self, row: Row) -> None:
        if self._goes_on(row):
            if row.kind == "code":
                self._out.append("\n")
        else:
            self._close_grid()
            self._go_to(row)
        self._write(row)
        self._last = row

    def finished(self) -> Markup:
        self._close_grid()
        self._close_to(0)
        return Markup("".join(self._out))  # noqa: S704 all texts are escaped

    def _goes_on(self, row: Row) -> bool:
        """Return True for a line of the code, or a row of the table, that is open."""
        last = self._last
        if not self._grid or last is None or (last.kind, last.path) != (row.kind, row.path):
            return False
        if row.marker == "header":
            return last.marker == "header"
        return not (row.opens and row.status == last.status == SAME)

    def _close_grid(self) -> None:
        self._out.append(self._grid)
        self._grid = ""

    def _go_to(self, row: Row) -> None:
        """Close and open containers until those of the row are open."""
        shared = 0
        while shared < min(len(row.path), len(self._path)) and row.path[shared] == self._path[shared]:
            shared += 1
        if row.kind == "admonition" and shared == len(row.path):
            shared -= 1
        self._close_to(shared)
        for container in row.path[shared:]:
            self._open_entry()
            self._open(container, row)
        if row.kind in ("item", "term", "definition") and self._path:
            self._close_entry()
        else:
            self._open_entry()

    def _open(self, container: str, row: Row) -> None:
        tag = _CONTAINER_TAG.get(container, container if container in _LISTS else "div")
        named = f" rs-admonition-{row.marker}" if row.kind == "admonition" and _NAME.match(row.marker) else ""
        self._out.append(f'<{tag} class="rs-{container}{named}">' if tag == "div" else f"<{tag}>")
        self._path.append(container)
        self._ends.append(f"</{tag}>")

    def _close_to(self, depth: int) -> None:
        while len(self._path) > depth:
            self._out.append(self._ends.pop())
            self._path.pop()

    def _open_entry(self) -> None:
        """Open an item of the innermost list where none is open, so that what follows stands in one."""
        if self._path and self._path[-1] in _LISTS and self._ends[-1].count("</") == 1:
            entry = _LISTS[self._path[-1]]
            self._out.append(f"<{entry}>")
            self._ends[-1] = f"</{entry}>{self._ends[-1]}"

    def _close_entry(self) -> None:
        end = self._ends[-1]
        if end.count("</") > 1:
            entry, _slash, rest = end.partition(">")
            self._out.append(f"{entry}>")
            self._ends[-1] = rest

    def _write(self, row: Row) -> None:
        name = _STATUS_CLASS.get(row.status, "")
        attribute = f' class="{name}"' if name else ""
        if row.kind == "row":
            self._table_row(row, attribute)
        elif row.kind == "code":
            self._out.append("" if self._grid else '<pre class="rs-code"><code>')
            self._grid = "</code></pre>"
            self._out.append(self._text(row))
        elif row.kind == "rule":
            self._out.append(f"<hr{attribute}>")
        elif row.kind in ("item", "definition", "term") and self._path and self._path[-1] in _LISTS:
            self._entry(row, attribute)
        elif row.kind in _NAMED:
            self._out.append(f'<p class="{_NAMED[row.kind]}{" " + name if name else ""}">{self._text(row)}</p>')
        else:
            self._out.append(f"<p{attribute}>{self._text(row)}</p>")

    def _entry(self, row: Row, attribute: str) -> None:
        if self._path[-1] == "dl" and row.kind == "term":
            self._out.append(f"<dt{attribute}>{self._text(row)}</dt>")
            return
        entry = _LISTS[self._path[-1]]
        number = f' value="{row.marker}"' if self._path[-1] == "ol" and row.marker.isdecimal() else ""
        self._out.append(f"<{entry}{number}{attribute}>{self._text(row)}")
        self._ends[-1] = f"</{entry}>{self._ends[-1]}"

    def _table_row(self, row: Row, attribute: str) -> None:
        is_header = row.marker == "header"
        section = "thead" if is_header else "tbody"
        if not self._grid:
            self._out.append(f'<table class="rs-table"><{section}>')
        elif not self._grid.startswith(f"</{section}"):
            self._out.append(f"</thead><{section}>")
        self._grid = f"</{section}></table>"
        tag, scope = ("th", ' scope="col"') if is_header else ("td", "")
        cells = "".join(f"<{tag}{scope}>{self._line.html(cell, row.status)}</{tag}>" for cell in row.cells)
        self._out.append(f"<tr{attribute}>{cells}</tr>")

    def _text(self, row: Row) -> str:
        return "".join([self._line.html(cell, row.status) for cell in row.cells])


_OP = operator.attrgetter("op")
_TAGS = {
    "strong": "<strong>",
    "em": "<em>",
    "code": "<code>",
    "del": "<s>",
    "sub": "<sub>",
    "sup": "<sup>",
    "ref": '<span class="rs-reference">',
    "image": '<span class="rs-picture">',
}
_ENDS = {mark: f"</{tag[1:-1].partition(' ')[0]}>" for mark, tag in _TAGS.items()}
_HARMLESS = re.compile("[^&<>\"']*\\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
_SAFE_SCHEMES = frozenset({"http:", "https:", "mailto:"})


class _Line:
    """Writes runs."""

    def __init__(self, words: RedlineWords, link: Link | None) -> None:
        self._words = words
        self._link = link

    def html(self, runs: Sequence[Run], status: str) -> str:
        """Return runs as HTML, neighbours that share a fate in one element, blanks around it outside."""
        parts: list[str] = []
        for op, group in groupby(runs, _OP):
            if op not in (INS, DEL):
                parts += map(self._same, group)
                continue
            members = list(group)
            text = "".join(run.text for run in members)
            if not text.strip():
                parts.append(" " if op == INS else "")
                continue
            before = " " if members[0].text[:1].isspace() and status != MOVED else ""
            after = " " if text[-1].isspace() else ""
            parts.append(f"{before}{self._change(op, members, status)}{after}")
        return "".join(parts)

    def _change(self, op: str, runs: Sequence[Run], status: str) -> str:
        before, after = self._words.around[op, status == MOVED]
        inner = "".join([self._styled(printable(run.text), run.style) for run in runs])
        return f"{before}{inner.strip()}{after}"

    def _same(self, run: Run) -> str:
        text = self._styled(printable(run.text), run.style)
        if run.was is None:
            return text
        if run.was.url == run.style.url:
            hidden = f'<span class="rs-hidden-words">{escape(self._words.restyled)} </span>'
            return f'<span class="rs-restyled">{hidden}{text}</span>'
        urls = [Run(op, url) for op, url in ((DEL, run.was.url), (INS, run.style.url)) if url]
        hidden = f'<span class="rs-hidden-words">{escape(self._words.link)} </span>'
        shown = " ".join(self._change(url.op, [url], "") for url in urls)
        blank = " " if text[-1:].isspace() else ""
        return f'{text.rstrip()} <span class="rs-link-change">({hidden}{shown})</span>{blank}'

    def _styled(self, text: str, style: Style) -> str:
        """Return words with their marks; a blank behind them is not underlined."""
        if not (style.marks or style.url):
            return text if _HARMLESS.match(text) else str(escape(text))
        words = text.rstrip()
        if not words:
            return text
        html = str(escape(words))
        for mark in style.marks:
            if mark in _TAGS:
                html = f"{_TAGS[mark]}{html}{_ENDS[mark]}"
        if self._link is not None and style.url and _is_safe(href := self._link(style)):
            html = f'<a href="{escape(printable(href))}">{html}</a>'
        return html + text[len(words) :]


def _is_safe(href: str) -> bool:
    """Return True for an address of the web, a mail address, and one relative to the page."""
    if not href or not href.isprintable():
        return False
    scheme = _SCHEME.match(href.strip())
    return scheme is None or scheme[0].lower() in _SAFE_SCHEMES
