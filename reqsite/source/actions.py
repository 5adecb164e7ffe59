"""Action items of a meeting: `- [ ] what is to be done @who due:2026-03-01`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"[ ]{0,3}[-*+][ \t]{1,4}\[(?P<mark>[ xX])\][ \t]{1,4}(?P<text>\S.*)")
_MORE = re.compile(r"[ \t]{2,20}(?P<text>\S.*)")
_OWNER = re.compile(r"(?:(?<=\s)|(?<=[,，;；。]))@(?P<name>[^\s@,，;；。()（）]{1,60})")
_DUE = re.compile(
    r"(?:(?<=\s)|(?<=[,，;；。]))(?:due|截止|期限)[ ]{0,2}[:：][ ]{0,2}(?P<day>\d{4}-\d{2}-\d{2})", re.IGNORECASE
)
_AT_THE_END = " \t,，;；、"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that somebody has promised to do."""

    text: str
    """In Markdown, without owner and date."""
    owner: str
    due: str
    """YYYY-MM-DD; empty where none is named."""
    done: bool
    line: int = 0
    """How many lines of the text stand above it."""


def actions(text: str) -> list[Action]:
    """Return the action items of a section's Markdown; nothing where it holds anything but such items."""
    items: list[tuple[bool, str, int]] = []
    for number, line in enumerate(text.splitlines()):
        if item := _ITEM.fullmatch(line):
            items.append((item["mark"] != " ", item["text"], number))
        elif line.strip():
            more = _MORE.fullmatch(line)
            if more is None or not items or more["text"].startswith(("- ", "* ", "+ ", "```")):
                return []
            done, words, begun = items[-1]
            items[-1] = (done, f"{words} {more['text']}", begun)
    return [_action(words, number, done=done) for done, words, number in items]


def _action(words: str, number: int, *, done: bool) -> Action:
    spaced = f" {words}"
    owners = [match["name"] for match in _OWNER.finditer(spaced)]
    due = _DUE.search(spaced)
    text = _DUE.sub("", _OWNER.sub("", spaced))
    said = " ".join(text.split()).strip(_AT_THE_END)
    return Action(said, ", ".join(owners), due["day"] if due else "", done, number)
