"""The home page: what this portal is and how it stands, what is open, how to read it, and whom to ask."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.portal import document_pages, downloads, go_page, home_gaps, home_shares, milestones, overview
from reqsite.portal.addresses import GLOSSARY, TRACEABILITY
from reqsite.portal.agreement import home as agreement_home
from reqsite.portal.build_date import build_date, day
from reqsite.portal.press import Link, Press
from reqsite.portal.releases import addresses
from reqsite.portal.site import Fragment, Page, TocEntry
from reqsite.portal.values import Shown, shown_fields

HOME = "index.md"
_MOST_PEOPLE = 12
_SAID_OF_PEOPLE = ("organisation", "decides", "contact")


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the project a portal shows."""

    release: str = ""
    """The version of the release, empty for a draft."""
    date: str = ""
    """ISO date of the release; for a draft that of its build, empty where the build must not say."""

    @classmethod
    def draft(cls, environment: Mapping[str, str]) -> Edition:
        """Return a draft, with a date only if `SOURCE_DATE_EPOCH` names one: equal sources make equal bytes."""
        epoch = environment.get("SOURCE_DATE_EPOCH", "")
        known = epoch.isascii() and epoch.isdecimal() and len(epoch) < 12  # noqa: PLR2004 seconds of any real date
        return cls(date=time.strftime("%Y-%m-%d", time.gmtime(int(epoch))) if known else "")


@dataclass(frozen=True, slots=True)
class Latest:
    """The last release, and what has changed since."""

    name: str
    date: str
    href: str
    index: str
    """Of the table of all releases."""
    changes: int
    """How many records differ now."""
    changes_href: str
    counts: Mapping[str, int]
    """What the release changed, as `Difference.counts` has it."""
    first: bool
    """True where it is the only one, so that all of it was new."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to ask."""

    link: Link
    role: str
    facts: tuple[tuple[str, Shown], ...]
    """(label, value)."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for how many requirements."""

    name: str
    href: str
    count: int


def page(press: Press, edition: Edition) -> Page:
    """Return the home page of a site that has written none."""
    return Page(HOME, press.words.say(_("Home")), "home", functools.partial(fragment, press, edition), search=False)


def fragment(press: Press, edition: Edition) -> Fragment:
    """Return the content of a home page that nobody has written: the name of the site and the block."""
    here = press.site.addresses.url(HOME)
    html = press.templates.render("home_page", title=press.site.name or press.words.say(_("Requirements")))
    return Fragment(html + block(press, here, edition), toc(press))


def block(press: Press, here: str, edition: Edition) -> Markup:
    """Return what a home page says besides its writer's text, for the page with the URL `here`."""
    return press.templates.render(
        "home",
        edition=edition,
        latest=_latest(press, here),
        internal=press.site.is_internal,
        tiles=home_gaps.tiles(press, here),
        total=sum(len(records) for records in press.by_kind.values()),
        overview=overview.fragment(press, here, home_shares.fragment(press, here)),
        agreement=agreement_home.block(press, here),
        points=home_gaps.open_points(press, here),
        milestones=milestones.fragment(press, here, day(edition.date) or build_date(os.environ)),
        pages=_pages(press, here),
        people=_people(press, here),
        owners=_owners(press, here),
    )


def _latest(press: Press, here: str) -> Latest | None:
    """Return the last release and how far the records have moved on since; None without one."""
    story = press.site.story
    if not story:
        return None
    last, pending = story.steps[-1], story.unreleased
    counts = pending.difference.counts if pending else {}
    return Latest(
        name=last.name,
        date=last.baseline.date if last.baseline else "",
        href=press.href(addresses.release_source(last.name), here),
        index=press.href(addresses.INDEX, here),
        changes=sum(counts.get(name, 0) for name in ("added", "changed", "removed")),
        changes_href=press.href(addresses.UNRELEASED, here),
        counts=last.difference.counts,
        first=not last.previous,
    )


def toc(press: Press) -> tuple[TocEntry, ...]:
    """Return the headings of the block."""
    here = press.site.addresses.url(HOME)
    found = [(_("What is open"), "rs-open")]
    if "milestone" in press.by_kind:
        found.append((_("Milestones"), "rs-milestones"))
    found.append((_("How to read this portal"), "rs-how-to-read"))
    if _people(press, here) or _owners(press, here):
        found.append((_("Whom to ask"), "rs-whom-to-ask"))
    numbers = TocEntry(press.words.say(_("In numbers")), "rs-numbers")
    others = (TocEntry(press.words.say(title), anchor) for title, anchor in found)
    return numbers, *agreement_home.entry(press), *others


def _pages(press: Press, here: str) -> dict[str, str]:
    """Return the pages that the advice for readers leads to; an address is empty where there is no such page."""
    kinds = press.by_kind
    found = {
        "trace": TRACEABILITY if kinds else "",
        "requirements": press.site.addresses.list_source("requirement") if "requirement" in kinds else "",
        "document": document_pages.CONTENTS if document_pages.AFTER in kinds else "",
        "glossary": GLOSSARY if "term" in kinds else "",
        "go": go_page.SOURCE if kinds else "",
        "downloads": downloads.PAGE if press.site.takeaways else "",
    }
    return {name: press.href(source, here) if source else "" for name, source in found.items()}


def _people(press: Press, here: str) -> list[Person]:
    """Return the stakeholders who are still there, with what this audience may know of them."""
    live = [r for r in press.by_kind.get("stakeholder", ()) if press.site.catalog.is_live(r)]
    return [_person(press, record, here) for record in live[:_MOST_PEOPLE]]


def _person(press: Press, record: Record, here: str) -> Person:
    skip = frozenset(record.fields) - frozenset(_SAID_OF_PEOPLE)
    facts = tuple((field.label, field.value) for field in shown_fields(press, record, here, skip))
    return Person(press.link(record.id, here), press.words.value("role", record.text("role")), facts)


def _owners(press: Press, here: str) -> list[Owner]:
    """Return who answers for the requirements in force, who answers for most of them first."""
    live = (r for r in press.by_kind.get("requirement", ()) if press.site.catalog.is_live(r))
    found = Counter(name for record in live for name in record.items("owner"))
    list_url = press.href(press.site.addresses.list_source("requirement"), here)
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_PEOPLE]
    return [Owner(name, overview.filtered(list_url, "owner", name), count) for name, count in most]
