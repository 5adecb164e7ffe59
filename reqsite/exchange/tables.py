"""The tables that people take along: the list, the matrix, the glossary, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reqsite.confirm.matrix import matrix_rows
from reqsite.confirm.standing import Item
from reqsite.confirm.words import SIGNS, STANDINGS, said_by
from reqsite.exchange.subject import Subject
from reqsite.history.difference import compare
from reqsite.history.entry import State
from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.model.schema import KINDS
from reqsite.portal.titles import title_in

_WIDE, _MIDDLE, _NARROW = 60, 28, 14
"""Widths of columns, in characters."""
_FIELDS = ("type", "priority", "status", "section", "owner", "proposer")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    text: str
    href: str = ""
    """What it leads to."""


@dataclass(frozen=True)
class Table:
    """One table."""

    name: str
    """In file names: `requirements`."""
    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]] = field(default_factory=list)


def requirements(subject: Subject) -> Table:
    """Return the list of requirements: what each says, and where it stands."""
    say = subject.words.say
    heads = [say(_("ID")), say(_("Title")), *_heads(subject, _FIELDS)]
    heads += [say(_("Statement")), say(_("Acceptance criteria")), say(_("Tests"))]
    widths = [_NARROW, _MIDDLE, *(_NARROW for _name in _FIELDS), _WIDE, _WIDE, _MIDDLE]
    rows = [
        [
            *_name(subject, record),
            *(Cell(_value(subject, record, name)) for name in _FIELDS),
            Cell(record.statement.strip()),
            Cell(_criteria(record)),
            Cell(_linked(subject, record, "verified_by")),
        ]
        for record in subject.catalog.of("requirement")
    ]
    return Table("requirements", say(_("Requirements")), heads, widths, rows)


def matrix(subject: Subject) -> Table:
    """Return the requirement matrix: who wanted each, who has confirmed it, what changed, what tests it."""
    say, confirmations = subject.words.say, subject.confirmations
    fields = ("proposer", "priority", "status")
    roles = confirmations.roles
    heads = [say(_("ID")), say(_("Title")), *_heads(subject, fields)]
    heads += [confirmations.schema.role_label(role, subject.words.language) for role in roles]
    heads += [say(_("Changes so far")), say(_("Last changed in")), say(_("Goals")), say(_("Tests"))]
    widths = [_NARROW, _MIDDLE, *(_NARROW for _name in fields), *(_MIDDLE for _role in roles), 9, 16, _MIDDLE, _MIDDLE]
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
        for row in matrix_rows(subject.catalog, subject.ledger, confirmations)
    ]
    return Table("matrix", say(_("Requirement matrix")), heads, widths, rows)


def glossary(subject: Subject) -> Table:
    """Return the terms with what they mean."""
    say = subject.words.say
    fields = ("en", "zh", "aliases", "forbidden", "measure")
    heads = [subject.words.say(_("Term")), say(_("Definition")), *_heads(subject, fields)]
    rows = [
        [
            Cell(term.title, subject.link(subject.addresses.record_url(term))),
            Cell(term.statement.strip()),
            *(Cell(_value(subject, term, name)) for name in fields),
        ]
        for term in subject.catalog.of("term")
    ]
    return Table("glossary", say(_("Glossary")), heads, [_MIDDLE, _WIDE, *(_MIDDLE for _name in fields)], rows)


def changes(subject: Subject) -> Table:
    """Return what each release changed, the newest first, with the texts before and after."""
    say = subject.words.say
    heads = [
        say(_("Release")),
        say(_("Date")),
        say(_("ID")),
        say(_("Title")),
        say(_("What became of it")),
        say(_("What differs")),
        say(_("Before")),
        say(_("After")),
    ]
    return Table(
        "changes",
        say(_("Changes by release")),
        heads,
        [_NARROW, _NARROW, _NARROW, _MIDDLE, _NARROW, _MIDDLE, _WIDE, _WIDE],
        list(_changes(subject)),
    )


TABLES: Mapping[str, Callable[[Subject], Table]] = {
    "requirements": requirements,
    "matrix": matrix,
    "glossary": glossary,
    "changes": changes,
}


def _changes(subject: Subject) -> Iterator[list[Cell]]:
    ledger, say = subject.ledger, subject.words.say
    found = []
    before = State("", {})
    for baseline, state in zip(ledger.baselines, ledger.states(), strict=True):
        found.append((baseline, compare(before, state)))
        before = state
    for baseline, difference in reversed(found):
        named = [(i, say(_("New")), "", "", difference.new.entries[i].text("statement")) for i in difference.added]
        named += [
            (i, say(_("Removed")), "", difference.old.entries[i].text("statement"), "") for i in difference.removed
        ]
        for changed in difference.changed:
            verdict = say(_("Changed in substance") if changed.normative else _("Changed in wording"))
            is_text = "statement" in changed.fields
            texts = (changed.old.text("statement"), changed.new.text("statement")) if is_text else ("", "")
            named.append((changed.id, verdict, ", ".join(_label(subject, name) for name in changed.fields), *texts))
        entries = {**difference.old.entries, **difference.new.entries}
        for record_id, verdict, fields, old, new in named:
            entry = entries[record_id]
            href = _href(subject, record_id)
            yield [
                Cell(baseline.name),
                Cell(baseline.date),
                Cell(record_id, href),
                Cell(entry.title),
                *map(Cell, (verdict, fields, old, new)),
            ]


def _label(subject: Subject, name: str) -> str:
    section = subject.catalog.schema.sections.get(name)
    if section:
        return section.label.get(subject.words.language) or section.label.get("en", name)
    return subject.words.field(name)


def _heads(subject: Subject, fields: Iterable[str]) -> list[str]:
    return [subject.words.field(name) for name in fields]


def _name(subject: Subject, record: Record) -> tuple[Cell, Cell]:
    return Cell(record.id, _href(subject, record.id)), Cell(title_in(record, subject.words.language))


def _href(subject: Subject, record_id: str) -> str:
    record = subject.catalog.records.get(record_id)
    return subject.link(subject.addresses.record_url(record)) if record and record.kind in KINDS else ""


def _value(subject: Subject, record: Record, name: str) -> str:
    if name == "type":
        return subject.words.type(record.type)
    if name == "status":
        return subject.words.status(record)
    value = record.fields.get(name, "")
    said = value if isinstance(value, tuple) else (value,)
    return ", ".join(subject.words.value(name, member) for member in said if isinstance(member, str) and member)


def _criteria(record: Record) -> str:
    return "\n".join(f"{criterion.id} {criterion.text}".strip() for criterion in record.criteria)


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
