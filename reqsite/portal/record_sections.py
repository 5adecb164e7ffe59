"""The sections of a record as its page shows them: in its kind's order, with what belongs beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from reqsite.model.record import Record
from reqsite.portal import test_results
from reqsite.portal.criteria import with_steps
from reqsite.portal.kinds import Layout
from reqsite.portal.links import LinkGroup
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Rendered, RenderedSection
from reqsite.portal.test_results import Ended
from reqsite.source.actions import Action, actions

_SIDE_BY_SIDE = frozenset({("business", "technical"), ("as_is", "to_be")})


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the page shows it."""

    key: str
    title: str
    anchor: str
    html: Markup
    internal: bool
    opens_pair: bool = False
    """The next section stands beside it."""
    closes_pair: bool = False
    tests: tuple[TestLink, ...] = ()
    """What verifies the record, beside its acceptance criteria."""
    results: tuple[tuple[str, Markup], ...] = ()
    """(id of a criterion, how its own tests ended)."""
    actions: tuple[ShownAction, ...] = ()
    """What was promised, in the place of the text."""


@dataclass(frozen=True, slots=True)
class TestLink:
    """A test with its result, as far as it is known."""

    link: Link
    ended: Ended | None
    result: Markup
    """Empty where nothing is known."""


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action item of a meeting."""

    text: Markup
    action: Action


def shown_sections(
    press: Press,
    record: Record,
    rendered: Rendered,
    layout: Layout,
    groups: dict[str, LinkGroup],
    *,
    headed: bool,
) -> list[ShownSection]:
    """Return the sections in the order of the page; `headed` where something stands above them."""
    known = press.site.catalog.schema.sections
    found: list[ShownSection] = []
    for section in sorted(rendered.sections, key=lambda section: _rank(layout, section)):
        if "@" in section.key or (not section.html and not section.title):
            continue
        kind = known.get(section.key)
        html, title = section.html, section.title
        tests: tuple[TestLink, ...] = ()
        results: tuple[tuple[str, Markup], ...] = ()
        promised: tuple[ShownAction, ...] = ()
        if kind is not None and kind.criteria:
            html = with_steps(html, record.criteria)
            tests = _tests(press, groups.get("verified_by"))
            results = tuple((name, how.badge(press)) for name, how in test_results.of_criteria(press, record))
        elif section.key == "actions":
            promised = _actions(press, record)
        if not found and section.key == "statement":
            # What comes first under the title needs no heading.
            title = (title if layout.statement is None else press.words.say(layout.statement)) if headed else ""
        found.append(
            ShownSection(
                section.key,
                title,
                section.anchor,
                Markup(html),  # noqa: S704 the renderer sanitises
                internal=kind is not None and kind.internal,
                tests=tests,
                results=results,
                actions=promised,
            )
        )
    _pair_up(found)
    return found


def _rank(layout: Layout, section: RenderedSection) -> int:
    return layout.sections.index(section.key) if section.key in layout.sections else len(layout.sections)


def _pair_up(sections: list[ShownSection]) -> None:
    """Mark the two wordings of a requirement, and what is and what is wanted, where one follows the other."""
    for number in range(len(sections) - 1):
        if (sections[number].key, sections[number + 1].key) in _SIDE_BY_SIDE:
            sections[number] = replace(sections[number], opens_pair=True)
            sections[number + 1] = replace(sections[number + 1], closes_pair=True)


def _tests(press: Press, verified: LinkGroup | None) -> tuple[TestLink, ...]:
    return tuple(with_result(press, link) for link in verified.links.values()) if verified else ()


def with_result(press: Press, link: Link) -> TestLink:
    """Return a link to a test with its result."""
    how = test_results.ended(press, press.site.catalog.records[link.to.id])
    return TestLink(link, how, how.badge(press) if how else Markup(""))


def _actions(press: Press, record: Record) -> tuple[ShownAction, ...]:
    here = press.site.addresses.record_url(record)
    return tuple(ShownAction(press.inline(a.text, here, record), a) for a in actions(record.section("actions")))
