"""The requirements as one document: chapter by chapter in the order of their sections, to read through and to print."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.catalog import natural_key
from reqsite.model.record import Record, address
from reqsite.portal import translated
from reqsite.portal.addresses import slug
from reqsite.portal.links import LinkGroup, link_groups
from reqsite.portal.press import Card, Press
from reqsite.portal.priorities_page import legend_href
from reqsite.portal.site import Fragment, Page, RenderedSection, TocEntry
from reqsite.portal.translated import Voices
from reqsite.portal.values import ShownField, shown_fields

CONTENTS = "document/index.md"
WHOLE = "document/all.md"
AFTER = "requirement"
"""The kind whose list stands before the document in the navigation; without such records there is no document."""
_TAKEN = frozenset({"index", "all"})
_ORDER = {"goal": 0, "scenario": 1, "requirement": 3, "rule": 4}
"""The kinds that make the document, in the order of their chapters; sections, which stand at 2, may hold any."""
_SECTIONS = 2
_JOINT = re.compile(r"\s{1,20}/\s{1,20}")
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_LOWEST = 6
_MOST_IN_TOC = 60
_LONG = 400
"""Records from which on a browser leaves out of its reckoning what is not on the screen."""
_FIRST = ("statement", "business", "technical", "acceptance_criteria")
_IN_THE_HEAD = frozenset({"priority", "moscow", "scope", "status", "title", "id", "type"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the document has it."""

    anchor: str
    level: int
    """Of its heading, 3 to 6."""
    name: Markup
    """Id and title; the id alone where the title only says the statement again."""
    card: Card
    href: str
    """Its own page."""
    priority: tuple[str, str]
    """(as written, in words); empty where it has none."""
    priority_href: str
    """What the priority means, empty where nothing says so."""
    sections: tuple[tuple[str, str, Markup], ...]
    """(the section's name in the schema, heading, text); the statement has no heading."""
    fields: list[ShownField]
    groups: list[LinkGroup]
    voices: Voices | None
    """The record in its languages; None where it has one."""


@dataclass(slots=True)
class Part:
    """A section of the document: its own records, then its subsections."""

    title: str
    number: str
    anchor: str
    level: int
    """Of its heading: 2 for a chapter."""
    records: list[Record] = field(default_factory=list)
    left_out: list[Record] = field(default_factory=list)
    """Records that are not in force."""
    parts: dict[str, Part] = field(default_factory=dict)

    def walk(self) -> Iterator[Part]:
        """Yield the part and everything below it, in order."""
        yield self
        for part in self.parts.values():
            yield from part.walk()

    @property
    def count(self) -> int:
        """How many records in force it has, those of its subsections included."""
        return sum(len(part.records) for part in self.walk())


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part at the top, with its page."""

    part: Part
    source: str


@dataclass(frozen=True, slots=True)
class _Made:
    """The HTML of a chapter, which its own page and the whole document both show."""

    html: Markup
    has_diagram: bool
    has_math: bool
    voices: tuple[Voices, ...] = ()
    """Of the records that have several languages."""


def pages(press: Press) -> Iterator[Page]:
    """Yield the contents list, a page for each chapter, and the page with all of them."""
    document = Document(press)
    title = press.words.say(_("Requirements document"))
    yield Page(CONTENTS, title, "document", document.contents, in_nav=True, search=False)
    for chapter in document.chapters:
        build = functools.partial(document.chapter, chapter)
        yield Page(chapter.source, chapter.part.title, "document", build, parent=CONTENTS, search=False)
    whole = press.words.say(_("The whole document on one page"))
    yield Page(WHOLE, whole, "document", document.whole, parent=CONTENTS, search=False)


class Document:
    """The document of one portal. Each record's part is made once, whichever of its pages is asked for first."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._binding = _binding_fields(press)
        schema = press.site.catalog.schema
        self._kept = frozenset(key for key, section in schema.sections.items() if section.normative) | self._binding
        self._made: dict[str, _Made] = {}
        self.chapters = _chapters(press)

    def contents(self) -> Fragment:
        """Return the page that lists the chapters and leads to them."""
        here = self._press.site.addresses.url(CONTENTS)
        rows = [(chapter.part, self._press.href(chapter.source, here)) for chapter in self.chapters]
        html = self._press.templates.render(
            "document",
            name=self._press.site.name,
            chapters=rows,
            whole=self._press.href(WHOLE, here),
            count=sum(part.count for part, _href in rows),
        )
        return Fragment(html)

    def chapter(self, chapter: Chapter) -> Fragment:
        """Return the page of one chapter."""
        here = self._press.site.addresses.url(chapter.source)
        made, place = self._html(chapter), self.chapters.index(chapter)
        around = [self.chapters[n] if 0 <= n < len(self.chapters) else None for n in (place - 1, place + 1)]
        html = self._press.templates.render(
            "document_chapter",
            name=self._press.site.name,
            body=made.html,
            **self._languages([made], here),
            up=self._press.href(CONTENTS, here),
            whole=self._press.href(WHOLE, here),
            around=[(c.part, self._press.href(c.source, here)) if c else None for c in around],
        )
        return Fragment(html, self._toc(chapter.part), "", made.has_diagram, made.has_math)

    def whole(self) -> Fragment:
        """Return the page with all chapters, made for paper."""
        here = self._press.site.addresses.url(WHOLE)
        made = [self._html(chapter) for chapter in self.chapters]
        html = self._press.templates.render(
            "document_whole",
            name=self._press.site.name,
            chapters=[chapter.part for chapter in self.chapters],
            long=sum(chapter.part.count for chapter in self.chapters) > _LONG,
            bodies=[m.html for m in made],
            **self._languages(made, here),
            up=self._press.href(CONTENTS, here),
        )
        return Fragment(html, (), "", any(m.has_diagram for m in made), any(m.has_math for m in made))

    def _html(self, chapter: Chapter) -> _Made:
        """Return a chapter's HTML; all pages of the document lie side by side, so that its links suit each of them."""
        made = self._made.get(chapter.source)
        if made is None:
            made = self._made[chapter.source] = self._make(chapter)
        return made

    def _make(self, chapter: Chapter) -> _Made:
        here = self._press.site.addresses.url(chapter.source)
        rows, has_diagram, has_math = [], False, False
        spoken: list[Voices] = []
        for part in chapter.part.walk():
            entries = []
            for record in part.records:
                rendered = self._press.render.render(record, here)
                has_diagram |= rendered.has_diagram
                has_math |= rendered.has_math
                sections = self._sections(rendered.sections, part.level + 1, rendered.footnotes)
                entry = self._entry(record, part.level + 1, here, sections)
                voices = translated.voices(self._press, record, rendered, here, kept=self._kept)
                entries.append(replace(entry, voices=voices) if voices else entry)
                spoken += [voices] if voices else []
            left_out = [self._press.link(record.id, here) for record in part.left_out]
            rows.append((part, entries, left_out))
        html = self._press.templates.render("document_body", rows=rows, chapter=chapter.part)
        return _Made(html, has_diagram, has_math, tuple(spoken))

    def _entry(self, record: Record, level: int, here: str, sections: tuple[tuple[str, str, Markup], ...]) -> Entry:
        press = self._press
        link = press.link(record.id, here)
        priority = record.text("priority")
        skip = frozenset(record.fields) - self._binding
        return Entry(
            anchor=address(record.id),
            level=min(level, _LOWEST),
            name=link.to.name if record.title.strip() != record.statement.strip() else self._id_alone(record),
            card=link.to,
            href=link.href,
            priority=(priority, press.words.value("priority", priority)) if priority else ("", ""),
            priority_href=legend_href(press, priority, here) if priority else "",
            sections=sections,
            fields=shown_fields(press, record, here, skip) if len(skip) < len(record.fields) else [],
            groups=link_groups(press, record.id, here),
            voices=None,
        )

    def _languages(self, made: Sequence[_Made], here: str) -> dict[str, object]:
        """Return what a page needs so that its readers can choose a language."""
        spoken = [voices for one in made for voices in one.voices]
        names = dict.fromkeys(voices.language for voices in spoken)
        binding = [translated.binds(name, self._press.site.language) for name in names]
        choices = translated.choices(self._press, spoken)
        return {"choices": choices, "switch": translated.script(here), "binding": " ".join(binding)}

    def _id_alone(self, record: Record) -> Markup:
        return self._press.templates.render("_name", id=record.id, title="")

    def _sections(
        self, rendered: Sequence[RenderedSection], level: int, footnotes: str
    ) -> tuple[tuple[str, str, Markup], ...]:
        """Return what binds of a record's text, statement first, and what stands under the writer's own headings."""
        known = self._press.site.catalog.schema.sections
        found = [s for s in rendered if s.html and "@" not in s.key and (s.key not in known or known[s.key].normative)]
        found.sort(key=lambda s: _FIRST.index(s.key) if s.key in _FIRST else len(_FIRST))
        texts = [(s.key, "" if s.key == "statement" else s.title, _lowered(s.html, level)) for s in found]
        if footnotes:
            texts.append(("", "", Markup(footnotes)))  # noqa: S704 the renderer sanitises
        return tuple(texts)

    def _toc(self, chapter: Part) -> tuple[TocEntry, ...]:
        """Return the subsections of a chapter; where it has none, its records, if they are not too many."""
        if chapter.parts:
            return tuple(TocEntry(f"{p.number} {p.title}", p.anchor) for p in chapter.walk() if p is not chapter)
        if len(chapter.records) > _MOST_IN_TOC:
            return ()
        cards = ((self._press.card(record.id), record) for record in chapter.records)
        return tuple(TocEntry(f"{card.id} {card.title}".rstrip(), address(record.id)) for card, record in cards)


def _lowered(html: str, level: int) -> Markup:
    """Return a text's HTML with its headings, which begin with h3, below a record's heading of this level."""
    if "<h" in html:
        html = _HEADING.sub(lambda m: f"<{m[1]}h{min(_LOWEST, int(m[2]) + max(0, level - 2))}", html)
    return Markup(html)  # noqa: S704 the renderer sanitises


def _binding_fields(press: Press) -> frozenset[str]:
    """Return the fields that bind, such as metrics, but for those that the line under the heading shows."""
    return frozenset(f.name for f in press.site.catalog.schema.fields.values() if f.normative) - _IN_THE_HEAD


def _chapters(press: Press) -> list[Chapter]:
    """Return the chapters: kinds without a section around the sections, sections in the order of their first record."""
    schema, top = press.site.catalog.schema, Part("", "", "", 1)
    types = {name: number for number, name in enumerate(schema.types)}
    ranks: dict[str, tuple[int, int]] = {}
    records = [r for kind in _ORDER for r in press.by_kind.get(kind, ())]
    for record in records:
        path = _path(record)
        if path:
            key, title = path[0], path[0]
            rank = (_SECTIONS, 0)
        else:
            key, title = f"type_{slug(record.type)}", press.words.type(record.type)
            rank = (_ORDER[record.kind], types.get(record.type, len(types)))
        ranks.setdefault(key, rank)
        part = top.parts.setdefault(key, Part(title, "", _name(key, bool(path)), 2))
        for depth in range(2, len(path) + 1):
            inner = path[depth - 1]
            anchor = _name(" / ".join(path[:depth]), is_section=True)
            part = part.parts.setdefault(inner, Part(inner, "", anchor, depth + 1))
        (part.records if press.site.catalog.is_live(record) else part.left_out).append(record)
    keys = list(top.parts)
    if all(key[:1].isdecimal() for key, (rank, _number) in ranks.items() if rank == _SECTIONS):
        keys.sort(key=natural_key)
    chapters = []
    for number, key in enumerate(sorted(keys, key=lambda key: ranks[key]), 1):
        part = top.parts[key]
        _number(part, str(number))
        chapters.append(Chapter(part, f"document/{part.anchor}.md"))
        part.anchor = f"rs-part-{part.anchor}"
    return chapters


def _path(record: Record) -> tuple[str, ...]:
    """Return the levels of a record's section: `Payments / Refunds` → (`Payments`, `Refunds`)."""
    return tuple(part for part in _JOINT.split(record.text("section").strip()) if part)[: _LOWEST - 2]


def _name(key: str, is_section: bool) -> str:
    """Return the ASCII name of a part; a page's path depends on nothing but the section's name."""
    return slug(key, _TAKEN) if is_section else key


def _number(part: Part, number: str) -> None:
    part.number = number
    for place, inner in enumerate(part.parts.values(), 1):
        inner.anchor = f"rs-part-{inner.anchor}"
        _number(inner, f"{number}.{place}")
