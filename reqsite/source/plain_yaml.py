"""A short way through the plainest YAML, many times as fast as a YAML parser.

It takes `key: value`, `key: [a, b]`, `key: 'a'`, `key: "a"` and lists of `- item`, all without nesting, comments or
anything else that YAML has a meaning of its own for.  Whatever is not on this list it leaves to the parser, so the
two never differ (a property test holds them side by side).

Most front matter is plainer still, one key and its value on each line.  Of that the values are read in one go; where
each stands is found out when somebody asks, which is when something is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import KeysView, Mapping

from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence

# A colon that no space follows, and a `#` that none precedes, belong to the text.
_PLAIN = r"\w[^\n:#]*(?:(?::(?=\S)|(?<=\S)[#])[^\n:#]*)*"
_ITEM = r"\w[^\n,\[\]{}:#?&*!|>'\"%`]*"  # an @ within is that of a pin
_LINE = re.compile(
    rf"""(?P<key>\w[\w-]{{0,60}}):(?:[ ]+(?:
        (?P<text>{_PLAIN})
      | '(?P<single>[^'\n]*)'[ ]*
      | "(?P<double>[^"\\\n]*)"[ ]*
      | (?P<flow>\[[ ]*(?:{_ITEM}(?:,[ ]*{_ITEM})*)?\])[ ]*
    )|[ ]*)(?:\n|\Z)
    | (?P<indent>[ ]*)-[ ]+(?P<item>{_PLAIN})(?:\n|\Z)
    | [ ]*(?:\n|\Z)""",
    re.VERBOSE,
)
_FLOW_ITEM = re.compile(_ITEM)
_KEY_AND_VALUE = re.compile(
    rf"""^(?P<key>\w[\w-]{{0,60}}):(?:[ ]+(?:
        (?P<text>{_PLAIN})
      | '(?P<single>[^'\n]*)'[ ]*
      | "(?P<double>[^"\\\n]*)"[ ]*
      | \[[ ]*(?P<flow>(?:{_ITEM}(?:,[ ]*{_ITEM})*)?\])[ ]*
    )|[ ]*)\n""",
    re.VERBOSE | re.MULTILINE,
)


class PlainMap(Map):
    """A mapping with one key and its value on each line; its nodes are made when somebody asks for `entries`."""

    __slots__ = ("_nodes", "_text", "values")

    values: Mapping[str, str | tuple[str, ...]]
    """What the keys hold, without places."""
    _text: str
    _nodes: tuple[tuple[Scalar, Node], ...]

    def __init__(self, values: Mapping[str, str | tuple[str, ...]], text: str, first_line: int) -> None:
        set_once = object.__setattr__
        set_once(self, "values", values)
        set_once(self, "line", first_line)
        set_once(self, "column", 1)
        set_once(self, "_text", text)
        set_once(self, "_nodes", ())

    @property
    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """The keys and values as nodes."""
        if not self._nodes and (found := _compose_lines(self._text, self.line)):
            object.__setattr__(self, "_nodes", found.entries)
        return self._nodes

    def get(self, key: str) -> Node | None:
        """Return the value of a key, None where the key is missing."""
        return super().get(key) if key in self.values else None

    def entry(self, key: str) -> tuple[Scalar, Node]:
        """Return one of the keys with its value, made from its line alone.

        Raises:
            KeyError: The key is missing.
        """
        if key not in self.values:
            raise KeyError(key)
        number = list(self.values).index(key)
        line = _compose_lines(self._text.split("\n")[number], self.line + number)
        return line.entries[0] if line else next(entry for entry in self.entries if entry[0].value == key)

    def keys(self) -> KeysView[str]:
        """Return the keys."""
        return self.values.keys()

    def __eq__(self, other: object) -> bool:
        """Compare nodes and places."""
        if not isinstance(other, Map):
            return NotImplemented
        return (self.entries, self.line, self.column) == (other.entries, other.line, other.column)

    __hash__ = Map.__hash__


def compose_plain(text: str, first_line: int) -> Map | None:
    """Return the mapping that a plain text holds, or None where the parser has to look at it.

    Args:
        text: With line feeds as line ends and without control characters.
        first_line: The line of the file on which the text begins.
    """
    if "\t" in text or not text:
        return None
    values = _values(text)
    return _compose_lines(text, first_line) if values is None else PlainMap(values, text, first_line)


def _values(text: str) -> dict[str, str | tuple[str, ...]] | None:
    """Return key → value where each line holds one, None for any other text."""
    found = _KEY_AND_VALUE.findall(text)
    if not found or len(found) != text.count("\n") or text[-1] != "\n":
        return None
    values: dict[str, str | tuple[str, ...]] = {}
    for key, plain, single, double, flow in found:
        if plain:
            values[key] = plain.rstrip(" ")
        elif flow:
            values[key] = tuple(item.strip(" ") for item in flow[:-1].split(",")) if len(flow) > 1 else ()
        else:
            values[key] = single or double
    return values if len(values) == len(found) else None


def _compose_lines(text: str, first_line: int) -> Map | None:
    """Return the mapping that a plain text holds, with the place of everything in it, line by line."""
    entries: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    items = _Items()
    position, line = 0, first_line
    next_line, length = _LINE.match, len(text)
    while position < length:
        match = next_line(text, position)
        kind = match.lastgroup if match else ""
        if not match or (kind == "item" and not items.take(match, line, position)):
            return None
        if kind and kind != "item":
            items.end(entries)
            name = match["key"]
            if name in seen:
                return None
            seen.add(name)
            key = Scalar(name, line, 1, plain=True)
            if kind == "key":
                items.begin(key, Scalar("", line, len(name) + 2, plain=True))
            else:
                entries.append((key, _value(kind, match[kind], line, match.start(kind) - position + 1)))
        position = match.end()
        line += 1
    items.end(entries)
    return Map(tuple(entries), entries[0][0].line, 1) if entries else None


def _value(kind: str, text: str, line: int, column: int) -> Node:
    """Return the value of a key; `column` is where `text` begins."""
    if kind == "text":
        return Scalar(text.rstrip(" "), line, column, plain=True)
    if kind == "flow":
        found = _FLOW_ITEM.finditer(text)
        items = tuple(Scalar(item[0].rstrip(" "), line, column + item.start(), plain=True) for item in found)
        return Sequence(items, line, column, flow=True)
    return Scalar(text, line, column - 1, plain=False)  # a quote stands before it


class _Items:
    """The key that has no value on its line, and the lines `- item` that follow it."""

    __slots__ = ("found", "indent", "key", "nothing")

    def __init__(self) -> None:
        self.key: Scalar | None = None

    def begin(self, key: Scalar, nothing: Scalar) -> None:
        self.key = key
        self.nothing = nothing
        self.indent = -1
        self.found: list[Scalar] = []

    def take(self, match: re.Match[str], line: int, position: int) -> bool:
        """Add an item; return False where it belongs to no key, or stands further in or out than the one before."""
        indent = match.end("indent") - position
        if self.key is None or indent not in (self.indent, indent if self.indent < 0 else -1):
            return False
        self.indent = indent
        column = match.start("item") - position + 1
        self.found.append(Scalar(match["item"].rstrip(" "), line, column, plain=True))
        return True

    def end(self, entries: list[tuple[Scalar, Node]]) -> None:
        """Put the key and its list among the entries."""
        if self.key is not None:
            first = self.found[0] if self.found else None
            value = Sequence(tuple(self.found), first.line, self.indent + 1) if first else self.nothing
            entries.append((self.key, value))
            self.key = None
