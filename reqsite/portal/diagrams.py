"""Diagrams in Mermaid's language: drawn by a script of the site's own, with their text beside them as well."""

from __future__ import annotations

import re
from pathlib import Path

SCRIPT = "assets/reqsite/mermaid/mermaid.min.js"
"""What draws diagrams, relative to the root of the site; megabytes, so only pages with a diagram load it."""

_ELEMENT = re.compile(r'<(pre|div) class="mermaid">(.*?)</\1>', re.DOTALL)
_FOLDER = Path(__file__).parent / "assets" / "mermaid"


def in_page(page: str, script: str, label: str) -> str:
    """Return a page that draws its diagrams with the site's own script, and says each as text.

    Args:
        page: the whole HTML of a page with a diagram.
        script: the way from the page to `SCRIPT`.
        label: what the diagram as text is called.
    """
    said = _ELEMENT.sub(lambda match: match[0] + _as_text(match[2], label), page)
    before, body, after = said.rpartition('<script id="__config"')
    return f'{before}<script src="{script}"></script>{body}{after}' if body else said


def files() -> dict[str, bytes]:
    """Return the script and its licence: path relative to the root of the site → bytes."""
    folder = SCRIPT.rpartition("/")[0]
    return {f"{folder}/{path.name}": path.read_bytes() for path in sorted(_FOLDER.iterdir())}


def _as_text(source: str, label: str) -> str:
    text = source.removeprefix("<code>").removesuffix("</code>")
    return f'<details class="rs-diagram-text"><summary>{label}</summary><pre><code>{text}</code></pre></details>'
