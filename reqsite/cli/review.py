"""`reqsite review`: suspect links that have been looked at, pinned to what they were compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from reqsite.cli.candidates import record_ids
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.lookup import find_record
from reqsite.i18n import Message, _, plural
from reqsite.model.record import fold_id

if TYPE_CHECKING:
    from pathlib import Path

    from reqsite.cli.session import Session
    from reqsite.history.suspects import Suspects
    from reqsite.model.catalog import TraceLink
    from reqsite.model.finding import Finding, Place
    from reqsite.model.record import Record
    from reqsite.source.pins import Pin
    from reqsite.workspace import Workspace


@verb(
    "review",
    _(
        "Says that you have compared the two ends of each suspect link that these records declare: writes the pin of "
        "the last release behind the target, `REQ-003@1.1.0`, or digits that stand for words which are in no release "
        "yet. Nothing else in the files changes, and either all of them are written or none."
    ),
    [
        ("reqsite review REQ-042", _("the links of one record")),
        ("reqsite review --all --dry-run", _("what is suspect, and what would be written")),
        ("reqsite review --all", _("the links of all records")),
        ("reqsite review --translations REQ-042", _("its translations, compared with their originals")),
    ],
    [
        click.Argument(["given_ids"], metavar="ID...", nargs=-1, shell_complete=record_ids),
        Option("--all", "every", is_flag=True, help=_("The suspect links of all records.")),
        Option("--dry-run", is_flag=True, help=_("Only print what would be written.")),
        Option(
            "--translations",
            "translated",
            is_flag=True,
            help=_("Not the links: the translations, which say from then on of what words they were made."),
        ),
        Option("--language", "in_language", metavar="CODE", help=_("With --translations: only those into this one.")),
    ],
)
def command(
    session: Session,
    *,
    given_ids: tuple[str, ...],
    every: bool,
    dry_run: bool,
    translated: bool,
    in_language: str | None,
) -> Exit:
    """Pin the suspect links of records, or say of what words their translations were made."""
    if every == bool(given_ids):
        raise wrong_call(
            _("Name the records whose translations you have compared, or write --all.")
            if translated
            else _("Name the records whose links you have compared, or write --all.")
        )
    if in_language and not translated:
        raise wrong_call(_("--language belongs to --translations."))
    if findings := _unread(session, given_ids):
        return _refuse(session, findings)
    workspace = session.workspace
    records = list(workspace.catalog) if every else list(_records(session, given_ids))
    if translated:
        from reqsite.cli.review_translations import review_translations  # noqa: PLC0415 - links need none

        findings = review_translations(session, records, in_language, dry_run=dry_run)
        return _refuse(session, findings) if findings else Exit.FINE
    if workspace.ledger.findings:
        raise CommandError(
            _("The releases cannot be read, so nothing can be compared with them."),
            Exit.FINDINGS,
            _("`reqsite check` names the file."),
        )
    if not workspace.ledger:
        session.say(_("There is no release yet, so no link is suspect."))
        return Exit.FINE
    edits = _edits(workspace, records)
    if not edits:
        session.say(_nothing(workspace, records))
        return Exit.FINE
    findings = _write(workspace, edits, dry_run=dry_run)
    if findings:
        return _refuse(session, findings)
    session.print("".join(f"{edit.place}: {edit.link.type.name}: {edit.pin.new}\n" for edit in edits))
    session.say(_done(len(edits), dry_run=dry_run))
    return Exit.FINE


@dataclass(frozen=True, slots=True)
class Edit:
    """A link and the pin that it gets."""

    link: TraceLink
    place: Place
    pin: Pin


def _unread(session: Session, ids: Iterable[str]) -> list[Finding]:
    """Return what is wrong with the files that seem to hold the records of which there are none."""
    workspace = session.workspace
    missing = {fold_id(record_id) for record_id in ids if workspace.catalog.resolve(record_id) is None}
    found = workspace.sources.findings if missing else ()
    return [finding for finding in found if fold_id(PurePosixPath(finding.place.file).stem) in missing]


def _records(session: Session, ids: Iterable[str]) -> Iterable[Record]:
    """Return the records of these ids, each once."""
    return {record.id: record for record in (find_record(session, record_id) for record_id in ids)}.values()


def _refuse(session: Session, findings: Iterable[Finding]) -> Exit:
    from reqsite.checks.reporters.text import line  # noqa: PLC0415 - who has nothing to refuse needs none

    session.print("".join(f"{line(finding, session.language)}\n" for finding in findings))
    session.say(_("No file was changed."))
    return Exit.FINDINGS


def _edits(workspace: Workspace, records: Sequence[Record]) -> list[Edit]:
    """Return the pins for the suspect links of records, and for those whose pin says nothing, in the order of files."""
    from reqsite.history.suspects import Review  # noqa: PLC0415 - `--help` needs none
    from reqsite.source.pins import Pin  # noqa: PLC0415

    review = Review(workspace.catalog, workspace.ledger, workspace.state)
    found = review.suspects()
    wanted = {record.id for record in records}
    edits = []
    for link in (*(suspect.link for suspect in found.links), *(unknown.link for unknown in found.unknown_pins)):
        if link.source in wanted:
            record = workspace.catalog.records[link.source]
            name = link.type.name
            target = record.links[name][link.number]
            place = record.place(f"{name}[{link.number}]", f"{name}=", name)
            pin = Pin(place.line, place.column, target, bool(link.pin), review.pin(link))
            edits.append(Edit(link, place, pin))
    return sorted(edits, key=lambda edit: edit.place)


def _write(workspace: Workspace, edits: Iterable[Edit], *, dry_run: bool) -> list[Finding]:
    """Write the pins, unless it is a dry run, and return what stands in the way; then no file is changed."""
    from reqsite.source.pins import PinError, holds_a_list, with_pins, write_all  # noqa: PLC0415 - as above
    from reqsite.source.refused import Refused  # noqa: PLC0415
    from reqsite.source.text_file import decode, read_bytes  # noqa: PLC0415

    contents: dict[Path, bytes] = {}
    findings: list[Finding] = []
    files: dict[str, list[Edit]] = {}
    for edit in edits:
        files.setdefault(edit.place.file, []).append(edit)
    project = workspace.project
    for file, group in files.items():
        path = project.root / file
        try:
            data = read_bytes(path, project.limits)
            decode(data, project.limits)
            pins = [edit.pin for edit in group]
            contents[path] = with_pins(data.decode(), pins, is_list=holds_a_list(file)).encode()
        except Refused as refused:
            findings.append(refused.finding(file))
        except PinError as error:
            findings.append(_no_pin(file, error.line, error.column, error.message, group[0].link.source))
    if not findings and not dry_run:
        write_all(contents)
    return findings


def _no_pin(file: str, line: int, column: int, message: Message, record_id: str) -> Finding:
    from reqsite.checks.suspect_links import SUSPECT_LINK  # noqa: PLC0415 - as above
    from reqsite.model.finding import Finding, Place  # noqa: PLC0415

    return Finding.of(SUSPECT_LINK, Place(file, line, column), message, None, record_id)


def _nothing(workspace: Workspace, records: Sequence[Record]) -> Message:
    """Return the sentence that nothing is suspect, and whose links to these records are."""
    from reqsite.history.suspects import suspects  # noqa: PLC0415 - as above

    found: Suspects = suspects(workspace.catalog, workspace.ledger, workspace.state)
    sources = dict.fromkeys(s.link.source for record in records for s in found.by_target.get(record.id, ()))
    if not sources:
        return _("No link is suspect.")
    return _(
        "No link of these records is suspect, but links to them are. Compare, then: `reqsite review {ids}`.",
        ids=" ".join(list(sources)[:_MOST]) + (" …" if len(sources) > _MOST else ""),
    )


_MOST = 10


def _done(count: int, *, dry_run: bool) -> Message:
    if dry_run:
        return plural(
            "{count} link would be pinned; no file was changed.",
            "{count} links would be pinned; no file was changed.",
            count,
        )
    return plural("{count} link was pinned.", "{count} links were pinned.", count)
