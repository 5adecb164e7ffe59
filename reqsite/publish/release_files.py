"""The files of a release that lies somewhere, compared with its manifest, byte by byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.publish.errors import TargetError, UnreadableError
from reqsite.publish.manifest import LONGEST, NAME, SIGNATURE, SUMS, FileEntry, Manifest
from reqsite.publish.store import Item, Shelf

_CHUNK = 1 << 20
_ASKED_AT_ONCE = 8
"""So many files a server is asked for at the same time: most of the time is that of the way."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written."""

    path: str
    """In the store."""
    message: Message


def differing_files(store: Shelf, name: str, manifest: Manifest) -> Iterator[Problem]:
    """Yield what differs between a folder and its manifest: files, folders, and whether they can be read."""
    wanted = dict(manifest.by_path)
    if not store.lists:
        yield from _of_all(store, name, manifest)
        return
    folders = {folder for path in wanted for folder in _folders(path)}
    seen = set()
    for item in store.items(name):
        path = f"{name}/{item.path}"
        seen.add(item.path)
        if (message := _of_the_item(item, folders)) is not None:
            yield Problem(path, message)
        elif item.path == SUMS:
            yield from _of_the_sums(store, path, manifest)
        elif item.kind == "file" and item.path not in {NAME, SIGNATURE}:
            yield from _of_the_file(store, path, wanted.get(item.path))
    yield from (Problem(f"{name}/{path}", _("It is missing.")) for path in (*wanted, SUMS) if path not in seen)


def unreadable(path: str, error: OSError | TargetError) -> Problem:
    """Return what is told of a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Problem(path, _("It is missing."))
    if isinstance(error, UnreadableError):
        return Problem(path, _("It cannot be read. {reason}", reason=error.message))
    return Problem(path, error.message if isinstance(error, TargetError) else _("It cannot be read."))


def _of_all(store: Shelf, name: str, manifest: Manifest) -> Iterator[Problem]:
    """Ask for everything that there should be, many files at a time; problems come in the order of the files."""
    with ThreadPoolExecutor(_ASKED_AT_ONCE) as pool:
        for found in pool.map(lambda entry: list(_of_the_file(store, f"{name}/{entry.path}", entry)), manifest.files):
            yield from found
    yield from _of_the_sums(store, f"{name}/{SUMS}", manifest)


def _of_the_item(item: Item, folders: Iterable[str]) -> Message | None:
    """Return what is wrong with something as a thing of a folder, whatever it holds."""
    if item.kind == "other":
        return _("It is no plain file.")
    if item.kind == "folder" and item.path not in folders:
        return _("It is a folder that was not there.")
    return None if item.is_readable else _("It cannot be read by others.")


def _of_the_sums(store: Shelf, path: str, manifest: Manifest) -> Iterator[Problem]:
    try:
        content = store.read(path, LONGEST)
    except (OSError, TargetError) as error:
        yield unreadable(path, error)
        return
    if content is None:
        yield Problem(path, _("It is missing."))
    elif content != manifest.sums():
        yield Problem(path, _("It is changed."))


def _of_the_file(store: Shelf, path: str, entry: FileEntry | None) -> Iterator[Problem]:
    if entry is None:
        yield Problem(path, _("It is unexpected: nothing of this name was published."))
        return
    digest, size = hashlib.sha256(), 0
    try:
        with store.open(path) as file:
            while size <= entry.size and (chunk := file.read(_CHUNK)):  # a file without an end has one here
                digest.update(chunk)
                size += len(chunk)
    except (OSError, TargetError) as error:
        yield unreadable(path, error)
        return
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        yield Problem(path, _("It is changed."))


def _folders(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
