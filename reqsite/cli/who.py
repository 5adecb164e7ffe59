"""Who does something to a release, as the journal of a store notes it."""

from __future__ import annotations

from pathlib import Path

from reqsite.cli.command import Option
from reqsite.cli.errors import wrong_call
from reqsite.i18n import _

LONGEST = 100


def by_option() -> Option:
    """Return the option that names the person."""
    return Option(
        "--by", metavar="NAME", help=_("Who does it, for the journal; else the user.name of git, where there is one.")
    )


def person_or_git(by: str | None) -> str:
    """Return who does it: as the option says, else as git knows them, else nobody."""
    return person(by) if by is not None else _of_git()


def person(written: str) -> str:
    """Return a name as it is noted.

    Raises:
        CommandError: It is none.
    """
    name = " ".join(written.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise wrong_call(_("A person's name has 1 to {limit} characters.", limit=LONGEST))
    return name


def _of_git() -> str:
    from reqsite.history.git import GitError, Repository  # noqa: PLC0415 - where nobody is named only

    try:
        name = Repository.of(Path.cwd()).output("config", "--get", "user.name")
    except GitError:
        return ""
    name = " ".join(name.split())[:LONGEST]
    return name if name.isprintable() else ""
