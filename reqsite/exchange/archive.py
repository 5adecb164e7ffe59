"""Office files are archives; ours hold no date, so that the same words are the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes, change: Callable[[str, bytes], bytes] = lambda _name, data: data) -> bytes:
    """Return an archive with one date for all its members, each of them as `change(name, bytes)` returns it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            member = zipfile.ZipInfo(info.filename, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            new.writestr(member, change(info.filename, old.read(info)))
    return out.getvalue()
