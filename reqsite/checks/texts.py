"""The texts of records as checks read them: as written, without code, and as words only, all of one length."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

from reqsite.checks.prose import may_hold_code, may_hold_targets, without_code, words_only
from reqsite.checks.sieve import Sieve
from reqsite.model.finding import Place
from reqsite.model.record import Record, Section


class Text:
    """The text of one section of a record."""

    __slots__ = ("live", "markdown", "record", "section", "words")

    def __init__(self, record: Record, section: Section, live: bool) -> None:
        self.record = record
        self.section = section
        self.markdown = section.text
        """Code and comments are blank."""
        self.words = section.text
        """Addresses, link targets and tags are blank too."""
        self.live = live
        """False where the record no longer binds."""

    def place(self, offset: int) -> Place:
        """Return the place in the file of an offset into the text."""
        record, text = self.record, self.section.text
        if record.body_indent < 0:
            return Place(record.file, record.body_line)
        line = self.section.line + text.count("\n", 0, offset)
        return Place(record.file, line, offset - text.rfind("\n", 0, offset) + record.body_indent)


class Texts:
    """Every section of every record, read once."""

    def __init__(self, records: Iterable[Record], is_live: Callable[[Record], bool]) -> None:
        self._texts = [
            Text(record, section, live)
            for record in records
            for live in (is_live(record),)
            for section in record.sections
            if section.text and not section.text.isspace()
        ]
        written = Sieve([text.markdown for text in self._texts])
        for number in may_hold_code(written):
            text = self._texts[number]
            text.markdown = text.words = without_code(text.markdown)
        for number in may_hold_targets(written):
            text = self._texts[number]
            text.words = words_only(text.markdown)

    def __iter__(self) -> Iterator[Text]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def at(self, numbers: Iterable[int]) -> Iterator[Text]:
        """Yield the texts with these numbers, as a sieve gives them."""
        return map(self._texts.__getitem__, numbers)

    @functools.cached_property
    def markdown(self) -> Sieve:
        """A sieve for the texts without code."""
        return Sieve([text.markdown for text in self._texts])

    @functools.cached_property
    def words(self) -> Sieve:
        """A sieve for the words alone."""
        return Sieve([text.words for text in self._texts])
