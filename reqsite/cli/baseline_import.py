"""`reqsite baseline import`: the ledger, made of the tags of a git repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.columns import table
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.progress import Progress
from reqsite.history.freeze import ReleaseExistsError, write_baseline
from reqsite.history.git import GitError
from reqsite.history.git_states import open_states
from reqsite.history.importing import NewBaseline, OtherContentError, baselines_of
from reqsite.history.ledger import FOLDER
from reqsite.history.tags import tags_in_order
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from reqsite.cli.session import Session


def import_tags(session: Session, pattern: str, *, dry_run: bool) -> Exit:
    """Write a release for each tag that has none yet: all of them, or none."""
    if session.ledger.findings:
        hint = _("`reqsite baseline verify` says what is wrong with them.")
        raise CommandError(_("The releases that are there are not in order."), Exit.FINDINGS, hint)
    notes: list[Message] = []
    try:
        with Progress(session, _("Reading tags")), open_states(session.project) as states:
            tags, odd = tags_in_order(states.repository, pattern)
            notes += odd
            new = list(baselines_of(states, tags, session.ledger, notes.append))
    except GitError as error:
        raise CommandError(error.message, Exit.CRASH if error.is_tool else Exit.USAGE, error.hint) from None
    except OtherContentError as error:
        _tell(session, notes)
        hint = _("Releases are never changed: only tags that follow them can be imported.")
        raise CommandError(error.message, Exit.CONFLICT, hint) from None
    _tell(session, notes)
    if not new and not session.ledger.baselines:
        raise CommandError(_("No tag holds a project that can be read."), Exit.FINDINGS)
    if not new:
        session.say(_("Nothing to import: there is a release for each tag."))
        return Exit.FINE
    if not dry_run:
        _write(session.project.root, new)
    session.print("\n".join(_listed(session, new)) + "\n")
    if dry_run:
        session.say(_("Nothing was written."))
    else:
        files = plural("{count} file is", "{count} files are", len(new))
        folder = os.path.relpath(session.project.root / FOLDER)
        session.say(_("{files} in {folder}. Next: `git add {folder}`, and commit.", files=files, folder=folder))
    return Exit.FINE


def _tell(session: Session, notes: list[Message]) -> None:
    for note in notes:
        session.warn(note)


def _write(root: Path, new: list[NewBaseline]) -> None:
    """Write the files; what was written is taken back where one cannot be."""
    written: list[Path] = []
    try:
        for baseline in new:
            path = write_baseline(root, baseline.name, baseline.content)
            written.append(path)
    except BaseException as error:
        for path in reversed(written):
            path.unlink(missing_ok=True)
        if isinstance(error, ReleaseExistsError):
            message = _("Somebody has just written release {name}.", name=error)
            raise CommandError(message, Exit.RACE, _("Look at it, and run the command again.")) from None
        raise


def _listed(session: Session, new: list[NewBaseline]) -> list[str]:
    heads = (_("Release"), _("Date"), _("Records"), _("Added"), _("Changed"), _("Removed"), _("Title"))
    rows = [[session.words(head) for head in heads]]
    for baseline in new:
        numbers = [str(baseline.counts[name]) for name in ("records", "added", "changed", "removed")]
        rows.append([baseline.name, baseline.date, *numbers, baseline.title])
    return list(table(rows, right=frozenset({2, 3, 4, 5})))
