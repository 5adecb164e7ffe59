"""A store that is a folder on a disk.

A release is written to a folder beside the others, brought to the disk, and gets its name by one rename, which fails
where the name is taken.  A reader, and a crash, see all of it or nothing.  Writers wait for each other on a lock of the
kernel's, so that whatever else lies there is left over from one who is dead.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.publish import disk
from reqsite.publish.conflicts import is_published
from reqsite.publish.errors import ConflictError, TargetError
from reqsite.publish.exchange import swap
from reqsite.publish.locks import held
from reqsite.publish.manifest import LONGEST as LONGEST_MANIFEST
from reqsite.publish.manifest import NAME, Manifest
from reqsite.publish.names import DRAFT, why_not
from reqsite.publish.store import Item, Pointers, Store

LOCK = ".lock"
_STAGE = ".stage-"
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

    @property
    def lists(self) -> bool:
        """True: whatever lies there can be seen."""
        return True

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

    def objections(self) -> Iterator[tuple[str, Message]]:
        """Yield nothing: a folder knows no more of its releases than what lies in them."""
        yield from ()

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
            disk.sync_folders([self.root])
            return True

    def replace_draft(self, source: Path, manifest: Manifest) -> bool:
        """Put a draft in the place of the one before, whole."""
        with self._alone():
            if self.read(f"{DRAFT}/{NAME}", LONGEST_MANIFEST) == manifest.content and self._is_whole(manifest):
                return False
            with self._staged(source, manifest) as stage:
                old = swap(stage, self.root / DRAFT)
                disk.sync_folders([self.root])
                if old is not None:
                    disk.remove(old)
            return True

    def replace_release(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Put a few files in the place of all that a release holds."""
        with self._alone():
            if {item.path for item in self.items(name)} == files.keys() and all(
                self._holds(f"{name}/{path}", content) for path, content in files.items()
            ):
                return False
            with self._stage() as stage:
                stage.mkdir()
                for path, content in files.items():
                    disk.write_new(stage / path, content, _READ_ONLY)
                disk.sync_files([stage / path for path in files])
                stage.chmod(_FOLDER)
                disk.sync_folders([stage])
                old = swap(stage, self.root / name)
                disk.sync_folders([self.root])
                if old is not None:
                    disk.remove(old)
            return True

    def update(self, make: Callable[[Store], Pointers]) -> tuple[str, ...]:
        """Replace pointers, alone, and return the paths of those that changed."""
        with self._alone(), self._stage() as stage:
            changed: list[str] = []
            # One at the root is on the disk before the next one is touched; those in a folder go together.
            for _place, group in itertools.groupby(make(self), _place_of):
                new = ((path, content) for path, content in group if not self._holds(path, content))
                changed += self._replace(stage, new)
            return tuple(changed)

    def _holds(self, path: str, content: bytes) -> bool:
        return self._has_size(path, len(content)) and self.read(path, len(content)) == content

    def _has_size(self, path: str, size: int) -> bool:
        try:
            return (self.root / path).lstat().st_size == size
        except OSError:
            return False

    def _replace(self, stage: Path, pointers: Iterable[tuple[str, bytes]]) -> list[str]:
        """Put files in the place of others, each in one step, once all of them are on the disk; return their paths."""
        drafts: list[tuple[str, Path]] = []
        for path, content in pointers:
            if not drafts and not stage.is_dir():
                stage.mkdir()
            draft = stage / str(len(drafts))
            disk.write_new(draft, content, 0o644)
            drafts.append((path, draft))
        disk.sync_files([draft for _path, draft in drafts])
        moves = [(draft, self.root / path) for path, draft in drafts]
        folders: dict[Path, None] = {}
        for _draft, target in moves:
            if target.parent not in folders:
                folders |= dict.fromkeys(disk.make_folders(target.parent))
        disk.rename(moves)
        disk.sync_folders(folders)
        return [path for path, _draft in drafts]

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
        with self._stage() as stage:
            stage.mkdir()
            folders = {stage: None}
            for entry in manifest.files:
                target = stage / entry.path
                if target.parent not in folders:
                    folders |= dict.fromkeys(disk.make_folders(target.parent))
                disk.copy(source, entry, target, _READ_ONLY)
            beside = manifest.beside()
            for path, content in beside.items():
                disk.write_new(stage / path, content, _READ_ONLY)
            disk.sync_files([stage / path for path in (*(entry.path for entry in manifest.files), *beside)])
            for folder in folders:
                folder.chmod(_FOLDER)
            disk.sync_folders(sorted(folders, key=lambda path: len(path.parts), reverse=True))
            yield stage

    @contextlib.contextmanager
    def _stage(self) -> Iterator[Path]:
        """Give a place for what is not ready; what is left there goes at the end, and after a crash with a sweep."""
        stage = self.root / f"{_STAGE}{uuid.uuid4().hex}"
        try:
            yield stage
        finally:
            try:
                _clear(stage)
            except BaseException:
                _clear(stage)  # whoever was told to end in the middle of it ends it, too
                raise

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only writer, in a store without leftovers."""
        self.check()
        if not self.root.is_dir():
            self.root.mkdir(exist_ok=True)  # somebody may just have made it
        with held(self.root / LOCK, self.place, self._patience):
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Take away what those left who died while they held the lock."""
        with os.scandir(self.root) as entries:
            left = [Path(entry.path) for entry in entries if entry.name.startswith(_STAGE)]
        for path in left:
            if path.is_dir() and not path.is_symlink():
                disk.remove(path)
            else:
                path.unlink()


def _clear(stage: Path) -> None:
    if stage.is_dir():
        disk.remove(stage)


def _place_of(pointer: tuple[str, bytes]) -> str:
    path = pointer[0]
    return path.partition("/")[0] if "/" in path else path


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
