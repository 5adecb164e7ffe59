"""The numbers of a project in one small table, for any page that asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from reqsite.model.record import Record
from reqsite.portal.press import Press

MARKER = "<!-- reqsite: overview -->"
"""A writer puts this into a page where the numbers should stand."""


def fragment(press: Press, here: str) -> Markup:
    """Return the counts of records by kind, and within a kind by type, status and priority."""
    kinds = []
    for kind, records in press.by_kind.items():
        source = press.site.addresses.list_source(kind)
        kinds.append((press.words.kind(kind), press.href(source, here), len(records), _counts(press, records)))
    return press.templates.render("overview", kinds=kinds)


def _counts(press: Press, records: Iterable[Record]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return (label of a field, [(value in words, count)]) for what tells the records apart."""
    words = press.words
    counters = {
        "type": Counter(words.type(r.type) for r in records),
        "status": Counter(words.status(r) for r in records),
        "priority": Counter(words.value("priority", r.text("priority")) for r in records),
    }
    return [
        (words.field(name), sorted((value, count) for value, count in counter.items() if value))
        for name, counter in counters.items()
        if any(counter) and (name != "type" or len(counter) > 1)
    ]
