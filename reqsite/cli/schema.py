"""`reqsite schema`: the project's vocabulary, for people and for editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reqsite.cli.candidates import type_names
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import Exit
from reqsite.cli.lookup import find_type
from reqsite.cli.terminal import printable_json, write_data
from reqsite.i18n import Message, _
from reqsite.model.finding import Severity
from reqsite.model.schema import Label, RecordType, Schema, label_in

if TYPE_CHECKING:
    from reqsite.cli.session import Session

Row = tuple[str, Label, list[str]]
"""Name, label, and notes."""


@verb(
    "schema",
    _(
        "Lists the types, fields, links, states and sections that a record of this project may have: "
        "the default vocabulary with what schema.yml adds or replaces. Labels stand in English and Chinese."
    ),
    [
        ("reqsite schema --type functional", _("what a functional requirement may have")),
        ("reqsite schema --json > .vscode/record.schema.json", _("so that an editor validates front matter")),
    ],
    [
        Option("--json", "as_json", is_flag=True, help=_("Print it as JSON Schema.")),
        Option(
            "--type",
            "type_name",
            metavar="TYPE",
            shell_complete=type_names,
            help=_("Only what belongs to this type."),
        ),
    ],
)
def command(session: Session, *, as_json: bool, type_name: str | None) -> Exit:
    """Print the vocabulary."""
    schema = session.schema_file.schema
    only = find_type(schema, type_name) if type_name else None
    if as_json:
        from reqsite.source.json_schema import json_schema  # noqa: PLC0415 - only here

        text = json.dumps(json_schema(narrowed(schema, only), session.language), ensure_ascii=False, indent=2)
        write_data(printable_json(text) + "\n")
    else:
        session.print("\n".join(_as_text(session, schema, only)) + "\n")
    return _tell_findings(session)


def _tell_findings(session: Session) -> Exit:
    """Say what is wrong in schema.yml: the vocabulary that was printed lacks it."""
    for finding in session.schema_file.findings:
        session.warn(_("{place}: {message}", place=finding.place, message=finding.message))
    wrong = any(finding.severity is Severity.ERROR for finding in session.schema_file.findings)
    return Exit.FINDINGS if wrong else Exit.FINE


def narrowed(schema: Schema, only: RecordType | None) -> Schema:
    """Return the schema with one type only, and what that one may have."""
    if only is None:
        return schema
    return Schema(
        types={only.name: only},
        fields={n: f for n, f in schema.fields.items() if schema.applies(f.kinds, only.name)},
        links={n: k for n, k in schema.links.items() if schema.applies(k.source, only.name)},
        states=schema.states,
        sections=schema.sections,
        checks=schema.checks,
    )


def _as_text(session: Session, schema: Schema, only: RecordType | None) -> Iterator[str]:
    shown = narrowed(schema, only)
    yield from _part(session, _("Types"), _types(session, shown))
    yield from _part(session, _("Fields"), _fields(session, shown))
    yield from _part(session, _("Links"), _links(session, shown))
    yield from _states(session, shown)
    yield from _part(session, _("Sections"), _sections(session, shown))


def _part(session: Session, title: Message, rows: Iterable[Row]) -> Iterator[str]:
    """Yield a heading and a line an entry: its name, its label in both languages, and what else there is to know."""
    yield session.words(title)
    for name, label, notes in rows:
        yield f"  {name:<22}  " + "; ".join([both(label), *notes])
    yield ""


def both(label: Label) -> str:
    """Return a label in English and Chinese, once where they are the same."""
    return " / ".join(dict.fromkeys((label_in(label, "en"), label_in(label, "zh"))))


def _types(session: Session, schema: Schema) -> Iterator[Row]:
    for name, kind in schema.types.items():
        notes = [session.words(_("kind {kind}", kind=kind.kind))]
        if kind.prefix:
            notes.append(session.words(_("ids begin with {prefix}", prefix=kind.prefix)))
        if kind.required:
            notes.append(session.words(_("must have {names}", names=", ".join(kind.required))))
        if kind.sections:
            notes.append(session.words(_("must have the sections {names}", names=", ".join(kind.sections))))
        if kind.needs_criteria:
            notes.append(session.words(_("needs acceptance criteria")))
        if kind.needs_test:
            notes.append(session.words(_("needs a test")))
        if kind.needs_metric:
            notes.append(session.words(_("needs a number with a unit")))
        if kind.up:
            notes.append(session.words(_("traces up to {names}", names=", ".join(kind.up))))
        if kind.down:
            notes.append(session.words(_("is traced to by {names}", names=", ".join(kind.down))))
        yield name, kind.label, notes


def _fields(session: Session, schema: Schema) -> Iterator[Row]:
    for name, field in schema.fields.items():
        notes = [field.kind]
        if field.values:
            notes.append(" | ".join(f"{value} ({both(label)})" for value, label in field.values.items()))
        if field.fields:
            notes.append("{" + ", ".join(field.fields) + "}")
        if field.kinds:
            notes.append(session.words(_("for {names}", names=", ".join(field.kinds))))
        yield name, field.label, notes + _marks(session, field.normative, field.internal)


def _links(session: Session, schema: Schema) -> Iterator[Row]:
    for name, link in schema.links.items():
        notes = [session.words(_("backwards {name} ({label})", name=link.inverse, label=both(link.inverse_label)))]
        if link.source:
            notes.append(session.words(_("from {names}", names=", ".join(link.source))))
        if link.target:
            notes.append(session.words(_("to {names}", names=", ".join(link.target))))
        if link.free_text:
            notes.append(session.words(_("or plain words")))
        yield name, link.label, notes + _marks(session, link.normative, link.internal)


def _states(session: Session, schema: Schema) -> Iterator[str]:
    """Yield the states, once for all types that share them."""
    yield session.words(_("States"))
    groups: dict[int, list[str]] = {}
    for name in schema.types:
        groups.setdefault(id(schema.states_of(name)), []).append(name)
    for names in groups.values():
        states = schema.states_of(names[0])
        if states:
            yield "  " + ", ".join(names)
        for state in states.values():
            notes = [both(state.label)]
            if state.next:
                notes.append(session.words(_("then {names}", names=", ".join(state.next))))
            if not state.live:
                notes.append(session.words(_("no longer binds")))
            if not state.released:
                notes.append(session.words(_("not in a release")))
            yield f"    {state.name:<20}  " + "; ".join(notes)
    yield ""


def _sections(session: Session, schema: Schema) -> Iterator[Row]:
    for name, section in schema.sections.items():
        notes = [" | ".join(sorted(section.headings))] if section.headings else []
        yield name, section.label, notes + _marks(session, section.normative, section.internal)


def _marks(session: Session, normative: bool, internal: bool) -> list[str]:
    marks = [session.words(_("normative"))] if normative else []
    return marks + ([session.words(_("internal"))] if internal else [])
