"""The zip that every release holds of itself, so that the portal can be handed on and opened without a network.

It is made once, of just the files that were looked over, and the same files give the same zip.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.errors import RefusedError
from reqsite.publish.heads import copy_name
from reqsite.publish.manifest import FileEntry, Manifest

_CHUNK = 1 << 20
_UNIX = 3
"""Who made an entry, so that its mode is read."""
_MODE = 0o100644 << 16
_LEVEL = 6
_EARLIEST = 1980
"""A zip knows no earlier year."""


def add_offline_copy(site: Path, manifest: Manifest) -> Manifest:
    """Write the zip of a site into it, and return the manifest with it.

    Args:
        site: folder of the site.
        manifest: of what is in it.

    Raises:
        RefusedError: Something else has the name of the zip.
    """
    name = copy_name(manifest.version)
    if any(entry.path.casefold() == name.casefold() for entry in manifest.files):
        raise RefusedError(_("{path} is the name of the copy that a release holds of itself.", path=name))
    day = _day(manifest.date)
    with zipfile.ZipFile(site / name, "x", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
        for entry in manifest.files:
            info = zipfile.ZipInfo(f"{Path(name).stem}/{entry.path}", day)
            info.create_system, info.external_attr = _UNIX, _MODE
            info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, entry.size
            with (site / entry.path).open("rb") as file, packed.open(info, "w") as written:
                shutil.copyfileobj(file, written, _CHUNK)
    with (site / name).open("rb") as file:
        made = FileEntry(name, (site / name).stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
    return replace(manifest, files=tuple(sorted((*manifest.files, made), key=lambda entry: entry.path)))


def _day(date: str) -> tuple[int, int, int, int, int, int]:
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        return (_EARLIEST, 1, 1, 0, 0, 0)
    return (max(day.year, _EARLIEST), day.month, day.day, 0, 0, 0)
