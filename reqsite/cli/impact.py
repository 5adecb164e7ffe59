"""`reqsite impact`: what the change of a record would touch."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from reqsite.cli.candidates import record_ids
from reqsite.cli.command import format_option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.lookup import find_record, state_label
from reqsite.cli.terminal import printable_json, write_data
from reqsite.i18n import Message, _
from reqsite.model.schema import label_in

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.impact import Impact, Lapse, Person, Reached, Related
    from reqsite.model.record import Record

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~]")


@verb(
    "impact",
    _(
        "Lists what hangs on the records, however far down, and with it the milestones, people, terms and open change "
        "requests, and the confirmations that would no longer count. A change request stands for the records that it "
        "names. Nothing is written."
    ),
    [
        ("reqsite impact REQ-042", _("before you edit it")),
        ("reqsite impact CR-007 --format md", _("for the section 'Impact' of a change request")),
        ("reqsite impact REQ-042 REQ-043 --format json", _("two records at once, for a script")),
    ],
    [
        click.Argument(["given_ids"], metavar="ID...", nargs=-1, shell_complete=record_ids),
        format_option(_("Text for people, JSON, or Markdown for a record."), more=["md"]),
    ],
)
def command(session: Session, *, given_ids: tuple[str, ...], style: str) -> Exit:
    """Print what is touched."""
    if not given_ids:
        raise wrong_call(_("Name the record that is to change: `reqsite impact ID`."))
    records = [find_record(session, record_id) for record_id in given_ids]
    found = impact_of(session, records)
    if style == "json":
        write_data(printable_json(json.dumps(_as_data(session, found), ensure_ascii=False, indent=2)) + "\n")
    else:
        lines = as_markdown(session, found) if style == "md" else _as_text(session, found)
        session.print("\n".join(lines) + "\n")
    return Exit.FINE


def impact_of(session: Session, records: Iterable[Record]) -> Impact:
    """Return what the change of some records touches."""
    from reqsite.history.impact import impact  # noqa: PLC0415 - `--help` needs none

    workspace = session.workspace
    return impact(workspace.catalog, [record.id for record in records], workspace.mentions)


@dataclass(frozen=True, slots=True)
class Group:
    """One part of an impact, as people read it."""

    heading: Message
    rows: tuple[tuple[str, str], ...]
    """(id, or the name of a person or chapter; what there is to say of it)."""


def groups(session: Session, found: Impact) -> list[Group]:
    """Return the parts of an impact that hold something."""
    several = len(found.ids) > 1
    parts = [
        Group(_("Requirements"), tuple(_reached(session, found.requirements))),
        Group(_("Tests"), tuple(_reached(session, found.tests))),
        Group(_("Other records that hang on it"), tuple(_reached(session, found.others))),
        Group(_("Records that use the term"), tuple(_related(found.users, several=several))),
        Group(_("Beside it"), tuple(_related(found.beside, several=several))),
        Group(_("Terms in its words"), tuple(_related(found.terms, several=several))),
        Group(_("Milestones"), tuple(_related(found.milestones, several=True))),
        Group(_("Open change requests"), tuple(_related(found.changes, several=True))),
        Group(_("Confirmations that would lapse"), tuple(_lapses(session, found.lapses))),
        Group(_("People to tell"), tuple(_people(found.people))),
        Group(_("Documents"), tuple(_related(found.documents, several=True))),
        Group(_("Chapters"), tuple((name, str(count)) for name, count in found.sections)),
    ]
    return [part for part in parts if part.rows]


def _reached(session: Session, steps: Sequence[Reached]) -> Iterator[tuple[str, str]]:
    links = session.workspace.schema.links
    for step in steps:
        way = " → ".join(label_in(links[name].label, session.language) for name in step.via)
        yield step.id, way


def _related(others: Sequence[Related], *, several: bool) -> Iterator[tuple[str, str]]:
    for other in others:
        yield other.id, _some(other.because) if several else ""


def _people(people: Sequence[Person]) -> Iterator[tuple[str, str]]:
    for person in people:
        name = f"{person.id} {person.name}" if person.id and person.id != person.name else person.name
        yield name, _some(person.because)


def _lapses(session: Session, lapses: Sequence[Lapse]) -> Iterator[tuple[str, str]]:
    fields = session.workspace.schema.fields
    for lapse in lapses:
        label = label_in(fields[lapse.field].label, session.language) if lapse.field in fields else lapse.field
        yield lapse.id, f"{label}: {lapse.text}"


_MOST = 6


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_MOST]) + (f" … ({len(ids)})" if len(ids) > _MOST else "")


def _as_text(session: Session, found: Impact) -> Iterator[str]:
    for record_id in found.ids:
        yield _name(session, record_id)
    shown = groups(session, found)
    for group in shown:
        yield ""
        yield f"{session.words(group.heading)} ({len(group.rows)})"
        for name, words in group.rows:
            yield "  " + _name(session, name) + (f"  {words}" if words else "")
    if found.is_empty:
        yield ""
        yield session.words(_("No other record hangs on it."))


def _name(session: Session, record_id: str) -> str:
    """Return a record's id with its title and state; what is no record's id stays as it is."""
    record = session.workspace.catalog.records.get(record_id)
    if record is None:
        return record_id
    state = state_label(session.workspace.schema, record, session.language)
    title = "" if record.title == record.id else f"  {record.title}"
    return f"{record.id}{title}" + (f"  [{state}]" if state else "")


def as_markdown(session: Session, found: Impact) -> Iterator[str]:
    """Yield an impact as the lines of a record's section."""
    records = session.workspace.catalog.records
    if found.is_empty:
        yield session.words(_("No other record hangs on it."))
    for number, group in enumerate(groups(session, found)):
        if number or found.is_empty:
            yield ""
        yield f"**{session.words(group.heading)} ({len(group.rows)})**"
        yield ""
        for name, words in group.rows:
            record = records.get(name)
            title = f" {_escaped(record.title)}" if record and record.title != name else ""
            shown = name if record else _escaped(name)
            yield f"- {shown}{title}" + (f" ({_escaped(words)})" if words else "")


def _escaped(text: str) -> str:
    """Return a text that means itself in Markdown."""
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))


def _as_data(session: Session, found: Impact) -> dict[str, Any]:
    """Return the impact as JSON has it; entries that are records have their type, title and status."""
    records = session.workspace.catalog.records
    data = found.plain()
    for name, entries in data.items():
        if name in _OF_RECORDS:
            data[name] = [{**_facts(records[entry["id"]]), **entry} for entry in entries]
    return {**data, "ids": list(found.ids), "counts": {name: len(data[name]) for name in data if name != "ids"}}


_OF_RECORDS = frozenset(
    ("requirements", "tests", "others", "users", "terms", "beside", "milestones", "changes", "documents")
)


def _facts(record: Record) -> dict[str, str]:
    return {"id": record.id, "type": record.type, "title": record.title, "status": record.text("status")}
