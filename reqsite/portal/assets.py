"""The files that our pages need beside them: one style sheet, one script, and what others wrote."""

from __future__ import annotations

import functools
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_PUBLISHED_UNDER = "assets/reqsite"
STYLESHEETS = (f"{_PUBLISHED_UNDER}/reqsite.css",)
"""What every page links to, relative to the root of the site."""
SCRIPTS = (f"{_PUBLISHED_UNDER}/reqsite.js",)
"""What every page runs, relative to the root of the site; it works from a folder too."""


@functools.cache
def files() -> dict[str, bytes]:
    """Return path relative to the root of the site → bytes, sorted.

    The parts of the style sheet and of the script are joined in the order of their names.  Each part of the script is a
    function that runs by itself, so that none sees the names of another.
    """
    vendor = sorted(path for path in (_FOLDER / "vendor").rglob("*") if path.is_file())
    return {
        STYLESHEETS[0]: _joined("css"),
        SCRIPTS[0]: _joined("js"),
        **{f"{_PUBLISHED_UNDER}/{p.relative_to(_FOLDER).as_posix()}": p.read_bytes() for p in vendor},
    }


def _joined(kind: str) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted((_FOLDER / kind).glob(f"*.{kind}")))
