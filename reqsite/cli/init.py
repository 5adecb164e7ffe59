"""`reqsite init`: a project to begin with, whose chapters are there and whose portal can be built."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.command import Option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import write_data
from reqsite.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

_CONFIGS = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
_IGNORED = ".gitignore"
_LONGEST = 200


@verb(
    "init",
    _(
        "Writes mkdocs.yml, and in docs_src/ a vocabulary, a home page and a chapter each for background, goals, "
        "functional requirements, non-functional requirements, constraints and glossary, each with an example. "
        "`reqsite check` passes, and says from then on if one of the chapters is gone or empty. No file is ever "
        "written over: where one of them is there already, nothing is written. The paths are printed."
    ),
    [
        ("reqsite init", _("in this folder")),
        ('reqsite init order-desk --name "Order desk"', _("in a folder of its own")),
        ("reqsite init --language zh", _("in Chinese")),
    ],
    [
        click.Argument(["folder"], required=False, default=".", type=click.Path(file_okay=False, path_type=Path)),
        Option("--name", metavar="NAME", help=_("What the site is called; else as the folder is.")),
        Option(
            "--language", type=click.Choice(LANGUAGES), help=_("Of the chapters and the portal; else that of messages.")
        ),
    ],
)
def command(session: Session, *, folder: Path, name: str | None, language: str | None) -> Exit:
    """Write a project."""
    folder = folder.absolute()
    title = " ".join((name if name is not None else folder.name).split()) or "Requirements"
    if len(title) > _LONGEST or not title.isprintable():
        raise wrong_call(_("A name is one line of at most {limit} letters.", limit=_LONGEST))
    files = _files(title, language or session.language)
    _refuse_taken(folder, files)
    try:
        for path, text in files.items():
            target = folder / path
            if path == _IGNORED and target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            write_data(f"{os.path.relpath(target)}\n")
    except FileExistsError as error:
        raise CommandError(_("{file} is there already; it stays as it is.", file=error.filename), Exit.RACE) from None
    session.say(_("Now `reqsite serve` shows the portal, and `reqsite check` says what is wrong with it."))
    return Exit.FINE


def _files(title: str, language: str) -> dict[str, str]:
    if language == "zh":
        from reqsite.cli.skeleton_zh import FILES  # noqa: PLC0415 - one of two
    else:
        from reqsite.cli.skeleton_en import FILES  # noqa: PLC0415

    plain = title.replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_").replace("[", r"\[")
    return {
        path: text.replace("%NAME%", json.dumps(title, ensure_ascii=False)).replace("%TITLE%", plain)
        for path, text in FILES.items()
    }


def _refuse_taken(folder: Path, files: dict[str, str]) -> None:
    """Refuse a folder in which a project has begun; nothing has been written yet."""
    for path in (*_CONFIGS, *(path for path in files if path != _IGNORED)):
        if os.path.lexists(folder / path):
            raise wrong_call(
                _("{file} is there already; nothing was written.", file=os.path.relpath(folder / path)),
                _("Name a folder that is empty: `reqsite init order-desk`."),
            )
