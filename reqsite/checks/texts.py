"""The texts of records as checks read them: as written, without code, and as words only, all of one length."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reqsite.checks.prose import without_code, words_only
from reqsite.model.finding import Place
from reqsite.model.record import Record, Section


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one section of a record."""

    record: Record
    section: Section
    markdown: str
    """Code and comments are blank."""
    words: str
    """Addresses, link targets and tags are blank too."""
    live: bool
    """False where the record no longer binds."""

    def place(self, offset: int) -> Place:
        """Return the place in the file of an offset into the text."""
        record, text = self.record, self.section.text
        if record.body_indent < 0:
            return Place(record.file, record.body_line)
        line = self.section.line + text.count("\n", 0, offset)
        return Place(record.file, line, offset - text.rfind("\n", 0, offset) + record.body_indent)


def texts_of(records: Iterable[Record], is_live: Callable[[Record], bool]) -> tuple[Text, ...]:
    """Return every section of every record, read once."""
    found = []
    for record in records:
        live = is_live(record)
        for section in record.sections:
            text = section.text
            if text and not text.isspace():
                markdown = without_code(text)
                found.append(Text(record, section, markdown, words_only(markdown), live))
    return tuple(found)
