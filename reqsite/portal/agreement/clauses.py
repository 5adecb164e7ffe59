"""The clauses that a requirement comes from: parts of a contract, named in plain words, or records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from reqsite.model.record import Record
from reqsite.portal.press import Press

_SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Clause:
    """One of them."""

    name: str
    html: Markup


def clauses(press: Press, record: Record, here: str) -> Iterator[Clause]:
    """Yield the clauses of a record, as it names them, for the page with the URL `here`."""
    for text in dict.fromkeys(record.links.get(_SOURCE, ())):
        found = press.site.catalog.resolve(text)
        if found is None:
            yield Clause(text, escape(text))
        else:
            link = press.link(found.id, here)
            yield Clause(f"{link.to.id} {link.to.title}".rstrip(), link.html)


def label(press: Press) -> str:
    """Return what the project calls them."""
    link_type = press.site.catalog.schema.links.get(_SOURCE)
    return press.words.link(link_type) if link_type else ""
