"""What the browser compares any two releases from: who was in which release, and every text that a release had.

Texts lie in several files, so that only those are loaded that a reader looks at; each is a script, which works from a
folder too.  Whatever several releases say alike is there once.  What no comparison can show is not there at all: what a
record says in all releases, and always in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reqsite.history.blocks import Block
from reqsite.history.difference import ATTACHMENTS, TITLE, TYPE, aspects
from reqsite.history.entry import Binding, Entry
from reqsite.model.catalog import natural_key
from reqsite.model.collection import without_collection
from reqsite.model.fingerprint import folded
from reqsite.model.languages import TRANSLATED_FROM, holds_marks
from reqsite.portal import assets
from reqsite.portal.data import as_json, as_script
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses
from reqsite.portal.releases.story import Event, Step

INDEX = "releases/data.js"
"""Sets `REQSITE_RELEASES`: {releases: [{name, date, title, url}], kinds: {kind: what it is called}, labels: [what
parts of records are called, in the order of pages], file: how many records have their texts in one file, records:
[[id, title, kind, url, [version …]]]}.

A version is [number of the release, number of the state, number of what binds in it, 1 while it binds]; one that says
that the record was gone is [number of the release].  Two versions with the same number of the state say the same."""
SCRIPT = "assets/reqsite/compare.js"
"""What compares, relative to the root of the site; only the page for it loads it."""
_IN_ONE_FILE = 100
_KINDS = {
    "paragraph": "p", "heading": "h", "item": "i", "row": "r", "code": "c", "admonition": "a", "term": "t",
    "definition": "d", "rule": "-",
}  # fmt: skip
_FILE = Path(__file__).parent.parent / "assets" / "compare" / "compare.js"


def files(press: Press) -> dict[str, bytes]:
    """Return the script and the data files: path relative to the site's root → bytes; none without a release.

    A file of texts sets `REQSITE_TEXTS_0` and so on: one record after the other in the order of the index, each
    {facts, texts, states}, without states where it is the same in all releases.  A state is [title, numbers of facts,
    [[number of the label, number of the text] …]]; a fact is [number of the label, what it says, 1 where that is
    prose], a list where it has members; a text is a list of blocks, each [kind, depth, marker, text of each cell …],
    or the words alone of a paragraph in nothing.
    """
    if not press.site.story:
        return {}
    with without_collection():
        return _files(press)


def _files(press: Press) -> dict[str, bytes]:
    story = press.site.story
    numbers = {step.name: number for number, step in enumerate(story.all_steps)}
    rules = _Numbers()
    ruled = [rules.of(step.difference.new.binding) for step in story.all_steps]
    labels = _Numbers(dict.fromkeys(press.items.parts.words.labels))
    records: list[list[Any]] = []
    texts: list[dict[str, Any]] = []
    for record_id, events in sorted(story.events.items(), key=lambda item: natural_key(item[0])):
        last = events[-1].entry
        held = _Texts(press, labels, _told(events, story.steps[0]))
        versions = _versions(held, events, numbers, rules.members)
        title = "" if last.title == record_id else last.title
        records.append([record_id, title, last.kind, press.items.url(record_id), versions])
        texts.append(held.plain())
        for event in events:  # for the pages to come, while the blocks and words of its texts are at hand
            press.items.redline(event)
            press.items.other_words(event, events)
    words = press.items.parts.words
    index = {
        "releases": [_release(press, step) for step in story.all_steps],
        "kinds": {kind: press.words.kind(kind) for kind in sorted({record[2] for record in records})},
        "labels": [words.label(name) for name in labels.members],
        "file": _IN_ONE_FILE,
        "rules": ruled if any(ruled) else [],
        "records": records,
    }
    return {
        SCRIPT: assets.lean(_FILE),
        INDEX: as_script("REQSITE_RELEASES", as_json(index)).encode(),
        **{
            f"releases/texts-{number}.js": _script(f"REQSITE_TEXTS_{number}", texts[start : start + _IN_ONE_FILE])
            for number, start in enumerate(range(0, len(texts), _IN_ONE_FILE))
        },
    }


def _script(name: str, texts: Sequence[Mapping[str, Any]]) -> bytes:
    return as_script(name, json.dumps(texts, ensure_ascii=False, separators=(",", ":"))).encode()


def _release(press: Press, step: Step) -> dict[str, str]:
    baseline = step.baseline
    return {
        "name": step.name,
        "date": baseline.date if baseline else "",
        "title": baseline.title if baseline else "",
        "url": press.site.addresses.url(addresses.release_source(step.name)),
    }


def _told(events: Sequence[Event], first: Step) -> frozenset[str] | None:
    """Return the names of what two releases can differ in, None for all that a record says.

    All of it is told where the record came or went; and with its title, which is not shown beside a text that begins
    with it.
    """
    if events[0].step is not first or any(event.op == "removed" for event in events):
        return None
    names = frozenset([name for event in events for name in event.fields])
    return None if TITLE in names else names


def _versions(
    held: _Texts, events: Sequence[Event], numbers: Mapping[str, int], rules: Sequence[Binding]
) -> list[list[Any]]:
    """Return the versions of a record, and let `held` know what they say."""
    if len(events) == 1 or (len(events) == 2 and events[1].op == "changed" and len(rules) == 1):  # noqa: PLR2004 before and after
        for event in events:
            held.add(event.entry)
        return [
            [numbers[event.step.name], number, number and int(event.normative), int(event.entry.live)]
            for number, event in enumerate(events)
        ]
    versions: list[list[Any]] = []
    states: list[_Said] = []
    bound: list[list[_Said]] = [[] for _rule in rules]
    for event in events:
        number, entry = numbers[event.step.name], event.new
        if entry is None:
            versions.append([number])
            continue
        said = _said(entry, held.names)
        if said not in states:
            held.add(entry)
        binds = [_place(_bound(said, entry, rule), known) for rule, known in zip(rules, bound, strict=True)]
        alike = len({*binds}) == 1
        versions.append([number, _place(said, states), binds[0] if alike else binds, int(entry.live)])
    return versions


_Said = Mapping[tuple[str, str], Any]


def _place(said: _Said, known: list[_Said]) -> int:
    """Return the place of what is said among what is known, a new one at the end."""
    if said not in known:
        known.append(said)
    return known.index(said)


def _said(entry: Entry, names: frozenset[str] | None) -> _Said:
    """Return what an entry says under these names, so that two that say the same are equal, as in a difference."""
    said: dict[tuple[str, str], Any] = {}
    for name, value in aspects(entry).items():
        what, key = name
        if key == TRANSLATED_FROM and holds_marks(value):
            continue
        if (names is None or key in names) and (plain := folded(value)):
            said[name] = sorted(map(str, plain)) if what == "link" and isinstance(plain, list) else plain
    return said


def _bound(said: _Said, entry: Entry, rule: Binding) -> _Said:
    """Return what of that binds."""
    binds = {"field": rule.fields, "link": rule.links, "section": rule.sections, "head": frozenset({TYPE})}
    bound = {name: value for name, value in said.items() if name[1] in binds[name[0]]}
    if ("head", ATTACHMENTS) in said:
        attached = [a for a in aspects(entry)["head", ATTACHMENTS] if a[2] in rule.sections]
        bound |= {("head", ATTACHMENTS): attached} if attached else {}
    return bound


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Members of a list, each there once, and its place in it."""

    _places: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, member in enumerate(self._places):
            self._places[member] = place

    @property
    def members(self) -> list[Any]:
        """In the order of their places."""
        return list(self._places)

    def of(self, member: Hashable) -> int:
        """Return the place of a member, a new one at the end."""
        place: int = self._places.setdefault(member, len(self._places))
        return place


class _Texts:
    """What one record said in all releases, as far as the names tell of it; all of it where they are None."""

    def __init__(self, press: Press, labels: _Numbers, names: frozenset[str] | None) -> None:
        self.names = names
        self._parts = press.items.parts
        self._labels = labels
        self._facts = _Numbers()
        self._texts = _Numbers()
        self._states: list[list[Any]] = []

    def add(self, entry: Entry) -> None:
        """Add the next state: what an entry says."""
        if self.names is not None and not self.names:
            return
        facts = [self._facts.of((fact.name, *fact[1:])) for fact in self._parts.facts(entry, self.names)]
        sections: dict[str, str] = {}
        for name, text in self._parts.named_sections(entry):
            if self.names is None or name in self.names:
                sections[name] = f"{sections[name]}\n\n{text}" if name in sections else text
        texts = [[self._labels.of(name), self._texts.of(text)] for name, text in sections.items()]
        self._states.append(["" if entry.title == entry.id else entry.title, facts, texts])

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "facts": [self._fact(*fact) for fact in self._facts.members],
            "texts": [[as_data(block) for block in self._parts.blocks(text)] for text in self._texts.members],
            "states": self._states,
        }

    def _fact(self, name: str, said: str | tuple[str, ...], is_prose: bool) -> list[Any]:
        label = self._labels.of(name)
        return [label, said, 1] if is_prose else [label, said]


def as_data(block: Block) -> str | list[Any]:
    """Return a block as the script reads it."""
    if len(block.cells) == 1:
        if block.kind == "paragraph" and not block.path:
            return block.text
        return [_KINDS[block.kind], len(block.path), block.marker, block.text]
    cells = ["".join(span.text for span in cell) for cell in block.cells]
    return [_KINDS[block.kind], len(block.path), block.marker, *cells]
