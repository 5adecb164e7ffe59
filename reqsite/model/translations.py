"""The translations of a record, and whether what they were made from still says the same.

`translated_from` in the front matter keeps for each language and each part the first digits of the fingerprint that
the part's original had when it was translated: `{en: {title: 1f0c9a2b, statement: 7d41c0aa}}`.  Part by part, so that
a reader learns what to translate anew, and so that a new note or another priority makes no translation stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqsite.model.fingerprint import folded
from reqsite.model.languages import (
    BINDING_LANGUAGE,
    MARK,
    TRANSLATED_FROM,
    field_suffix,
    language_of_key,
    original_key,
    translated_key,
)
from reqsite.model.record import Record, Section, Value
from reqsite.model.schema import Schema

DIGITS = 8
"""So much of a part's fingerprint is written."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a record says in one language beside the binding one."""

    language: str
    fields: Mapping[str, str]
    """Field of the original → its words in this language; what no client may read is not among them."""
    sections: tuple[Section, ...]
    """Those in this language, in the order of the text."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the fields and sections that it translates, each once."""
        return tuple(dict.fromkeys((*self.fields, *(original_key(section.key) for section in self.sections))))


def binding_language(record: Record, schema: Schema) -> str:
    """Return the language in which a record binds, empty in a project without languages."""
    return schema.languages.binding_in(record.text(BINDING_LANGUAGE)) if schema.languages.binding else ""


def translations(record: Record, schema: Schema) -> tuple[Translation, ...]:
    """Return a record's translations, those of the schema's languages first; none in a project without languages."""
    binding = binding_language(record, schema)
    if not binding:
        return ()
    fields: dict[str, dict[str, str]] = {}
    for language in schema.languages.spoken:
        if language != binding and (found := dict(_fields_in(language, record, schema))):
            fields[language] = found
    sections: dict[str, list[Section]] = {}
    for section in record.sections:
        if "@" in section.key:
            sections.setdefault(language_of_key(section.key), []).append(section)
    known = [name for name in schema.languages.spoken if name in fields or name in sections]
    ordered = dict.fromkeys((*known, *sections))
    return tuple(Translation(name, fields.get(name, {}), tuple(sections.get(name, ()))) for name in ordered)


def _fields_in(language: str, record: Record, schema: Schema) -> Iterator[tuple[str, str]]:
    suffix = field_suffix(language)
    for name, value in record.fields.items():
        if name.endswith(suffix) and isinstance(value, str) and value.strip():
            original = name.removesuffix(suffix)
            if original in schema.fields and not schema.fields[original].internal:
                yield original, value


def original(record: Record, part: str) -> str:
    """Return the words of a record's own that a part of a translation translates, empty where there are none."""
    if part == "title":
        return record.title
    return record.text(part) or record.section(part)


def translated(translation: Translation, record: Record, part: str) -> str:
    """Return the words of a part in the language of a translation."""
    return translation.fields.get(part) or record.section(translated_key(part, translation.language))


def marks(record: Record, translation: Translation) -> dict[str, str]:
    """Return what `translated_from` has to say of a translation that fits the words of now: part → digits."""
    return {part: digest[:DIGITS] for part in translation.parts if (digest := _digest(original(record, part)))}


def written_marks(record: Record, language: str) -> Mapping[str, Value]:
    """Return what `translated_from` says of a language."""
    said = record.fields.get(TRANSLATED_FROM)
    marks = said.get(language, {}) if isinstance(said, Mapping) else {}
    return marks if isinstance(marks, Mapping) else {}


def stale_parts(record: Record, translation: Translation) -> tuple[str, ...]:
    """Return the parts whose original has changed since they were translated; a part without a mark tells nothing."""
    said = written_marks(record, translation.language)
    return tuple(
        part
        for part in translation.parts
        if isinstance(mark := said.get(part), str)
        and MARK.fullmatch(mark.strip())
        and not _digest(original(record, part)).startswith(mark.strip())
    )


def unmarked_parts(record: Record, translation: Translation) -> tuple[str, ...]:
    """Return the parts of which nothing says of what words they were made."""
    said = written_marks(record, translation.language)
    return tuple(part for part in marks(record, translation) if part not in said)


def _digest(text: str) -> str:
    words = str(folded(text))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() if words else ""
