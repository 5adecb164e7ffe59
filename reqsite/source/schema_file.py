"""schema.yml, the project's own vocabulary, read over the default one.

How the two are put together:

- `extends: default` is taken for granted; `extends: none` begins with nothing but what reqsite cannot do without (the
  fields of `CORE_FIELDS`, the section `statement`).  The same line within `types`, `fields`, `links`, `states` or
  `sections` begins that part anew.
- An entry of the project is laid over the default entry of the same name, key by key: what it does not say stays.  A
  list, and the `values` of an enum, replace what was there; labels are taken language by language; headings come on
  top of the known ones, and a heading that another section has by default goes to the project's.
- The states of a kind (or of a single type) are one set: naming any of them replaces the set, and a state that is in
  the set before too keeps what the project does not say of it.
- `name: false` takes an entry out.
- A field whose `kind` is not given is an enum where it has `values`, a map where it has `fields`, else text.

Every mistake is a finding; what is wrong is left out, and the rest is read as if it were not there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place
from reqsite.model.schema import Schema, State
from reqsite.source import schema_languages
from reqsite.source import schema_rules as rules
from reqsite.source import schema_values as read
from reqsite.source.limits import Limits
from reqsite.source.refused import Refused
from reqsite.source.rules import UNREADABLE_FILE
from reqsite.source.schema_entries import CORE_FIELDS, EntryReader, take_out, unknown_key
from reqsite.source.schema_names import settle
from reqsite.source.schema_rules import SCHEMA_RULES
from reqsite.source.schema_values import Wrong
from reqsite.source.strict_yaml import Map, Node, Scalar, YamlMistake, compose_map
from reqsite.source.text_file import read_text

__all__ = ["CORE_FIELDS", "SCHEMA_RULES", "SchemaFile", "default_schema", "parse_schema", "read_schema"]

_DEFAULT = Path(__file__).with_name("default_schema.yml")
_CORE_SECTION = "statement"
_NOTHING = Map((), 1, 1)
_LIMITS = Limits()
_PARTS = ("types", "fields", "links", "states", "checks", "sections", "versioning", "confirmation", "languages")

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """A schema, what was wrong with its file, and where its entries stand."""

    schema: Schema
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    """Dotted path of every key in the project's file (`checks.RQ401`, `types.hlr.required`) → its place."""


@functools.cache
def default_schema() -> Schema:
    """Return the vocabulary that comes with reqsite."""
    nothing = Schema(types={}, fields={}, links={}, states={}, sections={})
    return parse_schema(_DEFAULT.read_text(encoding="utf-8"), _DEFAULT.name, base=nothing).schema


def read_schema(path: Path, shown_as: str, limits: Limits = _LIMITS) -> SchemaFile:
    """Read a project's schema.yml; where it cannot be read at all, the default schema comes with the finding.

    Args:
        path: The file.
        shown_as: Its name in findings, relative to the project's root, with `/`.
        limits: Of the file's size and lines.
    """
    try:
        text = read_text(path, limits)
    except Refused as refused:
        hint = refused.hint
        if refused.rule is UNREADABLE_FILE:
            hint = _("Create the file, or correct its name in mkdocs.yml.")
        return _unreadable(Place(shown_as, refused.line, refused.column), refused.message, hint)
    return parse_schema(text, shown_as)


def parse_schema(text: str, shown_as: str, *, base: Schema | None = None) -> SchemaFile:
    """Read a schema from its text, over `base` (the default schema where it is None)."""
    base = default_schema() if base is None else base
    try:
        root = compose_map(text)
    except YamlMistake as mistake:
        place = Place(shown_as, mistake.line, mistake.column)
        return _unreadable(place, mistake.message, mistake.hint, base)
    if root is None:
        return SchemaFile(base)
    return _Reading(root, base, shown_as).result()


def _unreadable(place: Place, message: Message, hint: Message | None = None, base: Schema | None = None) -> SchemaFile:
    return SchemaFile(base or default_schema(), (Finding.of(rules.UNREADABLE, place, message, hint),))


class _Reading:
    """One schema file on its way to a schema."""

    def __init__(self, root: Map, base: Schema, shown_as: str) -> None:
        self._root = root
        self._base = base
        self._file = shown_as
        self._findings: list[Finding] = []

    def result(self) -> SchemaFile:
        for key, _value in self._root.entries:
            if key.value not in (*_PARTS, "extends"):
                self._say(unknown_key(key, (*_PARTS, "extends")))
        base = _core_of(self._base) if self._starts_anew(self._root) else self._base
        entries = EntryReader(self._say)
        types = self._part("types", base.types, entries.type)

        def states(owner: Scalar, node: Node, before: Mapping[str, State] | None) -> Mapping[str, State]:
            if before is None and owner.value in types:  # a type's own states begin with those of its kind
                before = base.states.get(types[owner.value].kind)
            return entries.states(node, before or {})

        draft = Schema(
            types=types,
            fields=self._part("fields", base.fields, entries.field, CORE_FIELDS),
            links=self._part("links", base.links, entries.link),
            states=self._part("states", base.states, states),
            sections=self._part("sections", base.sections, entries.section, (_CORE_SECTION,)),
            checks=self._part("checks", base.checks, entries.check),
            versioning=self._part("versioning", base.versioning, entries.version_part),
            confirmation=self._part("confirmation", base.confirmation, entries.confirmer),
            languages=schema_languages.languages(self._root, base.languages, self._say),
        )
        schema = schema_languages.with_translated_fields(settle(draft, base, self._root, self._say))
        findings = sorted(self._findings, key=lambda finding: finding.sort_key)
        return SchemaFile(schema, tuple(findings), dict(_places(self._root, self._file)))

    def _part(
        self,
        part: str,
        base: Mapping[str, E],
        read_entry: Callable[[Scalar, Node, E | None], E],
        core: tuple[str, ...] = (),
    ) -> dict[str, E]:
        """Return the entries of a part of the schema: those of the base, with the project's laid over them."""
        merged = dict(base)
        try:
            written = read.mapping(self._root.get(part) or _NOTHING)
        except Wrong as wrong:
            self._say(wrong)
            return merged
        if self._starts_anew(written):
            merged = {name: value for name, value in merged.items() if name in core}
        for key, value in written.entries:
            if key.value == "extends":
                continue
            try:
                if not read.is_false(value) or part == "checks":
                    merged[key.value] = read_entry(key, value, merged.get(key.value))
                elif key.value in core:
                    raise _needed(key)
                else:
                    take_out(merged, key)
            except Wrong as wrong:
                self._say(wrong)
        return merged

    def _starts_anew(self, node: Map) -> bool:
        """Return True where a mapping says `extends: none`."""
        value = node.get("extends")
        try:
            return value is not None and read.one_of(("default", "none"))(value) == "none"
        except Wrong as wrong:
            self._say(wrong)
            return False

    def _say(self, wrong: Wrong) -> None:
        place = Place(self._file, wrong.node.line, wrong.node.column)
        self._findings.append(Finding.of(wrong.rule, place, wrong.message, wrong.hint))


def _needed(key: Scalar) -> Wrong:
    return Wrong(
        rules.RESERVED_NAME,
        key,
        _("'{name}' cannot be taken out: reqsite needs it.", name=key.value),
        _("Delete the line; a label of your own can be given."),
    )


def _core_of(base: Schema) -> Schema:
    """Return what is left of a schema for `extends: none`."""
    return Schema(
        types={},
        fields={name: base.fields[name] for name in CORE_FIELDS if name in base.fields},
        links={},
        states={},
        sections={key: section for key, section in base.sections.items() if key == _CORE_SECTION},
        versioning=base.versioning,
    )


def _places(node: Map, file: str, path: str = "") -> list[tuple[str, Place]]:
    found = []
    for key, value in node.entries:
        here = f"{path}{key.value}"
        found.append((here, Place(file, key.line, key.column)))
        if isinstance(value, Map):
            found += _places(value, file, f"{here}.")
    return found
