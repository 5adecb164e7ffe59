"""How far a change of each record would reach: whatever hangs on it, near or far, counted for all records in one pass.

`history.impact` says the same of a few records and tells the ways; here every page wants the numbers.  What hangs on a
record is kept as the bits of one number: one bit for each record of the project, so that joining what lies below is one
step a link.  The price is memory that grows with the square of the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reqsite.model.catalog import Catalog
from reqsite.model.graph import components
from reqsite.model.record import Record
from reqsite.model.schema import KINDS

NAMING = frozenset(("adds", "modifies", "removes", "affects"))
"""Links by which a change request names what it touches."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The records of one kind that a change would touch."""

    kind: str
    count: int
    near: tuple[str, ...]
    """Those that hang on the changed records themselves, the first ones."""
    far: tuple[str, ...]
    """Some that hang on others in between."""


class Reach:
    """What hangs on each record, with the milestones and the open change requests of all of that.

    Records that no longer bind are in none of it, and hand nothing on.

    Args:
        catalog: all records that may be told of.
        is_open: returns True for a change request that has not been carried out.
    """

    def __init__(self, catalog: Catalog, is_open: Callable[[Record], bool]) -> None:
        self._below = {record.id: list(_below(catalog, record.id)) for record in catalog}
        self._beside = {record.id: list(_beside(catalog, record.id, is_open)) for record in catalog}
        groups = list(components(self._below, lambda record_id: self._below[record_id]))
        self._ids = [record_id for group in groups for record_id in group]
        self._bit = {record_id: 1 << number for number, record_id in enumerate(self._ids)}
        self._all: dict[str, int] = {}
        for group in groups:
            # What lies below a group comes before it.
            self._close(group)
        kinds: dict[str, int] = dict.fromkeys(KINDS, 0)
        for record in catalog:
            kinds[record.kind] |= self._bit[record.id]
        self._kinds = {kind: members for kind, members in kinds.items() if members}
        self._place = {record_id: place for place, record_id in enumerate(catalog.records)}

    def touched(self, ids: Iterable[str], most: int, without: Iterable[str] = ()) -> list[Touched]:
        """Return what the change of some records touches, kind by kind.

        Args:
            ids: of the records that are to change.
            most: how many records of a kind are named, on either side.
            without: ids that are left out.
        """
        changed = dict.fromkeys(ids)
        found = near = 0
        for record_id in changed:
            found |= self._all[record_id]
        if not found:
            return []
        for record_id in changed:
            near |= self._bits((*self._below[record_id], *self._beside[record_id]))
        found &= ~self._bits((*changed, *without))
        return [
            Touched(kind, part.bit_count(), self._some(part & near, most), self._some(part & ~near, most))
            for kind, members in self._kinds.items()
            if (part := found & members)
        ]

    def _close(self, group: list[str]) -> None:
        """Work out what hangs on a group of records that hang on each other, mostly on one record."""
        found = self._bits(group) if len(group) > 1 else 0
        for record_id in group:
            found |= self._bits(self._beside[record_id])
            for below in self._below[record_id]:
                found |= self._bit[below] | self._all.get(below, 0)
        for record_id in group:
            self._all[record_id] = found

    def _bits(self, ids: Iterable[str]) -> int:
        bits = 0
        for record_id in ids:
            bits |= self._bit[record_id]
        return bits

    def _some(self, bits: int, most: int) -> tuple[str, ...]:
        """Return at most `most` of the records of a mask: those that came last, which are near the top, in order."""
        found: list[str] = []
        while bits and len(found) < most:
            number = bits.bit_length() - 1
            found.append(self._ids[number])
            bits ^= 1 << number
        return tuple(sorted(found, key=self._place.__getitem__))


def _below(catalog: Catalog, record_id: str) -> Iterator[str]:
    """Yield the live records one step downstream."""
    for below in catalog.children(record_id):
        if catalog.is_live(catalog.records[below]):
            yield below


def _beside(catalog: Catalog, record_id: str, is_open: Callable[[Record], bool]) -> Iterator[str]:
    """Yield the live milestones that a record is linked with, and the open change requests that name it."""
    for link in catalog.outgoing(record_id):
        if catalog.records[link.target].kind == "milestone" and catalog.is_live(catalog.records[link.target]):
            yield link.target
    for link in catalog.incoming(record_id):
        other = catalog.records[link.source]
        if not catalog.is_live(other):
            continue
        if other.kind == "milestone" or (other.kind == "change" and link.type.name in NAMING and is_open(other)):
            yield other.id
