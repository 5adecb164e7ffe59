"""What is still open in a project: the counts of the home page, and the records behind each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.catalog import Coverage
from reqsite.model.record import Record
from reqsite.portal.addresses import TRACEABILITY
from reqsite.portal.overview import filtered
from reqsite.portal.press import Link, Press

_MOST_LISTED = 12
_TO_SETTLE = ("change", "feedback")


@dataclass(frozen=True, slots=True)
class Tile:
    """How much of what should have something has it."""

    label: str
    href: str
    covered: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.covered // self.total


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One sort of thing that somebody still has to do."""

    label: str
    count: int
    href: str
    """The list of all of them, empty where no list shows just these."""
    links: tuple[Link, ...]
    more: int


def tiles(press: Press, here: str) -> list[Tile]:
    """Return how many requirements in force have criteria, something above them, and a test."""
    requirements = press.href(press.site.addresses.list_source("requirement"), here)
    trace = press.href(TRACEABILITY, here)
    say = press.words.say
    found = [
        (say(_("With acceptance criteria")), requirements, with_criteria(press)),
        (say(_("Traced upwards")), trace, traced_up(press)),
        (say(_("With a test")), _tests_href(press, here) or trace, tested(press)),
    ]
    return [Tile(label, href, len(c.covered), c.total) for label, href, c in found if c.total]


def open_points(press: Press, here: str) -> list[OpenPoint]:
    """Return what is open, without what is not; nothing in it depends on today's date."""
    say = press.words.say
    found = _not_begun(press, here)
    for label, coverage in (
        (say(_("Requirements without acceptance criteria")), with_criteria(press)),
        (say(_("Requirements that nothing above them asks for")), traced_up(press)),
        (say(_("Requirements without a test")), tested(press)),
    ):
        found.append(_point(press, label, coverage.gaps, "", here))
    labels = {"change": say(_("Change requests not settled")), "feedback": say(_("Feedback not settled"))}
    for kind in _TO_SETTLE:
        open_ones = [r for r in press.by_kind.get(kind, ()) if leads_on(press, r)]
        states = dict.fromkeys(r.text("status") for r in open_ones)
        href = filtered(press.href(press.site.addresses.list_source(kind), here), "status", *states) if states else ""
        found.append(_point(press, labels[kind], tuple(r.id for r in open_ones), href, here))
    # A suspect link is the house's own work: there is none in a portal for clients.
    found.append(_point(press, say(_("Records with suspect links")), tuple(press.suspicions.found.by_source), "", here))
    return [point for point in found if point.count]


def with_criteria(press: Press) -> Coverage:
    """Return which requirements in force, of types that need them, have acceptance criteria."""
    types = press.site.catalog.schema.types
    return _split(press, lambda r: r.type in types and types[r.type].needs_criteria, lambda r: bool(r.criteria))


def traced_up(press: Press) -> Coverage:
    """Return which requirements in force lead to something above them, where the project has such records.

    A requirement above counts, but what has nothing but requirements is not asked for more.
    """
    catalog = press.site.catalog
    wanted = {
        name: {r.id for word in kind.up for r in catalog.of(word)}
        for name, kind in catalog.schema.types.items()
        if any(r.kind != "requirement" for word in kind.up for r in catalog.of(word)[:1])
    }
    return _split(press, lambda r: r.type in wanted, lambda r: any(i in wanted[r.type] for i in catalog.parents(r.id)))


def tested(press: Press) -> Coverage:
    """Return which requirements in force are linked with a test, as the traceability pages count it."""
    groups = {group.kind: group for group in press.trace.kinds}
    if "requirement" not in groups or "test" not in groups:
        return Coverage((), ())
    return press.trace.coverage(groups["requirement"], groups["test"])


def _tests_href(press: Press, here: str) -> str:
    """Return the address of the page that traces requirements to tests, empty where no link makes one."""
    groups = {group.kind: group for group in press.trace.kinds}
    above, below = groups.get("requirement"), groups.get("test")
    if above is None or below is None or not press.trace.has_links(above, below):
        return ""
    return press.href(press.site.addresses.pair_source(above.slug, below.slug), here)


def _split(press: Press, applies: Callable[[Record], bool], has: Callable[[Record], bool]) -> Coverage:
    catalog = press.site.catalog
    found = [r for r in press.by_kind.get("requirement", ()) if catalog.is_live(r) and applies(r)]
    having = {r.id for r in found if has(r)}
    return Coverage(tuple(r.id for r in found if r.id in having), tuple(r.id for r in found if r.id not in having))


def _not_begun(press: Press, here: str) -> list[OpenPoint]:
    """Return the requirements that stand at the beginning of their way: before the first step that others must take."""
    by_state: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for record in press.by_kind.get("requirement", ()):
        status = record.text("status")
        if status in _first_states(press, record.type):
            by_state.setdefault(status, []).append(record.id)
            names[status] = press.words.status(record)
    list_url = press.href(press.site.addresses.list_source("requirement"), here)
    return [
        _point(
            press,
            press.words.say(_("Requirements with status {status}", status=names[status])),
            tuple(ids),
            filtered(list_url, "status", status),
            here,
        )
        for status, ids in by_state.items()
    ]


def _first_states(press: Press, type_name: str) -> set[str]:
    """Return the states that no release takes, and the first one that it may."""
    found = set()
    for name, state in press.site.catalog.schema.states_of(type_name).items():
        if not state.live:
            continue
        found.add(name)
        if state.released:
            break
    return found


def leads_on(press: Press, record: Record) -> bool:
    """Return True for a record that binds and whose state is not the last one."""
    catalog = press.site.catalog
    state = catalog.schema.states_of(record.type).get(record.text("status"))
    return bool(state and state.live and state.next)


def _point(press: Press, label: str, ids: tuple[str, ...], href: str, here: str) -> OpenPoint:
    links = tuple(press.link(i, here) for i in ids[:_MOST_LISTED])
    return OpenPoint(label, len(ids), href, links, len(ids) - len(links))
