"""The files that our pages need beside them: one style sheet, one script, and what others wrote."""

from __future__ import annotations

import functools
import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_PUBLISHED_UNDER = "assets/reqsite"
STYLESHEETS = (f"{_PUBLISHED_UNDER}/reqsite.css",)
"""What every page links to, relative to the root of the site."""
SCRIPTS = (f"{_PUBLISHED_UNDER}/reqsite.js",)
"""What every page runs, relative to the root of the site; it works from a folder too."""
_FOR_WRITERS = re.compile(r"(?m)^\s*/\*(?:[^*]|\*(?!/))*\*/\s*\n|^\s+")
"""Comments that have lines of their own, and the blanks before a line."""
_LITERAL = {
    ".css": re.compile(r'("[^"\n]*")'),
    ".js": re.compile(
        r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"""
        r"|(?:(?<=[(\[{=,:;!?&|>])|(?<=[(\[{=,:;!?&|>] )|(?<=return ))"  # where a value begins, no division goes on
        r"/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/)"
    ),
}
"""What stays as it is written: strings, and in a script regular expressions."""
_AIRY = {
    ".css": re.compile(r" *([{};,>]) *|(?<=:) +"),
    ".js": re.compile(r" *([{}()\[\];,<>=!?:&|]) *"),
}
"""Blanks around punctuation marks, which stand between nothing that would run together."""


@functools.cache
def files() -> dict[str, bytes]:
    """Return path relative to the root of the site → bytes, sorted.

    The parts of the style sheet and of the script are joined in the order of their names.  Each part of the script is a
    function that runs by itself, so that none sees the names of another.
    """
    vendor = sorted(path for path in (_FOLDER / "vendor").rglob("*") if path.is_file())
    return {
        STYLESHEETS[0]: _joined("css"),
        SCRIPTS[0]: _joined("js"),
        **{f"{_PUBLISHED_UNDER}/{p.relative_to(_FOLDER).as_posix()}": p.read_bytes() for p in vendor},
    }


def lean(file: Path) -> bytes:
    """Return a style sheet or script of ours without what only those read who write it: a third of it.

    No string of ours runs over several lines, so a line's beginning is never part of one; none holds another one.
    """
    literal, airy = _LITERAL[file.suffix], _AIRY[file.suffix]
    parts = literal.split(_FOR_WRITERS.sub("", file.read_text(encoding="utf-8")))
    parts[::2] = [airy.sub(r"\1", part) for part in parts[::2]]
    return "".join(parts).encode()


def _joined(kind: str) -> bytes:
    return b"\n".join(lean(path) for path in sorted((_FOLDER / kind).glob(f"*.{kind}")))
