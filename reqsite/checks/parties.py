"""The two parties of a project, client and supplier, and who of those named in a list speaks for which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Value

PARTIES = ("client", "supplier")
_NAMES = ("by", "person", "name", "who")


class Parties:
    """Knows the people of a project by their records of kind stakeholder, by id and by title."""

    def __init__(self, catalog: Catalog) -> None:
        self._party: dict[str, str] = {}
        for stakeholder in catalog.of("stakeholder"):
            party = _party_of(stakeholder)
            for name in (stakeholder.id, stakeholder.title):
                self._party.setdefault(_fold(name), party)

    def missing(self, entries: Iterable[Value]) -> tuple[str, ...]:
        """Return the parties that nobody in a list speaks for; empty where those of unknown party may be they.

        An entry is a name, or a mapping with `party:`, or one whose `by:` (`person:`, `name:`, `who:`) is a
        stakeholder.
        """
        parties = [self._of(entry) for entry in entries]
        missing = tuple(party for party in PARTIES if party not in parties)
        return missing if len(missing) > parties.count("") else ()

    def _of(self, entry: Value) -> str:
        if isinstance(entry, str):
            return self._party.get(_fold(entry), "")
        if not isinstance(entry, Mapping):
            return ""
        party = entry.get("party", "")
        if isinstance(party, str) and party in PARTIES:
            return party
        return self._party.get(_fold(person(entry)), "")


def person(entry: Value) -> str:
    """Return the name in an entry of a list of people, empty where it names nobody."""
    if isinstance(entry, str):
        return entry
    if isinstance(entry, Mapping):
        for name in _NAMES:
            value = entry.get(name, "")
            if value and isinstance(value, str):
                return value
    return ""


def entries(record: Record, name: str) -> tuple[Value, ...]:
    """Return the entries of a field that is a list; one entry alone is a list of one."""
    value = record.fields.get(name, ())
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _party_of(stakeholder: Record) -> str:
    """Return what the record says; every role but the supplier's own is one on the client's side."""
    party = stakeholder.text("party")
    if party in PARTIES:
        return party
    role = stakeholder.text("role")
    return "supplier" if role == "supplier" else "client" if role else ""


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
