"""Releases of small projects, frozen as `reqsite release` does it."""

from pathlib import Path

from reqsite.history.freeze import change_set, write_baseline
from reqsite.history.ledger_files import read_ledger
from reqsite.workspace import Workspace, open_workspace
from tests.unit.checks.checked import project_in


def release(root: Path, name: str, date: str = "2026-03-01") -> Path:
    """Freeze the records of a project as they stand, and return the file."""
    content = change_set(read_ledger(root), workspace(root).state, name, date, "")
    return write_baseline(root, name, content)


def workspace(root: Path) -> Workspace:
    """Return a project as it stands, read anew."""
    return open_workspace(project_in(root))
