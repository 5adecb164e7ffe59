"""Why something was not published, or is not what was; each kind has an exit code of its own on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from reqsite.i18n import Message


class PublishError(Exception):
    """Nothing was done, or no more than what the message says.

    Attributes:
        message: What is wrong.
        hint: What to do about it.
        details: What exactly, one thing each: paths, ids, sentences.
    """

    def __init__(self, message: Message, hint: Message | None = None, details: Sequence[Message] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint
        self.details = tuple(details)


class RefusedError(PublishError):
    """The content is not fit to leave the house, or is not what was frozen."""


class MisplacedError(PublishError):
    """The store is where it must not be, or the name is one that no release can have."""


class ConflictError(PublishError):
    """The release is out, with other content."""


class UnverifiedError(PublishError):
    """What lies in the store is not what was once written there."""


class TargetError(PublishError):
    """The store cannot be read or written, or what it was given changed on the way."""


class RaceError(PublishError):
    """Somebody else is publishing; the same call may succeed later."""


class UnreadableError(OSError):
    """A file that cannot be read, and why.

    Attributes:
        message: What is wrong.
        is_silence: Whether nobody answered at all.
    """

    def __init__(self, message: Message, *, is_silence: bool = False) -> None:
        super().__init__(str(message))
        self.message = message
        self.is_silence = is_silence
