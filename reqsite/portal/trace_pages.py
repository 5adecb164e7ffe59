"""The traceability pages: how far each group of records is linked with each other one, and who with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.catalog import Coverage
from reqsite.portal.addresses import TRACEABILITY
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.trace import Group


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair in the overview."""

    href: str
    """Empty where no link connects the two groups."""
    covered: int
    total: int
    percent: int


@dataclass(frozen=True, slots=True)
class Table:
    """The overview of one level: groups against groups."""

    title: str
    anchor: str
    heads: list[str]
    rows: list[tuple[str, int, list[Cell]]]
    """Name, how many of the group are in force, one cell for each head."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a pair page with what it is linked with, column by column."""

    link: Link
    columns: tuple[tuple[tuple[Link, str], ...], ...]
    """(link, the names of the trace links that make it)."""
    gap: bool


def overview(press: Press) -> Fragment:
    """Return the content of the page that leads to all pairs."""
    here = press.site.addresses.url(TRACEABILITY)
    trace = press.trace
    tables = [_table(press, trace.kinds, press.words.say(_("By kind")), "by-kind", here)]
    if trace.types != trace.kinds:
        tables.append(_table(press, trace.types, press.words.say(_("By type")), "by-type", here))
    html = press.templates.render("traceability", tables=tables)
    return Fragment(html, tuple(TocEntry(table.title, table.anchor) for table in tables))


def pair(press: Press, above: Group, below: Group) -> Fragment:
    """Return the content of the page that traces one group to another: gaps first, then who is linked with whom."""
    here = press.site.addresses.url(pair_source(press, above, below))
    coverage = press.trace.coverage(above, below)
    gaps = frozenset(coverage.gaps)
    rows = [_row(press, i, above, below, here, gap=i in gaps) for i in (*coverage.gaps, *coverage.covered)]
    apart = [_row(press, i, above, below, here, gap=False) for i in above.members if not press.trace.is_live(i)]
    apart_title = press.words.say(_("Not in force, not counted"))
    html = press.templates.render(
        "pair",
        title=pair_title(press, above, below),
        above=group_name(press, above),
        heads=_heads(press, above, below),
        covered=len(coverage.covered),
        total=coverage.total,
        percent=percent(coverage),
        rows=rows,
        apart=apart,
        apart_title=apart_title,
        overview=press.href(TRACEABILITY, here),
        back="" if above == below else press.href(pair_source(press, below, above), here),
        back_title=pair_title(press, below, above),
    )
    return Fragment(html, (TocEntry(apart_title, "not-in-force"),) if apart else ())


def pair_source(press: Press, above: Group, below: Group) -> str:
    """Return the path of the page of a pair."""
    return press.site.addresses.pair_source(above.slug, below.slug)


def pair_title(press: Press, above: Group, below: Group) -> str:
    """Return what the page of a pair is called."""
    return f"{group_name(press, above)} → {group_name(press, below)}"


def group_name(press: Press, group: Group) -> str:
    """Return what a group is called."""
    return press.words.type(group.type) if group.type else press.words.kind(group.kind)


def percent(coverage: Coverage) -> int:
    """Return the covered share in whole percent, rounded down, so that 100 means that there is no gap."""
    return len(coverage.covered) * 100 // coverage.total if coverage.total else 0


def _table(press: Press, groups: Iterable[Group], title: str, anchor: str, here: str) -> Table:
    groups = tuple(groups)
    rows = [
        (group_name(press, above), len(press.trace.live(above)), [_cell(press, above, below, here) for below in groups])
        for above in groups
    ]
    return Table(title, anchor, [group_name(press, group) for group in groups], rows)


def _cell(press: Press, above: Group, below: Group, here: str) -> Cell:
    coverage = press.trace.coverage(above, below)
    linked = press.trace.has_links(above, below)
    href = press.href(pair_source(press, above, below), here) if linked else ""
    return Cell(href, len(coverage.covered), coverage.total, percent(coverage))


def _heads(press: Press, above: Group, below: Group) -> list[str]:
    if above == below:
        return [press.words.say(word) for word in (_("Parents"), _("Children"), _("Other links"))]
    return [group_name(press, below)]


def _row(press: Press, record_id: str, above: Group, below: Group, here: str, *, gap: bool) -> Row:
    near = press.trace.near(record_id, below)
    names = _link_names(press, record_id) if near else {}
    parts: tuple[list[str], ...] = (near,)
    if above == below:
        catalog = press.site.catalog
        parents, children = set(catalog.parents(record_id)), set(catalog.children(record_id))
        parts = (
            [i for i in near if i in parents],
            [i for i in near if i in children],
            [i for i in near if i not in parents and i not in children],
        )
    columns = tuple(tuple((press.link(i, here), ", ".join(names[i])) for i in part) for part in parts)
    return Row(press.link(record_id, here), columns, gap)


def _link_names(press: Press, record_id: str) -> dict[str, dict[str, None]]:
    """Return id → the names of the trace links between this record and that one, as seen from this one."""
    found: dict[str, dict[str, None]] = {}
    for link in press.site.catalog.outgoing(record_id):
        found.setdefault(link.target, {})[press.words.link(link.type)] = None
    for link in press.site.catalog.incoming(record_id):
        found.setdefault(link.source, {})[press.words.inverse(link.type)] = None
    return found
