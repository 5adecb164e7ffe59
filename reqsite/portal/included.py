"""What belongs to a milestone: its requirements with their criteria, and how each of them and its tests stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.portal.links import LinkGroup
from reqsite.portal.press import Link, Press
from reqsite.portal.record_sections import TestLink, with_result
from reqsite.portal.test_results import tests_of


@dataclass(frozen=True, slots=True)
class Member:
    """One record that belongs to the milestone."""

    link: Link
    priority: str
    criteria: tuple[tuple[str, Markup], ...]
    """(name, text) of each acceptance criterion."""
    tests: tuple[TestLink, ...]


@dataclass(frozen=True, slots=True)
class Included:
    """What belongs to a milestone, and how it stands."""

    rows: tuple[Member, ...]
    by_status: tuple[tuple[str, int], ...]
    """How many are in each state, in words."""
    has_criteria: bool
    has_tests: bool


def included(press: Press, group: LinkGroup | None, here: str) -> Included | None:
    """Return the records of a group of links for the page with the URL `here`; None where there is no such group."""
    if group is None:
        return None
    rows = tuple(_member(press, link, here) for link in group.links.values())
    states = Counter(row.link.to.status for row in rows if row.link.to.status)
    return Included(rows, tuple(states.items()), any(row.criteria for row in rows), any(row.tests for row in rows))


def _member(press: Press, link: Link, here: str) -> Member:
    record = press.site.catalog.records[link.to.id]
    return Member(
        link,
        press.words.value("priority", record.text("priority")),
        tuple((c.id, press.inline(c.text, here, record)) for c in record.criteria),
        tuple(with_result(press, press.link(test, here)) for test in tests_of(press, record)),
    )
