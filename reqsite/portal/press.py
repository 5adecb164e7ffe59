"""What every page of one portal is made with: words, templates, links to records, all computed once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from reqsite.i18n import _
from reqsite.model.catalog import DanglingLink
from reqsite.model.record import Record
from reqsite.model.schema import KINDS
from reqsite.portal import tones, uses
from reqsite.portal.addresses import relative
from reqsite.portal.build_date import day
from reqsite.portal.rendered_once import RenderedOnce
from reqsite.portal.site import Renderer, Site
from reqsite.portal.templating import Templates
from reqsite.portal.titles import shown_title
from reqsite.portal.tones import Tone
from reqsite.portal.trace import Trace
from reqsite.portal.words import Words

if TYPE_CHECKING:
    from reqsite.portal.citing import Citations
    from reqsite.portal.impact_block import ImpactBlocks
    from reqsite.portal.pending import PendingNotes
    from reqsite.portal.record_page import Facts
    from reqsite.portal.releases.items import Items
    from reqsite.portal.releases.timeline import Timelines
    from reqsite.portal.suspicions import Suspicions


@dataclass(frozen=True, slots=True)
class Card:
    """What other pages say of a record: enough to link to it and to know whether it binds."""

    id: str
    title: str
    """Empty where it would say the id again."""
    status: str
    """In words, empty where it has none."""
    live: bool
    internal: bool
    url: str
    name: Markup
    """Id and title, for inside a link."""
    tone: Tone
    """How the status sounds: which sign stands beside it, `rs-s-…` in style sheets."""
    marks: Markup
    """Status and whatever else should be known, for behind the link."""


@dataclass(frozen=True)
class Link:
    """A link to a record from one page."""

    href: str
    to: Card
    suspect: Markup = Markup("")  # noqa: RUF009 it never changes
    """Why the two ends should be compared again, empty where nothing says so."""

    @functools.cached_property
    def html(self) -> Markup:
        """The link with what stands behind it; it costs a template too much to put this together for every link."""
        link = f'<a class="rs-link" href="{escape(self.href)}">{self.to.name}</a>{self.to.marks}{self.suspect}'
        return Markup(link)  # noqa: S704 its parts are escaped


class Press:
    """Makes the parts that pages share. One for a portal; nothing in it changes once it is computed."""

    def __init__(self, site: Site, render: Renderer, overrides: Path | None = None) -> None:
        self.site = site
        self.render: Renderer = RenderedOnce(render, site.addresses)
        self.words = Words(site.catalog.schema, site.language)
        self.templates = Templates(site.language, overrides)
        self.link_order = {name: number for number, name in enumerate(site.catalog.schema.links)}
        self._cards: dict[str, Card] = {}
        self._links: dict[tuple[str, str], Link] = {}
        self.facts: dict[tuple[str, ...], Facts] = {}
        """What stands under the title of records: type, status and the like → the words."""
        self._made_once: dict[tuple[str, ...], Markup] = {}
        self._known_marks: dict[tuple[str, bool, bool, Tone, str], Markup] = {}

    def card(self, record_id: str) -> Card:
        """Return the card of a record of the catalog."""
        card = self._cards.get(record_id)
        if card is None:
            card = self._cards[record_id] = self._card(self.site.catalog.records[record_id])
        return card

    def link(self, record_id: str, here: str) -> Link:
        """Return a link to a record from the page with the URL `here`: the same from every page of a folder."""
        folder, _, name = here.rpartition("/")
        link = self._links.get((folder, record_id))
        if link is None:
            card = self.card(record_id)
            link = Link(relative(card.url, here), card)
            if name:
                self._links[folder, record_id] = link
        return link

    def inline(self, text: str, here: str, record: Record) -> Markup:
        """Return one line of a record's as HTML for the page with the URL `here`."""
        return Markup(self.render.inline(text, here, record))  # noqa: S704 the renderer escapes and sanitises

    def once(self, template: str, *values: str) -> Markup:
        """Return a small template that few values are put into, as `values`, made once for the same ones."""
        key = (template, *values)
        if key not in self._made_once:
            self._made_once[key] = self.templates.render(template, values=values)
        return self._made_once[key]

    def href(self, source: str, here: str) -> str:
        """Return the link to the page with this source from the page with the URL `here`."""
        return relative(self.site.addresses.url(source), here)

    @functools.cached_property
    def by_kind(self) -> Mapping[str, list[Record]]:
        """Kind → its records in natural order; the kinds in use, in the order of the vocabulary."""
        found: dict[str, list[Record]] = {kind: [] for kind in KINDS}
        for record in self.site.catalog:
            found[record.kind].append(record)
        return {kind: records for kind, records in found.items() if records}

    @functools.cached_property
    def used_in(self) -> Mapping[str, tuple[str, ...]]:
        """Term id → ids of the records that speak of it."""
        return uses.used_in(self.site.catalog, self.site.mentions)

    @functools.cached_property
    def items(self) -> Items:
        """What the releases did, as pages tell of it."""
        from reqsite.portal.releases.items import Items  # noqa: PLC0415 - it needs a press

        return Items(self, self.site.story)

    @functools.cached_property
    def timelines(self) -> Timelines:
        """The history of each record."""
        from reqsite.portal.releases.timeline import Timelines  # noqa: PLC0415 - it needs a press

        return Timelines(self, self.items)

    @functools.cached_property
    def suspicions(self) -> Suspicions:
        """Which links should be looked at again; none in a portal for clients."""
        from reqsite.portal.suspicions import Suspicions  # noqa: PLC0415 - it needs a press

        return Suspicions(self)

    @functools.cached_property
    def impacts(self) -> ImpactBlocks:
        """What a change of each record would touch."""
        from reqsite.portal.impact_block import ImpactBlocks  # noqa: PLC0415 - it needs a press

        return ImpactBlocks(self)

    @functools.cached_property
    def record_tools(self) -> Markup:
        """What a script can do with a record: the same on every page of one."""
        from reqsite.portal.releases.addresses import COMPARE  # noqa: PLC0415 - as above

        return self.templates.render("_record_tools", compare=self.site.addresses.url(COMPARE))

    @functools.cached_property
    def pending(self) -> PendingNotes:
        """Which changes of each record are asked for."""
        from reqsite.portal.pending import PendingNotes  # noqa: PLC0415 - it needs a press

        return PendingNotes(self)

    @functools.cached_property
    def citations(self) -> Citations:
        """How each record can be cited."""
        from reqsite.portal.citing import Citations  # noqa: PLC0415 - seldom needed without pages

        return Citations(self.site.story, self.words)

    @functools.cached_property
    def record_words(self) -> Mapping[str, str]:
        """Words that stand on nearly every page of a record, so that they are looked up once."""
        words = {"details": _("Details"), "links": _("Links"), "cite": _("Cite as")}
        return {name: self.words.say(word) for name, word in words.items()}

    @functools.cached_property
    def trace(self) -> Trace:
        """Which records are linked with which, by kind and by type."""
        return Trace(self.site.catalog)

    def _card(self, record: Record) -> Card:
        title, status = shown_title(record, self.site.language), self.words.status(record)
        live, internal = self.site.catalog.is_live(record), record.is_internal
        tone = tones.tone(self.site.catalog.schema, record)
        return Card(
            id=record.id,
            title=title,
            status=status,
            live=live,
            internal=internal,
            url=self.site.addresses.record_url(record),
            name=self.templates.render("_name", id=record.id, title=title),
            tone=tone,
            marks=self._marks(status, live, internal, tone, _day(record)),
        )

    def _marks(self, status: str, live: bool, internal: bool, tone: Tone, date: str) -> Markup:
        """Return what stands behind a link to a record; few records differ in it."""
        said = (status, live, internal, tone, date)
        if said not in self._known_marks:
            shown = self.templates.render("_marks", status=status, live=live, internal=internal, tone=tone, date=date)
            self._known_marks[said] = shown
        return self._known_marks[said]

    @functools.cached_property
    def dangling(self) -> Mapping[str, list[DanglingLink]]:
        """Record id → its links that lead to no record."""
        found: dict[str, list[DanglingLink]] = {}
        for link in self.site.catalog.dangling:
            found.setdefault(link.source, []).append(link)
        return found


def _day(record: Record) -> str:
    """Return the day on which a meeting was held, which people remember it by; empty for all other records."""
    held = record.text("held") if record.kind == "meeting" else ""
    return held[:10] if day(held) else ""
