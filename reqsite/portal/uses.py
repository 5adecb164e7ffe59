"""Where terms are used: every text of every record read once."""

from __future__ import annotations

from collections.abc import Mapping

from reqsite.checks.prose import without_code, words_only
from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Mentions
from reqsite.model.record import Record


def used_in(catalog: Catalog, mentions: Mentions) -> Mapping[str, tuple[str, ...]]:
    """Return term id → ids of the records whose text speaks of it, in natural order; terms without use are left out.

    A term does not count as used by its own text.
    """
    found: dict[str, dict[str, None]] = {}
    terms = {record.id for record in catalog.of("term")}
    for record in catalog if terms else ():
        for target in {t for m in mentions.find(_prose(record)) for t in m.targets}:
            if target in terms and target != record.id:
                found.setdefault(target, {})[record.id] = None
    return {term: tuple(records) for term, records in found.items()}


def _prose(record: Record) -> str:
    """Return what a record says in words, without code and addresses."""
    text = "\n\n".join([record.title, *(section.text for section in record.sections)])
    return words_only(without_code(text))
