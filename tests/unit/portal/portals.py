"""Small portals for the tests, made with the real vocabulary and the real Markdown room."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import html5lib

from reqsite.history.entry import Entry, state_of
from reqsite.history.freeze import changes_between
from reqsite.history.ledger import Baseline, Ledger
from reqsite.history.public import public_ledger, public_state
from reqsite.history.suspects import suspects
from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Mentions
from reqsite.model.record import Criterion, Record, Section
from reqsite.portal.addresses import Addresses
from reqsite.portal.markdown.links import Linker
from reqsite.portal.markdown.render import RecordRenderer
from reqsite.portal.pages import pages_of
from reqsite.portal.press import Press
from reqsite.portal.record_page import FRAME_IDS
from reqsite.portal.releases.story import Story
from reqsite.portal.site import Page, Site
from reqsite.source.schema_file import default_schema

DEFAULT = default_schema()


def record(record_id, type_="functional", title="", statement="", sections=(), *, schema=DEFAULT, **parts) -> Record:
    """Return a record; `sections` are (heading, text), `fields` and `links` are as in front matter."""
    texts = [Section("statement", "", 0, statement, 10)] if statement else []
    texts += [
        Section(schema.section_key(heading), heading, 2, text, 20 + number * 10)
        for number, (heading, text) in enumerate(sections)
    ]
    return Record(
        record_id,
        type_,
        schema.kind_of(type_),
        title or record_id,
        f"docs_src/{record_id}.md",
        1,
        sections=tuple(texts),
        **parts,
    )


def criterion(criterion_id, text, line=20) -> Criterion:
    return Criterion(criterion_id, text, line)


def story(releases, now: Catalog, *, to_clients: bool) -> Story:
    """Return the story of releases, given as {name: records}, and of the records now."""
    baselines: list[Baseline] = []
    before: dict[str, Entry] = {}
    for number, (name, records) in enumerate(releases.items(), 1):
        state = state_of(Catalog(records, now.schema), name)
        previous = baselines[-1].name if baselines else ""
        changes = tuple(changes_between(before, state.entries))
        date, digest = f"2026-0{number}-01", state.catalog_digest()
        baselines.append(Baseline(name, date, "", previous, "", digest, state.binding, changes))
        before = dict(state.entries)
    ledger, current = Ledger(tuple(baselines)), state_of(now)
    if to_clients:
        hidden = {r.id: r.kind for r in now if r.is_internal}
        return Story(public_ledger(ledger, hidden), public_state(current, hidden))
    return Story(ledger, current, lambda: suspects(now, ledger, current))


def press(
    *records,
    language="en",
    audience="client",
    findings=(),
    schema=DEFAULT,
    directory_urls=False,
    overrides=None,
    releases=None,
):
    full = Catalog(records, schema)
    shown = full.public() if audience == "client" else full
    mentions = Mentions(full)
    addresses = Addresses(directory_urls)
    linker = Linker(
        shown,
        mentions,
        [r for r in full if r.id not in shown.records],
        lambda record_id: addresses.record_url(shown.records[record_id]),
        lambda _path: None,
        language,
        "docs_src",
    )
    renderer = RecordRenderer(["tables"], {}, linker, schema, language, frame_ids=FRAME_IDS)
    site = Site(shown, mentions, addresses, language, audience, "Demo", tuple(findings), linker.redact)
    site = replace(site, redact_data=linker.redact_data)
    if releases:
        site = replace(site, story=story(releases, full, to_clients=audience == "client"))
    return Press(site, renderer, overrides)


def page(made: Press, source: str) -> Page:
    return next(p for p in pages_of(made) if p.source == source)


def html_of(made: Press, source: str) -> str:
    return page(made, source).build().html


def tree_of(made: Press, source: str) -> ET.Element:
    return parse(html_of(made, source))


def parse(html: str) -> ET.Element:
    """Return the tree of a fragment as a browser makes it; what a browser would have to mend raises an error."""
    tree: ET.Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
    return tree


def words(element: ET.Element | None) -> str:
    """Return the text of an element with white space folded."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def with_class(tree: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in tree.iter() if name in (e.get("class") or "").split()]


def by_id(tree: ET.Element, anchor: str) -> ET.Element:
    (found,) = [e for e in tree.iter() if e.get("id") == anchor]
    return found


def table_of(made: Press, source: str) -> ET.Element:
    """Return the first table of a page."""
    return next(tree_of(made, source).iter("table"))


def rows(table: ET.Element) -> list[list[str]]:
    """Return the words of the cells of a table's body."""
    return [[words(cell) for cell in row] for row in table.findall("tbody/tr")]
