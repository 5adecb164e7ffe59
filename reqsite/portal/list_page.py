"""The page that lists all records of one kind.

Its HTML holds a plain table of all records, which needs no script; a script puts a table in its place that can be
filtered, sorted and shared, and reads the records from a file beside the pages (`list_data`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.han import has_han
from reqsite.model.record import Record
from reqsite.portal import list_data, views
from reqsite.portal.addresses import anchor, relative
from reqsite.portal.deciders import KIND as PEOPLE
from reqsite.portal.deciders import Group, chain, deciders
from reqsite.portal.list_data import COLUMNS, Facet
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.table_words import browse_words

AT_ONCE = 500
"""A plain table of more rows is cut into parts that open one by one, so that the page stays light."""
_GROUPED = {"stakeholder": "role"}
"""Kinds whose records are also listed by a field above the table: people ask for the one who decides."""
_PART = 250
_MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the list."""

    link: Link
    cells: tuple[tuple[str, str], ...]
    """(value in words, how it sounds)."""
    lang: str
    """The language of the title where it is not that of the page, else empty."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a long list that belong together."""

    title: str
    """Empty for the whole of a short list."""
    rows: list[Row]


def fragment(press: Press, kind: str) -> Fragment:
    """Return the content of the page that lists the records of a kind, in the order of their ids."""
    here = press.site.addresses.url(press.site.addresses.list_source(kind))
    records = press.by_kind[kind]
    facets = list_data.facets(press.site.catalog.schema, press.words, records)
    columns = [f for f in facets if f.name in COLUMNS and (f.name != "type" or len(f.values) > 1)]
    rows = [_row(press, record, number, columns, here) for number, record in enumerate(records)]
    groups = [*_groups(press, kind, rows, facets), *(deciders(press, here) if kind == PEOPLE else ())]
    html = press.templates.render(
        "list",
        title=press.words.list_title(kind),
        groups=groups,
        chain=chain(press, here) if kind == PEOPLE else [],
        kind=kind,
        columns=[facet.label for facet in columns],
        shown=[facet.name for facet in columns],
        rows=rows,
        parts=_parts(rows, facets),
        views=views.links(press, kind, here),
        count=len(rows),
        binding=sum(row.link.to.live for row in rows),
        words=browse_words(press),
        root=relative("", here),
        script=relative(list_data.list_script(kind), here),
    )
    return Fragment(html, tuple(TocEntry(group.title, group.anchor) for group in groups))


def language_of_title(press: Press, title: str) -> str:
    """Return the language of a Chinese title on a page of another language, else empty."""
    return "zh-Hans" if press.site.language != "zh" and not title.isascii() and has_han(title) else ""


def _row(press: Press, record: Record, number: int, columns: Sequence[Facet], here: str) -> Row:
    link = press.link(record.id, here)
    return Row(
        link,
        tuple((facet.words(number), facet.tone(number)) for facet in columns),
        language_of_title(press, link.to.title),
    )


def _groups(press: Press, kind: str, rows: list[Row], facets: Sequence[Facet]) -> list[Group]:
    """Return the records of a kind by the field that it is grouped by, in the order of the vocabulary."""
    facet = next((f for f in facets if f.name == _GROUPED.get(kind)), None)
    if facet is None:
        return []
    groups = [Group(words, anchor(facet.name, raw), []) for raw, words, _tone in facet.values]
    without = Group(press.words.say(_("not given")), f"{facet.name}-none", [])
    for row, places in zip(rows, facet.of, strict=True):
        if row.link.to.live:
            (groups[places[0]] if places else without).links.append(row.link)
    return [group for group in (*groups, without) if group.links]


def _parts(rows: list[Row], facets: Sequence[Facet]) -> list[Part]:
    """Return the rows in parts: by section, else by type, else by number; a short list is one part."""
    if len(rows) <= AT_ONCE:
        return [Part("", rows)]
    for name in ("section", "type"):
        facet = next((f for f in facets if f.name == name), None)
        if facet is not None and 1 < len(facet.values) <= _MOST_PARTS:
            return _by_facet(rows, facet)
    starts = range(0, len(rows), _PART)
    return [_numbered(rows[start : start + _PART]) for start in starts]


def _by_facet(rows: list[Row], facet: Facet) -> list[Part]:
    parts: dict[str, list[Row]] = {value[1]: [] for value in facet.values}
    rest: list[Row] = []
    for number, row in enumerate(rows):
        places = facet.of[number]
        (parts[facet.values[places[0]][1]] if places else rest).append(row)
    found = [Part(words, inside) for words, inside in parts.items() if inside]
    return [*found, Part(f"{facet.label}: –", rest)] if rest else found


def _numbered(rows: list[Row]) -> Part:
    return Part(f"{rows[0].link.to.id} – {rows[-1].link.to.id}", rows)
