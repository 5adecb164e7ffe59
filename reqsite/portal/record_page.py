"""The page of one record: what it says, what is known of it, and what it hangs together with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.portal.links import LinkGroup, link_groups, verdicts
from reqsite.portal.press import Link, Press, shown_title
from reqsite.portal.site import Fragment, Rendered, RenderedSection, TocEntry
from reqsite.portal.values import shown_fields

_AT_THE_TOP = ("priority", "moscow", "scope")
"""Fields that the head of the page shows, besides type and status."""
_ELSEWHERE = frozenset(
    {*_AT_THE_TOP, "id", "type", "title", "title_en", "title_zh", "status", "visibility", "sort_key", "match", "waive"}
)
_OTHER_TITLES = (
    ("en", "title_en", "en"),
    ("zh-Hans", "title_zh", "zh"),
    ("zh-Hant", "", "zh_hant"),
)
"""Language, the field of any record that holds the title in it, and that of a term."""
_FIRST = ("statement", "business", "technical", "acceptance_criteria")
"""Sections that come before the others, whatever their place in the text."""
_MOST_USES = 50
_TAG = re.compile(r"<[^<>]{0,2000}>")
FRAME_IDS = frozenset({"details", "links", "used-in", "verdict"})
"""Ids that the page has around the text; no heading of a text may have one of them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the words under the title."""

    name: str
    label: str
    value: str
    raw: str
    """As written, for style sheets and scripts."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the page shows it."""

    key: str
    title: str
    anchor: str
    html: Markup
    internal: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """Who speaks of a term."""

    links: tuple[Link, ...]
    more: int
    """How many are not listed."""


def fragment(press: Press, record: Record) -> Fragment:
    """Return the content of a record's page."""
    here = press.site.addresses.record_url(record)
    rendered = press.render.render(record, here)
    sections = _sections(press, rendered)
    groups = link_groups(press, record.id, here)
    titles = other_titles(record)
    skip = _ELSEWHERE | _names_shown(record)
    fields = shown_fields(press, record, here, skip)
    used = uses(press, record, here, _MOST_USES) if record.kind == "term" else None
    html = press.templates.render(
        "record",
        record=record,
        title=shown_title(record),
        titles=titles,
        facts=_facts(press, record),
        live=press.site.catalog.is_live(record),
        struck=_is_struck(press, record, groups),
        status=press.words.status(record),
        verdicts=verdicts(groups, press),
        sections=sections,
        footnotes=Markup(rendered.footnotes),  # noqa: S704 the renderer sanitises
        fields=fields,
        groups=groups,
        uses=used,
        internal=press.site.is_internal,
    )
    toc = [TocEntry(s.title, s.anchor) for s in sections if s.title]
    if fields:
        toc.append(TocEntry(press.words.say(_("Details")), "details"))
    if groups:
        toc.append(TocEntry(press.words.say(_("Links")), "links"))
    if used:
        toc.append(TocEntry(press.words.say(_("Used in")), "used-in"))
    return Fragment(html, tuple(toc), _for_search(press, record, sections), rendered.has_diagram, rendered.has_math)


def _for_search(press: Press, record: Record, sections: list[ShownSection]) -> str:
    """Return what the search reads: one hit a record, which begins with what the record is and how it stands.

    Site builders' searches parse the HTML of every page; plain words cost them next to nothing.
    """
    facts = " · ".join(fact.value for fact in _facts(press, record))
    names = " ".join(name for _language, name in other_titles(record))
    words = [escape(f"{facts}. {names}"), *(_TAG.sub(" ", f"{s.title} {s.html}") for s in sections)]
    return " ".join(words)


def page_title(record: Record) -> str:
    """Return what a record's page is called: its id and title as plain text."""
    return f"{record.id} {shown_title(record)}".rstrip()


def other_titles(record: Record) -> list[tuple[str, str]]:
    """Return the record's names in other languages, (BCP 47 tag, name), without what the title says already."""
    found = []
    for language, of_any, of_term in _OTHER_TITLES:
        names = [record.text(of_any)] if of_any else []
        if record.kind == "term":
            names.append(record.text(of_term))
        found += [(language, name) for name in dict.fromkeys(names) if name and name != record.title]
    return found


def uses(press: Press, term: Record, here: str, most: int) -> Uses:
    """Return the records that speak of a term, the first `most` of them as links."""
    used_in = press.used_in.get(term.id, ())
    return Uses(tuple(press.link(i, here) for i in used_in[:most]), max(0, len(used_in) - most))


def _names_shown(record: Record) -> frozenset[str]:
    """Return the fields that hold nothing but a name that the head of the page shows."""
    return frozenset({"en", "zh", "zh_hant"}) if record.kind == "term" else frozenset()


def _facts(press: Press, record: Record) -> list[Fact]:
    words = press.words
    facts = [Fact("type", words.field("type"), words.type(record.type), record.type)]
    if status := words.status(record):
        facts.append(Fact("status", words.field("status"), status, record.text("status")))
    return facts + [
        Fact(name, words.field(name), words.value(name, value), value)
        for name in _AT_THE_TOP
        if (value := record.text(name))
    ]


def _is_struck(press: Press, record: Record, groups: list[LinkGroup]) -> bool:
    """Return True for a record whose text is history: it does not bind, and no state leads back."""
    if press.site.catalog.is_live(record):
        return False
    state = press.site.catalog.schema.states_of(record.type).get(record.text("status"))
    return state is None or not state.next or bool(verdicts(groups, press))


def _sections(press: Press, rendered: Rendered) -> list[ShownSection]:
    known = press.site.catalog.schema.sections
    found = [
        ShownSection(
            s.key,
            s.title,
            s.anchor,
            Markup(s.html),  # noqa: S704 the renderer sanitises
            internal=s.key in known and known[s.key].internal,
        )
        for s in sorted(rendered.sections, key=_rank)
        if s.html or s.title
    ]
    if found and found[0].key == "statement":
        found[0] = replace(found[0], title="")  # what comes first under the title needs no heading
    return found


def _rank(section: RenderedSection) -> int:
    return _FIRST.index(section.key) if section.key in _FIRST else len(_FIRST)
