"""Front matter against the schema: unknown, misplaced, missing and malformed fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.suggest import did_you_mean
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record, Value
from reqsite.model.schema import FieldType, RecordType, Schema

UNKNOWN_TYPE = Rule(
    "RQ201",
    "unknown-type",
    Severity.ERROR,
    _("A type that the schema does not know"),
    _("The type decides which fields, states and links a record may have, and which page it gets."),
    "---\nid: REQ-001\ntype: functonal\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
UNKNOWN_FIELD = Rule(
    "RQ202",
    "unknown-field",
    Severity.ERROR,
    _("A field that the schema does not know"),
    _("Nobody reads a field with a misspelt name: no page shows it and no check looks at it."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriorty: P0\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: P0\n---\nThe system shall ask for a password.\n",
)
MISPLACED_FIELD = Rule(
    "RQ203",
    "misplaced-field",
    Severity.WARNING,
    _("A field that belongs to records of other types"),
    _("The page of this type does not show the field, so what it says is lost."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\naliases: [Sign in]\n---\nThe system shall ask.\n",
    "---\ntype: term\ntitle: Log in\naliases: [Sign in]\n---\nTo show who one is by name and password.\n",
)
MISSING_FIELD = Rule(
    "RQ204",
    "missing-field",
    Severity.ERROR,
    _("A required field is missing"),
    _("The schema asks for this field in every record of the type; lists, filters and the baseline rely on it."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: draft\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: draft\npriority: P0\n---\nThe system shall ask.\n",
)
MISSING_SECTION = Rule(
    "RQ205",
    "missing-section",
    Severity.ERROR,
    _("A required section is missing"),
    _("The schema asks for this section in every record of the type."),
    "---\nid: RAT-001\ntype: reasoned\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: RAT-001\ntype: reasoned\ntitle: Log in\n---\nThe system shall ask.\n\n## Rationale\n\nPersonal data.\n",
)
UNKNOWN_VALUE = Rule(
    "RQ206",
    "unknown-value",
    Severity.ERROR,
    _("A value that the schema does not list"),
    _("Records with a value of their own are missing from every filter, count and matrix."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: high\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: P0\n---\nThe system shall ask for a password.\n",
)
WRONG_SHAPE = Rule(
    "RQ207",
    "wrong-shape",
    Severity.ERROR,
    _("A value of the wrong shape"),
    _("A date, a number or a list can only be sorted, counted and compared when it is written as one."),
    "---\nid: DEC-001\ntype: decision\ntitle: Log in\ndate: 1 March 2026\ndecider: Li\n---\nWe take passwords.\n",
    "---\nid: DEC-001\ntype: decision\ntitle: Log in\ndate: 2026-03-01\ndecider: Li\n---\nWe take passwords.\n",
)
ILLEGAL_STATE = Rule(
    "RQ208",
    "illegal-state",
    Severity.ERROR,
    _("A status that records of this type do not have"),
    _("The states of a type say what may follow, and whether a record counts; a word of its own says nothing."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: done\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: delivered\n---\nThe system shall ask for a password.\n",
)
PRIORITY_CONTRADICTION = Rule(
    "RQ209",
    "priority-contradiction",
    Severity.ERROR,
    _("P-level and MoSCoW class contradict each other"),
    _("A record that is P0 in one list and a 'could' in another will be planned twice or not at all."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: P0\nmoscow: could\n---\nThe system shall ask.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: P0\nmoscow: must\n---\nThe system shall ask.\n",
)
RULES = (
    UNKNOWN_TYPE,
    UNKNOWN_FIELD,
    MISPLACED_FIELD,
    MISSING_FIELD,
    MISSING_SECTION,
    UNKNOWN_VALUE,
    WRONG_SHAPE,
    ILLEGAL_STATE,
    PRIORITY_CONTRADICTION,
)

BOOLEANS = frozenset(("true", "false", "yes", "no"))
_AGREEING = {"P0": ("must",), "P1": ("must", "should"), "P2": ("should", "could"), "P3": ("could", "wont")}
_MOSCOW = ("must", "should", "could", "wont")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:Z|[+-]\d\d:\d\d))?)?")
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")
_INTEGER = re.compile(r"[+-]?\d{1,30}")


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the fields of every record."""
    schema = context.schema
    free = {name: _takes_any_text(schema, name) for name in (*schema.types, "")}
    right: set[tuple[str, str, str]] = set()
    """(type, field, value) that were looked at already: a few values stand in nearly all records."""
    for record in context.records:
        record_type = schema.types.get(record.type)
        if record_type is None:
            yield from _unknown_type(record, schema)
        elif record_type.required or record_type.sections:
            yield from _missing(record, record_type, schema)
        any_text = free["" if record_type is None else record.type]
        for name, value in record.fields.items():
            if not isinstance(value, str):
                yield from _field(record, name, value, schema)
            elif value and name not in any_text and (record.type, name, value) not in right:
                wrong = list(_field(record, name, value, schema))
                yield from wrong
                if not wrong:
                    right.add((record.type, name, value))
        if "moscow" in record.fields:
            yield from _priority(record)


def _takes_any_text(schema: Schema, type_name: str) -> frozenset[str]:
    """Return the fields that may hold any text in records of a type."""
    return frozenset(
        field.name
        for field in schema.fields.values()
        if field.kind in ("text", "list", "person") and (not type_name or schema.applies(field.kinds, type_name))
    )


def _unknown_type(record: Record, schema: Schema) -> Iterator[Finding]:
    if not record.type:
        return  # the reader says so
    message = _("The schema knows no type '{type}'.", type=record.type)
    hint = did_you_mean(record.type, schema.types) or _("Write one of: {values}.", values=", ".join(schema.types))
    yield Finding.of(UNKNOWN_TYPE, record.place("type=", "type"), message, hint, record.id)


def _missing(record: Record, record_type: RecordType, schema: Schema) -> Iterator[Finding]:
    for name in record_type.required:
        if not (record.fields.get(name) or record.links.get(name) or (name == "title" and record.title)):
            message = _("The field '{field}' is missing.", field=name)
            yield Finding.of(
                MISSING_FIELD, record.place(name, "type"), message, _what_to_write(name, schema), record.id
            )
    for key in record_type.sections:
        if not record.section(key).strip():
            section = schema.sections.get(key)
            heading = Message(section.label.get("en", key)) if section else key
            message = _("The section '{section}' is missing.", section=key)
            hint = _("Add a heading '## {heading}' with its text.", heading=heading)
            yield Finding.of(MISSING_SECTION, record.place("type"), message, hint, record.id)


def _what_to_write(name: str, schema: Schema) -> Message:
    field = schema.fields.get(name)
    if field and field.values:
        return _("Write '{field}:' and one of: {values}.", field=name, values=", ".join(field.values))
    return _("Write '{field}:' and its value.", field=name)


def _field(record: Record, name: str, value: Value, schema: Schema) -> Iterator[Finding]:
    field = schema.fields.get(name)
    if field is None:
        message = _("The schema knows no field '{field}'.", field=name)
        yield Finding.of(UNKNOWN_FIELD, record.place(name), message, _known_field(name, schema), record.id)
        return
    if field.kinds and record.type in schema.types and not schema.applies(field.kinds, record.type):
        message = _("The field '{field}' belongs to records of: {kinds}.", field=name, kinds=", ".join(field.kinds))
        yield Finding.of(MISPLACED_FIELD, record.place(name), message, None, record.id)
    if field.kind == "state":
        yield from _state(record, value, schema)
    else:
        yield from _value(record, name, value, field)


def _known_field(name: str, schema: Schema) -> Message | None:
    inverse = schema.inverses.get(name)
    if inverse is not None:
        return _("That is '{link}' read backwards: write '{link}' in the other record.", link=inverse.name)
    return did_you_mean(name, (*schema.fields, *schema.links)) or _(
        "Take the field out, or declare it under 'fields:' in schema.yml."
    )


def _state(record: Record, value: Value, schema: Schema) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield _shape(record, "status", _("one word"))
        return
    states = schema.states_of(record.type)
    if states and value not in states:
        message = _("'{value}' is no status of type '{type}'.", value=value, type=record.type)
        hint = did_you_mean(value, states) or _("Write one of: {values}.", values=", ".join(states))
        yield Finding.of(ILLEGAL_STATE, record.place("status=", "status"), message, hint, record.id)


def _value(record: Record, path: str, value: Value, field: FieldType) -> Iterator[Finding]:
    """Yield what is wrong with a value of a kind; `path` is the key of its place (`nfr.target`)."""
    if field.kind == "map":
        yield from _mapping(record, path, value, field)
    elif field.kind == "list":
        if isinstance(value, Mapping):
            yield _shape(record, path, _("a list: [one, two] or lines that begin with '- '"))
    elif field.kind == "person" and not isinstance(value, str):
        return  # several people, or one with details
    elif not isinstance(value, str):
        yield _shape(record, path, _EXPECTED.get(field.kind, _("one text, no list and no mapping")))
    elif field.kind == "enum":
        if field.values and value not in field.values:
            message = _("'{value}' is no value of '{field}'.", value=value, field=path)
            hint = did_you_mean(value, field.values) or _("Write one of: {values}.", values=", ".join(field.values))
            yield Finding.of(UNKNOWN_VALUE, record.place(f"{path}=", path), message, hint, record.id)
    elif value and not _is_well_formed(field.kind, value):
        yield _shape(record, path, _EXPECTED[field.kind])


_EXPECTED = {
    "enum": _("one word"),
    "date": _("a date such as 2026-03-01"),
    "datetime": _("a date with a time, such as 2026-03-01 14:30"),
    "number": _("a number such as 12 or 0.5"),
    "integer": _("a whole number such as 12"),
    "boolean": _("true or false"),
}


def _is_well_formed(kind: str, text: str) -> bool:
    if kind == "boolean":
        return text.lower() in BOOLEANS
    if kind in ("number", "integer"):
        return (_NUMBER if kind == "number" else _INTEGER).fullmatch(text) is not None
    if kind in ("date", "datetime"):
        if (_DATE if kind == "date" else _DATETIME).fullmatch(text) is None:
            return False
        try:
            dt.datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
        except ValueError:
            return False
    return True


def _shape(record: Record, path: str, expected: Message) -> Finding:
    message = _("'{field}' should be {expected}.", field=path, expected=expected)
    return Finding.of(WRONG_SHAPE, record.place(f"{path}=", path), message, None, record.id)


def _mapping(record: Record, path: str, value: Value, field: FieldType) -> Iterator[Finding]:
    if not isinstance(value, Mapping):
        yield _shape(record, path, _("a mapping: indented lines of 'key: value'"))
        return
    for key, item in value.items():
        inner = f"{path}.{key}"
        if not field.fields:
            continue
        if key not in field.fields:
            message = _("The schema knows no field '{field}'.", field=inner)
            hint = did_you_mean(key, field.fields) or _("Write one of: {values}.", values=", ".join(field.fields))
            yield Finding.of(UNKNOWN_FIELD, record.place(inner, path), message, hint, record.id)
        elif item != "":
            yield from _value(record, inner, item, field.fields[key])


def _priority(record: Record) -> Iterator[Finding]:
    priority, moscow = record.text("priority"), record.text("moscow")
    if moscow in _MOSCOW and moscow not in _AGREEING.get(priority, _MOSCOW):
        message = _(
            "Priority {priority} and MoSCoW '{moscow}' contradict each other.", priority=priority, moscow=moscow
        )
        hint = _("With {priority} write: {values}.", priority=priority, values=" / ".join(_AGREEING[priority]))
        place = record.place("moscow=", "moscow")
        yield Finding.of(PRIORITY_CONTRADICTION, place, message, hint, record.id)
