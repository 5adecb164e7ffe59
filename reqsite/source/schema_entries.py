"""The entries of a schema: a type, a field, a link, a set of states, a section, the settings of a rule.

Each is read over the entry of the same name that was there before, or over one with nothing but a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from typing import Any, Protocol

from reqsite.i18n import _
from reqsite.model.finding import Severity
from reqsite.model.schema import (
    DIRECTIONS,
    FIELD_KINDS,
    KINDS,
    VERSION_CHANGES,
    VERSION_PARTS,
    Confirmer,
    FieldType,
    Label,
    LinkType,
    Meaning,
    RecordType,
    SectionType,
    State,
)
from reqsite.source import schema_rules as rules
from reqsite.source import schema_values as read
from reqsite.source.schema_names import RESERVED, Say
from reqsite.source.schema_values import Wrong
from reqsite.source.yaml_nodes import Map, Node, Scalar

CORE_FIELDS = ("id", "type", "title", "status", "visibility", "waive")
"""Fields that a project can relabel, but neither take out nor (but for status) give another kind."""

_STATUS_KINDS = ("state", "enum", "text")

Reader = Callable[[Node], object]

_TYPE: Mapping[str, Reader] = {
    "kind": read.one_of(KINDS),
    "label": read.label,
    "id": read.pattern,
    "prefix": read.text_or_none,
    "required": read.words,
    "sections": read.words,
    "up": read.words,
    "down": read.words,
    "needs_criteria": read.boolean,
    "needs_test": read.boolean,
    "needs_metric": read.boolean,
}
_INNER_FIELD: Mapping[str, Reader] = {
    "kind": read.one_of(FIELD_KINDS),
    "label": read.label,
    "values": read.enum_values,
    "fields": read.mapping,
    "internal": read.boolean,
}
_FIELD: Mapping[str, Reader] = {
    **_INNER_FIELD,
    "kinds": read.words,
    "normative": read.boolean,
    "facet": read.boolean,
    "legend": read.legend,
}
_LINK: Mapping[str, Reader] = {
    "inverse": read.name,
    "label": read.label,
    "inverse_label": read.label,
    "direction": read.one_of(DIRECTIONS),
    "from": read.words,
    "to": read.words,
    "free_text": read.boolean,
    "to_withdrawn": read.boolean,
    "normative": read.boolean,
    "internal": read.boolean,
}
_STATE: Mapping[str, Reader] = {
    "label": read.label,
    "next": read.words,
    "live": read.boolean,
    "released": read.boolean,
}
_SECTION: Mapping[str, Reader] = {
    "label": read.label,
    "headings": read.headings,
    "normative": read.boolean,
    "internal": read.boolean,
    "criteria": read.boolean,
}


_CONFIRMER: Mapping[str, Reader] = {
    "label": read.label,
    "records": read.words,
    "priorities": read.words,
    "sections": read.words,
    "after": read.words,
    "evidence": read.words,
    "signs": read.boolean,
    "required": read.boolean,
    "signed": read.boolean,
    "signers": read.words,
}


class _Entry(Protocol):
    """Whatever has a label."""

    @property
    def label(self) -> Label: ...


class EntryReader:
    """Reads the entries of one file; what is wrong is said and left out."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def type(self, key: Scalar, node: Node, base: RecordType | None) -> RecordType:
        """Return a record type."""
        name = read.name(key)
        said = self._properties(node, _TYPE)
        if name in KINDS and said.get("kind", name) != name:
            self._say(
                Wrong(
                    rules.RESERVED_NAME,
                    key,
                    _("'{name}' is the name of a kind, so a type of this name must be of this kind.", name=name),
                    _("Give the type another name."),
                )
            )
            said["kind"] = name
        if base is None:
            if read.mapping(node).get("kind") is None and name not in KINDS:
                self._say(
                    Wrong(
                        rules.INCOMPLETE,
                        key,
                        _("The type '{name}' has no kind.", name=name),
                        _("Add `kind:` with one of: {words}.", words=", ".join(KINDS)),
                    )
                )
            base = RecordType(name, name if name in KINDS else "other", _label_from(name))
        if "id" in said and "prefix" not in said:
            said["prefix"] = _fitting_prefix(base.prefix, said["id"])
        return replace(base, **_with_label(said, base))

    def field(self, key: Scalar, node: Node, base: FieldType | None) -> FieldType:
        """Return a field; a core field keeps its kind."""
        name = read.name(key)
        _refuse_reserved(key)
        said = self._properties(node, _FIELD)
        if name in CORE_FIELDS and base is not None:
            self._keep_core_field(base, node, said)
        return self._finished_field(key, node, base or FieldType(name, "", _label_from(name)), said)

    def _keep_core_field(self, base: FieldType, node: Node, said: dict[str, Any]) -> None:
        kinds = _STATUS_KINDS if base.name == "status" else (base.kind,)
        for key, _value in read.mapping(node).entries:
            allowed = base.name == "status" or key.value not in ("values", "fields", "kinds")
            if key.value not in said or (allowed and (key.value != "kind" or said["kind"] in kinds)):
                continue
            del said[key.value]
            self._say(
                Wrong(
                    rules.RESERVED_NAME,
                    key,
                    _(
                        "reqsite itself uses the field '{name}', so its '{key}' cannot be changed.",
                        name=base.name,
                        key=key.value,
                    ),
                    _("Give a field of your own another name."),
                )
            )

    def _finished_field(self, key: Scalar, node: Node, base: FieldType, said: dict[str, Any]) -> FieldType:
        """Return a field with a kind, and with values and inner fields just where the kind has them."""
        implied = "enum" if "values" in said else "map" if "fields" in said else base.kind or "text"
        kind: str = said.setdefault("kind", implied)
        for name, owner in (("values", "enum"), ("fields", "map")):
            if name in said and kind != owner:
                del said[name]
                at = next(k for k, _value in read.mapping(node).entries if k.value == name)
                self._say(
                    Wrong(
                        rules.WRONG_VALUE,
                        at,
                        _("A field of kind {kind} has no '{key}'.", kind=kind, key=name),
                        _("Write `kind: {kind}`, or take the key out.", kind=owner),
                    )
                )
        if kind == "enum" and base.kind != "enum" and "values" not in said:
            if read.mapping(node).get("values") is None:
                self._say(
                    Wrong(
                        rules.INCOMPLETE,
                        key,
                        _("The field '{name}' is of kind enum and has no values.", name=base.name),
                        _("Add `values: [one, two]`."),
                    )
                )
            said["kind"] = kind = base.kind or "text"
        if kind != "enum":
            said["values"] = {}
        said["legend"] = self._legend(node, base, said)
        if kind != "map":
            said["fields"] = {}
        elif "fields" in said:
            said["fields"] = self._inner_fields(said["fields"], base.fields)
        return replace(base, **_with_label(said, base))

    def _legend(self, node: Node, base: FieldType, said: Mapping[str, Any]) -> dict[str, Meaning]:
        """Return what the values of a field mean: those that it has, the project's own words over inherited ones."""
        values: Mapping[str, Label] = said.get("values", base.values)
        for key, _value in read.mapping(read.mapping(node).get("legend") or node).entries if "legend" in said else ():
            if key.value not in values:
                self._say(
                    Wrong(
                        rules.UNKNOWN_WORD,
                        key,
                        _("The field '{name}' has no value '{value}'.", name=base.name, value=key.value[:80]),
                        read.did_you_mean(key.value, values),
                    )
                )
        merged = {**base.legend, **said.get("legend", {})}
        return {value: merged[value] for value in values if value in merged}

    def _inner_fields(self, node: Map, base: Mapping[str, FieldType]) -> dict[str, FieldType]:
        merged = dict(base)
        for key, value in node.entries:
            try:
                if read.is_false(value):
                    take_out(merged, key)
                    continue
                name = read.name(key)
                inner = merged.get(name) or FieldType(name, "", _label_from(name))
                merged[name] = self._finished_field(key, value, inner, self._properties(value, _INNER_FIELD))
            except Wrong as wrong:
                self._say(wrong)
        return merged

    def link(self, key: Scalar, node: Node, base: LinkType | None) -> LinkType:
        """Return a link type with an inverse name."""
        name = read.name(key)
        _refuse_reserved(key)
        said = self._properties(node, _LINK)
        for written, known in (("from", "source"), ("to", "target")):
            if written in said:
                said[known] = said.pop(written)
        if base is None:
            if read.mapping(node).get("inverse") is None:
                self._say(
                    Wrong(
                        rules.INCOMPLETE,
                        key,
                        _("The link '{name}' has no inverse name, which the other end shows.", name=name),
                        _("Add `inverse: {name}_of`, or a better word.", name=name),
                    )
                )
            inverse: str = said.get("inverse", f"{name}_of")
            label = said.get("label", _label_from(name))
            base = LinkType(name, inverse, label, label if inverse == name else _label_from(inverse), acyclic=False)
        if "direction" in said:
            said["acyclic"] = True
        if "inverse_label" in said:
            said["inverse_label"] = {**base.inverse_label, **said["inverse_label"]}
        elif "label" in said and said.get("inverse", base.inverse) == name:
            said["inverse_label"] = {**base.inverse_label, **said["label"]}
        return replace(base, **_with_label(said, base))

    def states(self, node: Node, base: Mapping[str, State]) -> dict[str, State]:
        """Return the states that the node names, in its order; `base` lends them what they do not say."""
        found: dict[str, State] = {}
        for key, value in read.mapping(node).entries:
            try:
                name = read.text(key)
                known = base.get(name) or State(name, _label_from(name))
                said = self._properties(value, _STATE)
                found[name] = replace(known, **_with_label(said, known))
            except Wrong as wrong:
                self._say(wrong)
        return found

    def section(self, key: Scalar, node: Node, base: SectionType | None) -> SectionType:
        """Return a section with the headings it had and those of the project."""
        name = read.name(key)
        said = self._properties(node, _SECTION)
        known = base or SectionType(name, _label_from(name))
        if "headings" in said:
            said["headings"] = known.headings | said["headings"]
        return replace(known, **_with_label(said, known))

    def check(self, _key: Scalar, node: Node, base: Mapping[str, object] | None) -> dict[str, object]:
        """Return the settings of a rule; whether there is such a rule is for those to say who know the rules."""
        severity = read.one_of(tuple(Severity))
        if not isinstance(node, Map):
            return {**(base or {}), "severity": severity(node)}
        settings: dict[str, object] = dict(base or {})
        for key, value in node.entries:
            try:
                settings[key.value] = severity(value) if key.value == "severity" else read.setting(value)
            except Wrong as wrong:
                self._say(wrong)
        return settings

    def confirmer(self, key: Scalar, node: Node, base: Confirmer | None) -> Confirmer:
        """Return a role and what it has to confirm."""
        name = read.name(key)
        said = self._properties(node, _CONFIRMER)
        known = base or Confirmer(name, {})
        confirmer = replace(known, **_with_label(said, known))
        if confirmer.signed and not confirmer.signers:
            self._say(
                Wrong(
                    rules.INCOMPLETE,
                    key,
                    _("Answers as '{name}' must be signed, and nobody may sign in this role.", name=name),
                    _("Add `signers: [li@example.org]`, names of the list receipts/allowed_signers."),
                )
            )
        return confirmer

    def version_part(
        self, key: Scalar, node: Node, base: Mapping[str, tuple[str, ...]] | None
    ) -> dict[str, tuple[str, ...]]:
        """Return the changes that ask for a new number in one part of the version, each with the records it is about.

        `false` takes a change out.
        """
        read.one_of(VERSION_PARTS)(key)
        asked = dict(base or {})
        for change, words in read.mapping(node).entries:
            try:
                name = read.one_of(VERSION_CHANGES)(change)
                asked[name] = () if read.is_false(words) else read.words(words)
            except Wrong as wrong:
                self._say(wrong)
        return asked

    def _properties(self, node: Node, known: Mapping[str, Reader]) -> dict[str, Any]:
        """Return the readable properties of an entry by the name that the schema gives them."""
        found: dict[str, Any] = {}
        for key, value in read.mapping(node).entries:
            try:
                if key.value not in known:
                    raise unknown_key(key, tuple(known))
                found[key.value] = known[key.value](value)
            except Wrong as wrong:
                self._say(wrong)
        return found


def take_out(entries: MutableMapping[str, Any], key: Scalar) -> None:
    """Take an entry out, which must be there."""
    if key.value not in entries:
        raise Wrong(
            rules.UNKNOWN_WORD,
            key,
            _("There is no '{name}' that could be taken out.", name=key.value[:80]),
            read.did_you_mean(key.value, entries),
        )
    del entries[key.value]


def unknown_key(key: Scalar, known: tuple[str, ...]) -> Wrong:
    """Return the mistake of a key that nobody reads."""
    return Wrong(
        rules.UNKNOWN_KEY,
        key,
        _("'{key}' is no key that can stand here.", key=key.value[:80]),
        read.did_you_mean(key.value, known),
    )


def _refuse_reserved(key: Scalar) -> None:
    if key.value in RESERVED:
        raise Wrong(
            rules.RESERVED_NAME,
            key,
            _("'{name}' has a meaning of its own in a record, so no field or link can have this name.", name=key.value),
            _("Choose another name."),
        )


def _label_from(name: str) -> Label:
    words = name.replace("_", " ").strip()
    return {"en": words[:1].upper() + words[1:]}


def _with_label(said: dict[str, Any], base: _Entry) -> dict[str, Any]:
    """Return properties with the label laid over the one that was there, language by language."""
    return {**said, "label": {**base.label, **said["label"]}} if "label" in said else said


def _fitting_prefix(prefix: str, pattern: str) -> str:
    """Return the prefix where ids that begin with it can match, else the letters that the pattern begins with."""
    if prefix and any(re.fullmatch(pattern, f"{prefix}-{'1':0>{digits}}") for digits in range(1, 7)):
        return prefix
    letters = re.match(r"[A-Za-z]+(?:-[A-Za-z]+)*(?![*?{])", pattern)
    return letters[0] if letters else ""
