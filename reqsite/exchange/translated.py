"""Columns for what records say in other languages than the one that binds; only those in which one says anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reqsite.exchange.reading import readable
from reqsite.exchange.subject import Subject
from reqsite.exchange.table import MIDDLE, WIDE, Cell
from reqsite.i18n import _
from reqsite.model.languages import language_name, translated_key
from reqsite.model.record import Record
from reqsite.model.schema import Schema
from reqsite.model.translations import Translation, translated, translations
from reqsite.source.criteria import Criteria

_PARTS = (("title", MIDDLE), ("statement", WIDE), ("acceptance_criteria", WIDE))


@dataclass(frozen=True, slots=True)
class Translated:
    """The columns of a table of records."""

    heads: list[str]
    widths: list[int]
    _columns: tuple[tuple[str, str], ...]
    """(language, part) of each."""
    _schema: Schema

    @classmethod
    def of(cls, subject: Subject, records: Iterable[Record]) -> Translated:
        """Return the columns in which some record says something."""
        schema = subject.catalog.schema
        used = {
            (one.language, part) for record in records for one in translations(record, schema) for part in one.parts
        }
        languages = sorted({language for language, _part in used})
        columns = [(name, part, width) for name in languages for part, width in _PARTS if (name, part) in used]
        heads = [_head(subject, language, part) for language, part, _width in columns]
        widths = [width for _language, _part, width in columns]
        return cls(heads, widths, tuple((language, part) for language, part, _width in columns), schema)

    def cells(self, record: Record) -> list[Cell]:
        """Return what a record says in each of them."""
        found = {one.language: one for one in translations(record, self._schema)} if self._columns else {}
        return [
            Cell(self._said(record, found[language], part) if language in found else "")
            for language, part in self._columns
        ]

    def _said(self, record: Record, one: Translation, part: str) -> str:
        known = self._schema.sections.get(part)
        if known is None or not known.criteria:
            return readable(translated(one, record, part))
        criteria = Criteria([s for s in one.sections if s.key == translated_key(part, one.language)])
        return "\n".join(f"{criterion.id} {readable(criterion.text)}".strip() for criterion in criteria)


def _head(subject: Subject, language: str, part: str) -> str:
    schema, reader = subject.catalog.schema, subject.words.language
    name = schema.section_label(part, reader) or subject.words.field(part)
    return subject.words.say(_("{name} ({language})", name=name, language=language_name(language)))
