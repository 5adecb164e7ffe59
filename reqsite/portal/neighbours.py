"""A drawing of what lies just above and below a record, for the eye; the links beneath it say the same in words."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from reqsite.i18n import _
from reqsite.model.schema import LinkType
from reqsite.portal.press import Link, Press

MOST = 7
"""How many records a side shows; a text says how many more there are."""

_WIDTH, _HEIGHT, _STEP, _GAP, _TOP = 210, 36, 44, 90, 22
_COLUMNS = (0, _WIDTH + _GAP, 2 * (_WIDTH + _GAP))
_ROOM = 30
"""Width of a title in a box, in Latin letters; a Han character takes two."""
_LABEL_ROOM = 15
"""The same for the name of a link, which stands above its line."""
_FIRST_WIDE = "\u2e80"


def drawing(press: Press, record_id: str, known: Mapping[str, Link]) -> Markup:
    """Return a drawing as SVG in three columns: upstream, the record, downstream; empty where it has no such links.

    It is hidden from screen readers and passed over by the keyboard, because it doubles the list of links;
    `known` are the links of that list by id.
    """
    above, below = press.site.catalog.parents(record_id), press.site.catalog.children(record_id)
    if not above and not below:
        return Markup("")
    labels = _labels(press, record_id)
    rows = max(_rows(above), _rows(below), 1)
    height = _TOP + rows * _STEP
    middle = _TOP + rows * _STEP / 2
    parts = [
        f'<svg class="rs-near" viewBox="0 0 {_COLUMNS[2] + _WIDTH} {height}" aria-hidden="true" focusable="false">',
        _heads(press.words.language, above=bool(above), below=bool(below)),
        *_side(press, above, (known, labels), 0, middle),
        *_side(press, below, (known, labels), 2, middle),
        '<g class="rs-near-this">',
        _box(press, record_id, _COLUMNS[1], middle),
        "</g></svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 every text is escaped where it is put in


def _rows(ids: Sequence[str]) -> int:
    return min(len(ids), MOST) + (len(ids) > MOST)


@functools.cache
def _heads(language: str, *, above: bool, below: bool) -> str:
    words = ((0, _("Upstream"), above), (1, _("This record"), True), (2, _("Downstream"), below))
    return "".join(
        f'<text class="rs-near-head" x="{_COLUMNS[column]}" y="12">{escape(word.to(language))}</text>'
        for column, word, shown in words
        if shown
    )


def _labels(press: Press, record_id: str) -> dict[str, str]:
    """Return neighbour → what the link with it is called, as this record has it."""
    catalog, words = press.site.catalog, press.words
    found = {link.source: words.inverse(link.type) for link in catalog.incoming(record_id) if _is_drawn(link.type)}
    found |= {link.target: words.link(link.type) for link in catalog.outgoing(record_id) if _is_drawn(link.type)}
    return found


def _is_drawn(link: LinkType) -> bool:
    return link.direction in ("up", "down")


def _side(
    press: Press, ids: Sequence[str], named: tuple[Mapping[str, Link], Mapping[str, str]], column: int, middle: float
) -> list[str]:
    """Return the boxes of one side and the lines with their names that lead from them to the record."""
    known, labels = named
    found: list[str] = []
    for number, record_id in enumerate(ids[:MOST]):
        line, label, box = _drawn(column, middle, _rows(ids), number)
        link = known[record_id]
        off = "" if link.to.live else " class=rs-near-off"
        found += (
            line,
            label,
            _label(labels.get(record_id, "")),
            f'</text><a href="{escape(link.href)}" tabindex="-1"{off}>{box}',
            _inside(record_id, link.to.title),
            "</g></a>",
        )
    if len(ids) > MOST:
        more = press.words.say(_("and {count} more", count=len(ids) - MOST))
        x, y = _COLUMNS[column], _height(middle, _rows(ids), MOST)
        found.append(f'<a href="#links" tabindex="-1"><text x="{x + 8}" y="{y + 4:g}">{escape(more)}</text></a>')
    return found


@functools.lru_cache(maxsize=1024)
def _drawn(column: int, middle: float, rows: int, number: int) -> tuple[str, str, str]:
    """Return what is the same of every neighbour in one place: its line, and the tags before its name and its box."""
    x, y = _COLUMNS[column], _height(middle, rows, number)
    out, into = (x + _WIDTH, _COLUMNS[1]) if column == 0 else (_COLUMNS[1] + _WIDTH, x)
    half = (out + into) / 2
    start, end = (y, middle) if column == 0 else (middle, y)
    label, anchor = (_WIDTH + 4, "start") if column == 0 else (x - 4, "end")
    return (
        f'<path d="M{out} {start:g}C{half:g} {start:g} {half:g} {end:g} {into} {end:g}"/>',
        f'<text class="rs-near-label" x="{label}" y="{y - 4:g}" text-anchor="{anchor}">',
        _at(x, y),
    )


def _height(middle: float, rows: int, number: int) -> float:
    """Return where the middle of a row lies."""
    return middle - (rows - 1) * _STEP / 2 + number * _STEP


def _box(press: Press, record_id: str, x: int, y: float) -> str:
    card = press.card(record_id)
    return f"{_at(x, y)}{_inside(card.id, card.title)}</g>"


def _at(x: int, y: float) -> str:
    return f'<g transform="translate({x} {y - _HEIGHT / 2:g})">'


@functools.lru_cache(maxsize=256)
def _label(name: str) -> str:
    """Return the name of a link as far as there is room."""
    return str(escape(_short(name, _LABEL_ROOM)))


@functools.lru_cache(maxsize=8192)
def _inside(record_id: str, title: str) -> str:
    """Return what a box holds, drawn at the origin: the same wherever the record is somebody's neighbour."""
    return (
        f"<title>{escape(f'{record_id} {title}'.rstrip())}</title>"
        f'<rect x=".5" y=".5" width="{_WIDTH - 1}" height="{_HEIGHT - 1}" rx="4"/>'
        f'<text class="rs-near-id" x="8" y="15">{escape(_short(record_id))}</text>'
        f'<text x="8" y="29">{escape(_short(title))}</text>'
    )


def _short(text: str, room: int = _ROOM) -> str:
    """Return as much of a text as fits into a box, or above a line."""
    if len(text) * 2 <= room or (len(text) <= room and text.isascii()):
        return text
    width = 0
    for place, character in enumerate(text):
        width += 2 if character >= _FIRST_WIDE else 1
        if width > room:
            return f"{text[: place - 1]}…"
    return text
