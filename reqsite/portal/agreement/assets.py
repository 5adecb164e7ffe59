"""The scripts of the agreement, each loaded by the pages that need it and by no other, and what they read."""

from __future__ import annotations

from pathlib import Path

from reqsite.portal import assets
from reqsite.portal.agreement import addresses, later, matrix_page
from reqsite.portal.data import as_json, as_script
from reqsite.portal.press import Press

_FOLDER = Path(__file__).parent.parent / "assets" / "confirm"


def files(press: Press) -> dict[str, bytes]:
    """Return path relative to the site's root → bytes."""
    data = matrix_page.script(press)
    found = {path: as_script(name, as_json(held)).encode() for path, (name, held) in data.items()}
    if data:
        found[addresses.MATRIX_SCRIPT] = assets.lean(_FOLDER / "matrix.js")
    if press.site.agreement:
        found[addresses.SHEET_SCRIPT] = assets.lean(_FOLDER / "confirm.js")
        found[addresses.ROLE_SCRIPT] = assets.lean(_FOLDER / "role.js")
    return found | later.files(press)
