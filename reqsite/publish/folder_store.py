"""A store that is a folder on a disk.

A release is written to a folder beside the others, brought to the disk, and gets its name by one rename, which fails
where the name is taken.  A reader, and a crash, see all of it or nothing.  Writers wait for each other on a lock of the
kernel's, so that whatever else lies there is left over from one who is dead.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.conflicts import is_published
from reqsite.publish.errors import ConflictError, RaceError, TargetError
from reqsite.publish.exchange import swap
from reqsite.publish.manifest import LONGEST as LONGEST_MANIFEST
from reqsite.publish.manifest import NAME, SUMS, FileEntry, Manifest
from reqsite.publish.names import DRAFT, why_not
from reqsite.publish.store import Item, Pointers, Store

LOCK = ".lock"
_STAGE = ".stage-"
_CHUNK = 1 << 20
_STEP_SECONDS = 0.05
_READ_ONLY, _FOLDER = 0o444, 0o555


class FolderStore:
    """Releases in a folder.

    Args:
        root: the folder; made by the first release where its parent exists.
        patience: seconds to wait for somebody else who is publishing.
    """

    def __init__(self, root: Path, patience: float = 60.0) -> None:
        self.root = root
        self._patience = patience

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.root)

    def releases(self) -> list[str]:
        """Return the names of the releases that are there whole, listed or not."""
        try:
            with os.scandir(self.root) as entries:
                names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        except FileNotFoundError:
            return []
        return sorted(n for n in names if why_not(n) is None and (self.root / n / NAME).is_file())

    def has(self, folder: str) -> bool:
        """Return True where there is something of this name."""
        return os.path.lexists(self.root / folder)

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file, None where it is not there."""
        try:
            with self.open(path) as file:
                content = file.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if len(content) > limit:
            raise TargetError(_("{path} is too large to be what it should be.", path=path))
        return content

    def open(self, path: str) -> BufferedIOBase:
        """Open a file for reading; no link is followed, and no pipe waited for."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self.root / path, flags), "rb")

    def items(self, folder: str) -> Iterator[Item]:
        """Yield whatever lies in a folder, at any depth."""
        try:
            yield from _items(self.root / folder, "")
        except (FileNotFoundError, NotADirectoryError):
            return

    def check(self) -> None:
        """Look whether the folder could be written to."""
        if os.path.lexists(self.root) and not self.root.is_dir():
            raise TargetError(_("{path} is no folder.", path=self.root))
        folder = self.root if self.root.is_dir() else self.root.parent
        if not folder.is_dir():
            hint = _("It is made where the folder around it is there: `mkdir -p {path}`", path=folder)
            raise TargetError(_("There is no folder {path}.", path=folder), hint)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise TargetError(_("Nothing can be written to {path}.", path=folder))

    def commit_release(self, name: str, source: Path, manifest: Manifest) -> bool:
        """Lay a release into the store: all of it or nothing."""
        with self._alone():
            if is_published(self, name, manifest):
                return False
            self._refuse_same_name(name)
            with self._staged(source, manifest) as stage:
                try:
                    stage.rename(self.root / name)
                except OSError as error:
                    raise TargetError(
                        _("{path} cannot get its name: {reason}", path=name, reason=error.strerror or "")
                    ) from None
            _sync_folder(self.root)
            return True

    def replace_draft(self, source: Path, manifest: Manifest) -> bool:
        """Put a draft in the place of the one before, whole."""
        with self._alone():
            if self.read(f"{DRAFT}/{NAME}", LONGEST_MANIFEST) == manifest.content and self._is_whole(manifest):
                return False
            with self._staged(source, manifest) as stage:
                old = swap(stage, self.root / DRAFT)
                _sync_folder(self.root)
                if old is not None:
                    _remove(old)
            return True

    def update(self, make: Callable[[Store], Pointers]) -> tuple[str, ...]:
        """Replace pointers, alone, and return the paths of those that changed."""
        with self._alone():
            changed = []
            folders: dict[Path, None] = {}
            for path, content in make(self):
                if self.read(path, len(content)) == content if self._has_size(path, len(content)) else False:
                    continue
                changed.append(path)
                target = self.root / path
                if not target.parent.is_dir():
                    folders |= dict.fromkeys(_make_folders(target.parent))
                self._replace(target, content)
                folders[target.parent] = None
                if target.parent == self.root:
                    _sync_folders(folders)
                    folders = {}
            _sync_folders(folders)
            return tuple(changed)

    def _has_size(self, path: str, size: int) -> bool:
        try:
            return (self.root / path).lstat().st_size == size
        except OSError:
            return False

    def _replace(self, target: Path, content: bytes) -> None:
        draft = self.root / f"{_STAGE}{uuid.uuid4().hex}"  # a crash leaves it where the next writer sweeps
        try:
            _write_new(draft, content, 0o644)
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def _is_whole(self, manifest: Manifest) -> bool:
        """Return True where the draft's files are there, as far as their names and sizes show."""
        return all(self._has_size(f"{DRAFT}/{entry.path}", entry.size) for entry in manifest.files)

    def _refuse_same_name(self, name: str) -> None:
        with os.scandir(self.root) as entries:
            taken = {entry.name.casefold(): entry.name for entry in entries}
        if (other := taken.get(name.casefold())) is not None:
            raise ConflictError(_("{name} and {other} are one name on some computers.", name=name, other=other))

    @contextlib.contextmanager
    def _staged(self, source: Path, manifest: Manifest) -> Iterator[Path]:
        """Give a folder on the disk that holds what a manifest says; it is gone at the end, unless it was renamed."""
        stage = self.root / f"{_STAGE}{uuid.uuid4().hex}"
        try:
            stage.mkdir()
            folders = {stage: None}
            for entry in manifest.files:
                target = stage / entry.path
                if target.parent not in folders:
                    folders |= dict.fromkeys(_make_folders(target.parent))
                _copy(source / entry.path, target, entry)
            _write_new(stage / NAME, manifest.content, _READ_ONLY)
            _write_new(stage / SUMS, manifest.sums(), _READ_ONLY)
            for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
                folder.chmod(_FOLDER)
                _sync_folder(folder)
            yield stage
        finally:
            if stage.is_dir():
                _remove(stage)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only writer, in a store without leftovers."""
        self.check()
        if not self.root.is_dir():
            self.root.mkdir(exist_ok=True)  # somebody may just have made it
        descriptor = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._wait(descriptor)
            os.truncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
            self._sweep()
            yield
        finally:
            os.close(descriptor)

    def _wait(self, descriptor: int) -> None:
        end = time.monotonic() + self._patience
        while not _lock(descriptor):
            if time.monotonic() > end:
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                message = _(
                    "Somebody else has been publishing to {path} for {seconds} s.",
                    path=self.root,
                    seconds=round(self._patience),
                )
                raise RaceError(
                    message, _("The process {pid} holds the lock. Run the command again.", pid=holder or "?")
                )
            time.sleep(_STEP_SECONDS)

    def _sweep(self) -> None:
        """Take away what those left who died while they held the lock."""
        with os.scandir(self.root) as entries:
            left = [Path(entry.path) for entry in entries if entry.name.startswith(_STAGE)]
        for path in left:
            if path.is_dir() and not path.is_symlink():
                _remove(path)
            else:
                path.unlink()


def _items(folder: Path, prefix: str) -> Iterator[Item]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = prefix + entry.name
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield Item(path, "folder", bool(mode & stat.S_IXOTH) or os.name == "nt")
            with contextlib.suppress(PermissionError):
                yield from _items(Path(entry.path), f"{path}/")
        elif stat.S_ISREG(mode):
            yield Item(path, "file", bool(mode & stat.S_IROTH) or os.name == "nt")
        else:
            yield Item(path, "other")


def _copy(source: Path, target: Path, entry: FileEntry) -> None:
    """Copy a file to the disk, and make sure that what was copied is what the manifest says."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(source, flags), "rb") as read, target.open("xb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            written.write(chunk)
        _finish(written.fileno(), _READ_ONLY, written.flush)
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise TargetError(_("{path} changed while it was copied; nothing was published.", path=entry.path))


def _write_new(target: Path, content: bytes, mode: int) -> None:
    with target.open("xb") as file:
        file.write(content)
        _finish(file.fileno(), mode, file.flush)


def _finish(descriptor: int, mode: int, flush: Callable[[], None]) -> None:
    flush()
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)  # whatever the umask was
    os.fsync(descriptor)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those around it that are missing; return them and the one that got the first of them."""
    made = []
    while not folder.is_dir():
        made.append(folder)
        folder = folder.parent
    for missing in reversed(made):
        missing.mkdir()
        missing.chmod(0o755)
    return [*made, folder]


def _sync_folders(folders: dict[Path, None]) -> None:
    for folder in folders:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; Windows knows no such thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(folder: Path) -> None:
    """Remove a folder that may be read-only."""
    folder.chmod(0o700)
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            _remove(Path(entry.path))
        else:
            Path(entry.path).unlink()
    folder.rmdir()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Take the lock, which ends with the process, and return False where somebody else has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Take the lock, which ends with the process, and return False where somebody else has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
