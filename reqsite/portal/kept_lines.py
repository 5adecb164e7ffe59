"""What a build has said of its project, kept for the next one: where nothing has changed, it says the same again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from reqsite.portal import kept_texts

Line = tuple[int, str]
"""How much a line weighs, as `logging` has it, and what it says."""
_NAME = "lines"


class KeptLines:
    """What one build has said, in memory, and in a file where there is one."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._key = ""
        self._lines: list[Line] = []

    @classmethod
    def of_user(cls, root: Path) -> KeptLines:
        """Return what this user has kept of the project in `root`; in memory where there is no folder for it."""
        return cls(kept_texts.path_for(root, "lines"))

    def lines(self, key: str, make: Callable[[], Iterable[Line]]) -> list[Line]:
        """Return the lines for this key: as they were in the build before, else as `make` gives them, and keep them."""
        if key != self._key:
            found = kept_texts.read(self._path, key).get(_NAME)
            if found is None:
                self._lines = [(weight, text) for weight, text in make()]
                kept_texts.write(self._path, key, {_NAME: (json.dumps(self._lines),)})
            else:
                self._lines = [(weight, text) for weight, text in json.loads(found[0])]
            self._key = key
        return self._lines
