"""Waivers: findings that the writer accepts, in front matter or in a comment, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.i18n import _
from reqsite.model.record import Waiver
from reqsite.source import rules
from reqsite.source.markdown_scan import Comment
from reqsite.source.refused import Refused
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence

_COMMENT = re.compile(r"reqsite(?P<colon>[ \t]*[:：])?[ \t]*(?P<verb>[A-Za-z]*)[ \t]*[,，]?\s*(?P<rest>.*)", re.DOTALL)
_SUBJECT = re.compile(
    r"(?P<rule>RQ\d{3}(?!\w)|[a-z]{2,30}(?:-[a-z]{2,30}){1,5}(?![\w-]))|(?P<open>[\"'“‘「])(?P<quoted>[^\"'”’」\n]{1,100})[\"'”’」]|(?P<word>[^\s:：]+)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*[\"'“‘「](?P<word>[^\"'”’」\n]{1,100})[\"'”’」]")
_BECAUSE = re.compile(
    r"[\s:：,，—–-]*(?:(?:because|reason|since|因为|因|理由|原因)(?![A-Za-z]))?[\s:：,，]*", re.IGNORECASE
)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)、])[ \t]")
_HEADING = re.compile(r"#{1,6}[ \t]?\S")

_OTHER_VERBS = ("overview",)
"""What a comment for reqsite may ask for besides a waiver: see `portal.overview`."""

_EXAMPLE = _("Write `<!-- reqsite: ok RQ401 because … -->`, with a rule's code or name, or a word.")


def in_front_matter(node: Node) -> Iterator[Waiver | Refused]:
    """Yield the waivers under the key `waive`, and what is wrong with the others.

    Each is a mapping {rule: RQ401, word: …, reason: …}, of which rule or word may be missing, or a text
    `RQ401: reason`.
    """
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Map):
            yield _from_map(item)
        elif isinstance(item, Scalar):
            if item.value.strip():
                yield _from_text(item.value, item.line, item.column, (0, 0))
        else:
            yield _unreadable(item.line, item.column)


def _from_map(node: Map) -> Waiver | Refused:
    known = {
        key.value: value.value.strip()
        for key, value in node.entries
        if isinstance(value, Scalar) and key.value in ("rule", "word", "reason")
    }
    rule, word = known.get("rule", ""), known.get("word", "")
    if len(known) < len(node.entries) or not (rule or word):
        if list(known.values()) == [] and len(node.entries) == 1:  # RQ401: reason, without quotes around it
            key, value = node.entries[0]
            if isinstance(value, Scalar):
                return _from_text(f"{key.value}: {value.value}", key.line, key.column, (0, 0))
        return _unreadable(node.line, node.column)
    if not known.get("reason"):
        return _without_reason(node.line, node.column)
    return Waiver(rule, known["reason"], node.line, (0, 0), word)


def in_comments(body: str, text: str, comments: tuple[Comment, ...], first_line: int) -> Iterator[Waiver | Refused]:
    """Yield the waivers in the comments of a text, and what is wrong with those that cannot be read.

    A waiver covers the paragraph or item that it stands in; one that stands alone covers the paragraph below.

    Args:
        body: The Markdown in which the comments' offsets count.
        text: The same without comments, line by line.
        comments: Its comments, in order.
        first_line: The line of the file on which `body` begins.
    """
    paragraphs: _Paragraphs | None = None
    line = counted = 0
    for comment in comments:
        match = _COMMENT.match(comment.text)
        if not match or match["verb"].lower() in _OTHER_VERBS:
            continue
        line += body.count("\n", counted, comment.start)
        counted = comment.start
        column = comment.start - body.rfind("\n", 0, comment.start)
        if not match["colon"] or match["verb"].lower() != "ok":
            if match["colon"] or match["verb"].lower() == "ok":
                yield _unreadable(line + first_line, column)
            continue
        if paragraphs is None:
            paragraphs = _Paragraphs(text.split("\n"))
        covers = paragraphs.around(line, line + body.count("\n", comment.start, comment.end))
        yield _from_text(match["rest"], line + first_line, column, (covers[0] + first_line, covers[1] + first_line))


def _from_text(text: str, line: int, column: int, covers: tuple[int, int]) -> Waiver | Refused:
    """Read `RQ401 because …`, `RQ401 "word" because …`, `rule-name: …` or `word …`."""
    subject = _SUBJECT.match(text.strip())
    if subject is None:
        return _unreadable(line, column)
    rule = subject["rule"] or ""
    word = subject["quoted"] or subject["word"] or ""
    rest = text.strip()[subject.end() :]
    if rule and (quoted := _QUOTED.match(rest)):
        word = quoted["word"]
        rest = rest[quoted.end() :]
    because = _BECAUSE.match(rest)
    reason = " ".join(rest[because.end() if because else 0 :].split())
    if not reason:
        return _without_reason(line, column)
    return Waiver(rule.upper() if rule[:2].upper() == "RQ" else rule.lower(), reason, line, covers, word.strip())


class _Paragraphs:
    """The paragraphs and items of a text, each line of which knows where its own begins and ends."""

    def __init__(self, lines: list[str]) -> None:
        self._filled = [bool(line.strip()) for line in lines]
        opens = [bool(_ITEM.match(line) or _HEADING.match(line)) for line in lines]
        self._first = list(range(len(lines)))
        for number in range(1, len(lines)):
            if self._filled[number - 1] and not opens[number]:
                self._first[number] = self._first[number - 1]
        self._last = list(range(len(lines)))
        self._filled_below = list(range(1, len(lines) + 1))
        for number in range(len(lines) - 2, -1, -1):
            if not self._filled[number + 1]:
                self._filled_below[number] = self._filled_below[number + 1]
            elif not opens[number + 1]:
                self._last[number] = self._last[number + 1]

    def around(self, first: int, last: int) -> tuple[int, int]:
        """Return the first and last line, from 0, that a comment on these lines speaks for."""
        alone = not any(self._filled[first : last + 1])
        if alone and (first == 0 or not self._filled[first - 1]):
            below = self._filled_below[last]
            return first, self._last[below if below < len(self._filled) else last]
        return self._first[first], self._last[last]


def _without_reason(line: int, column: int) -> Refused:
    return Refused(
        rules.WAIVER_WITHOUT_REASON, _("The waiver gives no reason, so it does not count."), _EXAMPLE, line, column
    )


def _unreadable(line: int, column: int) -> Refused:
    return Refused(rules.UNREADABLE_WAIVER, _("This waiver cannot be read."), _EXAMPLE, line, column)
