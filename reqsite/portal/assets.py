"""The files that our pages need beside them."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_PUBLISHED_UNDER = "assets/reqsite"
STYLESHEETS = (f"{_PUBLISHED_UNDER}/reqsite.css",)
"""What every page links to, relative to the root of the site."""


def files() -> dict[str, bytes]:
    """Return path relative to the root of the site → bytes, sorted."""
    paths = sorted(path for path in _FOLDER.rglob("*") if path.is_file())
    return {f"{_PUBLISHED_UNDER}/{path.relative_to(_FOLDER).as_posix()}": path.read_bytes() for path in paths}
