"""`reqsite show`: one record, as text or as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from reqsite.cli.candidates import record_ids
from reqsite.cli.command import format_option, verb
from reqsite.cli.errors import Exit
from reqsite.cli.lookup import find_record, state_label
from reqsite.cli.show_cited import show_cited
from reqsite.cli.terminal import printable_json, write_data
from reqsite.history.citation import parse_citation
from reqsite.i18n import _
from reqsite.model.languages import language_name
from reqsite.model.schema import FieldType, label_in

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.model.record import Record, Section, Value
    from reqsite.model.schema import Schema
    from reqsite.workspace import Workspace

IN_THE_HEAD = frozenset({"id", "type", "title", "status"})


@verb(
    "show",
    _(
        "Prints a record's fields, text, and links in both directions. A term may be named by its title. For a "
        "citation it prints the words that the release has, and says whether they still bind."
    ),
    [
        ("reqsite show REQ-042", _("the record as text")),
        ("reqsite show REQ-042 --format json", _("the same, for a script")),
        ("reqsite show 'REQ-042@1.2.0 #ab12cd34'", _("the words that somebody has cited")),
    ],
    [
        click.Argument(["record_id"], metavar="ID", shell_complete=record_ids),
        format_option(),
    ],
)
def command(session: Session, *, record_id: str, style: str) -> Exit:
    """Print a record."""
    citation = parse_citation(record_id)
    if citation is not None:
        return show_cited(session, citation, style)
    record = find_record(session, record_id)
    if style == "json":
        data = _as_data(session.workspace, record)
        write_data(printable_json(json.dumps(data, ensure_ascii=False, indent=2, default=_plain)) + "\n")
    else:
        session.print("\n".join(_as_text(session, record)) + "\n")
    return Exit.FINE


def _as_data(workspace: Workspace, record: Record) -> dict[str, object]:
    catalog = workspace.catalog
    incoming: dict[str, list[str]] = {}
    for link in catalog.incoming(record.id):
        incoming.setdefault(link.type.inverse, []).append(link.source)
    return {
        "id": record.id,
        "type": record.type,
        "kind": record.kind,
        "title": record.title,
        "status": record.text("status"),
        "file": record.file,
        "line": record.line,
        "fields": {k: v for k, v in record.fields.items() if k not in IN_THE_HEAD},
        "links": record.links,
        "incoming": incoming,
        "sections": [{"key": s.key, "title": s.title, "text": s.text} for s in record.sections],
        "criteria": [{"id": c.id, "text": c.text, "line": c.line} for c in record.criteria],
    }


def _plain(value: object) -> object:
    """Return a mapping of any class as the one that JSON knows."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _as_text(session: Session, record: Record) -> Iterator[str]:
    schema, language = session.workspace.schema, session.language
    kind = schema.types.get(record.type)
    head = [
        label_in(kind.label, language) if kind else record.type,
        state_label(schema, record, language),
        f"{record.file}:{record.line}",
    ]
    yield f"{record.id}  {record.title}"
    yield " · ".join(part for part in head if part)
    fields = [(name, value) for name, value in record.fields.items() if name not in IN_THE_HEAD]
    if fields:
        yield ""
    for name, value in fields:
        field = schema.fields.get(name)
        yield f"  {label_in(field.label, language) if field else name}: {_readable(value, field, language)}"
    yield from _links(session, record)
    for section in record.sections:
        if section.text.strip():
            yield ""
            yield _heading(schema, section, language)
            yield from ("  " + line if line else "" for line in section.text.strip("\n").split("\n"))


def _heading(schema: Schema, section: Section, language: str) -> str:
    if not section.language:
        return section.title or schema.section_label(section.key, language) or section.key
    name = language_name(section.language)
    return _("{name} ({language})", name=section.title, language=name).to(language)


def _readable(value: Value, field: FieldType | None, language: str) -> str:
    """Return a field's value with the labels of the schema."""
    if isinstance(value, str):
        return label_in(field.values[value], language) if field and value in field.values else value
    if isinstance(value, Mapping):
        parts = []
        for name, inner in value.items():
            known = field.fields.get(name) if field else None
            parts.append(f"{label_in(known.label, language) if known else name} {_readable(inner, known, language)}")
        return "; ".join(parts)
    return ", ".join(_readable(item, field, language) for item in value)


def _links(session: Session, record: Record) -> Iterator[str]:
    """Yield the links in both directions, those that lead nowhere and evidence in plain words too."""
    catalog, language = session.workspace.catalog, session.language
    lines: list[str] = []
    for link in catalog.outgoing(record.id):
        title = catalog.records[link.target].title
        lines.append(f"  {label_in(link.type.label, language)} → {link.target}  {title}")
    for link_type, words in catalog.evidence.get(record.id, ()):
        lines.append(f"  {label_in(link_type.label, language)}: {words}")
    for dangling in catalog.dangling:
        if dangling.source == record.id:
            nowhere = session.words(_("{id} (there is no such record)", id=dangling.target))
            lines.append(f"  {label_in(dangling.type.label, language)} → {nowhere}")
    for link in catalog.incoming(record.id):
        title = catalog.records[link.source].title
        lines.append(f"  {label_in(link.type.inverse_label, language)} ← {link.source}  {title}")
    if lines:
        yield ""
        yield session.words(_("Links"))
        yield from lines
