"""The vocabulary as a JSON Schema, for editors that validate front matter and list files while they are written.

Draft-07, the newest one that the YAML extension of VS Code knows.  An editor has read the YAML before it looks at
the schema, so that `007` and `no` may arrive as numbers and booleans; where reqsite keeps text, any such value will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from reqsite.i18n import _
from reqsite.model.schema import FieldType, Label, LinkType, RecordType, Schema, State, label_in

Json = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT = ["string", "number", "boolean", "null"]
_ID = ["string", "number"]
_ANYTHING: Json = {"type": [*_TEXT, "array", "object"]}
_WAIVERS: Json = {
    "type": ["array", "object", "string", "null"],
    "items": {
        "type": ["object", "string"],
        "properties": {"rule": {"type": "string"}, "word": {"type": _TEXT}, "reason": {"type": _TEXT}},
    },
}
_NOT_EMPTY: Json = {"type": ["string", "number", "boolean", "array", "object"]}
_INTEGER = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}

_SHAPES: Mapping[str, Json] = {
    "text": {"type": _TEXT},
    "person": _ANYTHING,
    "list": {"type": [*_TEXT, "array"]},
    "map": {"type": ["object", "null"]},
    "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    "datetime": {
        "type": "string",
        "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[+-]\d\d:\d\d))?)?$",
    },
    "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$"}]},
    "integer": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[+-]?\d+$"}]},
    "boolean": {"enum": [True, False, "yes", "no", "true", "false"]},
    "state": {"type": _TEXT},
}


def json_schema(schema: Schema, language: str) -> Json:
    """Return the JSON Schema for a record's front matter, and for files that list records under `records:`.

    Args:
        schema: The project's vocabulary.
        language: Of titles and of the descriptions of values (`en`, `zh`); descriptions of keys name both.
    """
    names = [*schema.fields, *schema.links]
    keys = {name: {"$ref": f"#/definitions/keys/properties/{name}"} for name in names}
    by_type = [_of_type(schema, record_type, language) for record_type in schema.types.values()]
    record = {"type": "object", "required": ["type"], "additionalProperties": False}
    return {
        "$schema": _DRAFT,
        "title": _("Records of reqsite").to(language),
        "type": "object",
        "if": {"required": ["records"]},
        "then": {"$ref": "#/definitions/list_file"},
        "else": {"$ref": "#/definitions/front_matter"},
        "definitions": {
            "front_matter": {**record, "properties": keys, "allOf": [{"$ref": "#/definitions/by_type"}]},
            "list_file": {
                "type": "object",
                "required": ["records"],
                "properties": {"records": {"type": ["array", "null"], "items": {"$ref": "#/definitions/list_entry"}}},
                "additionalProperties": False,
            },
            "list_entry": {
                **record,
                "properties": {**keys, "body": {"type": _TEXT, "title": _("Text (Markdown)").to(language)}},
                "allOf": [{"$ref": "#/definitions/by_type"}],
            },
            "keys": {
                "properties": {
                    **{name: _field(field, schema, language) for name, field in schema.fields.items()},
                    **{name: _link(link, schema, language) for name, link in schema.links.items()},
                }
            },
            "states": {
                name: _choice((state.name, _state_said(state, states, language)) for state in states.values())
                for name, states in schema.states.items()
                if states
            },
            "by_type": {"allOf": by_type},
        },
    }


def _of_type(schema: Schema, record_type: RecordType, language: str) -> Json:
    """Return what holds for the records of one type alone."""
    name = record_type.name
    properties: dict[str, Any] = {
        other: False
        for other, selector in (
            *((field.name, field.kinds) for field in schema.fields.values()),
            *((link.name, link.source) for link in schema.links.values()),
        )
        if not schema.applies(selector, name)
    }
    # A title may stand in the text, as its first heading.
    required = [key for key in record_type.required if key != "title"]
    properties.update((key, _NOT_EMPTY) for key in required if properties.get(key) is not False)
    if record_type.id:
        properties["id"] = {
            "pattern": f"^(?:{record_type.id})$",
            "patternErrorMessage": _("An id of this type matches {pattern}", pattern=record_type.id).to(language),
        }
    if schema.states_of(name):
        owner = name if schema.states.get(name) else record_type.kind
        properties["status"] = {"$ref": f"#/definitions/states/{owner}"}
    if record_type.kind != "term" and "id" not in required:
        required.insert(0, "id")
    then: Json = {"properties": properties, **({"required": required} if required else {})}
    return {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": then}


def _field(field: FieldType, schema: Schema, language: str) -> Json:
    said = _said(field.label, language)
    if field.name == "type" and field.kind == "text":
        return {**said, **_choice((t.name, label_in(t.label, language)) for t in schema.types.values())}
    if field.name == "id":
        return {**said, "type": _ID}
    if field.name == "waive":
        return {**said, **_WAIVERS}
    return {**said, **_shape(field, language)}


def _shape(field: FieldType, language: str) -> Json:
    if field.kind == "enum":
        return _choice((value, label_in(label, language)) for value, label in field.values.items())
    if field.kind == "map" and field.fields:
        inner = {
            name: {**_said(member.label, language), **_shape(member, language)} for name, member in field.fields.items()
        }
        return {**_SHAPES["map"], "properties": inner, "additionalProperties": False}
    return _SHAPES[field.kind]


def _link(link: LinkType, schema: Schema, language: str) -> Json:
    said = _said(link.label, language)
    targets = [_selector_label(word, schema, language) for word in link.target]
    description = [said["description"], _("Read backwards: {inverse}", inverse=link.inverse).to(language)]
    if targets:
        description.append(_("Leads to: {targets}", targets=", ".join(targets)).to(language))
    return {
        **said,
        "description": "\n\n".join(description),
        "type": [*_ID, "array", "null"],
        "items": {"type": _ID},
        "uniqueItems": True,
    }


def _selector_label(word: str, schema: Schema, language: str) -> str:
    record_type = schema.types.get(word)
    return label_in(record_type.label, language) if record_type else word


def _said(label: Label, language: str) -> Json:
    return {"title": label_in(label, language), "description": " / ".join(dict.fromkeys(label.values()))}


def _state_said(state: State, states: Mapping[str, State], language: str) -> str:
    text = label_in(state.label, language)
    if not state.next:
        return text
    following = ", ".join(label_in(states[name].label, language) for name in state.next)
    return _("{state} (then: {following})", state=text, following=following).to(language)


def _choice(values: Iterable[tuple[str, str]]) -> Json:
    """Return an enum with a description for each value; without values nothing is allowed."""
    pairs = [(form, said) for value, said in values for form in _as_yaml_reads(value)]
    if not pairs:
        return {"not": {}}
    said = [text for _value, text in pairs]
    return {"enum": [value for value, _text in pairs], "enumDescriptions": said, "markdownEnumDescriptions": said}


def _as_yaml_reads(value: str) -> list[object]:
    """Return a text and what a reader of YAML 1.2 makes of it where it is in no quotes."""
    if value.lower() in _WORDS and value in (value.lower(), value.capitalize(), value.upper()):
        return [value, _WORDS[value.lower()]]
    if len(value) > 30:  # noqa: PLR2004 no number
        return [value]
    if _INTEGER.fullmatch(value):
        return [value, int(value)]
    return [value, float(value)] if _FLOAT.fullmatch(value) else [value]
