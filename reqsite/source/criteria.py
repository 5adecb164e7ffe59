"""Acceptance criteria: the items of a list, each with an id, and the steps in them (Given … When … Then …)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from reqsite.model.record import Criterion, Section

_ITEM = re.compile(
    r"(?P<indent>[ ]{0,3})"
    r"(?:(?:[-*+]|\d{1,3}[.)])[ \t]+|\d{1,3}[.)](?=[^\s\d.)])"
    r"|(?:\d{1,3}[、．]|[（(]\d{1,3}[）)]|[①-⑳])[ \t]*)"
    r"(?:\[[ xX]\][ \t]+)?(?P<text>.*)"
)
_OWN_ID = re.compile(
    r"(?P<mark>\*\*|__|`)?(?P<id>[A-Za-z]{1,12}(?:-[A-Za-z0-9]{1,12}){0,6}-\d{1,6}|[A-Z]{2}\d{1,6})(?:(?P=mark))?"
    r"[ \t]*[:：][ \t]*(?:\*\*|__|`)?[ \t]*"
)
_HEADING_ID = re.compile(r"[*_`]{0,2}(?P<id>AC[A-Za-z0-9-]{0,30}\d)[*_`]{0,2}(?:[ \t]*[:：][ \t]*|[ \t]+|$)")
_HEADING = re.compile(r"#{1,6}[ \t]*(?P<text>.*?)#{0,6}[ \t]*")
_FENCE = re.compile(r"[ \t]{0,80}(`{3,}|~{3,})")
_WORDS = (
    r"(?P<word>(?:[Gg]iven|GIVEN|[Ww]hen|WHEN|[Tt]hen|THEN|[Aa]nd|AND|[Bb]ut|BUT)(?![A-Za-z'’-])"
    # 当 also begins 当前, 当天 …, which are words of their own
    r"|假如|假设|给定|当(?![前天日月年地中作成事初然且下])(?!时(?!间|长|段|刻))|那么|则|并且|而且|但是|但)"
)
_LEAD = r"[ \t>]{0,20}(?:(?:[-*+]|\d{1,3}[.)、])[ \t]{1,4})?(?:\*\*|__|\*|_)?"
# Each begins with a set of characters that are rare in a text, for which the engine has a fast way.
_FIRST_STEP = re.compile(_LEAD + _WORDS)
_STEP = re.compile(r"[\n,，;；。.:：]" + _LEAD + _WORDS)
_CAPITAL_STEP = re.compile(r"[GWTAB](?:iven|IVEN|hen|HEN|nd|ND|ut|UT)(?![A-Za-z'’-])")
_BEHIND = re.compile(r"[ \t]{0,2}[:：,，]?(?:\*\*|__|\*|_)?[ \t]{0,4}[:：,，]?")
_OUTCOME = re.compile(r"[Tt]hen|THEN|那么|则")
_KIND = {
    "given": "given",
    "假如": "given",
    "假设": "given",
    "给定": "given",
    "when": "when",
    "当": "when",
    "then": "then",
    "那么": "then",
    "则": "then",
}


class Criteria(Sequence[Criterion]):
    """The acceptance criteria of a record's sections, found when somebody asks; most only ask whether there are any."""

    __slots__ = ("_found", "_sections")

    def __init__(self, sections: Iterable[Section]) -> None:
        self._sections = tuple(sections)
        self._found: tuple[Criterion, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> Criterion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Criterion, ...]: ...
    def __getitem__(self, index: int | slice) -> Criterion | tuple[Criterion, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Criterion]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __bool__(self) -> bool:
        """Return True where there are criteria; any line of text that is no heading makes one."""
        return any(s.text and s.text[0] != "#" and not s.text[0].isspace() for s in self._sections) or len(self) > 0

    def __eq__(self, other: object) -> bool:
        return self._all() == tuple(other) if isinstance(other, (tuple, Criteria)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> tuple[Criterion, ...]:
        if self._found is None:
            found: list[Criterion] = []
            for section in self._sections:
                found += criteria(section.text, section.line, len(found))
            self._found = tuple(found)
        return self._found


def criteria(text: str, first_line: int, before: int = 0) -> list[Criterion]:
    """Return the acceptance criteria of a section.

    Each item of the outermost list is one, with all that is nested in it; where there is no list, each paragraph.  An
    item that goes on with When or Then what the one before began with Given belongs to it.

    Args:
        text: The section's Markdown.
        first_line: The line of the file on which it begins.
        before: How many criteria the record has in earlier sections.
    """
    lines = text.split("\n")
    parts = _items(lines, fenced="```" in text or "~~~" in text) or _paragraphs(lines)
    found: list[Criterion] = []
    for line, words, words_steps in _joined(parts):
        own = _OWN_ID.match(words)
        name = own["id"] if own else f"AC-{before + len(found) + 1}"
        rest = words[own.end() :].strip() if own else words
        found.append(Criterion(name, rest, first_line + line, steps(rest) if own else words_steps))
    return found


def steps(text: str) -> tuple[tuple[str, str], ...]:
    """Return (`given` | `when` | `then`, text) for each step of a criterion; nothing where no outcome is named.

    And, But and their Chinese kin go on with what the step before was.
    """
    if not _OUTCOME.search(text):
        return ()
    marks = _marks(text)
    found: list[tuple[str, str]] = []
    kind = ""
    for number, (word, _start, behind) in enumerate(marks):
        kind = _KIND.get(word, kind)
        end = marks[number + 1][1] if number + 1 < len(marks) else len(text)
        words = text[behind:end].strip(" \t\n,，;；、*_->+")
        if kind and words:
            found.append((kind, words))
    kinds = {kind for kind, _words in found}
    return tuple(found) if "then" in kinds and len(kinds) > 1 else ()


def _marks(text: str) -> list[tuple[str, int, int]]:
    """Return (word, start, end) of the words that begin a step.

    Those are words at the beginning of a line, words behind a comma or a stop, and English words with a capital letter.
    And and But in small letters behind a comma are ordinary words.
    """
    first = _FIRST_STEP.match(text)
    found = {first.start("word"): first["word"]} if first else {}
    for match in _STEP.finditer(text):
        word = match["word"]
        if match[0][0] == "\n" or not word.isascii() or word[0].isupper() or word in _KIND:
            found[match.start("word")] = word
    for match in _CAPITAL_STEP.finditer(text):
        if match.start() and text[match.start() - 1] in " \t*_":
            found[match.start()] = match[0]
    marks = []
    for start, word in sorted(found.items()):
        behind = _BEHIND.match(text, start + len(word))
        marks.append((word.lower(), start, behind.end() if behind else start + len(word)))
    return marks


def _items(lines: list[str], *, fenced: bool) -> list[tuple[int, str]]:
    """Return (line from 0, text) of the items of the outermost list, and of headings that begin with an id."""
    found: list[tuple[int, list[str]]] = []
    base: int | None = None
    fence = ""
    blank = False
    for number, line in enumerate(lines):
        row = _FENCE.match(line) if fenced else None
        if fence or row:
            fence = _fence_after(fence, row[1] if row else "", line)
            if found:
                found[-1][1].append(line)
            continue
        item = _ITEM.fullmatch(line)
        heading = _HEADING.fullmatch(line) if line.startswith("#") else None
        if heading:
            base = None
            if named := _HEADING_ID.match(heading["text"]):
                found.append((number, [f"{named['id']}: {heading['text'][named.end() :]}"]))
                base = -1
        elif item and (base is None or len(item["indent"]) <= base):
            base = len(item["indent"])
            found.append((number, [item["text"]]))
        elif found and base is not None and (base < 0 or line[:1] in ("", " ", "\t") or not blank):
            found[-1][1].append(line)
        elif line.strip():
            base = None
        blank = not line.strip()
    texts = ((number, _dedented(part)) for number, part in found)
    return [(number, text) for number, text in texts if text]


def _fence_after(fence: str, row: str, line: str) -> str:
    """Return the fence that is open behind a line, empty where none is."""
    if not fence:
        return row
    closes = row.startswith(fence) and not line.strip().strip(row[0])
    return "" if closes else fence


def _dedented(lines: list[str]) -> str:
    """Return an item's text; what is nested in it loses the indent of the item."""
    if len(lines) == 1:
        return lines[0].strip()
    inner = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    indent = min(inner, default=0)
    return "\n".join([lines[0].strip(), *(line[indent:].rstrip() for line in lines[1:])]).strip()


def _paragraphs(lines: list[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, list[str]]] = []
    blank = True
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            if blank:
                found.append((number, []))
            found[-1][1].append(line.strip())
        blank = not line.strip() or line.startswith("#")
    return [(number, "\n".join(part)) for number, part in found]


def _joined(parts: list[tuple[int, str]]) -> list[tuple[int, str, tuple[tuple[str, str], ...]]]:
    """Return (line, text, steps), items joined that are steps of one criterion: `- Given …`, `- When …`, `- Then …`."""
    found: list[tuple[int, list[str], tuple[tuple[str, str], ...]]] = []
    is_open = False
    for line, text in parts:
        first = _FIRST_STEP.match(text)
        kind = _KIND.get(first["word"].lower()) if first else None
        if found and is_open and first and kind != "given":
            found[-1][1].append(text)
        else:
            own = steps(text)
            found.append((line, [text], own))
            is_open = not own and kind in ("given", "when")
    joined = ((line, "\n".join(texts), own) for line, texts, own in found)
    return [(line, text, own or steps(text)) for line, text, own in joined]
