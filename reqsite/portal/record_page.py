"""The page of one record: what it says, what is known of it, and what it hangs together with."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.model.figures import FIELD as FIGURES
from reqsite.model.record import Record
from reqsite.portal import contact, evidence_block, figures, kinds, search, test_results, tones, translated
from reqsite.portal.agreement import change_form, record_block
from reqsite.portal.confusables import confusables
from reqsite.portal.included import included
from reqsite.portal.kinds import Block, Layout
from reqsite.portal.links import LinkGroup, link_groups, verdicts
from reqsite.portal.neighbours import drawing
from reqsite.portal.press import Link, Press
from reqsite.portal.priorities_page import legend_href
from reqsite.portal.quotations import FIELDS as QUOTED
from reqsite.portal.quotations import quotations
from reqsite.portal.record_sections import shown_sections
from reqsite.portal.releases import carried
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.test_results import Ended
from reqsite.portal.titles import other_titles, shown_title, title_in
from reqsite.portal.tones import Tone
from reqsite.portal.values import Shown, ShownField, shown_field, shown_fields

_ELSEWHERE = frozenset({
    *("id", "type", "title", "title_en", "title_zh", "status", "visibility", "sort_key", "match", "waive"),
    FIGURES,
    *QUOTED,
})  # fmt: skip
_MOST_USES = 50
TOP = "rs-top"
"""The id of the first `<h1>` of every page."""
_BLOCKS = {record_block.ANCHOR, evidence_block.ANCHOR, figures.ANCHOR}
FRAME_IDS = kinds.ANCHORS | {"verdict", TOP} | _BLOCKS | translated.ANCHORS
"""Ids that the page has around the text; no heading of a text may have one of them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the words under the title."""

    name: str
    label: str
    value: str
    raw: str
    """As written, for style sheets and scripts."""
    tone: Tone = ""
    href: str = ""
    """What explains the value, empty where nothing does."""

    def badge(self, press: Press) -> Markup:
        """Return it as HTML; few records differ in it."""
        return press.once("_fact", self.name, self.label, self.value, self.raw, self.tone, self.href)


@dataclass(frozen=True, slots=True)
class Facts:
    """All words under the title."""

    values: tuple[str, ...]
    html: Markup


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of fields and links with something in it."""

    anchor: str
    title: str
    fields: tuple[ShownField, ...]
    links: tuple[LinkGroup, ...]
    table: Shown | None


@dataclass(frozen=True, slots=True)
class Uses:
    """Who speaks of a term."""

    links: tuple[Link, ...]
    more: int
    """How many are not listed."""


def fragment(press: Press, record: Record) -> Fragment:
    """Return the content of a record's page."""
    here = press.site.addresses.record_url(record)
    layout = kinds.layout_of(record.kind)
    rendered = press.render.render(record, here)
    groups = {group.name: group for group in link_groups(press, record.id, here)}
    gone_to = verdicts(list(groups.values()), press)
    confusable = confusables(press, groups.pop("confusable_with", None), here) if record.kind == "term" else None
    facts = _facts(press, record, layout, here)
    key_facts = _fields(press, record, layout.key_facts, here)
    before = _blocks(press, record, here, layout.before, groups)
    sections = shown_sections(press, record, rendered, layout, groups, headed=bool(before))
    quoted = quotations(press, record, here)
    agreed = record_block.block(press, record.id, here)
    evidence = evidence_block.block(press, record, here)
    drawn = figures.block(press, record, here)
    after = _blocks(press, record, here, layout.after, groups)
    rest = _rest(press, record, here, layout)
    left = _left(groups, record.kind)
    links = {i: link for group in groups.values() for i, link in group.links.items()}
    graph = drawing(press, record.id, links) if left else Markup("")
    used = uses(press, record, here, _MOST_USES) if record.kind == "term" else None
    belonging = included(press, groups.get("includes"), here) if layout.includes else None
    title = shown_title(record, press.site.language)
    titles = other_titles(record, press.site.language)
    struck = _is_struck(press, record, gone_to)
    speaks = translated.voices(press, record, rendered, here)
    html = press.templates.render(
        "record",
        record=record,
        title=title,
        titles=titles,
        facts=facts.html,
        run=_run(press, record) if record.kind == "test" else None,
        key_facts=key_facts,
        live=press.site.catalog.is_live(record),
        struck=struck,
        status=press.words.status(record),
        verdicts=gone_to,
        before=before,
        sections=sections,
        voices=speaks,
        choices=translated.choices(press, [speaks]),
        switch=translated.script(here) if speaks else "",
        quotations=quoted,
        agreed=agreed,
        evidence=evidence,
        figures=drawn,
        confusable=confusable,
        footnotes=Markup(rendered.footnotes),  # noqa: S704 the renderer sanitises
        after=after,
        rest=rest,
        graph=graph,
        groups=left,
        included=belonging,
        uses=used,
        internal=press.site.is_internal,
        name=" · ".join(filter(None, (record.id, title, press.site.name, press.timelines.state_of(record.id)))),
        bound=press.items.bound_text(record.id) if struck else Markup(""),
        carried=carried.block(press, record, here) if record.kind == "change" else Markup(""),
        papers=change_form.links(press, record, here),
        touches=press.impacts.block(record, here),
        history=press.timelines.of(record.id, here),
        contact=contact.block(press, record),
        tools=press.record_tools,
        pending=press.pending.of(record.id, here),
        short=press.citations.of(record.id),
        words=press.record_words,
    )
    toc = [
        *_entries(before),
        *(TocEntry(s.title, s.anchor) for s in sections if s.title),
        *(TocEntry(one.heading, one.anchor) for one in (speaks.translations if speaks else ())),
        *([figures.entry(press)] if drawn else []),
        *([_entry(press, kinds.RESTATED)] if quoted else []),
        *([record_block.entry(press)] if agreed else []),
        *([_entry(press, kinds.CONFUSABLE)] if confusable else []),
        *([_entry(press, kinds.INCLUDED)] if belonging else []),
        *_entries(after),
        *([_entry(press, kinds.REST)] if rest else []),
        *([_entry(press, kinds.LINKS)] if left else []),
        *([_entry(press, kinds.USES)] if used else []),
        *([_entry(press, kinds.HISTORY)] if press.site.story else []),
    ]
    words = search.entry(
        record,
        title=title_in(record, press.site.language),
        live=press.site.catalog.is_live(record),
        facts=facts.values,
        titles=[name for _language, name in titles],
        texts=[*(f"{s.title} {s.html}" for s in sections), *translated.texts(speaks)],
    )
    return Fragment(html, tuple(toc), words, rendered.has_diagram, rendered.has_math)


def _run(press: Press, test: Record) -> Ended | None:
    """Return the last run of a test; None where none was imported."""
    how = test_results.ended(press, test)
    return how if how is not None and how.date else None


def page_title(press: Press, record: Record) -> str:
    """Return what a record's page is called: its id and title as plain text."""
    return f"{record.id} {shown_title(record, press.site.language)}".rstrip()


def uses(press: Press, term: Record, here: str, most: int) -> Uses:
    """Return the records that speak of a term, the first `most` of them as links."""
    used_in = press.used_in.get(term.id, ())
    return Uses(tuple(press.link(i, here) for i in used_in[:most]), max(0, len(used_in) - most))


def _names_shown(kind: str) -> frozenset[str]:
    """Return the fields that hold nothing but a name that the head of the page shows."""
    return frozenset({"en", "zh", "zh_hant"}) if kind == "term" else frozenset()


def _facts(press: Press, record: Record, layout: Layout, here: str) -> Facts:
    """Return the words under the title, put together once for all records of which they are the same."""
    legend = legend_href(press, record.text("priority"), here) if "priority" in layout.badges else ""
    said = (record.type, record.text("status"), legend, *(_badge(press, record, name) for name in layout.badges))
    known = press.facts.get(said)
    if known is None:
        facts = list(_each_fact(press, record, layout, legend))
        html = Markup("\n").join(fact.badge(press) for fact in facts)
        known = press.facts[said] = Facts(tuple(fact.value for fact in facts), html)
    return known


def _each_fact(press: Press, record: Record, layout: Layout, legend: str) -> Iterator[Fact]:
    words = press.words
    yield Fact("type", words.field("type"), words.type(record.type), record.type)
    if status := words.status(record):
        tone = tones.tone(press.site.catalog.schema, record)
        yield Fact("status", words.field("status"), status, record.text("status"), tone)
    for name in layout.badges:
        if value := _badge(press, record, name):
            href = legend if name == "priority" else ""
            yield Fact(name, words.field(name), words.value(name, value), value, _tone_of(name, value), href)


def _badge(press: Press, record: Record, name: str) -> str:
    """Return the value of a badge; of the result of a test the last run says it first."""
    return test_results.result_of(press, record) if name == "result" else record.text(name)


def _tone_of(field: str, value: str) -> Tone:
    return tones.tone_of_result(value) if field == "result" else ""


def _is_struck(press: Press, record: Record, gone_to: list[LinkGroup]) -> bool:
    """Return True for a record whose text is history: it does not bind, and no state leads back."""
    if press.site.catalog.is_live(record):
        return False
    state = press.site.catalog.schema.states_of(record.type).get(record.text("status"))
    return state is None or not state.next or bool(gone_to)


def _fields(press: Press, record: Record, names: Iterable[str], here: str) -> tuple[ShownField, ...]:
    found = (shown_field(press, record, name, here) for name in names if name in record.fields)
    return tuple(field for field in found if field is not None)


def _blocks(
    press: Press, record: Record, here: str, blocks: tuple[Block, ...], groups: dict[str, LinkGroup]
) -> list[ShownBlock]:
    """Return the blocks that have something to show."""
    found = []
    for block in blocks:
        links = tuple(groups[name] for name in block.links if name in groups)
        fields = _fields(press, record, (*block.fields, *filter(None, [block.table])), here)
        table = next((f.value for f in fields if f.name == block.table and f.value.entries), None)
        if table:
            fields = tuple(field for field in fields if field.name != block.table)
        if links or fields or table:
            found.append(ShownBlock(block.anchor, press.words.say(block.title), fields, links, table))
    return found


def _rest(press: Press, record: Record, here: str, layout: Layout) -> list[ShownField]:
    """Return the fields that no other part of the page shows."""
    badges = {name for name in layout.badges if record.text(name)}
    skip = _shown_elsewhere(record.kind) | badges | translated.said_elsewhere(record, press.site.catalog.schema)
    return shown_fields(press, record, here, skip)


@functools.cache
def _shown_elsewhere(kind: str) -> frozenset[str]:
    """Return the fields of a kind that some part of its page shows anyway."""
    layout = kinds.layout_of(kind)
    blocks = {name for block in (*layout.before, *layout.after) for name in (*block.fields, block.table)}
    return _ELSEWHERE | _names_shown(kind) | blocks | {*layout.key_facts}


def _left(groups: dict[str, LinkGroup], kind: str) -> list[LinkGroup]:
    """Return the groups of links that no block shows."""
    named = _linked_elsewhere(kind)
    return [group for name, group in groups.items() if name not in named]


@functools.cache
def _linked_elsewhere(kind: str) -> frozenset[str]:
    """Return the links of a kind that some block of its page shows."""
    layout = kinds.layout_of(kind)
    blocks = {name for block in (*layout.before, *layout.after) for name in block.links}
    return frozenset(blocks | {"includes"} if layout.includes else blocks)


def _entries(blocks: list[ShownBlock]) -> list[TocEntry]:
    return [TocEntry(block.title, block.anchor) for block in blocks]


def _entry(press: Press, block: Block) -> TocEntry:
    return TocEntry(press.words.say(block.title), block.anchor)
