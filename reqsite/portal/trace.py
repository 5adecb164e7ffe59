"""Who is linked with whom: coverage between any two kinds, and any two types, of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqsite.model.catalog import Catalog, Coverage
from reqsite.model.record import Record
from reqsite.model.schema import KINDS
from reqsite.portal.addresses import slug


@dataclass(frozen=True, slots=True)
class Group:
    """The records of a kind, or those of one type where their kind has several."""

    slug: str
    kind: str
    type: str
    """Empty for all records of the kind."""
    members: tuple[str, ...]
    """Ids, in natural order."""


class Trace:
    """The pairs of groups of a catalog, counted in one pass over its links.

    A kind is traced to kinds, a type to types; where a kind has one type in use, its type and it are one group.
    Links of any direction count but verdicts (what became of a withdrawn record).
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        by_kind: dict[str, list[Record]] = {}
        by_type: dict[tuple[str, str], list[Record]] = {}
        for record in catalog:
            by_kind.setdefault(record.kind, []).append(record)
            by_type.setdefault((record.kind, record.type), []).append(record)
        taken = frozenset(KINDS)
        order = {name: number for number, name in enumerate(catalog.schema.types)}
        self._kind_slug = {record.id: record.kind for record in catalog}
        self._type_slug: dict[str, str] = {}
        self.kinds: tuple[Group, ...] = tuple(
            Group(kind, kind, "", tuple(r.id for r in by_kind[kind])) for kind in KINDS if kind in by_kind
        )
        types: list[Group] = []
        for kind in self.kinds:
            inside = sorted((order.get(name, len(order)), name) for of, name in by_type if of == kind.kind)
            if len(inside) == 1:
                types.append(kind)
                continue
            for _, name in inside:
                members = tuple(r.id for r in by_type[kind.kind, name])
                types.append(Group(slug(name, taken), kind.kind, name, members))
        self.types: tuple[Group, ...] = tuple(types)
        """The same as `kinds` where no kind has several types in use."""
        for group in types:
            self._type_slug |= dict.fromkeys(group.members, group.slug)
        self._live = {record.id for record in catalog if catalog.is_live(record)}
        self._linked, self._covered = self._count()

    def live(self, group: Group) -> tuple[str, ...]:
        """Return the ids of a group that bind."""
        return tuple(i for i in group.members if i in self._live)

    def is_live(self, record_id: str) -> bool:
        """Return True for a record that binds."""
        return record_id in self._live

    def coverage(self, above: Group, below: Group) -> Coverage:
        """Return which live records of one group have a link, either way, with a live one of the other."""
        covered = self._covered.get((above.slug, below.slug), set())
        live = self.live(above)
        return Coverage(tuple(i for i in live if i in covered), tuple(i for i in live if i not in covered))

    def has_links(self, above: Group, below: Group) -> bool:
        """Return True where any record of one group, live or not, has a link with one of the other."""
        return (above.slug, below.slug) in self._linked

    def pairs(self) -> Iterator[tuple[Group, Group]]:
        """Yield every ordered pair of groups with a link between them, each once."""
        seen: set[tuple[str, str]] = set()
        for level in (self.kinds, self.types):
            for above in level:
                for below in level:
                    pair = (above.slug, below.slug)
                    if pair in self._linked and pair not in seen:
                        seen.add(pair)
                        yield above, below

    def near(self, record_id: str, below: Group) -> list[str]:
        """Return the ids of a group that links connect with this record, each once."""
        slugs = self._type_slug if below.type else self._kind_slug
        return [i for i in self._catalog.neighbours(record_id) if slugs[i] == below.slug]

    def _count(self) -> tuple[set[tuple[str, str]], Mapping[tuple[str, str], set[str]]]:
        linked: set[tuple[str, str]] = set()
        covered: dict[tuple[str, str], set[str]] = {}
        for one in self._kind_slug:
            for other in self._catalog.neighbours(one):
                both_live = one in self._live and other in self._live
                for pair in {
                    (self._kind_slug[one], self._kind_slug[other]),
                    (self._type_slug[one], self._type_slug[other]),
                }:
                    linked.add(pair)
                    if both_live:
                        covered.setdefault(pair, set()).add(one)
        return linked, covered
