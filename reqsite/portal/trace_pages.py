"""The traceability pages: how far each group of records is linked with each other one, and who with whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from reqsite.i18n import _
from reqsite.model.catalog import Coverage
from reqsite.portal import list_data, list_page, trace_gaps
from reqsite.portal.addresses import TRACEABILITY, relative
from reqsite.portal.press import Press
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.table_words import browse_words
from reqsite.portal.tones import Tone, tone
from reqsite.portal.trace import Group

_PART = 250
"""How many rows of a long plain table open at once."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair in the overview."""

    href: str
    """Empty where no link connects the two groups."""
    covered: int
    total: int
    percent: int
    accepted: int
    """How many of the gaps are justified."""


@dataclass(frozen=True, slots=True)
class Table:
    """The overview of one level: groups against groups."""

    title: str
    anchor: str
    heads: list[str]
    rows: list[tuple[str, int, list[Cell]]]
    """Name, how many of the group are in force, one cell for each head."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of two groups with its numbers."""

    above: Group
    below: Group
    coverage: Coverage
    accepted: dict[str, str]
    """Gap that is justified → the reason, empty where its readers must not know it."""
    suspect: Mapping[str, Mapping[str, str]]
    """Record above → record below → why the link between them is suspect."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a matrix that belong together, made while they are written."""

    title: str
    """Empty for the whole of a short matrix."""
    count: int
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a pair page with what it is linked with, column by column."""

    name: Markup
    """With its link."""
    state: str
    """`gap`, `accepted`, `linked`, or `apart` for what is not in force."""
    reason: str
    status: str
    tone: Tone
    columns: tuple[Markup, ...]
    """What it is linked with, and how: the names of the trace links, and a status where it does not bind."""
    suspect: Mapping[str, str]
    """Record of the other side → why the link with it should be looked at again; nobody but the house is told."""


def overview(press: Press, graphs: Sequence[tuple[str, str]] = ()) -> Fragment:
    """Return the content of the page that leads to all pairs; `graphs` are (title, source) of the drawn ones."""
    here = press.site.addresses.url(TRACEABILITY)
    trace = press.trace
    tables = [_table(press, trace.kinds, press.words.say(_("By kind")), "by-kind", here)]
    if trace.types != trace.kinds:
        tables.append(_table(press, trace.types, press.words.say(_("By type")), "by-type", here))
    titles = [press.words.say(_("Graphs"))] if graphs else []
    html = press.templates.render(
        "traceability",
        tables=tables,
        coverage=press.href(COVERAGE, here) if trace.levels(trace.kinds) else "",
        graphs=[(title, press.href(source, here)) for title, source in graphs],
        graphs_title="".join(titles),
    )
    toc = [TocEntry(table.title, table.anchor) for table in tables] + [TocEntry(title, "graphs") for title in titles]
    return Fragment(html, tuple(toc))


COVERAGE = "traceability/coverage.md"
"""The page with the coverage of all levels."""


def pair(press: Press, above: Group, below: Group) -> Fragment:
    """Return the content of the page that traces one group to another: gaps first, then who is linked with whom."""
    here = press.site.addresses.url(pair_source(press, above, below))
    one = pair_of(press, above, below)
    apart = [i for i in above.members if not press.trace.is_live(i)]
    apart_title = press.words.say(_("Not in force, not counted"))
    html = press.templates.render(
        "pair",
        title=pair_title(press, above, below),
        above=group_name(press, above),
        heads=_heads(press, above, below),
        covered=len(one.coverage.covered),
        total=one.coverage.total,
        percent=percent(one.coverage),
        accepted=len(one.accepted),
        suspect=len(one.suspect),
        suspect_title=_suspect_title(press) if one.suspect else "",
        parts=list(_parts(press, one, here)),
        apart=[Part("", len(apart), _rows(press, one, apart, "apart", here))] if apart else [],
        apart_title=apart_title,
        states=states(press),
        overview=press.href(TRACEABILITY, here),
        ways=[] if above == below else [_way(press, above, below, ""), _way(press, below, above, here)],
        words=_words(press),
        settings=_settings(press, one, here),
        scripts=[relative(script, here) for script in _scripts(above, below)],
    )
    return Fragment(html, (TocEntry(apart_title, "not-in-force"),) if apart else ())


def pair_of(press: Press, above: Group, below: Group) -> Pair:
    """Return the numbers of one direction."""
    coverage = press.trace.coverage(above, below)
    reasons = ((i, trace_gaps.reason(press.site, i, below)) for i in coverage.gaps)
    suspect = press.suspicions.between(above.members, set(below.members)) if press.suspicions else {}
    return Pair(above, below, coverage, {i: reason for i, reason in reasons if reason is not None}, suspect)


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


def states(press: Press) -> dict[str, str]:
    """Return how a record of a matrix stands → in words."""
    say = press.words.say
    return {
        "gap": say(_("Gap: no link")),
        "accepted": say(_("Accepted gap")),
        "linked": say(_("Linked")),
        "apart": say(_("Not in force")),
    }


def _table(press: Press, groups: Iterable[Group], title: str, anchor: str, here: str) -> Table:
    groups = tuple(groups)
    rows = [
        (group_name(press, above), len(press.trace.live(above)), [_cell(press, above, below, here) for below in groups])
        for above in groups
    ]
    return Table(title, anchor, [group_name(press, group) for group in groups], rows)


def _cell(press: Press, above: Group, below: Group, here: str) -> Cell:
    linked = press.trace.has_links(above, below)
    if not linked:
        return Cell("", 0, 0, 0, 0)
    one = pair_of(press, above, below)
    href = press.href(pair_source(press, above, below), here)
    return Cell(href, len(one.coverage.covered), one.coverage.total, percent(one.coverage), len(one.accepted))


def _way(press: Press, above: Group, below: Group, here: str) -> tuple[str, str, int, int]:
    """Return (title, link, covered, total) of one direction; the link is empty for the page itself."""
    coverage = press.trace.coverage(above, below)
    href = press.href(pair_source(press, above, below), here) if here else ""
    return pair_title(press, above, below), href, len(coverage.covered), coverage.total


def _heads(press: Press, above: Group, below: Group) -> list[str]:
    if above == below:
        return [press.words.say(word) for word in (_("Parents"), _("Children"), _("Other links"))]
    return [group_name(press, below)]


def _parts(press: Press, one: Pair, here: str) -> Iterator[Part]:
    """Yield the rows in force: gaps, then justified ones, then the rest; in one part where they are few."""
    gaps = [i for i in one.coverage.gaps if i not in one.accepted]
    found = {"gap": gaps, "accepted": list(one.accepted), "linked": list(one.coverage.covered)}
    if one.coverage.total <= list_page.AT_ONCE:
        rows = (row for state, ids in found.items() for row in _rows(press, one, ids, state, here))
        if one.coverage.total:
            yield Part("", one.coverage.total, rows)
        return
    for state, ids in found.items():
        for start in range(0, len(ids), _PART):
            part = ids[start : start + _PART]
            title = f"{states(press)[state]}: {part[0]} – {part[-1]}"
            yield Part(title, len(part), _rows(press, one, part, state, here, brief=True))


# A generator: twenty thousand rows that all live at once keep the garbage collector busier than the page is worth.
def _rows(press: Press, one: Pair, ids: Iterable[str], state: str, here: str, *, brief: bool = False) -> Iterator[Row]:
    """Yield rows; brief ones name what they are linked with by id alone, so that a long page stays light."""
    cell = _brief_cell if brief else _cell_of_links
    for record_id in ids:
        columns = tuple(cell(press, part, here) for part in _linked(press, record_id, one))
        reason = one.accepted.get(record_id, "")
        how = tone(press.site.catalog.schema, press.site.catalog.records[record_id])
        name, status = _name(press, record_id, here), press.card(record_id).status
        yield Row(name, state, reason, status, how, columns, one.suspect.get(record_id, {}))


def _cell_of_links(press: Press, links: dict[str, str], here: str) -> Markup:
    items = [
        f'<li>{_name(press, i, here)} <span class="rs-how">({escape(_how(press, i, names))})</span></li>'
        for i, names in links.items()
    ]
    return Markup(f"<ul>{''.join(items)}</ul>" if items else "")  # noqa: S704 its parts are escaped


def _brief_cell(press: Press, links: dict[str, str], here: str) -> Markup:
    by_name: dict[str, list[str]] = {}
    for i, names in links.items():
        link = press.link(i, here)
        by_name.setdefault(_how(press, i, names), []).append(f'<a href="{escape(link.href)}">{escape(i)}</a>')
    return Markup("<br>".join(f"{escape(how)}: {', '.join(found)}" for how, found in by_name.items()))  # noqa: S704


def _linked(press: Press, record_id: str, one: Pair) -> list[dict[str, str]]:
    """Return for each column the ids of the group below → the names of the trace links."""
    near = press.trace.near(record_id, one.below)
    names = _link_names(press, record_id) if near else {}
    if one.above != one.below:
        return [{i: ", ".join(names[i]) for i in near}]
    catalog = press.site.catalog
    parents, children = set(catalog.parents(record_id)), set(catalog.children(record_id))
    return [
        {i: ", ".join(names[i]) for i in near if i in parents},
        {i: ", ".join(names[i]) for i in near if i in children},
        {i: ", ".join(names[i]) for i in near if i not in parents and i not in children},
    ]


def _link_names(press: Press, record_id: str) -> dict[str, dict[str, None]]:
    """Return id → the names of the trace links between this record and that one, as seen from this one."""
    found: dict[str, dict[str, None]] = {}
    for link in press.site.catalog.outgoing(record_id):
        found.setdefault(link.target, {})[press.words.link(link.type)] = None
    for link in press.site.catalog.incoming(record_id):
        found.setdefault(link.source, {})[press.words.inverse(link.type)] = None
    return found


def _name(press: Press, record_id: str, here: str) -> Markup:
    link = press.link(record_id, here)
    internal = escape(press.words.say(_("Internal")))
    mark = f' <span class="rs-internal">{internal}</span>' if link.to.internal else ""
    return Markup(f'<a href="{escape(link.href)}">{link.to.name}</a>{mark}')  # noqa: S704 its parts are escaped


def _how(press: Press, record_id: str, names: str) -> str:
    card = press.card(record_id)
    return names if card.live or not card.status else f"{names}; {card.status}"


def _suspect_words(press: Press) -> dict[str, str]:
    say = press.words.say
    return {"suspect": _suspect_title(press), "isSuspect": say(_("Suspect")), "notSuspect": say(_("Not suspect"))}


def _suspect_title(press: Press) -> str:
    return press.words.say(_("Suspect links"))


def _words(press: Press) -> dict[str, str]:
    """Return the words that the script of a matrix needs."""
    say = press.words.say
    return {
        **browse_words(press),
        "trace": say(_("Tracing")),
        "status": press.words.field("status"),
        "reason": say(_("Reason: {reason}")),
        **states(press),
        **(_suspect_words(press) if press.suspicions else {}),
    }


def _settings(press: Press, one: Pair, here: str) -> dict[str, object]:
    """Return what the script of a matrix has to know to make it from the records and links of two kinds."""
    redact = press.site.redact
    return {
        "root": relative("", here),
        "above": one.above.kind,
        "aboveType": one.above.type,
        "below": one.below.kind,
        "belowType": one.below.type,
        "same": one.above == one.below,
        "forward": _kinds(one.above, one.below) == (one.above.kind, one.below.kind),
        "links": "_".join(_kinds(one.above, one.below)),
        "name": group_name(press, one.above),
        "heads": _heads(press, one.above, one.below),
        "accepted": {record_id: redact(reason) for record_id, reason in one.accepted.items()},
        "suspect": one.suspect,
    }


def _kinds(above: Group, below: Group) -> tuple[str, str]:
    return list_data.in_order(above.kind, below.kind)


def _scripts(above: Group, below: Group) -> list[str]:
    kinds = dict.fromkeys((above.kind, below.kind))
    return [*(list_data.list_script(kind) for kind in kinds), list_data.links_script(above.kind, below.kind)]
