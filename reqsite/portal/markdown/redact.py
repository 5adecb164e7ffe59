"""Taking the ids of hidden records out of what a client gets to see."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote

from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, address
from reqsite.model.trie import trie_pattern

_TOKEN_LEFT = re.compile(r"[A-Za-z0-9_.-]{0,100}\Z")
_TOKEN_RIGHT = re.compile(r"[A-Za-z0-9_.-]{0,100}")
_LAST_JOINT = re.compile(r"[-._][^-._]*\Z")


class Redactor:
    """Replaces every writing of a hidden record's id, in text and HTML alike: prose, code, attributes, addresses.

    A term that has no id but its name is no id: its name is an ordinary word, which texts may go on using.
    """

    def __init__(self, hidden: Iterable[Record], visible: Catalog, marker: str) -> None:
        self._visible = visible
        self._marker = html.escape(marker)
        writings = {w for record in hidden if not _is_named_by_its_title(record) for w in _writings(record.id)}
        self._pattern = re.compile(f"(?i:{trie_pattern(sorted(writings))})") if writings else None

    def redact(self, text: str) -> str:
        """Return the text or HTML with the neutral marker in place of each hidden id."""
        return self._pattern.sub(self._replace, text) if self._pattern else text

    def _replace(self, match: re.Match[str]) -> str:
        return match[0] if self._is_in_a_visible_id(match) else self._marker

    def _is_in_a_visible_id(self, match: re.Match[str]) -> bool:
        """Return True where the match is but a part of a longer id that may be seen: REQ-1 in REQ-1-A."""
        text = match.string
        left = _TOKEN_LEFT.search(text[max(0, match.start() - 100) : match.start()])
        right = _TOKEN_RIGHT.match(text, match.end())
        before, after = left[0] if left else "", right[0] if right else ""
        for prefix in {before, ""}:
            rest = after
            while len(prefix) + len(rest) > 0:
                if self._visible.get(prefix + match[0] + rest) is not None:
                    return True
                if not rest:
                    break
                rest = _LAST_JOINT.sub("", rest) if _LAST_JOINT.search(rest) else ""
        return False


def _is_named_by_its_title(record: Record) -> bool:
    return record.kind == "term" and not any(letter.isdigit() for letter in record.id)


def _writings(record_id: str) -> set[str]:
    """Return the forms that an id takes in a page: as it is, escaped, in a URL, as the name of its page."""
    return {record_id, html.escape(record_id), quote(record_id), address(record_id)}
