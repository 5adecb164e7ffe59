"""All records of one state of the project, and the graph of their trace links."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from reqsite.model.finding import Place
from reqsite.model.graph import closure, components, on_cycles, shortest_cycle
from reqsite.model.nearest import Suggestions
from reqsite.model.record import Record, Value, fold_id
from reqsite.model.schema import FieldType, LinkType, Schema

_NUMBER = re.compile(r"(\d+)")
_LONGEST_ID = 200
_TWO_NAMES = re.compile(r"([^()（）]{1,100}?)\s*[(（]([^()（）]{1,100})[)）]")


@dataclass(frozen=True, slots=True)
class TraceLink:
    """A link of one record that leads to another one."""

    source: str
    target: str
    type: LinkType
    pin: str = ""
    """The release against which the source was last reviewed (`REQ-003@1.1.0`), empty where it has none."""
    number: int = field(default=0, compare=False)
    """Its place among the targets that the source has written under this type, from 0."""


@dataclass(frozen=True, slots=True)
class DanglingLink:
    """A link whose target is no record of the catalog."""

    source: str
    type: LinkType
    target: str
    """As written."""
    place: Place


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one set of records is reached from another: gaps are what is not."""

    covered: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def total(self) -> int:
        """The denominator."""
        return len(self.covered) + len(self.gaps)


class Catalog:
    """Records by id, in natural order, with their links resolved once in both directions.

    Where two records have the same id, the first one counts; `checks` say so.
    """

    def __init__(self, records: Iterable[Record], schema: Schema) -> None:
        self.schema = schema
        self._by_fold: dict[str, Record] = {}
        ordered: dict[str, Record] = {}
        for record in records:
            if self._by_fold.setdefault(fold_id(record.id), record) is record:
                ordered[record.id] = record
        self.records: Mapping[str, Record] = dict(sorted(ordered.items(), key=lambda item: natural_key(item[0])))
        self.dangling: tuple[DanglingLink, ...] = ()
        self.evidence: dict[str, list[tuple[LinkType, str]]] = {}
        """Record id → link targets that are plain words."""
        self._out: dict[str, list[TraceLink]] = {}
        self._in: dict[str, list[TraceLink]] = {}
        self._resolve()

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    def get(self, text: str) -> Record | None:
        """Return the record with this id, whatever its case, width and dashes, or None."""
        return self.records.get(text) or self._by_fold.get(fold_id(text))

    def resolve(self, text: str) -> Record | None:
        """Return the record that a reference means: by id, or for a term also by its name or an alias."""
        return self.get(text) or self.terms.get(" ".join(text.split()).casefold())

    @functools.cached_property
    def terms(self) -> dict[str, Record]:
        """Every name of every term (title, aliases, abbreviation, English and Chinese name), case folded → term."""
        names: dict[str, Record] = {}
        for record in self.of("term"):
            for name in term_names(record):
                names.setdefault(" ".join(name.split()).casefold(), record)
        return names

    @functools.cached_property
    def _by_word(self) -> dict[str, list[Record]]:
        words: dict[str, list[Record]] = {}
        for record in self:
            for word in {record.kind, record.type}:
                words.setdefault(word, []).append(record)
        return words

    def of(self, *kinds_or_types: str) -> list[Record]:
        """Return the records of these kinds or types, in order, each once."""
        if len(kinds_or_types) == 1:
            return self._by_word.get(kinds_or_types[0], [])
        found = {r.id: r for word in kinds_or_types for r in self._by_word.get(word, ())}
        return sorted(found.values(), key=lambda r: natural_key(r.id))

    def is_live(self, record: Record) -> bool:
        """Return True while a record binds; False once it is withdrawn, rejected, deferred or the like."""
        return self.schema.is_live(record.type, record.text("status"))

    def is_released(self, record: Record) -> bool:
        """Return False while a record's state is not yet for a release."""
        state = self.schema.states_of(record.type).get(record.text("status"))
        return state is None or state.released

    def outgoing(self, record_id: str) -> list[TraceLink]:
        """Return the links that the record itself declares."""
        return self._out.get(record_id, [])

    def incoming(self, record_id: str) -> list[TraceLink]:
        """Return the links of other records that lead to it."""
        return self._in.get(record_id, [])

    def parents(self, record_id: str) -> list[str]:
        """Return the ids one step upstream, each once, in the order of the links."""
        up = [link.target for link in self.outgoing(record_id) if link.type.direction == "up"]
        down = [link.source for link in self.incoming(record_id) if link.type.direction == "down"]
        return list(dict.fromkeys(up + down))

    def children(self, record_id: str) -> list[str]:
        """Return the ids one step downstream, each once."""
        up = [link.source for link in self.incoming(record_id) if link.type.direction == "up"]
        down = [link.target for link in self.outgoing(record_id) if link.type.direction == "down"]
        return list(dict.fromkeys(up + down))

    def upstream(self, record_id: str) -> dict[str, int]:
        """Return every id above this one with its distance, nearest first; itself only if it lies on a cycle."""
        return closure(record_id, self.parents)

    def downstream(self, record_id: str) -> dict[str, int]:
        """Return every id below this one with its distance, nearest first."""
        return closure(record_id, self.children)

    def coverage(self, of: str, by: str, *, transitive: bool = False) -> Coverage:
        """Return which live records of kind or type `of` have a trace link, either way, with one of `by`.

        With `transitive`, a path through the levels between counts too.
        """
        wanted = {r.id for r in self.of(by) if self.is_live(r)}
        reach = self._reaching(wanted) if transitive else set()
        covered: list[str] = []
        gaps: list[str] = []
        for record in self.of(of):
            if not self.is_live(record):
                continue
            hit = record.id in reach or any(i in wanted for i in self.neighbours(record.id))
            (covered if hit else gaps).append(record.id)
        return Coverage(tuple(covered), tuple(gaps))

    def neighbours(self, record_id: str) -> list[str]:
        """Return the ids that a link of any direction but a verdict connects with this one, each once."""
        out = [link.target for link in self.outgoing(record_id) if link.type.direction != "verdict"]
        into = [link.source for link in self.incoming(record_id) if link.type.direction != "verdict"]
        return list(dict.fromkeys(out + into))

    def _reaching(self, wanted: set[str]) -> set[str]:
        """Return the ids from which an all-upward or an all-downward path ends in `wanted`."""
        return {i for step in (self.parents, self.children) for i in closure(wanted, step)}

    def cycles(self) -> list[list[str]]:
        """Return the cycles of links that lead upwards for sure, each a list of ids that begins with its smallest one.

        One cycle for every strongly connected set of records.
        """
        parents = self._sure_parents()
        nodes = on_cycles(parents)
        if not nodes:
            return []

        def step(record_id: str) -> list[str]:
            return [parent for parent in parents.get(record_id, ()) if parent in nodes]

        found = [
            shortest_cycle(min(component, key=natural_key), set(component), step)
            for component in components(nodes, step)
            if len(component) > 1 or component[0] in step(component[0])
        ]
        return sorted(found, key=lambda cycle: natural_key(cycle[0]))

    def _sure_parents(self) -> dict[str, list[str]]:
        """Return for each record with one the ids that lie above it for sure."""
        parents: dict[str, list[str]] = {}
        for links in self._out.values():
            for link in links:
                if link.type.acyclic and link.type.direction == "up":
                    parents.setdefault(link.source, []).append(link.target)
        for links in self._in.values():
            for link in links:
                if link.type.acyclic and link.type.direction == "down":
                    parents.setdefault(link.target, []).append(link.source)
        return parents

    def suggest(self, text: str) -> str:
        """Return the id that was probably meant by `text`, empty where nothing is near."""
        return self._suggestions.nearest(text)

    @functools.cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self.records)

    def _resolve(self) -> None:
        """Give each link its target, once."""
        dangling: list[DanglingLink] = []
        for record in self:
            for name, targets in record.links.items():
                link_type = self.schema.links[name]
                for number, raw in enumerate(targets):
                    target, pin = self._target(raw)
                    if target is not None:
                        link = TraceLink(record.id, target.id, link_type, pin, number)
                        self._out.setdefault(record.id, []).append(link)
                        self._in.setdefault(target.id, []).append(link)
                    elif link_type.free_text and not self._looks_like_an_id(raw):
                        self.evidence.setdefault(record.id, []).append((link_type, raw))
                    else:
                        place = record.place(f"{name}[{number}]", f"{name}=", name)
                        dangling.append(DanglingLink(record.id, link_type, raw, place))
        self.dangling = tuple(dangling)

    def _target(self, raw: str) -> tuple[Record | None, str]:
        """Return the record and the pin that a target as written means: `REQ-3`, `REQ-3@1.1.0`, `MTG-2#item-3`."""
        record = self.resolve(raw)
        if record is not None or not ("@" in raw or "#" in raw):
            return record, ""
        name, pinned, pin = raw.rpartition("@")
        if not pinned:
            name, pin = raw, ""
        for shorter in (name.strip(), name.partition("#")[0].strip(), _bare(raw)):
            if shorter and (record := self.resolve(shorter)):
                return record, pin.partition("#")[0].strip()
        return None, ""

    def _looks_like_an_id(self, raw: str) -> bool:
        shapes = self.schema.id_shapes
        name = _bare(raw)
        return bool(shapes and len(name) <= _LONGEST_ID and shapes.fullmatch(name))

    def public(self) -> Catalog:
        """Return what a client may see: without internal records, fields, sections and links."""
        return Catalog(self.public_records(), self.schema)

    def public_records(self, ids: Collection[str] | None = None) -> Iterator[Record]:
        """Yield the records as a client may see them, those that none may see left out.

        Args:
            ids: Those that are wanted; all where it is None.
        """
        schema = self.schema
        secret_sections = schema.secret_sections
        internal_ids = {r.id for r in self if r.is_internal}

        def is_open(record: Record, line: int) -> bool:
            section = record.section_at(line)
            return section is None or section.key not in secret_sections

        for record in self if ids is None else (record for record in self if record.id in ids):
            if record.is_internal:
                continue
            links = {
                name: tuple(t for t in targets if (found := self._target(t)[0]) is None or found.id not in internal_ids)
                for name, targets in record.links.items()
                if name in schema.public_links
            }
            public = replace(
                record,
                fields=public_fields(record.fields, schema.fields),
                links={name: targets for name, targets in links.items() if targets},
                waivers=(),
                body="",
            )
            # Criteria are read when somebody asks for them; who has nothing to hide has not asked.
            if any(section.key in secret_sections for section in record.sections):
                public = replace(
                    public,
                    sections=tuple(s for s in record.sections if s.key not in secret_sections),
                    criteria=tuple(c for c in record.criteria if is_open(record, c.line)),
                    attachments=tuple(a for a in record.attachments if is_open(record, a.line)),
                )
            yield public


def public_fields(values: Mapping[str, Value], known: Mapping[str, FieldType]) -> dict[str, Value]:
    """Return the values of fields without the internal ones, those inside mappings and lists included."""
    kept: dict[str, Value] = {}
    for name, value in values.items():
        field = known.get(name)
        if field is None or not field.internal:
            kept[name] = _public_value(value, field.fields) if field and field.fields else value
    return kept


def _public_value(value: Value, known: Mapping[str, FieldType]) -> Value:
    if isinstance(value, Mapping):
        return public_fields(value, known)
    return value if isinstance(value, str) else tuple(_public_value(member, known) for member in value)


def natural_key(text: str) -> tuple[tuple[int, str | int], ...]:
    """Return a sort key under which REQ-9 comes before REQ-10."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in _NUMBER.split(text) if part)


def _bare(target: str) -> str:
    """Return a link's target without the release it is pinned to and the part of the record it points at."""
    return target.partition("@")[0].partition("#")[0].strip()


def term_names(term: Record) -> list[str]:
    """Return every name under which a text may mean this term, the preferred one first, each once."""
    names = [term.title]
    if (both := _TWO_NAMES.fullmatch(term.title)) and _second_name(both[1], both[2]):
        names += both.groups()
    names += [*term.items("aliases"), *term.items("abbr"), *term.items("en"), *term.items("zh")]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def _second_name(name: str, brackets: str) -> bool:
    """Return True where brackets behind a term hold its other name: 清算 (Clearing), Service level (SLA)."""
    return name.isascii() != brackets.isascii() or (brackets.isupper() and " " not in brackets)
