"""The tables that people take along: the list, the matrix, what traces to what, the glossary, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reqsite.confirm.matrix import matrix_rows
from reqsite.confirm.standing import Item
from reqsite.confirm.words import SIGNS, STANDINGS, said_by
from reqsite.exchange.changes_table import changes
from reqsite.exchange.reading import readable
from reqsite.exchange.subject import Subject
from reqsite.exchange.table import MIDDLE, NARROW, WIDE, Cell, Table
from reqsite.exchange.translated import Translated
from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.portal.titles import title_in

_FIELDS = ("type", "priority", "status", "section", "owner", "proposer")


def requirements(subject: Subject) -> Table:
    """Return the list of requirements: what each says, and where it stands."""
    say = subject.words.say
    heads = [say(_("ID")), say(_("Title")), *_heads(subject, _FIELDS)]
    heads += [say(_("Statement")), say(_("Acceptance criteria")), say(_("Tests"))]
    widths = [NARROW, MIDDLE, *(NARROW for _name in _FIELDS), WIDE, WIDE, MIDDLE]
    records = subject.catalog.of("requirement")
    translated = Translated.of(subject, records)
    heads += translated.heads
    widths += translated.widths
    rows = [
        [
            *_name(subject, record),
            *(Cell(_value(subject, record, name)) for name in _FIELDS),
            Cell(readable(record.statement)),
            Cell(_criteria(record)),
            Cell(_linked(subject, record, "verified_by")),
            *translated.cells(record),
        ]
        for record in records
    ]
    return Table("requirements", say(_("Requirements")), heads, widths, rows)


def matrix(subject: Subject) -> Table:
    """Return the requirement matrix: who wanted each, who has confirmed it, what changed, what tests it."""
    say, schema = subject.words.say, subject.catalog.schema
    fields = ("proposer", "priority", "status")
    roles = subject.roles
    heads = [say(_("ID")), say(_("Title")), *_heads(subject, fields)]
    heads += [schema.role_label(role, subject.words.language) for role in roles]
    heads += [say(_("Changes so far")), say(_("Last changed in")), say(_("Goals")), say(_("Tests"))]
    widths = [NARROW, MIDDLE, *(NARROW for _name in fields), *(MIDDLE for _role in roles), 9, 16, MIDDLE, MIDDLE]
    rows = [
        [
            *_name(subject, row.record),
            *(Cell(_value(subject, row.record, name)) for name in fields),
            *(Cell(_standing(subject, row.items.get(role))) for role in roles),
            Cell("" if row.changes is None else str(row.changes)),
            Cell(f"{row.last.name} ({row.last.date})" if row.last else ""),
            Cell(", ".join(row.goals)),
            Cell(", ".join(row.tests)),
        ]
        for row in matrix_rows(subject.catalog, subject.story.ledger, subject.confirmations)
    ]
    return Table("matrix", say(_("Requirement matrix")), heads, widths, rows)


def traceability(subject: Subject) -> Table:
    """Return every link between two records."""
    say, words, catalog = subject.words.say, subject.words, subject.catalog
    names = {record.id: _name(subject, record) for record in catalog}
    rows = [
        [*names[record.id], Cell(words.type(record.type)), Cell(words.link(link.type)), *names[link.target]]
        for record in catalog
        for link in catalog.outgoing(record.id)
        if link.target in names
    ]
    heads = [say(_("ID")), say(_("Title")), words.field("type"), say(_("Link")), say(_("Linked with")), say(_("Title"))]
    widths = [NARROW, MIDDLE, NARROW, MIDDLE, NARROW, MIDDLE]
    return Table("traceability", say(_("Traceability")), heads, widths, rows)


def glossary(subject: Subject) -> Table:
    """Return the terms with what they mean."""
    say = subject.words.say
    fields = ("en", "zh", "aliases", "forbidden", "measure")
    heads = [say(_("Term")), say(_("Definition")), *_heads(subject, fields)]
    rows = [
        [
            Cell(term.title, subject.link(term.id)),
            Cell(readable(term.statement)),
            *(Cell(_value(subject, term, name)) for name in fields),
        ]
        for term in subject.catalog.of("term")
    ]
    return Table("glossary", say(_("Glossary")), heads, [MIDDLE, WIDE, *(MIDDLE for _name in fields)], rows)


TABLES: Mapping[str, Callable[[Subject], Table]] = {
    "requirements": requirements,
    "matrix": matrix,
    "traceability": traceability,
    "glossary": glossary,
    "changes": changes,
}


def _heads(subject: Subject, fields: Iterable[str]) -> list[str]:
    return [subject.words.field(name) for name in fields]


def _name(subject: Subject, record: Record) -> tuple[Cell, Cell]:
    return Cell(record.id, subject.link(record.id)), Cell(title_in(record, subject.words.language))


def _value(subject: Subject, record: Record, name: str) -> str:
    if name == "type":
        return subject.words.type(record.type)
    if name == "status":
        return subject.words.status(record)
    value = record.fields.get(name, "")
    said = value if isinstance(value, tuple) else (value,)
    return ", ".join(subject.words.value(name, member) for member in said if isinstance(member, str) and member)


def _criteria(record: Record) -> str:
    return "\n".join(f"{criterion.id} {readable(criterion.text)}".strip() for criterion in record.criteria)


def _linked(subject: Subject, record: Record, link_type: str) -> str:
    links = subject.catalog.outgoing(record.id)
    return ", ".join(dict.fromkeys(link.target for link in links if link.type.name == link_type))


def _standing(subject: Subject, item: Item | None) -> str:
    """Return how a role stands to a record, with a sign: `✔ agreed (Li, 2026-03-01)`; empty where it is not asked."""
    if item is None:
        return ""
    said = f"{SIGNS[item.standing]} {subject.words.say(STANDINGS[item.standing])}"
    by = said_by(item)
    return f"{said} ({subject.words.say(by)})" if by else said
