"""What a person did wrong where YAML cannot be read: a parser's complaint turned into the mistake behind it.

A parser often stumbles a line or more behind the mistake, over something that is fine.  So the lines around its
complaint are looked at for the mistakes that people make, the likeliest line first; only then does the parser's own
word count.  No message repeats a value, which may be a secret; keys are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from reqsite.i18n import Message, _
from reqsite.source.yaml_nodes import Scalar, YamlMistake

_KEY = re.compile(
    r"[ ]*(?:- +)*(?P<key>[^\W\d][\w-]{0,60}|'[^'\n]{1,60}'|\"[^\"\n]{1,60}\")(?P<gap>[ \u3000\u00a0]{0,20})"
)
_WIDE_SPACES = "\u3000\u00a0\u2003\u2002"
_CLOSING_QUOTES = "”’」』＂＇“‘"
_OPENING_QUOTES = "“‘「『＂＇"
_NEAR = 50
"""How many lines before a complaint are looked at."""


def diagnose(lines: list[str], error: yaml.YAMLError, first_line: int) -> YamlMistake:
    """Return the mistake behind a parser's error.

    Args:
        lines: The lines of the whole text, without their ends.
        error: What PyYAML raised on it.
        first_line: The line of the file on which the text begins.
    """
    problem = _Complaint(error, lines)
    for number in problem.suspects():
        found = _mistake_on_line(lines[number])
        if found:
            column, message, hint = found
            return YamlMistake(number + first_line, column + 1, message, hint)
    number, column, message, hint = _mistake_by_complaint(problem, lines)
    return YamlMistake(number + first_line, column + 1, message, hint)


def diagnose_text_for_map(lines: list[str], text: Scalar, first_line: int) -> YamlMistake:
    """Return why a text stands where keys and values belong."""
    number = text.line - first_line
    found = _mistake_on_line(lines[number]) if number < len(lines) else None
    if found:
        column, message, hint = found
        return YamlMistake(text.line, column + 1, message, hint)
    return YamlMistake(text.line, text.column, *_NO_COLON)


_NO_COLON = (
    _("This line has no colon, so it is no key with a value."),
    _("Write `key: value`; further lines of a text are indented below their key."),
)
_Found = tuple[int, Message, Message]
"""Column from 0, message, hint."""


class _Complaint:
    """A parser's error: where it is, where the thing began that could not be read, and in which words."""

    def __init__(self, error: yaml.YAMLError, lines: list[str]) -> None:
        self._lines = lines
        problem = getattr(error, "problem_mark", None)
        context = getattr(error, "context_mark", None)
        last = len(lines) - 1
        self.line = min(problem.line, last) if problem else 0
        self.column = problem.column if problem else 0
        self.from_line = min(context.line, last) if context else self.line
        self.from_column = context.column if context else self.column
        self.words = f"{getattr(error, 'context', '') or ''}; {getattr(error, 'problem', '') or ''}"

    def says(self, *words: str) -> bool:
        return any(word in self.words for word in words)

    def suspects(self) -> Iterator[int]:
        """Yield the numbers of lines that may hold the mistake, the likeliest first."""
        if self.says("quoted scalar") and not self.says("escape", "hexdecimal", "hexadecimal"):
            yield self.from_line
            return
        if self.says("flow"):
            yield self.from_line
        if self.says("simple key"):
            yield self.from_line
        yield self.line
        floor = max(self.from_line, self.line - _NEAR)
        above = range(self.line - 1, max(floor, 0) - 1, -1) if not self.says("simple key") else ()
        yield from (n for n in above if self._lines[n][:1] not in (" ", "#", ""))
        before = next((n for n in range(self.line - 1, -1, -1) if self._lines[n].strip()), None)
        if before is not None:
            yield before


def _mistake_on_line(line: str) -> _Found | None:
    """Return the mistake that one line shows by itself."""
    found = _mistake_in_indent(line)
    key = None if found else _KEY.match(line)
    if not key:
        return found
    rest = line[key.end() :]
    name = key["key"].strip("'\"")
    if rest.startswith(": "):
        value = rest[1:].lstrip(" ")
        return _mistake_in_value(value, len(line) - len(value), name)
    return _mistake_in_colon(rest, key.end(), name)


def _mistake_in_indent(line: str) -> _Found | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return (
            indent.index("\t"),
            _("The line is indented with a tab, which YAML does not allow."),
            _("Indent with spaces."),
        )
    wide = next((n for n, character in enumerate(indent) if character in _WIDE_SPACES), None)
    if wide is None:
        return None
    return (
        wide,
        _("The line is indented with a space that is no ordinary one (full-width or non-breaking)."),
        _("Indent with ordinary spaces."),
    )


def _mistake_in_colon(rest: str, column: int, key: str) -> _Found | None:
    """Return what is wrong with the colon behind a key; `rest` is the line from there on."""
    if rest.startswith("："):
        return (column, *full_width_colon(key))
    if rest[:1] != ":" or len(rest) == 1:
        return None
    if rest[1] in _WIDE_SPACES + "\t":
        return (
            column + 1,
            _("The space behind '{key}:' is no ordinary one (a tab, full-width or non-breaking).", key=key),
            _("Write an ordinary space: `{key}: …`", key=key),
        )
    if ": " in rest or rest.startswith("://"):
        return None
    return column + 1, _("A space is missing behind '{key}:'.", key=key), _("Write `{key}: …`", key=key)


def full_width_colon(key: str) -> tuple[Message, Message]:
    """Return message and hint about a full-width colon behind a key."""
    return (
        _("'{key}' is followed by a full-width colon (：).", key=key),
        _("Write a half-width colon and a space: `{key}: …`", key=key),
    )


def _mistake_in_value(value: str, column: int, key: str) -> _Found | None:
    """Return the mistake that a value on its line shows by itself."""
    quotes = _('Put the whole value in double quotes: `{key}: "…"`', key=key)
    match value[:1]:
        case "@" | "`" | "%" as first:
            return column, _("A value must not begin with {character} in YAML.", character=first), quotes
        case '"' | "'":
            return _mistake_in_quotes(value, column, key)
        case "[":
            return _mistake_in_list(value, column, key)
        case "［" if not value.rstrip().endswith("］"):
            return (
                column,
                _("These are full-width brackets, which make no list."),
                _("Write `{key}: [a, b]` with half-width brackets and commas.", key=key),
            )
        case first if first and first in _OPENING_QUOTES and ": " in value:
            return column, _("Full-width quotes do not quote in YAML, so the colon inside ends the text."), quotes
    return None


def _mistake_in_quotes(value: str, column: int, key: str) -> _Found | None:
    first = value[0]
    end = _end_of_quotes(value)
    wide = next((n for n, character in enumerate(value) if character in _CLOSING_QUOTES), -1)
    if end < 0 < wide:
        return (
            column + wide,
            _("The quotes are opened with {quote} and closed with a full-width one.", quote=first),
            _("Write {quote} at both ends.", quote=first),
        )
    if end < 0:
        return column, _("The quotes that begin here are not closed."), _("Write {quote} at the end too.", quote=first)
    rest = value[end + 1 :].strip()
    if not rest or rest.startswith("#"):
        return None
    pair = ("\\" if first == '"' else "'") + first
    return (
        column + end,
        _("The quotes end here, but the text goes on."),
        _(
            "Put the whole value of '{key}' in quotes; inside them write {pair} for {quote}.",
            key=key,
            pair=pair,
            quote=first,
        ),
    )


def _end_of_quotes(value: str) -> int:
    """Return where the quotes end that a value begins with, -1 where they do not end on this line."""
    first, position = value[0], 1
    while True:
        position = value.find(first, position)
        if position < 0:
            return -1
        if first == "'" and value[position + 1 : position + 2] == "'":
            position += 2
        elif first == '"' and (position - len(value[:position].rstrip("\\"))) % 2:
            position += 1
        else:
            return position


def _mistake_in_list(value: str, column: int, key: str) -> _Found | None:
    wide = next((n for n, c in enumerate(value) if c in "］】"), -1)
    end = value.rfind("]")
    if end < 0 and wide > 0:
        return (
            column + wide,
            _("The list is opened with [ and closed with {close}, a full-width bracket.", close=value[wide]),
            _("Write `{key}: [a, b]` with half-width brackets.", key=key),
        )
    rest = value[end + 1 :].strip()
    if end > 0 and rest and not rest.startswith(("#", ",", "]")):
        return (
            column + end + 1,
            _("The list ends with the bracket ], but the text goes on."),
            _('Put the whole value in double quotes if the brackets belong to the text: `{key}: "[…] …"`', key=key),
        )
    return None


def _mistake_by_complaint(problem: _Complaint, lines: list[str]) -> tuple[int, int, Message, Message]:
    """Return line and column from 0, message and hint for what only the parser knows."""
    if problem.says("mapping values"):
        return _unexpected_colon(problem, lines)
    at_start, message, hint = next(found[1:] for found in _COMPLAINTS if problem.says(*found[0]))
    place = (problem.from_line, problem.from_column) if at_start else (problem.line, problem.column)
    return *place, message, hint


def _unexpected_colon(problem: _Complaint, lines: list[str]) -> tuple[int, int, Message, Message]:
    before = lines[problem.line][: problem.column]
    if ": " in before or before.lstrip().startswith(("- ", "[", "{")):
        return (
            problem.line,
            problem.column,
            _("A colon followed by a space stands inside the value, where YAML takes it for a second key."),
            _("Put the whole value in double quotes, or write a full-width colon (：) in Chinese text."),
        )
    above = next((n for n in range(problem.line - 1, -1, -1) if lines[n].strip()), None)
    if above is not None and before[:1] != " " and ":" not in lines[above]:
        return above, 0, *_NO_COLON
    return (
        problem.line,
        len(before) - len(before.lstrip()),
        _("The key is indented further than the one above, which already has a value."),
        _("Begin keys of one level in the same column."),
    )


_QUOTE_IT = _("Put the whole value in double quotes.")
_COMPLAINTS: tuple[tuple[tuple[str, ...], bool, Message, Message], ...] = (
    (("expected ':'",), True, *_NO_COLON),
    (
        ("escape", "hexdecimal", "hexadecimal"),
        True,
        _("In double quotes a backslash begins an escape, and this one is none."),
        _("Write single quotes around the text, or two backslashes for one."),
    ),
    (
        ("quoted scalar",),
        True,
        _("The quotes that begin here are not closed."),
        _("Close them at the end of the text."),
    ),
    (
        ("flow sequence",),
        True,
        _("The list that begins with this [ is not closed, or a comma is missing in it."),
        _("Write `[a, b]`."),
    ),
    (
        ("flow mapping",),
        True,
        _("The braces that begin here are not closed, or a comma is missing in them."),
        _("Write `{a: 1, b: 2}`; put the text in quotes if the braces belong to it."),
    ),
    (
        ("sequence entries",),
        False,
        _("A list item must not stand behind its key."),
        _("Write each `- item` on a line of its own below the key, or `[a, b]` behind it."),
    ),
    (
        ("block scalar",),
        True,
        _("A value must not begin with > or | in YAML unless its text follows on the lines below."),
        _QUOTE_IT,
    ),
    (("alias", "anchor", "tag", "TAG"), True, _("A value must not begin with *, & or ! in YAML."), _QUOTE_IT),
    (("document start",), False, _("Text follows the end of the YAML document."), _("Delete the line `...`.")),
    (
        ("cannot start any token",),
        False,
        _("A value must not begin with this character in YAML."),
        _QUOTE_IT,
    ),
    (
        ("block mapping", "block collection"),
        False,
        _("The line does not stand where its neighbours do."),
        _("Indent keys of one level, and items of one list, by the same number of spaces."),
    ),
    (
        ("",),
        False,
        _("YAML cannot be read from here on."),
        _("Put texts that hold : # [ ] { } , & * ! | > ' \" % @ ` in quotes."),
    ),
)
"""What a parser says, whether the mistake is where the thing began that it was reading, and the words for people."""
