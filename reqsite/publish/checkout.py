"""The files of a release as they were, in a folder of their own; its history as it is told today."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.history.git_states import UnreadableStateError
from reqsite.history.ledger import FOLDER
from reqsite.i18n import _
from reqsite.model.scratch import scratch_folder
from reqsite.publish.errors import RefusedError

if TYPE_CHECKING:
    from reqsite.history.git_states import GitStates
    from reqsite.history.ledger import Ledger

_SHOWN = 5
_STAND_IN = b"version https://git-lfs.github.com/spec/"
"""What git keeps of a file that lies elsewhere begins so."""
_STAND_IN_BYTES = 1024


@contextlib.contextmanager
def checked_out(states: GitStates, commit: str, root: Path, ledger: Ledger) -> Iterator[Path]:
    """Give the mkdocs.yml of a commit among all files of it; the folder is gone at the end.

    Nothing of the repository changes, neither its working tree nor what git notes of it, and the folder is no
    repository itself.

    Args:
        states: the repository.
        commit: its full id.
        root: of the project as it stands, whose ledger is told.
        ledger: of the releases up to the one that is wanted; the others are left out.

    Raises:
        RefusedError: the commit holds no project, or none that git has whole.
        GitError: git does not give it away.
    """
    with scratch_folder() as folder:
        try:
            config = states.export(commit, folder)
        except UnreadableStateError as error:
            place = f"{commit[:12]}:{error.place}" if error.place else commit[:12]
            raise RefusedError(_("{place}: {message}", place=place, message=error.message)) from None
        _refuse_stand_ins(folder)
        _tell_history(config.parent / FOLDER, root, ledger)
        yield config


def _refuse_stand_ins(folder: Path) -> None:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_stand_in(path))
    if found:
        raise RefusedError(
            _("Git LFS keeps files of this commit elsewhere, and git has only their names."),
            _("Check the commit out, and publish it from there: `reqsite publish --release VERSION`"),
            [_("not in git: {file}", file=path) for path in found[:_SHOWN]],
        )


def _is_stand_in(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size > _STAND_IN_BYTES:
        return False
    with path.open("rb") as file:
        return file.read(len(_STAND_IN)) == _STAND_IN


def _tell_history(folder: Path, root: Path, ledger: Ledger) -> None:
    """Put the files of today's ledger in the place of those that the commit has."""
    if folder.is_dir():
        shutil.rmtree(folder)
    folder.mkdir()
    for baseline in ledger.baselines:
        shutil.copyfile(root / baseline.file, folder / f"{baseline.name}.jsonl")
