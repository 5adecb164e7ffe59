"""Regular expressions that are compiled when they are first used.

Python takes about a millisecond to compile a long one, at every start, and most runs need few of the long ones.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator


class LatePattern:
    """A pattern with the methods of `re.Pattern` that this project uses."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    @functools.cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._pattern, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match anywhere in the text."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in the text, in order."""
        return self.compiled.finditer(text)
