"""Putting one folder in the place of another, in one step where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = -100
"""AT_FDCWD: paths are taken as everywhere else."""
_EXCHANGE = 2
"""RENAME_EXCHANGE, Linux 3.15."""


def swap(new: Path, place: Path) -> Path | None:
    """Put the folder `new` at `place`; return where the one lies that was there, None where none was.

    Linux exchanges them in one step.  Elsewhere there is a moment without either.
    """
    if not os.path.lexists(place):
        new.rename(place)
        return None
    if not _exchanged(new, place):
        aside = new.with_name(f"{new.name}-old")
        place.rename(aside)
        new.rename(place)
        return aside
    return new


def _exchanged(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}:  # an old kernel, or a file system that cannot
        return False
    raise OSError(code, os.strerror(code), str(other))
