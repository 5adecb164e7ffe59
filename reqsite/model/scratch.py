"""A folder for files that nobody needs for long."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder, which is gone at the end, also where somebody interrupts its removal."""
    # Its name is known before it is there: an interrupt in between must not lose it.
    folder = Path(tempfile.gettempdir()).resolve() / f"reqsite-{secrets.token_hex(16)}"
    try:
        folder.mkdir(0o700)
        yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
