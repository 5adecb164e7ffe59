"""Which commit the files of a project are, and whether they are just that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reqsite.history.git import GitError, Repository


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a project, as git sees them."""

    commit: str = ""
    """Empty where they are in no git repository."""
    dirty: tuple[str, ...] = ()
    """Files that are not as the commit has them, relative to the root of the repository."""


def look_at_sources(root: Path, store: Path | None) -> Sources:
    """Return the commit of a project's files, and which of them differ from it, those of the store aside.

    Raises:
        GitError: git is missing, fails, or does not trust the repository.
    """
    try:
        repository = Repository.of(root)
    except GitError as error:
        if error.is_tool or "safe.directory" in str(error.hint):
            raise
        return Sources()
    listed = repository.output("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".")
    top = repository.root.resolve()
    dirty = [path for path in _paths(listed) if store is None or store.resolve() not in (top / path).parents]
    return Sources(repository.commit("HEAD") or "", tuple(sorted(dirty)))


def _paths(listed: str) -> Iterator[str]:
    for line in listed.split("\0"):
        if line:
            yield line[3:]
