"""The pages of the build before, which are written over instead of being deleted and made anew.

MkDocs empties the folder of the site first.  A file system such as ext4 gives no name to a new file before it has
looked at all that were deleted in the last minutes, so that a site of thousands of pages takes several times as long
to write the second time as the first.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path


class LastSite:
    """The pages of the build before; for one build at a time."""

    def __init__(self) -> None:
        self._aside: tempfile.TemporaryDirectory[str] | None = None
        self._ready: set[str] = set()

    def set_aside(self, site: Path, folders: Iterable[str]) -> None:
        """Take folders out of a site that is about to be emptied, as far as they can be put beside it."""
        self.drop()
        wanted = [name for name in folders if (site / name).is_dir() and not (site / name).is_symlink()]
        if not wanted or site.is_symlink():
            return
        with contextlib.suppress(OSError):
            # It goes when the process ends, too.
            self._aside = tempfile.TemporaryDirectory(prefix=".reqsite-", dir=site.parent, ignore_cleanup_errors=True)
            for name in wanted:
                (site / name).rename(Path(self._aside.name, name))

    def give_back(self, site: str, path: str) -> None:
        """Put a page, given relative to the site, back to where it is about to be written."""
        if self._aside is None:
            return
        # A Path for each page takes longer than the calls.
        old, new = f"{self._aside.name}/{path}", f"{site}/{path}"
        with contextlib.suppress(OSError):
            status = os.lstat(old)
            # Who has given the file another name beside this one wants to keep what it says.
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1 or not status.st_mode & stat.S_IWUSR:
                return
            folder = new.rpartition("/")[0]
            if folder not in self._ready:
                Path(folder).mkdir(parents=True, exist_ok=True)
                self._ready.add(folder)
            os.rename(old, new)  # noqa: PTH104

    def drop(self) -> None:
        """Delete what nobody has wanted back."""
        if self._aside is not None:
            self._aside.cleanup()
            self._aside = None
        self._ready.clear()
