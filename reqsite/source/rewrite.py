"""Mending how a record is written while what it means stays the same: what `reqsite fmt --fix` does.

Every edit is small, on its own line, and leaves the rest of the file as it is, byte by byte: line ends, byte order
mark, comments and quotes.  Where an edit might change a value after all, the front matter is read again and the edit
is dropped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.model.record import Value, normal_id
from reqsite.model.schema import Schema
from reqsite.source.front_matter import Split, split
from reqsite.source.limits import Limits
from reqsite.source.list_gaps import list_gaps
from reqsite.source.record_file import is_record
from reqsite.source.refused import Refused
from reqsite.source.strict_yaml import compose_map
from reqsite.source.text_file import decode, read_bytes
from reqsite.source.whole_file import write_whole
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence, YamlMistake

FIRST_KEYS = ("id", "type", "title", "title_en", "title_zh", "status", "priority")
"""The keys that come first, in this order; all others follow in the writer's order."""

_FEW = 50

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_WIDE_COLON = re.compile(r"([A-Za-z_][\w-]{0,60})[ \t\u3000]{0,9}：[ \t\u3000]{0,9}")
_WIDE_COMMA = re.compile(r"[ \t\u3000]{0,9}，[ \t\u3000]{0,9}")
_WIDE_COMMA_OR_PAUSE = re.compile(r"[ \t\u3000]{0,9}[，、][ \t\u3000]{0,9}")


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to mend."""

    line: int
    """From 1, in the file as it is."""
    column: int
    """From 1, in code points."""
    message: Message
    step: int
    """Edits of one step are made together, on what the step before left."""
    start: int
    """Offset in the text of that step."""
    end: int
    new: str


def plan_file(path: Path, schema: Schema, limits: Limits) -> tuple[str, list[Edit]]:
    """Return the text of a Markdown file, line ends and all, and what there is to mend in it.

    Raises:
        Refused: Where the file cannot be read.
    """
    data = read_bytes(path, limits)
    decode(data, limits)
    text = data.decode()
    return text, plan(text, schema)


def mend_file(path: Path, schema: Schema, limits: Limits) -> list[Edit]:
    """Mend a Markdown file and return what was mended.

    Raises:
        Refused: Where the file cannot be read.
        OSError: Where it cannot be written; it is then as it was.
    """
    text, edits = plan_file(path, schema, limits)
    if edits:
        write_whole(path, apply(text, edits).encode())
    return edits


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits of a plan made in it."""
    for _step, group in itertools.groupby(sorted(edits, key=lambda edit: edit.step), lambda edit: edit.step):
        text = _replaced(text, ((edit.start, edit.end, edit.new) for edit in group))
    return text


def _replaced(text: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, new in sorted(pieces):
        parts += (text[position:start], new)
        position = end
    return "".join((*parts, text[position:]))


def plan(text: str, schema: Schema) -> list[Edit]:
    """Return what there is to mend in a Markdown file; nothing where it is no record, or cannot be read anyway.

    Args:
        text: The whole file, with its own line ends and byte order mark.
        schema: Knows the keys and links.
    """
    edits: list[Edit] = []
    for step, find in enumerate((_wide_colons, _inside_lines, _trailing_blanks, _key_order, _list_gaps)):
        document = _Document.of(text)
        if document is None or (step > 0 and document.record(schema) is None):
            break
        found = [Edit(*where, step, start, end, new) for where, start, end, new in find(document, schema)]
        edits += found
        text = apply(text, found)
    return edits


_Found = tuple[tuple[int, int, Message], int, int, str]
"""(line, column, message), start, end, new text."""


class _Document:
    """A file's text by lines, and where its front matter is."""

    def __init__(self, lines: list[str], parts: Split) -> None:
        self.lines = lines
        """With their ends."""
        self.parts = parts
        self.starts = [0, *itertools.accumulate(len(line) for line in lines)]
        front = parts.front or ""
        self.front_lines = range(parts.front_line, parts.front_line + front.count("\n"))

    @classmethod
    def of(cls, text: str) -> _Document | None:
        """Return the text by lines, or None where it has no front matter."""
        lines = _LINE.findall(text)
        plain = "\n".join(line.rstrip("\r\n") for line in lines) + ("\n" if lines and lines[-1][-1] in "\r\n" else "")
        try:
            parts = split(plain.removeprefix("\ufeff"))
        except Refused:
            return None
        return cls(lines, parts) if parts.front is not None else None

    def content(self, line: int) -> str:
        """Return a line, from 1, without its end."""
        return self.lines[line - 1].rstrip("\r\n")

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place, both from 1."""
        return self.starts[line - 1] + column - 1

    def found(self, line: int, column: int, length: int, new: str, message: Message) -> _Found:
        """Return the edit that puts `new` in the place of so many characters."""
        start = self.offset(line, column)
        return (line, column, message), start, start + length, new

    def record(self, schema: Schema) -> Map | None:
        """Return the front matter, or None where it is not a record's or cannot be read."""
        node = _front(self)
        return node if node is not None and is_record(node, schema) else None


def _front(document: _Document) -> Map | None:
    try:
        return compose_map(document.parts.front or "", first_line=document.parts.front_line)
    except YamlMistake:
        return None


def _wide_colons(document: _Document, schema: Schema) -> Iterator[_Found]:
    """Full-width colons behind keys that the schema knows."""
    for line in document.front_lines:
        match = _WIDE_COLON.match(document.content(line))
        if match and (match[1] in schema.fields or match[1] in schema.links):
            key = match[1]
            new = ": " if match.end() < len(document.content(line)) else ":"
            message = _("full-width colon behind '{key}'", key=key)
            yield document.found(line, len(key) + 1, match.end() - len(key), new, message)


def _inside_lines(document: _Document, schema: Schema) -> Iterator[_Found]:
    """Full-width letters, digits and dashes in ids; full-width commas between items."""
    node = document.record(schema)
    for key, value in node.entries if node else ():
        is_link = key.value in schema.links
        if isinstance(value, Scalar):
            if key.value == "id" or is_link:
                yield from _plain_id(document, value, schema, always=key.value == "id")
        elif isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Scalar):
                    yield from _item(document, item, value, schema, is_link=is_link)


def _item(document: _Document, item: Scalar, of: Sequence, schema: Schema, *, is_link: bool) -> Iterator[_Found]:
    comma = _WIDE_COMMA_OR_PAUSE if is_link else _WIDE_COMMA
    parts = comma.split(item.value) if of.flow and _is_as_written(document, item) else [item.value]
    if len(parts) > 1 and all(parts):
        names = [_id_for(part, schema) for part in parts] if is_link else parts
        new = ", ".join(name or part for name, part in zip(names, parts, strict=True))
        yield document.found(item.line, item.column, len(item.value), new, _("full-width comma between items"))
    elif is_link:
        yield from _plain_id(document, item, schema, always=False)


def _plain_id(document: _Document, value: Scalar, schema: Schema, *, always: bool) -> Iterator[_Found]:
    new = normal_id(value.value) if always else _id_for(value.value, schema)
    if new and new != value.value and _is_as_written(document, value) and _is_plain_text(new):
        message = _("full-width characters or dashes in the id {id}", id=new)
        yield document.found(value.line, value.column, len(value.value), new, message)


def _id_for(text: str, schema: Schema) -> str:
    """Return the id as it should have been written, empty where the text may be something else than an id."""
    new = normal_id(text)
    shapes = schema.id_shapes
    return new if new.isascii() or (shapes and shapes.fullmatch(new)) else ""


def _is_as_written(document: _Document, value: Scalar) -> bool:
    """Return True where a plain value stands on one line just as it is."""
    line = document.content(value.line)
    return value.plain and bool(value.value) and line.startswith(value.value, value.column - 1)


def _is_plain_text(text: str) -> bool:
    """Return False where a normalised text would mean something else in YAML."""
    return re.fullmatch(r"\w[\w.@/ -]{0,200}", text) is not None


def _trailing_blanks(document: _Document, _schema: Schema) -> Iterator[_Found]:
    """Blanks at the ends of lines, unless they belong to a text of several lines."""
    fences = (document.front_lines.start - 1, document.front_lines.stop)
    found = []
    for line in (fences[0], *document.front_lines, fences[1]):
        content = document.content(line)
        kept = content.rstrip(" \t")
        if kept != content:
            message = _("blanks at the end of the line")
            found.append(document.found(line, len(kept) + 1, len(content) - len(kept), "", message))
    if _keeps_the_meaning(document, found):
        yield from found
    elif len(found) <= _FEW:
        yield from (one for one in found if _keeps_the_meaning(document, [one]))


def _key_order(document: _Document, _schema: Schema) -> Iterator[_Found]:
    """Keys in another order than usual: the first keys first, all others as they are."""
    node = _front(document)
    if node is None or any(key.column != 1 for key, _value in node.entries):
        return
    keys = [key.value for key, _value in node.entries]
    first = [name for name in FIRST_KEYS if name in keys]
    wanted = [*first, *(name for name in keys if name not in first)]
    if wanted == keys:
        return
    blocks = _blocks(document, node)
    moved = next(key for key, name in zip((k for k, _v in node.entries), wanted, strict=True) if key.value != name)
    start = document.offset(min(block.start for block in blocks.values()), 1)
    end = document.offset(document.front_lines.stop, 1)
    new = "".join(line for name in wanted for line in document.lines[blocks[name].start - 1 : blocks[name].stop - 1])
    message = _("the usual order of the keys is {order}", order=", ".join(first))
    reordered: _Found = ((moved.line, 1, message), start, end, new)
    if _keeps_the_meaning(document, [reordered]):
        yield reordered


def _blocks(document: _Document, node: Map) -> dict[str, range]:
    """Return key → its lines, from 1, with the comments right above it."""
    begins = []
    floor = document.front_lines.start
    for key, _value in node.entries:
        begin = key.line
        while begin > floor and document.content(begin - 1).startswith("#"):
            begin -= 1
        begins.append(begin)
        floor = key.line + 1
    ends = [*begins[1:], document.front_lines.stop]
    return {key.value: range(b, e) for (key, _value), b, e in zip(node.entries, begins, ends, strict=True)}


def _keeps_the_meaning(document: _Document, found: list[_Found]) -> bool:
    """Return True where the front matter holds the same values with the edits as without."""
    before = _front(document)
    text = _replaced("".join(document.lines), ((start, end, new) for _place, start, end, new in found))
    after = _Document.of(text)
    node = _front(after) if after else None
    return before is not None and node is not None and _meaning(node) == _meaning(before)


def _meaning(node: Node) -> Value:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(_meaning(item) for item in node.items)
    return {key.value: _meaning(value) for key, value in node.entries}


def _list_gaps(document: _Document, _schema: Schema) -> Iterator[_Found]:
    """Lists that follow a paragraph without a blank line, which Markdown takes for more of the paragraph."""
    for line in list_gaps(document.parts.body):
        number = line + document.parts.body_line
        above = document.lines[number - 2]
        message = _("no blank line above the list")
        yield document.found(number, 1, 0, above[len(above.rstrip("\r\n")) :], message)
