"""Writing `translated_from` into records: of what words each part of a translation was made, and nothing else changes.

The key gets lines of its own, where it stands already, at the end of the front matter, or before the last key of an
entry in a list.  The result is read again: where it would say anything else than before, the file is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.model.languages import TRANSLATED_FROM
from reqsite.source.pins import BOM, LINE, nodes_of
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence

Marks = Mapping[str, Mapping[str, str]]
"""Language → part → the first digits of its original's fingerprint."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a record is to say of its translations."""

    line: int
    """Where the record's mapping begins, from 1."""
    marks: Marks

    def __str__(self) -> str:
        return f"{TRANSLATED_FROM}: {{{', '.join(_line_of(*entry) for entry in self.marks.items())}}}"

    def lines(self, indent: str, line_end: str) -> list[str]:
        """Return it as lines of block YAML."""
        inner = [f"{indent}  {_line_of(*entry)}{line_end}" for entry in self.marks.items()]
        return [f"{indent}{TRANSLATED_FROM}:{line_end}", *inner]


def _line_of(language: str, parts: Mapping[str, str]) -> str:
    return f"{language}: {{{', '.join(f'{part}: {digits}' for part, digits in parts.items())}}}"


class MarkError(Exception):
    """A record that `translated_from` cannot be written into.

    Attributes:
        line: Where it begins.
        message: Why not, and what to write by hand.
    """

    def __init__(self, mark: Mark) -> None:
        self.line = mark.line
        self.message: Message = _("Nothing can be written here without changing more. Write by hand: {text}", text=mark)
        super().__init__(f"{self.line}: {self.message}")


def with_marks(text: str, marks: Iterable[Mark], *, is_list: bool) -> str:
    """Return a file's text with `translated_from` in its records.

    Args:
        text: All of the file, with its own line ends and byte order mark.
        marks: At most one for each record.
        is_list: True for a YAML file with a list of records, False for a Markdown file.

    Raises:
        MarkError: Where that cannot be done by lines of their own.
    """
    mark_of_order = BOM if text.startswith(BOM) else ""
    lines = LINE.findall(text.removeprefix(BOM))
    before = _records(nodes_of(text, is_list=is_list), is_list=is_list)
    wanted = sorted(marks, key=lambda mark: mark.line, reverse=True)  # from the end, so that places hold
    for mark in wanted:
        if mark.line not in before:
            raise MarkError(mark)
        _write(lines, mark, before[mark.line], is_list=is_list)
    new = mark_of_order + "".join(lines)
    after = _records(nodes_of(new, is_list=is_list), is_list=is_list)
    said = {mark.line: mark.marks for mark in wanted}
    expected = [_meaning(node, said.get(line)) for line, node in before.items()]
    if [_meaning(node, None) for node in after.values()] != expected:
        raise MarkError(wanted[-1])
    return new


def _write(lines: list[str], mark: Mark, record: Map, *, is_list: bool) -> None:
    """Put the lines of a mark into those of a file."""
    keys = [key for key, _value in record.entries]
    if lines[keys[-1].line - 1][: keys[-1].column - 1].strip():
        _write_inline(lines, mark, keys)
        return
    old = next((number for number, key in enumerate(keys) if key.value == TRANSLATED_FROM), None)
    if old is not None:
        start = keys[old].line - 1
        end = keys[old + 1].line - 1 if old + 1 < len(keys) else _end(lines, keys[old])
        while end > start + 1 and _says_nothing(lines[end - 1]):
            end -= 1
        if any("#" in line for line in lines[start:end]):  # a comment would be lost
            raise MarkError(mark)
        indent = lines[start][: keys[old].column - 1]
    else:
        start = end = _before(lines, keys[-1]) if is_list else _behind(lines, keys[-1])
        indent = " " * (keys[-1].column - 1)
    beside = lines[max(start - 1, 0)]
    lines[start:end] = mark.lines(indent, beside[len(beside.rstrip("\r\n")) :] or "\n")


def _write_inline(lines: list[str], mark: Mark, keys: list[Scalar]) -> None:
    """Put a mark before the last key of a mapping in braces, or in the place of the old one."""
    key, following = keys[-1], keys[-1]
    for number, old in enumerate(keys[:-1]):
        if old.value == TRANSLATED_FROM:
            key, following = old, keys[number + 1]
    if key.line != following.line or keys[-1].value == TRANSLATED_FROM:
        raise MarkError(mark)
    line = lines[key.line - 1]
    lines[key.line - 1] = f"{line[: key.column - 1]}{mark}, {line[following.column - 1 :]}"


def _before(lines: list[str], key: Scalar) -> int:
    """Return the number of the line of a key, or of the comments above it."""
    number = key.line - 1
    while number > 0 and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return number


def _behind(lines: list[str], key: Scalar) -> int:
    """Return the number of the line behind the value of a key, empty lines left to what follows."""
    number = _end(lines, key)
    while number > key.line and not lines[number - 1].strip():
        number -= 1
    return number


def _end(lines: list[str], key: Scalar) -> int:
    """Return the number of the first line that is no part of a key's value any more."""
    for number in range(key.line, len(lines)):
        text = lines[number].lstrip()
        width = len(lines[number]) - len(text)
        is_inside = width >= key.column or (width == key.column - 1 and text.startswith(("- ", "]", "}")))
        if text and not text.startswith("#") and not is_inside:
            return number
    return len(lines)


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _records(root: Node | None, *, is_list: bool) -> dict[int, Map]:
    """Return the mappings of a file's records by the line on which each begins."""
    found: Iterable[Node] = (root,) if root is not None else ()
    if is_list and isinstance(root, Map):
        listed = root.get("records")
        found = listed.items if isinstance(listed, Sequence) else ()
    elif is_list and isinstance(root, Sequence):
        found = root.items
    return {node.line: node for node in found if isinstance(node, Map)}


def _meaning(node: Node, marks: Marks | None) -> object:
    """Return what a record says, with these marks in it where some are given."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [_meaning(item, None) for item in node.items]
    said = {key.value: _meaning(value, None) for key, value in node.entries}
    return {**said, TRANSLATED_FROM: {name: dict(parts) for name, parts in marks.items()}} if marks else said
