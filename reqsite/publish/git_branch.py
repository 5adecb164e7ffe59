"""What a store needs of a branch, wherever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from reqsite.i18n import _
from reqsite.publish.errors import TargetError
from reqsite.publish.git_calls import Git
from reqsite.publish.names import why_not

HEADS, TAGS = "refs/heads/", "refs/tags/release-site/"


def tags_of(branch: str) -> str:
    """Return what the tags of the releases on a branch begin with: one repository may have several such branches."""
    return f"{TAGS}{branch}/"


@dataclass(frozen=True, slots=True)
class Refs:
    """Where a branch and the tags of its releases are."""

    tip: str = ""
    """The last commit of the branch, empty where there is no such branch."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Folder of a release → what its tag names: a commit that holds the release alone."""


class Branch(Protocol):
    """A branch, and the tags of the releases on it."""

    @property
    def place(self) -> str:
        """Where it is, for people; without secrets."""

    @property
    def reading(self) -> Git:
        """Git, for a repository that has what was looked at."""

    @property
    def writing(self) -> Git:
        """Git, for a repository of this process alone, in which commits are made."""

    def check(self) -> None:
        """Look whether it could be written to, without doing it.

        Raises:
            TargetError: It could not.
        """

    def look(self) -> Refs:
        """Return where it is now."""

    def fetch_tags(self) -> None:
        """Bring what the tags hold to where it can be read."""

    def move(self, seen: Refs, new: str, tags: Mapping[str, str]) -> bool:
        """Put a new commit at the tip, and make new tags, in one step; make sure that all of it is there.

        Args:
            seen: where it was when the commit was made.
            new: the commit.
            tags: release → what its tag names.

        Returns:
            False where somebody else was faster, and nothing was done.

        Raises:
            TargetError: It was refused for another reason.
        """


def refuse_bad_name(git: Git, branch: str) -> None:
    """Refuse a name that no branch can have.

    Raises:
        TargetError: It is such a one.
    """
    if git.run("check-ref-format", f"{HEADS}{branch}").returncode != 0:
        raise TargetError(_("{branch} is no name for a branch.", branch=branch))


def read_refs(lines: str, branch: str) -> Refs:
    """Return what a list of refs says of a branch: lines of an id and a name."""
    named = {name: found for found, name in (line.split() for line in lines.splitlines())}
    own = tags_of(branch)
    tags = {name.removeprefix(own): found for name, found in named.items() if name.startswith(own)}
    return Refs(
        named.get(f"{HEADS}{branch}", ""), {name: found for name, found in tags.items() if why_not(name) is None}
    )
