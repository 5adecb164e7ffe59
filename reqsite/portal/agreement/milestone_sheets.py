"""The sheets of a milestone, made to be printed: what is not yet confirmed, and what is delivered and accepted."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.confirm.due import included, unconfirmed
from reqsite.i18n import Message, _
from reqsite.model.catalog import natural_key
from reqsite.model.record import Record
from reqsite.portal import test_results
from reqsite.portal.agreement import addresses
from reqsite.portal.agreement.standings import ShownStanding, shown
from reqsite.portal.agreement.terms import terms
from reqsite.portal.build_date import build_date
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, Page
from reqsite.portal.values import ShownField, shown_field

_Build = Callable[[Press, Record], Fragment]
_KIND = "milestone"
_FACTS = ("date", "owner", "done_when")
_ACCEPTED = ("deliverables", "criteria")


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement that is not yet confirmed."""

    link: Link
    priority: str
    statement: Markup
    standings: tuple[ShownStanding, ...]
    """Of the roles that have not agreed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is delivered, or how that is measured."""

    title: str
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """How the tests of one requirement ended."""

    link: Link
    tests: tuple[tuple[Markup, Markup], ...]
    """(criterion or test, how it ended: empty where nobody knows)."""


def pages(press: Press) -> Iterator[Page]:
    """Yield the sheets of the milestones in force, as far as there is anything to put onto them."""
    for record in press.by_kind.get(_KIND, ()):
        for source, title, build in _sheets(press, record):
            yield Page(
                source=source,
                title=_titled(press, title, record),
                kind="document",
                build=functools.partial(build, press, record),
                parent=press.site.addresses.list_source(_KIND),
                search=False,
            )


def links(press: Press, record: Record, here: str) -> list[tuple[str, str]]:
    """Return (title, address) of the sheets of a record, for the page with the URL `here`."""
    if record.kind != _KIND:
        return []
    return [(press.words.say(title), press.href(source, here)) for source, title, _build in _sheets(press, record)]


def _sheets(press: Press, record: Record) -> Iterator[tuple[str, Message, _Build]]:
    if not press.site.catalog.is_live(record):
        return
    if any(included(press.site.catalog, record)):
        yield _source(press, addresses.checklist, record), _("Checklist"), _checklist
    if any(record.items(name) for name in _ACCEPTED):
        yield _source(press, addresses.acceptance, record), _("Acceptance sheet"), _acceptance


def _source(press: Press, place: Callable[[str], str], record: Record) -> str:
    return place(press.site.addresses.record_source(record).rpartition("/")[2])


def _titled(press: Press, title: Message, record: Record) -> str:
    return press.words.say(_("{sheet}: {name}", sheet=title, name=press.card(record.id).title or record.id))


def _checklist(press: Press, record: Record) -> Fragment:
    here = press.site.addresses.url(_source(press, addresses.checklist, record))
    confirmations = press.site.agreement.confirmations
    asked = confirmations.by_record if confirmations else {}
    found = sorted(unconfirmed(press.site.catalog, asked, record), key=lambda pair: natural_key(pair[0].id))
    html = press.templates.render(
        "confirm_checklist",
        **_head(press, _("Checklist"), record, here),
        total=sum(1 for _record in included(press.site.catalog, record)),
        lines=[
            Line(
                press.link(requirement.id, here),
                press.words.value("priority", requirement.text("priority")) if requirement.text("priority") else "",
                _statement(press, requirement, here),
                tuple(shown(press, item) for item in items),
            )
            for requirement, items in found
        ],
    )
    return Fragment(html)


def _acceptance(press: Press, record: Record) -> Fragment:
    here = press.site.addresses.url(_source(press, addresses.acceptance, record))
    parts = [
        Part(press.words.field(name), tuple(press.inline(text, here, record) for text in record.items(name)))
        for name in _ACCEPTED
        if record.items(name)
    ]
    html = press.templates.render(
        "confirm_acceptance",
        **_head(press, _("Acceptance sheet"), record, here),
        parts=parts,
        tested=_tested(press, record, here),
        terms=list(terms(press, here)),
    )
    return Fragment(html)


def _tested(press: Press, milestone: Record, here: str) -> list[Tested]:
    """Return how the tests of what the milestone includes ended; empty where nothing of it has a test."""
    records = sorted(included(press.site.catalog, milestone), key=lambda record: natural_key(record.id))
    lines = []
    for record in records:
        parts = [(Markup.escape(name), how.badge(press)) for name, how in test_results.of_criteria(press, record)]
        for test in test_results.tests_of(press, record):
            how = test_results.ended(press, press.site.catalog.records[test])
            name = Markup('<a href="{}">{}</a>').format(press.link(test, here).href, test)
            parts.append((name, how.badge(press) if how else Markup("")))
        lines.append(Tested(press.link(record.id, here), tuple(parts)))
    return lines if any(line.tests for line in lines) else []


def _head(press: Press, title: Message, record: Record, here: str) -> dict[str, object]:
    """Return what stands at the top of a sheet."""
    facts: list[ShownField | None] = [shown_field(press, record, name, here) for name in _FACTS if record.text(name)]
    story = press.site.story
    release = story.ledger.latest if story.unreleased is None else None
    return {
        "title": _titled(press, title, record),
        "site": press.site.name,
        "release": release.name if release else "",
        "date": release.date if release else build_date(os.environ).isoformat(),
        "milestone": press.link(record.id, here),
        "facts": [fact for fact in facts if fact is not None],
    }


def _statement(press: Press, record: Record, here: str) -> Markup:
    found = (s for s in press.render.render(record, here).sections if s.key == "statement")
    return Markup("".join(section.html for section in found))  # noqa: S704 sanitised
