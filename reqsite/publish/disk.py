"""Writing so that it is on the disk: files first, then the folders with their names.

Nothing here is durable before it is synced.  Many files are synced at once, since the disk writes its own journal then
once for all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from reqsite.publish.copying import pieces
from reqsite.publish.manifest import FileEntry

T = TypeVar("T")
_FEW = 64
"""So many files are dealt with one after the other."""
_AT_ONCE = 16


def write_new(target: Path, content: bytes, mode: int) -> None:
    """Write a file that is not there, with its mode whatever the umask is."""
    with target.open("xb") as file:
        _set_mode(file.fileno(), mode)
        file.write(content)


def copy(source: Path, entry: FileEntry, target: Path, mode: int) -> None:
    """Copy a file of a folder to one that is not there, and make sure that it is what the manifest says."""
    with target.open("xb", buffering=0) as file:
        _set_mode(file.fileno(), mode)
        for piece in pieces(source, entry):
            rest = memoryview(piece)
            while rest:
                rest = rest[file.write(rest) :]


def _set_mode(descriptor: int, mode: int) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)


def sync_files(files: Sequence[Path]) -> None:
    """Bring the content of files to the disk.

    Raises:
        OSError: One of them did not get there; nothing is known of it then, and a second try proves nothing.
    """
    _each(_sync, files)


def rename(moves: Sequence[tuple[Path, Path]]) -> None:
    """Give files other names, each in one step, in the place of whatever has that name."""
    _each(_rename, moves)


def _rename(move: tuple[Path, Path]) -> None:
    old, new = move
    old.replace(new)


def _each(step: Callable[[T], None], things: Sequence[T]) -> None:
    """Do something with each thing: where there are many, with some at once, in any order."""
    if len(things) <= _FEW:
        for thing in things:
            step(thing)
        return
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for _done in pool.map(step, things):
            pass
    finally:
        pool.shutdown(cancel_futures=True)


def sync_folders(folders: Iterable[Path]) -> None:
    """Bring the names in folders to the disk; Windows knows no such thing."""
    if os.name != "nt":
        for folder in folders:
            _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those around it that are missing; return them and the one that got the first of them."""
    made = []
    while not folder.is_dir():
        made.append(folder)
        folder = folder.parent
    for missing in reversed(made):
        missing.mkdir()
        missing.chmod(0o755)
    return [*made, folder]


def remove(folder: Path) -> None:
    """Remove a folder that may be read-only."""
    folder.chmod(0o700)
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            remove(Path(entry.path))
        else:
            Path(entry.path).unlink()
    folder.rmdir()
