"""Texts that a build keeps for the next one, in a file that is good for one key.

They are kept outside the project, in the reader's own cache folder: a file that comes with a project could hold
anything, and would get past the sanitiser.

A file is a line of JSON (key, and for each entry its name and the lengths of its texts in bytes), then the texts: JSON
alone takes five times as long.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from reqsite.portal.digests import digest

Entry = tuple[str, ...]

_FORMAT = 2
_KEPT = 20
"""Projects whose texts are kept."""
_ANY = "surrogatepass"
_BUFFER = 1 << 20


def path_for(root: Path, kind: str) -> Path | None:
    """Return the file for one kind of texts of the project in `root`; None where there is no folder for it."""
    folder = user_cache_folder()
    return folder / f"{digest([str(root.resolve())])[:32]}.{kind}" if folder else None


def user_cache_folder() -> Path | None:
    """Return the folder for what this user's programs may forget, None where the user has no home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if base and Path(base).is_absolute():
        return Path(base) / "reqsite"
    try:
        return Path.home() / ".cache" / "reqsite"
    except RuntimeError:
        return None


def read(path: Path | None, key: str) -> dict[str, Entry]:
    """Return what a file keeps under this key; a file that cannot be read is as good as none."""
    if path is None:
        return {}
    try:
        with path.open("rb", buffering=_BUFFER) as file:
            head = json.loads(file.readline())
            if not isinstance(head, dict) or (head.get("format"), head.get("key")) != (_FORMAT, key):
                return {}
            return _entries(head["entries"], file)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def write(path: Path | None, key: str, entries: Mapping[str, Entry]) -> None:
    """Write a file, whole or not at all; a folder that cannot be written to is no mistake."""
    if path is None:
        return
    lengths = [[name, *map(_length, entry)] for name, entry in entries.items()]
    head = json.dumps({"format": _FORMAT, "key": key, "entries": lengths}).encode()
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with draft.open("wb") as file:
            file.write(head + b"\n")
            file.writelines("".join(entry).encode("utf-8", _ANY) for entry in entries.values())
        draft.replace(path)
        _forget_old(path)


def _length(text: str) -> int:
    """Return how many bytes a text has, without making them all at once for all texts."""
    return len(text) if text.isascii() else len(text.encode("utf-8", _ANY))


def _entries(lengths: list[tuple[str, *tuple[int, ...]]], file: BinaryIO) -> dict[str, Entry]:
    """Return the texts that the rest of a file holds, read one by one: all at once would be in memory twice."""
    sizes = [size for _name, *of_entry in lengths for size in of_entry]
    if any(size < 0 for size in sizes) or sum(sizes) != os.fstat(file.fileno()).st_size - file.tell():
        return {}
    read = file.read
    return {str(name): tuple(read(size).decode("utf-8", _ANY) for size in of_entry) for name, *of_entry in lengths}


def _forget_old(written: Path) -> None:
    """Delete the texts of projects that have not been built for the longest time."""
    files = sorted(written.parent.glob(f"*{written.suffix}"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_KEPT]:
        path.unlink(missing_ok=True)
