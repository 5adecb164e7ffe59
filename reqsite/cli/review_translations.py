"""`reqsite review --translations`: each translation says of what words it was made, and can be seen to be stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.i18n import Message, _, plural
from reqsite.model.finding import Finding, Place
from reqsite.model.languages import TRANSLATED_FROM, short_language
from reqsite.model.translations import marks, translations, written_marks
from reqsite.source.pins import holds_a_list, write_all
from reqsite.source.refused import Refused
from reqsite.source.text_file import decode, read_bytes
from reqsite.source.translation_marks import Mark, MarkError, with_marks

if TYPE_CHECKING:
    from pathlib import Path

    from reqsite.cli.session import Session
    from reqsite.model.record import Record
    from reqsite.model.schema import Schema
    from reqsite.workspace import Workspace


def review_translations(
    session: Session, records: Sequence[Record], language: str | None, *, dry_run: bool
) -> list[Finding]:
    """Write into records of what words their translations were made, and print it.

    Args:
        session: Knows the project.
        records: Whose translations have been compared.
        language: Only those into this one; all where it is None.
        dry_run: Only print.

    Returns:
        What stands in the way; then no file was changed.
    """
    workspace = session.workspace
    schema = workspace.schema
    if not schema.languages.binding:
        raise CommandError(
            _("This project has one language."),
            Exit.USAGE,
            _("Add `languages: {binding: zh, others: [en]}` to schema.yml."),
        )
    wanted = short_language(language) if language else ""
    if language and wanted not in schema.languages.spoken:
        raise wrong_call(
            _(
                "'{language}' is no language of this project: {words}.",
                language=language,
                words=", ".join(schema.languages.spoken),
            )
        )
    new = [(record, mark) for record in records if (mark := _mark(record, schema, wanted)) is not None]
    if not new:
        session.say(_("Every translation says already of what words it was made."))
        return []
    findings = _write(workspace, new, dry_run=dry_run)
    if not findings:
        session.print("".join(f"{record.place(TRANSLATED_FROM, 'title', 'id')}: {mark}\n" for record, mark in new))
        session.say(_done(len(new), dry_run=dry_run))
    return findings


def _mark(record: Record, schema: Schema, wanted: str) -> Mark | None:
    """Return what a record is to say, None where it says so already or has no translation."""
    old = {name: dict(written_marks(record, name)) for name in _named(record)}
    found = {t.language: marks(record, t) for t in translations(record, schema) if not wanted or t.language == wanted}
    found = {name: parts for name, parts in found.items() if parts}
    kept = {name: _texts(parts) for name, parts in old.items() if wanted and name != wanted}
    new = {**kept, **found}
    return Mark(record.line, new) if new and new != old else None


def _named(record: Record) -> Iterable[str]:
    said = record.fields.get(TRANSLATED_FROM)
    return said if isinstance(said, Mapping) else ()


def _texts(parts: Mapping[str, object]) -> dict[str, str]:
    return {part: digits for part, digits in parts.items() if isinstance(digits, str)}


def _write(workspace: Workspace, new: Iterable[tuple[Record, Mark]], *, dry_run: bool) -> list[Finding]:
    from reqsite.checks.translations import STALE_TRANSLATION  # noqa: PLC0415 - the checks are many

    files: dict[str, list[tuple[Record, Mark]]] = {}
    for record, mark in new:
        files.setdefault(record.file, []).append((record, mark))
    contents: dict[Path, bytes] = {}
    findings: list[Finding] = []
    project = workspace.project
    for file, group in files.items():
        path = project.root / file
        try:
            data = read_bytes(path, project.limits)
            decode(data, project.limits)
            text = with_marks(data.decode(), [mark for _record, mark in group], is_list=holds_a_list(file))
            contents[path] = text.encode()
        except Refused as refused:
            findings.append(refused.finding(file))
        except MarkError as error:
            record = next(record for record, mark in group if mark.line == error.line)
            findings.append(Finding.of(STALE_TRANSLATION, Place(file, error.line), error.message, None, record.id))
    if not findings and not dry_run:
        write_all(contents)
    return findings


def _done(count: int, *, dry_run: bool) -> Message:
    if dry_run:
        return plural(
            "{count} record would say of what words its translations were made; no file was changed.",
            "{count} records would say of what words their translations were made; no file was changed.",
            count,
        )
    return plural(
        "{count} record says now of what words its translations were made.",
        "{count} records say now of what words their translations were made.",
        count,
    )
