"""Lists that a paragraph swallows because no blank line stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.source.markdown_scan import scan

_ITEM = re.compile(r"(?P<indent>[ ]{0,3})(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})[.)])[ \t]+\S")
_NO_PARAGRAPH = re.compile(
    r"[ \t]{4}|\t|[ ]{0,3}(?:#|>|\||<|```|~~~|!!!|\?\?\?|===|:|\[[^\]\n]{1,80}\]:|\*\[|={3,}|-{3,})"
)


def list_gaps(body: str) -> Iterator[int]:
    """Yield the lines, from 0, on which a list begins that Markdown takes for more of the paragraph above.

    A single line that begins with a dash or a number may be more of a sentence: it counts where the line above ends
    with a colon, or where a second item follows.
    """
    lines = scan(body).masked(body).split("\n")
    in_list = False
    for number in range(1, len(lines)):
        above, line = lines[number - 1], lines[number]
        if not above.strip():
            in_list = in_list and (not line.strip() or line[:1] in (" ", "\t") or _ITEM.match(line) is not None)
            above_is_text = False
        else:
            in_list = in_list or _ITEM.match(above) is not None
            above_is_text = not in_list and not _NO_PARAGRAPH.match(above) and above.strip("\ufffc \t") != ""
        item = _ITEM.match(line)
        if item and above_is_text and (above.rstrip().endswith((":", "：")) or _goes_on(lines, number, item)):
            in_list = True
            yield number


def _goes_on(lines: list[str], number: int, item: re.Match[str]) -> bool:
    """Return True where a second item of the same list follows."""
    following = _ITEM.match(lines[number + 1]) if number + 1 < len(lines) else None
    if following is None or following["indent"] != item["indent"] or following["bullet"] != item["bullet"]:
        return False
    return item["bullet"] is not None or int(following["number"]) == int(item["number"]) + 1
