"""Where the pages of the agreement lie."""

from __future__ import annotations

import re

from reqsite.portal.addresses import slug

_PLAIN = re.compile(r"(?!index$|new-for-)[a-z0-9][a-z0-9-]{0,40}")
STATUS = "confirm/index.md"
"""How all roles stand."""
MATRIX = "registers/matrix.md"
"""The requirement matrix."""
_SCRIPTS = "assets/reqsite/"
SHEET_SCRIPT = f"{_SCRIPTS}confirm.js"
"""Keeps the answers of a sheet, and hands them back."""
MATRIX_SCRIPT = f"{_SCRIPTS}requirement-matrix.js"
"""Makes the table of the requirement matrix."""
ROLE_SCRIPT = f"{_SCRIPTS}role.js"
"""Remembers which role its reader has."""
LATER_SCRIPT = f"{_SCRIPTS}later-answers.js"
"""Shows the answers that came after a release was out."""


def sheet(role: str) -> str:
    """Return the source of a role's confirmation sheet."""
    return f"confirm/{name_of(role)}.md"


def news(role: str) -> str:
    """Return the source of what is new for a role."""
    return f"confirm/new-for-{name_of(role)}.md"


def checklist(stem: str) -> str:
    """Return the source of the checklist of a milestone whose own source ends like this."""
    return f"registers/checklist-{stem}"


def acceptance(stem: str) -> str:
    """Return the source of the acceptance sheet of a milestone whose own source ends like this."""
    return f"registers/acceptance-{stem}"


def change_form(stem: str) -> str:
    """Return the source of the form of a change request whose own source ends like this."""
    return f"registers/form-{stem}"


def name_of(role: str) -> str:
    """Return a role as addresses have it."""
    return role if _PLAIN.fullmatch(role) else slug(role, frozenset({"index"}))
