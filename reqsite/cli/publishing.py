"""What the verbs share that have to do with a store: where it is, and how they end."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.command import Option
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import write_message
from reqsite.history.git import GitError
from reqsite.i18n import _
from reqsite.publish import errors

if TYPE_CHECKING:
    from types import FrameType

    from reqsite.cli.session import Session
    from reqsite.publish.store import Store

STORE = "public"
"""The folder that is a project's store unless another one is named."""
BRANCH = "git:"
"""What the name of a store begins with that is a branch."""
_CODES = {
    errors.RefusedError: Exit.FINDINGS,
    errors.MisplacedError: Exit.USAGE,
    errors.ConflictError: Exit.CONFLICT,
    errors.UnverifiedError: Exit.UNVERIFIED,
    errors.TargetError: Exit.TARGET,
    errors.RaceError: Exit.RACE,
}


def store_option() -> Option:
    """Return the option that names the store."""
    return Option(
        "--store",
        default="",
        metavar="STORE",
        help=_(
            "The folder with all releases; git:BRANCH for a branch of the repository, git:BRANCH@REMOTE for one that "
            "is elsewhere; else {folder} beside mkdocs.yml.",
            folder=f"{STORE}/",
        ),
    )


def folder_of(session: Session, store: str) -> Path | None:
    """Return the folder that a store is, as it was written on the command line; None for a branch."""
    if store.startswith(BRANCH):
        return None
    return Path.cwd() / store if store else session.project.root / STORE


def open_store(session: Session, store: str) -> Store:
    """Return a store, as it was written on the command line."""
    folder = folder_of(session, store)
    if folder is not None:
        from reqsite.publish.folder_store import FolderStore  # noqa: PLC0415 - one of the two is needed

        return FolderStore(folder)
    from reqsite.publish.git_store import GitStore  # noqa: PLC0415

    # A branch may have an @ in its name, an address may too: what is before the first one is the branch.
    branch, at, remote = store.removeprefix(BRANCH).partition("@")
    if at and not remote:
        raise wrong_call(_("Which remote?"), _("git:BRANCH@REMOTE: its name, an address, or a folder."))
    return GitStore(Path.cwd(), branch, remote)


@contextlib.contextmanager
def explained(session: Session) -> Iterator[None]:
    """Turn what goes wrong in publishing into the end of the command, its details told before."""
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    except errors.PublishError as error:
        for detail in error.details:
            write_message(session.words(detail))
        raise CommandError(error.message, _CODES[type(error)], error.hint) from None
    except GitError as error:
        raise CommandError(error.message, Exit.CRASH if error.is_tool else Exit.USAGE, error.hint) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: FrameType | None) -> None:
    """Leave as from an exception, so that nothing is left behind."""
    raise SystemExit(128 + number)
