"""Who has to confirm what: by the rules of the schema, or by the record's own exception."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reqsite.history.entry import Entry
from reqsite.model.schema import Confirmer, Schema

CONFIRMERS = "required_confirmers"
"""The field in which a record names the roles itself, instead of those of the rules."""
NOBODY = "none"
"""Its word for: nobody."""


def roles_of(entry: Entry, schema: Schema) -> tuple[str, ...]:
    """Return the roles that have to confirm a record, in the order of the schema; none for one that is not binding."""
    if entry.is_hidden or not entry.live:
        return ()
    named = entry.fields.get(CONFIRMERS)
    if named:
        words = [named] if isinstance(named, str) else [word for word in named if isinstance(word, str)]
        return in_order((word.strip() for word in words), schema)
    return tuple(c.name for c in schema.confirmation.values() if _must(c, entry))


def all_roles(entries: Iterable[Entry], schema: Schema) -> tuple[str, ...]:
    """Return every role that has something to confirm or to sign."""
    signing = (c.name for c in schema.confirmation.values() if c.signs)
    return in_order([*(role for entry in entries for role in roles_of(entry, schema)), *signing], schema)


def in_order(roles: Iterable[str], schema: Schema) -> tuple[str, ...]:
    """Return roles each once: those of the schema in its order, then the others by name."""
    found = {role for role in roles if role and role != NOBODY}
    known = tuple(schema.confirmation)
    return (*(role for role in known if role in found), *sorted(found - set(known)))


def wants_evidence(entry: Entry, role: str, schema: Schema) -> bool:
    """Return True where a role's spoken yes to a record is not enough."""
    confirmer = schema.confirmation.get(role) or Confirmer(role)
    return entry.fields.get("priority") in confirmer.evidence


def before(role: str, schema: Schema) -> Iterator[str]:
    """Yield the roles that answer before this one."""
    confirmer = schema.confirmation.get(role)
    yield from confirmer.after if confirmer else ()


def _must(confirmer: Confirmer, entry: Entry) -> bool:
    fields = entry.fields
    return (
        bool({entry.kind, entry.record.get("type")} & set(confirmer.records))
        and (not confirmer.priorities or fields.get("priority") in confirmer.priorities)
        and (not confirmer.sections or fields.get("section") in confirmer.sections)
    )
