"""Files and folders on the command line, as limits of what a verb is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reqsite.cli.errors import wrong_call
from reqsite.i18n import _


@dataclass(frozen=True, slots=True)
class ProjectPaths:
    """Files and folders, relative to the project's root; none stands for the whole project."""

    places: frozenset[PurePosixPath]

    @classmethod
    def of(cls, root: Path, paths: Iterable[Path]) -> ProjectPaths:
        """Return what was named on the command line; a path outside of the project is a wrong call."""
        root = root.resolve()
        places = set()
        for path in paths:
            try:
                places.add(PurePosixPath(path.resolve().relative_to(root).as_posix()))
            except ValueError:
                raise wrong_call(_("{path} is not in the project {root}.", path=path, root=root)) from None
        return cls(frozenset(places))

    @property
    def everything(self) -> bool:
        """True where nothing was named."""
        return not self.places

    def __contains__(self, file: str) -> bool:
        path = PurePosixPath(file)
        return self.everything or path in self.places or not self.places.isdisjoint(path.parents)
