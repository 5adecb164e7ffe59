"""`reqsite new`: a record's file, with the next free id and what the schema asks for."""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from reqsite.cli.candidates import record_ids, type_names
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.lookup import find_record, find_type
from reqsite.cli.numbering import ids_in_ledger, next_id, stem_of
from reqsite.cli.template import AFFECTS, Affected, record_text
from reqsite.cli.terminal import write_data
from reqsite.i18n import _
from reqsite.model.record import address, normal_id
from reqsite.model.schema import KINDS

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.model.schema import RecordType
    from reqsite.workspace import Workspace

TITLE_LENGTH = 200
FILE_NAME_LENGTH = 80
WIDEST_NUMBER = 9

_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_IN_FILE_NAMES = re.compile(
    r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|]|^[. -]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d|index|readme|404)(?:\.|$)',
    re.IGNORECASE,
)


@verb(
    "new",
    _(
        "Writes the file beside the other records of its type and prints its path. "
        "The id is one above the highest ever seen, so that none is used twice; a term goes by its title."
    ),
    [
        ('reqsite new functional "Look up stock"', _("a functional requirement")),
        ("reqsite new term 库存", _("a term")),
        ('reqsite new change "Quicker" --affects REQ-042', _("a change request, with what the change touches")),
        ("reqsite new goal --id GOAL-010 --stdout", _("only print what would be written")),
    ],
    [
        click.Argument(["type_name"], metavar="TYPE", shell_complete=type_names),
        click.Argument(["title"], required=False, default=""),
        Option("--id", "record_id", metavar="ID", help=_("This id, not the next free one.")),
        Option(
            "--affects",
            metavar="ID",
            multiple=True,
            shell_complete=record_ids,
            help=_("Of a change request: a record that is to change; may be given more than once."),
        ),
        Option("--stdout", is_flag=True, help=_("Print the record and write no file.")),
    ],
)
def command(
    session: Session, *, type_name: str, title: str, record_id: str | None, affects: tuple[str, ...], stdout: bool
) -> Exit:
    """Write a new record."""
    workspace = session.workspace
    kind = find_type(workspace.schema, type_name)
    title = " ".join(title.split())
    if len(title) > TITLE_LENGTH:
        raise wrong_call(_("A title has at most {limit} characters.", limit=TITLE_LENGTH))
    if _NO_TEXT.search(title):
        raise wrong_call(_("A title holds no control characters."))
    new_id = _given_id(workspace, kind, record_id) if record_id is not None else _free_id(workspace, kind, title)
    affected = _affected(session, kind, affects)
    text = record_text(workspace.schema, kind, new_id, title, workspace.project.language, affected=affected)
    if stdout:
        session.print(text)
        return Exit.FINE
    path = workspace.project.docs_dir / _folder(workspace, kind) / f"{_file_name(new_id or title)}.md"
    _write(path, text)
    write_data(f"{os.path.relpath(path)}\n")
    session.say(_("Now fill it in; `reqsite check` says what it still lacks."))
    return Exit.FINE


def _affected(session: Session, kind: RecordType, ids: tuple[str, ...]) -> Affected:
    """Return the records that a new change request is about, and what their change touches."""
    if not ids:
        return Affected()
    if kind.kind != "change" or AFFECTS not in session.workspace.schema.links:
        raise wrong_call(_("A record of type {type} affects no others; a change request does.", type=kind.name))
    from reqsite.cli.impact import as_markdown, impact_of  # noqa: PLC0415 - other records need none

    records = [find_record(session, record_id) for record_id in ids]
    lines = tuple(as_markdown(session, impact_of(session, records)))
    return Affected(tuple(dict.fromkeys(record.id for record in records)), lines)


def _given_id(workspace: Workspace, kind: RecordType, record_id: str) -> str:
    """Return the id that was asked for, if a record of this type may have it and none has."""
    new_id = normal_id(record_id)
    if not new_id or _NO_TEXT.search(new_id):
        raise wrong_call(_("{id} can be no id.", id=record_id))
    if kind.id and not re.fullmatch(kind.id, new_id):
        hint = _("Ids of this type look like this: {pattern}", pattern=kind.id)
        raise wrong_call(_("{id} is no id for a record of type {type}.", id=new_id, type=kind.name), hint)
    _refuse_taken(workspace, new_id)
    return new_id


def _free_id(workspace: Workspace, kind: RecordType, title: str) -> str:
    """Return the next free id, empty for a term that goes by its title."""
    own = [record for record in workspace.sources.records if record.type == kind.name]
    if kind.kind == "term" and not any("id" in record.positions for record in own):
        if not title:
            raise wrong_call(_("A term goes by its title: `reqsite new {type} TITLE`.", type=kind.name))
        _refuse_taken(workspace, title)
        return ""
    stem = stem_of(kind.prefix, (record.id for record in own))
    if not stem:
        hint = _("Give it with --id, or set `prefix:` of this type in schema.yml.")
        raise wrong_call(_("What an id of type {type} begins with is not known.", type=kind.name), hint)
    sources = workspace.sources
    seen = [record.id for record in sources.records]
    # A file that cannot be read may still hold the id that it is called by.
    seen += [PurePosixPath(path).stem for path in (*sources.record_files, *sources.pages, *sources.refused)]
    seen += ids_in_ledger(workspace.project.root / "baselines")
    return _fitting(kind, next_id(stem, seen), stem)


def _fitting(kind: RecordType, new_id: str, stem: str) -> str:
    """Return the id with as many digits as the type's pattern wants, where that wants another number of them."""
    number = int(new_id[len(stem) :])
    forms = [new_id, *(f"{stem}{number:0{digits}d}" for digits in range(1, WIDEST_NUMBER + 1))]
    for form in forms:
        if not kind.id or re.fullmatch(kind.id, form):
            return form
    hint = _("Give it with --id.")
    raise wrong_call(_("The next id {id} does not fit the ids of type {type}.", id=new_id, type=kind.name), hint)


def _refuse_taken(workspace: Workspace, new_id: str) -> None:
    taken = workspace.catalog.resolve(new_id)
    if taken is not None:
        place = f"{taken.file}:{taken.line}"
        raise wrong_call(_("{id} is there already: {place}.", id=taken.id, place=place))


def _folder(workspace: Workspace, kind: RecordType) -> PurePosixPath:
    """Return the folder, below the folder of documents, where most records of the type live, else the kind's."""
    docs = workspace.project.docs_dir
    folders: Counter[PurePosixPath] = Counter()
    for record in workspace.sources.records:
        path = workspace.project.root / record.file
        if record.type == kind.name and path.suffix == ".md":
            with contextlib.suppress(ValueError):
                folders[PurePosixPath(path.relative_to(docs).parent.as_posix())] += 1
    return folders.most_common(1)[0][0] if folders else PurePosixPath(KINDS[kind.kind])


def _file_name(name: str) -> str:
    """Return a file's name that every system takes."""
    return address(name) if _UNSAFE_IN_FILE_NAMES.search(name) or len(name) > FILE_NAME_LENGTH else name


def _write(path: Path, text: str) -> None:
    """Write a new file; one that is there stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise wrong_call(_("{file} is there already, and stays as it is.", file=os.path.relpath(path))) from None
