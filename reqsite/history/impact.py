"""What the change of a record touches: what hangs on it, who should be told, and what no longer counts afterwards."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reqsite.model.catalog import Catalog, TraceLink
from reqsite.model.mentions import Mentions
from reqsite.model.record import Record, Value
from reqsite.model.schema import Schema
from reqsite.source.markdown_scan import scan

_DEMANDS = frozenset(("requirement", "goal", "scenario", "rule"))
_NAMED_BY_CHANGES = frozenset(("adds", "modifies", "removes", "affects"))
_DONE = frozenset(("implemented", "verified"))
_CONFIRMING = ("confirmations", "approvals", "evidence", "agreed")
"""Fields that say of a record's present words that somebody has agreed to them, or has seen them met."""
_CONFIRMERS = "required_confirmers"
_NAMES = ("by", "person", "name", "who")
_ADDRESS = re.compile(r"\]\([^()\n]{0,500}\)|https?://[^\s<>()]{1,2000}")


@dataclass(frozen=True, slots=True)
class Reached:
    """A record further down."""

    id: str
    distance: int
    """In links, from 1."""
    via: tuple[str, ...]
    """Names of the link types on a shortest way, from the changed record on."""
    source: str
    """The last record before it on that way."""


@dataclass(frozen=True, slots=True)
class Related:
    """A record that hangs together with what is touched."""

    id: str
    because: tuple[str, ...]
    """Ids of the touched records that it hangs together with."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who should be told."""

    name: str
    """As written."""
    id: str
    """Of the stakeholder's record, empty where there is none."""
    because: tuple[str, ...]
    """Ids of the touched records in which they are named."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """What was said of the present words, and does not hold for others."""

    id: str
    """Of the changed record."""
    field: str
    """Where it stands: `confirmations`, `approvals`, `evidence`, `agreed`."""
    text: str
    """Who, when and what, as written."""


@dataclass(frozen=True)
class Impact:
    """What a change touches; records that no longer bind are in none of its parts. Nearest first, then in order."""

    ids: tuple[str, ...]
    """The records that are to change."""
    requirements: tuple[Reached, ...] = ()
    """What hangs on them: requirements, goals, scenarios, rules."""
    tests: tuple[Reached, ...] = ()
    others: tuple[Reached, ...] = ()
    """What else hangs on them."""
    users: tuple[Related, ...] = ()
    """Records that use a term which is to change."""
    terms: tuple[Related, ...] = ()
    """Terms that the texts of the changed records use, or that links connect with them."""
    beside: tuple[Related, ...] = ()
    """Requirements that stand beside them: in conflict, or the same."""
    milestones: tuple[Related, ...] = ()
    changes: tuple[Related, ...] = ()
    """Change requests that are open on what is touched."""
    people: tuple[Person, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    documents: tuple[Related, ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    """(chapter of the document, how many of the touched records stand in it), most first."""

    @property
    def is_empty(self) -> bool:
        """True where nothing but the records themselves is touched."""
        groups = (self.requirements, self.tests, self.others, self.users, self.beside, self.milestones, self.changes)
        return not any((*groups, self.lapses))

    def plain(self) -> dict[str, Any]:
        """Return it as `reqsite impact --format json` has it, without titles."""
        data = asdict(self)
        data["sections"] = [{"section": name, "records": count} for name, count in self.sections]
        return data


def impact(catalog: Catalog, ids: Iterable[str], mentions: Mentions | None = None) -> Impact:
    """Return what the change of some records touches.

    A change request stands for the records that it names.

    Args:
        catalog: All records that may be told of.
        ids: Ids of records of the catalog.
        mentions: The finder of terms for this catalog, where there is one already.

    Raises:
        KeyError: There is no such record.
    """
    asked = dict.fromkeys(ids)
    changed = tuple(dict.fromkeys(_changed(catalog, asked)))
    reached = _downstream(catalog, changed)
    touched = (*changed, *(step.id for step in reached))
    kinds = {record_id: catalog.records[record_id].kind for record_id in touched}
    finder = mentions or Mentions(catalog)
    return Impact(
        ids=changed,
        requirements=tuple(step for step in reached if kinds[step.id] in _DEMANDS),
        tests=tuple(step for step in reached if kinds[step.id] == "test"),
        others=tuple(step for step in reached if kinds[step.id] not in _DEMANDS and kinds[step.id] != "test"),
        users=_users(catalog, finder, changed),
        terms=_terms(catalog, finder, changed),
        beside=_related(
            catalog, changed, lambda record, link: record.kind in _DEMANDS and link.type.direction == "side"
        ),
        milestones=_related(catalog, touched, lambda record, _link: record.kind == "milestone"),
        changes=_related(
            catalog, touched, lambda record, link: record.id not in asked and _is_open(catalog, record, link)
        ),
        people=_people(catalog, changed, touched),
        lapses=tuple(lapse for record_id in changed for lapse in lapses(catalog.records[record_id])),
        documents=_related(catalog, touched, lambda record, _link: record.kind == "document"),
        sections=_sections(catalog, touched),
    )


def lapses(record: Record) -> Iterator[Lapse]:
    """Yield what no longer counts once a record says something else."""
    for field in _CONFIRMING:
        value = record.fields.get(field, ())
        for entry in value if isinstance(value, tuple) else (value,) if value else ():
            yield Lapse(record.id, field, " · ".join(_words(entry)))


def _words(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield " ".join(value.split())
    else:
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _words(inner)


def _changed(catalog: Catalog, ids: Iterable[str]) -> Iterator[str]:
    for record_id in ids:
        links = catalog.outgoing(record_id) if catalog.records[record_id].kind == "change" else []
        named = [link.target for link in links if link.type.name in _NAMED_BY_CHANGES]
        yield from named or [record_id]


def _downstream(catalog: Catalog, ids: Iterable[str]) -> list[Reached]:
    """Return every live record further down, nearest first; what no longer binds hands nothing on."""
    starts = dict.fromkeys(ids)
    found: dict[str, Reached] = {}
    queue = deque((record_id, 0, ()) for record_id in starts)  # type: deque[tuple[str, int, tuple[str, ...]]]
    while queue:
        here, distance, via = queue.popleft()
        for there, link_type in _below(catalog, here):
            if there in found or there in starts or not catalog.is_live(catalog.records[there]):
                continue
            found[there] = Reached(there, distance + 1, (*via, link_type), here)
            queue.append((there, distance + 1, found[there].via))
    return list(found.values())


def _below(catalog: Catalog, record_id: str) -> Iterator[tuple[str, str]]:
    """Yield (id, link type) one step downstream."""
    for link in catalog.incoming(record_id):
        if link.type.direction == "up":
            yield link.source, link.type.name
    for link in catalog.outgoing(record_id):
        if link.type.direction == "down":
            yield link.target, link.type.name


def _related(
    catalog: Catalog, ids: Iterable[str], is_wanted: Callable[[Record, TraceLink], bool]
) -> tuple[Related, ...]:
    """Return the live records at the other end of links of some records, those that are wanted."""
    because: dict[str, dict[str, None]] = {}
    starts = dict.fromkeys(ids)
    for record_id in starts:
        ends = [(link.target, link) for link in catalog.outgoing(record_id)]
        ends += [(link.source, link) for link in catalog.incoming(record_id)]
        for other, link in ends:
            record = catalog.records[other]
            if other not in starts and catalog.is_live(record) and is_wanted(record, link):
                because.setdefault(other, {})[record_id] = None
    return tuple(Related(other, tuple(ids)) for other, ids in because.items())


def _is_open(catalog: Catalog, record: Record, link: TraceLink) -> bool:
    """Return True for a change request that names a record, and has not been carried out."""
    if record.kind != "change" or link.source != record.id or link.type.name not in _NAMED_BY_CHANGES:
        return False
    status = record.text("status")
    state = catalog.schema.states_of(record.type).get(status)
    return status not in _DONE and (state is None or bool(state.next))


def _users(catalog: Catalog, finder: Mentions, ids: Collection[str]) -> tuple[Related, ...]:
    """Return the live records whose texts use one of the terms among the changed records."""
    terms = {record_id for record_id in ids if catalog.records[record_id].kind == "term"}
    if not terms:
        return ()
    found = []
    for record in catalog:
        if record.id not in ids and catalog.is_live(record):
            used = _mentioned(finder, record) & terms
            if used:
                found.append(Related(record.id, tuple(sorted(used))))
    return tuple(found)


def _terms(catalog: Catalog, finder: Mentions, ids: Collection[str]) -> tuple[Related, ...]:
    """Return the terms that the changed records use or are linked with."""
    because: dict[str, dict[str, None]] = {}
    for linked in _related(catalog, ids, lambda record, _link: record.kind == "term"):
        because[linked.id] = dict.fromkeys(linked.because)
    for record_id in ids:
        for used in sorted(_mentioned(finder, catalog.records[record_id])):
            record = catalog.records[used]
            if record.kind == "term" and used not in ids and catalog.is_live(record):
                because.setdefault(used, {})[record_id] = None
    return tuple(Related(term, tuple(users)) for term, users in because.items())


def _mentioned(finder: Mentions, record: Record) -> set[str]:
    """Return the ids of the records that a record's texts speak of, in prose."""
    text = "\n\n".join([record.title, *(section.text for section in record.sections)])
    prose = _ADDRESS.sub(" ", scan(text).masked(text))
    return {target for mention in finder.find(prose) for target in mention.targets}


def _people(catalog: Catalog, changed: Collection[str], touched: Iterable[str]) -> tuple[Person, ...]:
    """Return who is named in the touched records: whoever has to do with a changed one, and who owns the others."""
    known = {_fold(name): record.id for record in catalog.of("stakeholder") for name in (record.id, record.title)}
    because: dict[str, dict[str, None]] = {}
    names: dict[str, str] = {}
    for record_id in touched:
        record = catalog.records[record_id]
        fields = _person_fields(catalog.schema) if record_id in changed else ("owner",)
        for name in (name for field in fields for name in _named(record.fields.get(field, ""))):
            key = known.get(_fold(name), _fold(name))
            names.setdefault(key, name)
            because.setdefault(key, {})[record_id] = None
    for linked in _related(catalog, changed, lambda record, _link: record.kind == "stakeholder"):
        names.setdefault(linked.id, catalog.records[linked.id].title)
        because.setdefault(linked.id, {}).update(dict.fromkeys(linked.because))
    ids = set(known.values())
    return tuple(Person(names[key], key if key in ids else "", tuple(records)) for key, records in because.items())


def _person_fields(schema: Schema) -> tuple[str, ...]:
    fields = [field.name for field in schema.fields.values() if field.kind == "person" and not field.internal]
    return (*fields, _CONFIRMERS)


def _named(value: Value) -> Iterator[str]:
    """Yield the names in a field that names people: one, a list, or mappings with `by:`."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, Mapping):
        name = next((value[key] for key in _NAMES if value.get(key)), "")
        if isinstance(name, str) and name:
            yield name
    else:
        for member in value:
            yield from _named(member)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _sections(catalog: Catalog, ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(section for i in ids if (section := catalog.records[i].text("section")))
    return tuple(counted.most_common())
