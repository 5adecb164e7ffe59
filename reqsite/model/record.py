"""A record: one thing with an id, as it stands in a file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reqsite.model.finding import Place
from reqsite.model.languages import language_of_key

Value = str | tuple["Value", ...] | Mapping[str, "Value"]
"""A field's value: text as it was written, or a list or mapping of such. The schema says what it means."""

_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFF0D, 0x30FC, 0xFE58, 0xFE63), "-")
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index|readme|404)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record's text under one heading; the part before the first heading is the statement."""

    key: str
    """The schema's name for it (`statement`, `acceptance_criteria` …), empty for a heading the schema does not know;
    with a language behind it (`statement@en`) for a translation, which does not bind."""
    title: str
    """The heading as written, empty for text before the first heading."""
    level: int
    """The heading's level, 0 for text before the first heading."""
    text: str
    """The Markdown under the heading, up to the next heading that begins a section, without comments."""
    line: int
    """The line of the file on which `text` begins."""

    @property
    def language(self) -> str:
        """The language of a translation (`en`), empty for a text that is none."""
        return language_of_key(self.key) if "@" in self.key else ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One acceptance criterion: an item of a list in the record's section of acceptance criteria."""

    id: str
    """`AC-1` …, counted in the order of the text, or the id that the item begins with (`AC-3: …`)."""
    text: str
    """The item's Markdown, without its bullet and id."""
    line: int
    steps: tuple[tuple[str, str], ...] = ()
    """(`given` | `when` | `then`, text) for what reads as Given/When/Then or 假如/当/那么; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that the writer accepts, with the reason."""

    rule: str
    """The rule's code or name."""
    reason: str
    line: int
    """Where the waiver stands."""
    covers: tuple[int, int] = (0, 0)
    """The lines (first, last) that a waiver in the text speaks for; (0, 0) is the whole record."""
    word: str = ""
    """Only findings about this word, where the waiver names one."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A local file that a record shows or links to."""

    path: str
    """As written in the text, decoded, without fragment."""
    file: str
    """The file relative to the folder of documents, with `/`; empty where there is no such file."""
    digest: str
    """sha256 of its bytes in hex; empty where there is no such file, and for a link to a page, whose `file` is set if
    the page exists."""
    line: int
    column: int
    image: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One record with its text, its fields as written and the places where they stand."""

    id: str
    type: str
    kind: str
    title: str
    file: str
    """Relative to the project's root, with `/`."""
    line: int
    """Where the record begins in its file."""
    fields: Mapping[str, Value] = field(default_factory=dict)
    """Front matter but for the links, as written."""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Link type → targets as written."""
    sections: tuple[Section, ...] = ()
    criteria: Sequence[Criterion] = ()
    attachments: tuple[Attachment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Where keys and values stand, (line, column): `status` is the key, `status=` its value, `derives_from[1]` the
    second item, `nfr.target` a key inside a mapping."""
    body: str = ""
    """The Markdown after the front matter as written, comments and all; what pages show comes from `sections`."""
    body_line: int = 1
    body_indent: int = 0
    """By how many columns the file has the lines of `body` further to the right, in a list file; -1 where they are not
    lines of the file at all (a folded or quoted text)."""

    def place(self, *paths: str) -> Place:
        """Return the place of the first of `paths` that has one, else the record's beginning."""
        for path in paths:
            where = self.positions.get(path)
            if where is not None:
                return Place(self.file, *where)
        return Place(self.file, self.line, 1)

    def text(self, name: str) -> str:
        """Return a field that is one text, empty where it is missing or is no text."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def items(self, name: str) -> tuple[str, ...]:
        """Return a field as a tuple of texts; a single text is a list of one."""
        value = self.fields.get(name, ())
        if isinstance(value, str):
            return (value,) if value else ()
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()

    def section(self, key: str) -> str:
        """Return the Markdown of the sections with this key, empty where there is none."""
        return "\n\n".join(s.text.strip("\n") for s in self.sections if s.key == key)

    def section_at(self, line: int) -> Section | None:
        """Return the section in which a line of the file stands, None before the first one."""
        return next((section for section in reversed(self.sections) if section.line <= line), None)

    @property
    def statement(self) -> str:
        """The Markdown that says what the record is: the text before the first heading, or under 'Statement'."""
        return self.section("statement")

    @property
    def is_internal(self) -> bool:
        """True where the record never leaves the house."""
        return self.text("visibility") == "internal"


def fold_id(text: str) -> str:
    """Return the form under which two ids count as the same: width, dashes, case and surrounding space folded."""
    if text.isascii():
        return text.strip().casefold()
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().casefold()


def normal_id(text: str) -> str:
    """Return the id as it should have been written: half-width letters, ASCII hyphens, no space around it."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def address(record_id: str) -> str:
    """Return the ASCII file name (without ending) of a record's page.

    A plain id is its own address.  Any other one keeps what is plain and gets ten hex digits of its sha256, so the
    address depends on nothing but the id and never changes with the records around it.
    """
    if _PLAIN.fullmatch(record_id) and not _RESERVED.fullmatch(record_id) and ".." not in record_id:
        return record_id
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", normal_id(record_id)).strip("-_")[:40]
    digest = hashlib.sha256(unicodedata.normalize("NFC", record_id).encode()).hexdigest()[:10]
    return f"{stem}-{digest}" if stem else f"r-{digest}"
