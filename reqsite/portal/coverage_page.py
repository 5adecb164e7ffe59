"""The page that shows, level by level from the top, how far the records are linked upwards and downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.catalog import Coverage
from reqsite.model.record import Record
from reqsite.portal import test_results
from reqsite.portal.addresses import TRACEABILITY
from reqsite.portal.press import Press
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.trace import Group
from reqsite.portal.trace_pages import COVERAGE, group_name, pair_of, pair_source, percent
from reqsite.results.case import FAILED, OPEN, PASSED


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something is linked."""

    name: str
    href: str
    """The matrix that shows which records; empty where the number stands for several."""
    covered: int
    accepted: int
    total: int
    percent: int


@dataclass(frozen=True, slots=True)
class Level:
    """The records of one level."""

    name: str
    live: int
    up: Share | None
    """None where the chain ends."""
    down: Share | None
    pairs: tuple[Share, ...]
    """With each other level to which there are links, the one above first."""


@dataclass(frozen=True, slots=True)
class Tested:
    """How the tests of the requirements of one type ended."""

    name: str
    live: int
    passed: int
    failed: int
    open: int
    """Those of which not all tests have a result."""
    untested: int


def fragment(press: Press) -> Fragment:
    """Return the content of the page; kinds first, then types where a kind has several."""
    here = press.site.addresses.url(COVERAGE)
    trace = press.trace
    parts = [(press.words.say(_("By kind")), "by-kind", _levels(press, trace.kinds, here))]
    if trace.types != trace.kinds:
        parts.append((press.words.say(_("By type")), "by-type", _levels(press, trace.types, here)))
    parts = [part for part in parts if part[2]]
    tested = _tested(press) if press.by_kind.get("test") else []
    html = press.templates.render(
        "traceability_coverage", parts=parts, tested=tested, overview=press.href(TRACEABILITY, here)
    )
    toc = [TocEntry(title, anchor) for title, anchor, _levels_of in parts]
    return Fragment(html, (*toc, *([TocEntry(press.words.say(_("Results of tests")), "tested")] if tested else [])))


def _tested(press: Press) -> list[Tested]:
    """Return how the tests of the requirements in force ended, type by type."""
    found: dict[str, list[str]] = {}
    for record in press.by_kind.get("requirement", ()):
        if press.site.catalog.is_live(record):
            found.setdefault(record.type, []).append(_standing(press, record))
    return [
        Tested(press.words.type(name), len(all_of), *(all_of.count(way) for way in (PASSED, FAILED, OPEN, "")))
        for name, all_of in found.items()
    ]


def _standing(press: Press, record: Record) -> str:
    """Return `passed` where all tests of a requirement have, `failed` where one has, `open`; empty without a test."""
    catalog = press.site.catalog
    ends = [how.raw for _name, how in test_results.of_criteria(press, record)]
    ends += [test_results.result_of(press, catalog.records[test]) for test in test_results.tests_of(press, record)]
    if FAILED in ends or not ends:
        return FAILED if ends else ""
    return PASSED if all(end == PASSED for end in ends) else OPEN


def _levels(press: Press, groups: Sequence[Group], here: str) -> list[Level]:
    levels = press.trace.levels(groups)
    found = []
    for group in levels:
        others = [other for other in levels if press.trace.has_links(group, other)]
        found.append(
            Level(
                name=group_name(press, group),
                live=len(press.trace.live(group)),
                up=_expected(press.trace.upwards(group), wanted=_wants(press, group, "up")),
                down=_expected(press.trace.downwards(group), wanted=_wants(press, group, "down")),
                pairs=tuple(_share(press, group, other, here) for other in others),
            )
        )
    return found


def _wants(press: Press, group: Group, way: str) -> bool:
    """Return True where the vocabulary asks a record of the group for a parent (`up`) or a child or test (`down`)."""
    catalog = press.site.catalog
    types = [catalog.schema.types.get(name) for name in {catalog.records[i].type for i in group.members}]
    if way == "up":
        return any(type_ and type_.up for type_ in types)
    return any(type_ and (type_.down or type_.needs_test) for type_ in types)


def _expected(coverage: Coverage, *, wanted: bool) -> Share | None:
    """Return how much is linked; where nothing is, and nobody asks for it, that is the end of the chain and no gap."""
    if not coverage.covered and not wanted:
        return None
    return Share("", "", len(coverage.covered), 0, coverage.total, percent(coverage))


def _share(press: Press, above: Group, below: Group, here: str) -> Share:
    one = pair_of(press, above, below)
    href = press.href(pair_source(press, above, below), here)
    covered = len(one.coverage.covered)
    return Share(group_name(press, below), href, covered, len(one.accepted), one.coverage.total, percent(one.coverage))
