"""`reqsite fmt`: how records are written, mended where their meaning stays the same."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.command import Option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.project_paths import ProjectPaths
from reqsite.cli.terminal import write_data
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@verb(
    "fmt",
    _(
        "Finds full-width colons and commas in front matter, dashes and full-width letters in ids, keys in an unusual "
        "order, blanks at the ends of lines and lists without a blank line above. Without --fix it prints a diff, "
        "and the exit code is 1 if there is something to mend."
    ),
    [
        ("reqsite fmt", _("what would be mended")),
        ("reqsite fmt --fix", _("mend it")),
        ("reqsite fmt --check docs_src/orders", _("only name the files, as in CI")),
    ],
    [
        click.Argument(["paths"], nargs=-1, type=click.Path(exists=True, path_type=Path)),
        Option("--fix", is_flag=True, help=_("Rewrite the files.")),
        Option("--check", is_flag=True, help=_("Name the files that would change, and print no diff.")),
    ],
)
def command(session: Session, *, paths: tuple[Path, ...], fix: bool, check: bool) -> Exit:
    """Print, or do, what there is to mend."""
    if fix and check:
        raise wrong_call(_("--fix and --check exclude each other."))
    changed = 0
    for path in _files(session, ProjectPaths.of(session.project.root, paths)):
        changed += _mend(session, path) if fix else _preview(session, path, diff=not check)
    session.say(_result(changed, fix=fix))
    return Exit.FINDINGS if changed and not fix else Exit.FINE


def _files(session: Session, paths: ProjectPaths) -> Iterator[Path]:
    """Yield the Markdown files among these paths, those too whose front matter cannot be read yet."""
    from reqsite.source.folder import walk  # noqa: PLC0415 - `--help` needs none
    from reqsite.source.local_links import PAGE_ENDINGS  # noqa: PLC0415

    project = session.project
    for file in walk(project.docs_dir, project.limits).files:
        path = project.docs_dir / file
        if file.lower().endswith(PAGE_ENDINGS) and Path(os.path.relpath(path, project.root)).as_posix() in paths:
            yield path


def _mend(session: Session, path: Path) -> bool:
    """Rewrite a file and return True if there was something to mend."""
    from reqsite.source.refused import Refused  # noqa: PLC0415 - as above
    from reqsite.source.rewrite import mend_file  # noqa: PLC0415

    try:
        edits = mend_file(path, session.schema_file.schema, session.project.limits)
    except Refused:
        return False  # `check` says why it cannot be read
    for edit in edits:
        place = f"{os.path.relpath(path)}:{edit.line}:{edit.column}"
        session.say(_("{place}: {message}", place=place, message=edit.message))
    if edits:
        session.print(f"{os.path.relpath(path)}\n")
    return bool(edits)


def _preview(session: Session, path: Path, *, diff: bool) -> bool:
    """Print what would become of a file and return True if something would."""
    from reqsite.source.refused import Refused  # noqa: PLC0415 - as above
    from reqsite.source.rewrite import apply, plan_file  # noqa: PLC0415

    try:
        text, edits = plan_file(path, session.schema_file.schema, session.project.limits)
    except Refused:
        return False
    if not edits:
        return False
    if not diff:
        session.print(f"{os.path.relpath(path)}\n")
        return True
    patch = unified_diff(text, apply(text, edits), Path(os.path.relpath(path)).as_posix())
    # A pipe gets the bytes that `git apply` needs, a terminal nothing that it would obey.
    if sys.stdout.isatty():
        session.print(patch.replace("\r\n", "\n"))
    else:
        write_data(patch)
    return True


def unified_diff(old: str, new: str, name: str) -> str:
    """Return a patch of one file that `git apply` takes."""
    lines = difflib.unified_diff(_LINE.findall(old), _LINE.findall(new), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _result(changed: int, *, fix: bool) -> Message:
    if not changed:
        return _("Nothing to mend.")
    if fix:
        return _("1 file was mended.") if changed == 1 else _("{count} files were mended.", count=changed)
    if changed == 1:
        return _("1 file would change; `reqsite fmt --fix` mends it.")
    return _("{count} files would change; `reqsite fmt --fix` mends them.", count=changed)
