"""`languages:` of a schema: which one binds, into which others records are translated, and what fields this adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reqsite.i18n import LANGUAGES, Message, _
from reqsite.model.languages import (
    BINDING_LANGUAGE,
    TRANSLATED_FROM,
    Languages,
    field_suffix,
    language_name,
    short_language,
)
from reqsite.model.schema import FieldType, Label, Schema, label_in
from reqsite.source import schema_rules as rules
from reqsite.source import schema_values as read
from reqsite.source.schema_entries import unknown_key
from reqsite.source.schema_names import Say
from reqsite.source.schema_values import Wrong
from reqsite.source.yaml_nodes import Map, Node

_KEYS = ("binding", "others")
_NOT_TRANSLATED = frozenset({
    *("id", "type", "status", "sort_key", "title_en", "title_zh"),
    *("abbr", "en", "zh", "zh_hant", "implemented_in", "automated", "version", "digest", "url"),
})  # fmt: skip
"""Texts that are no words of a language, or that are a translation themselves."""


def languages(root: Map, base: Languages, say: Say) -> Languages:
    """Return the languages that a schema file names, over those of `base`; what is wrong is said and left out."""
    try:
        node = read.mapping(root.get("languages") or Map((), 1, 1))
    except Wrong as wrong:
        say(wrong)
        return base
    for key, _value in node.entries:
        if key.value not in _KEYS:
            say(unknown_key(key, _KEYS))
    binding, others = base.binding, list(base.others)
    try:
        if (written := node.get("binding")) is not None:
            binding = _language(written)
    except Wrong as wrong:
        say(wrong)
    if (written := node.get("others")) is not None:
        others = _others(written, binding, say)
        if not binding and node.get("binding") is None:
            say(_without_binding(written))
    return Languages(binding, tuple(others) if binding else ())


def _others(node: Node, binding: str, say: Say) -> list[str]:
    try:
        read.words(node)
    except Wrong as wrong:
        say(wrong)
        return []
    found = []
    for item in read.scalars(node):
        try:
            language = _language(item)
        except Wrong as wrong:
            say(wrong)
            continue
        if language == binding:
            say(_twice(item, language))
        elif language not in found:
            found.append(language)
    return found


def _language(node: Node) -> str:
    written = read.text(node)
    language = short_language(written)
    if language:
        return language
    raise Wrong(
        rules.WRONG_VALUE,
        node,
        _("'{word}' is no language.", word=written[:80]),
        _("Write its code, such as `en`, `zh` or `zh-Hant`."),
    )


def _twice(node: Node, language: str) -> Wrong:
    return Wrong(
        rules.NAME_CLASH,
        node,
        _("'{language}' is the language that binds, so no record is translated into it.", language=language),
        _("Take it out of `others:`."),
    )


def _without_binding(node: Node) -> Wrong:
    return Wrong(
        rules.INCOMPLETE,
        node,
        _("Nothing says which language binds."),
        _("Add `binding: zh`, or whichever language a text without a mark is in."),
    )


def with_translated_fields(schema: Schema) -> Schema:
    """Return a schema with the fields that its languages add; the very same where it has none.

    Each field of one text gets one for each language, `restatement_en`; a name that is taken means what it meant.
    """
    spoken = schema.languages.spoken
    if not spoken:
        return schema
    taken = {*schema.fields, *schema.links, *schema.inverses}
    added: dict[str, FieldType] = {
        BINDING_LANGUAGE: FieldType(
            BINDING_LANGUAGE,
            "enum",
            _said(_("Binding language")),
            {name: _said(language_name(name)) for name in spoken},
        ),
        TRANSLATED_FROM: FieldType(TRANSLATED_FROM, "map", _said(_("Translated from"))),
    }
    for field in schema.fields.values():
        if field.kind == "text" and not field.facet and not _is_none(field, spoken):
            for language in spoken:
                name = f"{field.name}{field_suffix(language)}"
                added[name] = replace(field, name=name, label=_label(field.label, language), normative=False)
    return replace(schema, fields={**schema.fields, **{name: f for name, f in added.items() if name not in taken}})


def _is_none(field: FieldType, spoken: tuple[str, ...]) -> bool:
    """Return True for a field that nobody translates, such as a translation: `title_en`."""
    return field.name in _NOT_TRANSLATED or any(field.name.endswith(field_suffix(language)) for language in spoken)


def _label(label: Label, language: str) -> Mapping[str, str]:
    return {
        reader: _("{name} ({language})", name=label_in(label, reader), language=language_name(language)).to(reader)
        for reader in LANGUAGES
    }


def _said(message: Message) -> Mapping[str, str]:
    return {reader: message.to(reader) for reader in LANGUAGES}
