"""What the verbs share that have to do with a store: where it is, and how they end."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.command import Option
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import write_message
from reqsite.i18n import _
from reqsite.publish import errors

if TYPE_CHECKING:
    from types import FrameType

    from reqsite.cli.session import Session

STORE = "public"
"""The folder that is a project's store unless another one is named."""
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
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=_("The folder with all releases; else {folder} beside mkdocs.yml.", folder=f"{STORE}/"),
    )


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
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: FrameType | None) -> None:
    """Leave as from an exception, so that nothing is left behind."""
    raise SystemExit(128 + number)
