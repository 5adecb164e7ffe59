"""A lock that the kernel holds: it ends with those who have it, however they end."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.errors import RaceError

_STEP_SECONDS = 0.05


@contextlib.contextmanager
def held(file: Path, place: str, patience: float) -> Iterator[int]:
    """Be the only one who has the lock, and give its descriptor: a child that inherits that has the lock, too.

    Args:
        file: the lock, which stays; it says who had it last.
        place: what is locked, for people.
        patience: seconds to wait for somebody else.

    Raises:
        RaceError: Somebody else has had it for longer than that.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait(descriptor, place, patience)
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield descriptor
    finally:
        os.close(descriptor)


def _wait(descriptor: int, place: str, patience: float) -> None:
    end = time.monotonic() + patience
    while not _lock(descriptor):
        if time.monotonic() > end:
            os.lseek(descriptor, 0, os.SEEK_SET)
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            raise RaceError(
                _(
                    "Somebody else has been publishing to {path} for {seconds} s.",
                    path=place,
                    seconds=round(patience),
                ),
                _("The process {pid} holds the lock. Run the command again.", pid=holder or "?"),
            )
        time.sleep(_STEP_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Take the lock, and return False where somebody else has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Take the lock, and return False where somebody else has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
