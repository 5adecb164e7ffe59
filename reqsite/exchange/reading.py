"""Markdown as people read it in a cell: the words, without the marks."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.history.blocks import blocks
from reqsite.history.inline import Inline

_LISTS = frozenset({"ul", "ol"})
_DOT = "• "


def readable(markdown: str) -> str:
    """Return a text line by line: an item with its dot or number, a row of a table with `|` between its cells.

    No word is lost: a picture leaves its description in brackets, a link to another site its address.
    """
    return "\n".join(_lines(markdown))


def _lines(markdown: str) -> Iterator[str]:
    for block in blocks(markdown):
        if block.kind == "rule":
            continue
        text = " | ".join(map(_words, block.cells))
        depth = sum(container in _LISTS for container in block.path)
        if block.kind == "item":
            yield f"{'  ' * max(0, depth - 1)}{f'{block.marker}. ' if block.marker else _DOT}{text}"
        else:
            yield f"{'  ' * depth}{text}"


def _words(cell: Inline) -> str:
    if len(cell) == 1 and not cell[0].style.url:
        return cell[0].text
    found = []
    for span in cell:
        url = span.style.url
        if "image" in span.style.marks:
            found.append(f"[{span.text or url}]")
        else:
            is_elsewhere = url != span.text and url.startswith(("http://", "https://"))
            found.append(f"{span.text} ({url})" if is_elsewhere else span.text)
    return "".join(found)
