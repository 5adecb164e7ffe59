"""Reading what is published, once more, on its way into a store."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.errors import TargetError
from reqsite.publish.manifest import FileEntry

_CHUNK = 1 << 20


def pieces(source: Path, entry: FileEntry) -> Iterator[bytes]:
    """Yield what a file of a folder holds, never more than its manifest says; no link is followed.

    Raises:
        TargetError: It is not what the manifest says: whatever was made of the pieces must go.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(source / entry.path, flags), "rb", buffering=0) as file:
        while size <= entry.size and (piece := file.read(_CHUNK)):
            digest.update(piece)
            size += len(piece)
            if size <= entry.size:
                yield piece
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise TargetError(_("{path} changed while it was copied; nothing was published.", path=entry.path))
