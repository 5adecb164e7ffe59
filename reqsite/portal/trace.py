"""Who is linked with whom: coverage between any two kinds, and any two types, of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
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

    def levels(self, groups: Sequence[Group]) -> list[Group]:
        """Return the groups that links up or down lead to, from the top downwards.

        The links decide what stands above what.  Where they contradict each other, as many as can be are kept (Eades,
        Lin and Smyth 1993): next comes what nothing else stands above, else what most stands below.
        """
        weights = self._weights(groups)
        rest = [g for g in groups if any(g.slug in pair for pair in weights)]
        found: list[Group] = []
        while rest:
            slugs = {group.slug for group in rest}
            inside = [(pair, n) for pair, n in weights.items() if slugs.issuperset(pair) and pair[0] != pair[1]]
            into, out = Counter[str](), Counter[str]()
            for (above, below), number in inside:
                out[above] += number
                into[below] += number
            best = max(rest, key=lambda group: (not into[group.slug], out[group.slug] - into[group.slug]))
            rest.remove(best)
            found.append(best)
        return found

    def upwards(self, group: Group) -> Coverage:
        """Return which live records of a group have a live parent, of whatever group."""
        return self._reached(group, self._catalog.parents)

    def downwards(self, group: Group) -> Coverage:
        """Return which live records of a group have a live child, of whatever group."""
        return self._reached(group, self._catalog.children)

    def _reached(self, group: Group, step: Callable[[str], list[str]]) -> Coverage:
        covered: list[str] = []
        gaps: list[str] = []
        for record_id in self.live(group):
            (covered if any(i in self._live for i in step(record_id)) else gaps).append(record_id)
        return Coverage(tuple(covered), tuple(gaps))

    def _weights(self, groups: Sequence[Group]) -> Counter[tuple[str, str]]:
        """Return (slug of the group above, of the one below) → how many live links say so."""
        slugs = {member: group.slug for group in groups for member in group.members}
        return Counter(
            (slugs[parent], slugs[record_id])
            for record_id in slugs
            if record_id in self._live
            for parent in self._catalog.parents(record_id)
            if parent in self._live and parent in slugs
        )

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
