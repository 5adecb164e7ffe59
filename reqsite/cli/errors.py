"""How a command ends when it cannot do what was asked."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reqsite.i18n import Message


class Exit(enum.IntEnum):
    """What a caller learns from the exit code; the same for every verb."""

    FINE = 0
    FINDINGS = 1
    """The content is wrong."""
    USAGE = 2
    """The call is wrong."""
    CONFLICT = 3
    """The release exists with other content."""
    UNVERIFIED = 4
    """What was checked is not what was once written."""
    TARGET = 5
    """Something cannot be read or written: missing, not permitted, or full."""
    RACE = 6
    """Somebody else was faster; the same call may succeed now."""
    CRASH = 7
    """A tool underneath, or reqsite itself, crashed or ran out of time."""
    INTERRUPTED = 130


class CommandError(Exception):
    """A reason to stop, in words for the person who called; no traceback is shown."""

    def __init__(self, message: Message, code: Exit, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
        self.hint = hint


def wrong_call(message: Message, hint: Message | None = None) -> CommandError:
    """Return the failure of a call that cannot be obeyed whatever the content is."""
    return CommandError(message, Exit.USAGE, hint)
