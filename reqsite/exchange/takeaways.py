"""All files that a portal offers to take along: what they are called, what they hold, and how each is made."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reqsite.exchange import docx_file
from reqsite.exchange.csv_file import csv_bytes
from reqsite.exchange.formats import FORMATS
from reqsite.exchange.subject import Subject
from reqsite.exchange.tables import TABLES
from reqsite.exchange.xlsx_file import xlsx_bytes
from reqsite.i18n import Message, _
from reqsite.portal.takeaways import TakeAway

if TYPE_CHECKING:
    from reqsite.exchange.table import Table

_UNSAFE = re.compile(r"[^a-z0-9]+")
_UNSAFE_IN_VERSIONS = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60
_UNNAMED = "project"
_DRAFT = "draft"
_OF_TABLES: Mapping[str, Message] = {
    "requirements": _("Each requirement with its statement, its acceptance criteria and where it stands."),
    "matrix": _("Who wanted each requirement, who has confirmed it, how often it changed and what tests it."),
    "traceability": _("Every link between two records."),
    "glossary": _("Every term with what it means and what else it is called."),
    "changes": _("What each release changed, with the words before and after."),
}


class TakeAways:
    """The files of one portal.

    Args:
        subject: what they are about.
        formats: those that are wanted.
        data: returns what `requirements.json` holds.
    """

    def __init__(self, subject: Subject, formats: Sequence[str] = FORMATS, data: Callable[[], bytes] = bytes) -> None:
        self._subject = subject
        self._formats = formats
        self._data = data
        self.stem = f"{file_stem(subject.name, subject.address)}-{_version(subject.asked)}"
        """What the name of every file begins with."""

    @functools.cached_property
    def all(self) -> tuple[TakeAway, ...]:
        """Every file that there is something to put into, the most asked for first."""
        made = (self._workbook, self._tables, self._papers, self._json)
        return tuple(found for of_format in made for found in of_format() if found.style in self._formats)

    def find(self, name: str, style: str, role: str = "") -> TakeAway | None:
        """Return one of the files, None where it is not there."""
        return next((t for t in self.all if (t.name, t.style, t.role) == (name, style, role)), None)

    @functools.cached_property
    def _made_tables(self) -> Mapping[str, Table]:
        return tables_of(self._subject)

    def _workbook(self) -> Iterator[TakeAway]:
        tables = self._made_tables
        if tables:
            titles = _pause(self._subject).join(table.title for table in tables.values())
            title, holds = self._say(_("All tables")), self._say(_("A sheet each: {tables}.", tables=titles))
            make = _once(lambda: workbook(self._subject, tables.values()))
            yield TakeAway("tables", "xlsx", f"{self.stem}.xlsx", title, holds, make)

    def _tables(self) -> Iterator[TakeAway]:
        for name, table in self._made_tables.items():
            file = f"{self.stem}-{name}.csv"
            make = _once(functools.partial(csv_bytes, table))
            yield TakeAway(name, "csv", file, table.title, self._say(_OF_TABLES[name]), make)

    def _papers(self) -> Iterator[TakeAway]:
        subject = self._subject
        if "requirements" not in self._made_tables:
            return
        title = _("Specification")
        holds = _("All that binds, chapter by chapter, with pictures, to read, print and sign.")
        make = _once(lambda: docx_file.specification(subject))
        file = f"{self.stem}-specification.docx"
        yield TakeAway("specification", "docx", file, self._say(title), self._say(holds), make)
        for role in subject.roles:
            name = subject.catalog.schema.role_label(role, subject.words.language)
            title = _("Confirmation sheet: {role}", role=name)
            holds = _("What this role is asked to confirm, with boxes to tick and lines to sign.")
            file = f"{self.stem}-confirm-{_slug(role) or _UNNAMED}.docx"
            make = _once(functools.partial(docx_file.sheet, subject, role))
            yield TakeAway("sheet", "docx", file, self._say(title), self._say(holds), make, role)

    def _json(self) -> Iterator[TakeAway]:
        title, holds = self._say(_("Data")), self._say(_("All records with all that they say, for programs."))
        yield TakeAway("data", "json", f"{self.stem}-requirements.json", title, holds, self._data)

    def _say(self, message: Message) -> str:
        return self._subject.words.say(message)


def tables_of(subject: Subject) -> Mapping[str, Table]:
    """Return the tables that have something in them, by their names."""
    return {name: table for name, make in TABLES.items() if (table := make(subject)).rows}


def workbook(subject: Subject, tables: Iterable[Table]) -> bytes:
    """Return a workbook of some tables of a project.

    Raises:
        MissingPackageError: XlsxWriter is not installed.
    """
    cut = subject.words.say(_("… (cut here: a cell holds no more. The whole text is in the portal.)"))
    return xlsx_bytes(tables, subject.name, subject.day, f" {cut}")


def _pause(subject: Subject) -> str:
    return "、" if subject.words.language == "zh" else ", "


def file_stem(name: str, address: str) -> str:
    """Return a project as the names of its files have it: ASCII, of its name, else of the address of its portal."""
    last = [part for part in urlsplit(address).path.split("/") if part][-1:]
    named = (_slug(text) for text in (name, *last))
    return next((slug for slug in named if len(slug) > 1), _UNNAMED)


def _slug(text: str) -> str:
    return _UNSAFE.sub("-", text.lower())[:_LONGEST].strip("-")


def _version(release: str) -> str:
    return _UNSAFE_IN_VERSIONS.sub("-", release)[:_LONGEST].strip("-.") or _DRAFT


def _once(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return functools.cache(make)
