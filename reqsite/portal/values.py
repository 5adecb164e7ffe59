"""Values of fields, in the shape in which pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.model.record import Record, Value
from reqsite.model.schema import FieldType
from reqsite.portal.press import Press

_PROSE = frozenset({"text", "list", "map", "person"})
"""Kinds of fields whose texts may speak of records."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value: one text, the members of a list, or the entries of a mapping; the other two are empty."""

    text: str = ""
    """`Markup` where it may hold links."""
    members: tuple[Shown, ...] = ()
    entries: tuple[tuple[str, Shown], ...] = ()
    """(label, value)."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """One line of the table of fields."""

    name: str
    label: str
    value: Shown
    internal: bool


def shown_fields(press: Press, record: Record, here: str, skip: frozenset[str]) -> list[ShownField]:
    """Return a record's fields but for those in `skip` and the empty ones, in the order in which they are written."""
    known = press.site.catalog.schema.fields
    found = []
    for name, value in record.fields.items():
        if name in skip or not value:
            continue
        field = known.get(name)
        shown = _shown(press, value, field, (record, here))
        found.append(ShownField(name, press.words.field(name), shown, bool(field and field.internal)))
    return found


def _shown(press: Press, value: Value, field: FieldType | None, where: tuple[Record, str]) -> Shown:
    if isinstance(value, str):
        if field is not None and field.kind not in _PROSE:
            return Shown(press.words.value_of(field, value))
        return Shown(_text(press, value, *where))
    if isinstance(value, Mapping):
        inside = field.fields if field else {}
        return Shown(
            entries=tuple(
                (_entry_label(press, inside, name), _shown(press, v, inside.get(name), where))
                for name, v in value.items()
                if v and not (_is_internal(inside, name) and not press.site.is_internal)
            )
        )
    members = tuple(_shown(press, member, field, where) for member in value if member)
    return members[0] if len(members) == 1 else Shown(members=members)


def _text(press: Press, text: str, record: Record, here: str) -> str:
    """Return a text with its references linked; a text of several lines keeps its lines."""
    lines = [press.inline(line, here, record) for line in text.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 else Markup("<br>\n").join(lines)


def _entry_label(press: Press, inside: Mapping[str, FieldType], name: str) -> str:
    return press.words.label_of(inside[name]) if name in inside else name


def _is_internal(inside: Mapping[str, FieldType], name: str) -> bool:
    return name in inside and inside[name].internal
