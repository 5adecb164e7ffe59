"""The requirement matrix: who has confirmed each requirement, how often it changed, what it is linked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqsite.confirm.standing import Confirmations, Item
from reqsite.history.ledger import Baseline, Ledger
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record

HELD_BY = "requirement"
"""The kind of record that has a row."""
_SERVED = "goal"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One requirement."""

    record: Record
    items: Mapping[str, Item]
    """Role → how it stands; roles that are not asked are not in it."""
    changes: int | None
    """How many releases changed it after the first that had it; None where none has had it."""
    last: Baseline | None
    """The last release that brought or changed it."""
    goals: tuple[str, ...]
    """Ids of what it serves directly."""
    tests: tuple[str, ...]
    """Ids of what tries it."""


def matrix_rows(catalog: Catalog, ledger: Ledger, confirmations: Confirmations | None) -> Iterator[MatrixRow]:
    """Yield a row for each requirement, in the order of the catalog.

    Args:
        catalog: the records as an audience sees them.
        ledger: the releases, cut for the same audience.
        confirmations: what the roles have said to these records; None where nobody is asked.
    """
    asked = confirmations.by_record if confirmations else {}
    for record in catalog.of(HELD_BY):
        steps = ledger.history.get(record.id, ())
        yield MatrixRow(
            record,
            {item.role: item for item in asked.get(record.id, ())},
            len(steps) - 1 if steps else None,
            steps[-1][0] if steps else None,
            tuple(i for i in catalog.parents(record.id) if catalog.records[i].kind == _SERVED),
            tuple(dict.fromkeys(o.target for o in catalog.outgoing(record.id) if o.type.name == "verified_by")),
        )
