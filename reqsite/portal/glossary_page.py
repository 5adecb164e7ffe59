"""The glossary: every term with what it means, what else it is called, and where it is used."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.model.record import Record, address
from reqsite.portal import alphabet, translated
from reqsite.portal.addresses import GLOSSARY
from reqsite.portal.links import LinkGroup, link_groups
from reqsite.portal.press import Link, Press
from reqsite.portal.record_page import Uses, uses
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.titles import other_titles
from reqsite.portal.translated import Voices
from reqsite.portal.values import ShownField, shown_fields

_SHOWN = frozenset({"measure", "abbr", "aliases", "forbidden", "domain", "agreed"})
_MOST_USES = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of the glossary."""

    link: Link
    anchor: str
    name: str
    titles: list[tuple[str, str]]
    """(BCP 47 tag, name)."""
    definition: Markup
    voices: Voices | None
    """The same in other languages; None where it has one."""
    fields: list[ShownField]
    confusable: tuple[LinkGroup, ...]
    uses: Uses


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms under one letter."""

    name: str
    anchor: str
    entries: list[Entry]


def fragment(press: Press) -> Fragment:
    """Return the content of the glossary, sorted by pinyin and alphabet; `sort_key` puts a term elsewhere."""
    here = press.site.addresses.url(GLOSSARY)
    terms = sorted(press.by_kind["term"], key=lambda term: alphabet.sort_key(_sorted_as(term)))
    letters = [
        Letter(letter, f"rs-letter-{'other' if letter == alphabet.OTHER else letter.lower()}", entries)
        for letter, group in itertools.groupby(terms, key=lambda term: alphabet.initial(_sorted_as(term)))
        if (entries := [_entry(press, term, here) for term in group])
    ]
    title = press.words.list_title("term")
    html = press.templates.render(
        "glossary",
        title=title,
        letters=letters,
        count=len(terms),
        choices=translated.choices(press, [entry.voices for letter in letters for entry in letter.entries]),
        switch=translated.script(here),
    )
    return Fragment(html, tuple(TocEntry(letter.name, letter.anchor) for letter in letters))


def _sorted_as(term: Record) -> str:
    return term.text("sort_key") or term.title


def _entry(press: Press, term: Record, here: str) -> Entry:
    skip = frozenset(term.fields) - _SHOWN
    rendered = press.render.render(term, here).sections
    definition = Markup("\n").join(Markup(s.html) for s in rendered if s.key == "statement")  # noqa: S704 sanitised
    groups = link_groups(press, term.id, here)
    return Entry(
        link=press.link(term.id, here),
        anchor=f"rs-term-{address(term.id)}",
        name=term.title,
        titles=other_titles(term, press.site.language),
        definition=definition,
        voices=translated.of_sheet(press, term, here),
        fields=shown_fields(press, term, here, skip),
        confusable=tuple(group for group in groups if group.name == "confusable_with"),
        uses=uses(press, term, here, _MOST_USES),
    )
