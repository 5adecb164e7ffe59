"""Strict YAML: the part of YAML that people write in front matter, and nothing that surprises them.

Mappings, lists and texts, each with its place.  Refused are anchors, aliases, tags, merge keys, keys that are no
text, a key given twice, a second document, and nesting deeper than 64.  No text ever turns into a number, a date or
a boolean.  PyYAML's parser yields the events (one at a time, so that a bomb is stopped where it begins), the rest is
done here, with a stack of its own.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from reqsite.i18n import _
from reqsite.source.plain_yaml import compose_plain
from reqsite.source.yaml_diagnosis import diagnose, diagnose_text_for_map, full_width_colon
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence, YamlMistake

__all__ = ["MAX_DEPTH", "Map", "Node", "Scalar", "Sequence", "YamlMistake", "compose", "compose_map"]

MAX_DEPTH = 64
"""How deep lists and mappings may be nested."""

FASTEST_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, ten times as fast as PyYAML's own, where PyYAML was built with it."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters, foreign line ends, byte order marks and halves of surrogate pairs."""


def compose_map(text: str, *, first_line: int = 1) -> Map | None:
    """Return the mapping that a text holds, None for an empty one.

    Raises:
        YamlMistake: Where it cannot be read, or is anything but a mapping.
    """
    node = compose(text, first_line=first_line)
    if node is None or isinstance(node, Map):
        return node
    if isinstance(node, Scalar):
        raise diagnose_text_for_map(text.splitlines(), node, first_line)
    raise YamlMistake(
        node.line,
        node.column,
        _("A list stands here where keys and values belong."),
        _("Write lines such as `title: …`."),
    )


def compose(text: str, *, first_line: int = 1, loader: type[Any] = FASTEST_LOADER) -> Node | None:
    """Return the tree of a YAML text, None for an empty one.

    Args:
        text: The YAML, with any line ends; a byte order mark at its beginning is passed over.
        first_line: The line of the file on which the text begins.
        loader: PyYAML's loader whose parser does the work.

    Raises:
        YamlMistake: At the first mistake.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_control_characters(text, first_line)
    plain = compose_plain(text, first_line)
    return plain if plain is not None else compose_events(text, first_line, loader)


def _refuse_control_characters(text: str, first_line: int) -> None:
    if text.replace("\n", "").isprintable():
        return
    match = FORBIDDEN.search(text)
    if match:
        before = text[: match.start()]
        raise _forbidden(match[0], before.count("\n") + first_line, match.start() - before.rfind("\n"))


def _forbidden(character: str, line: int, column: int) -> YamlMistake:
    code = f"U+{ord(character):04X}"
    return YamlMistake(
        line,
        column,
        _("The character {code} cannot be seen and has no place here.", code=code),
        _("Delete it."),
        kind="invalid-character",
    )


class _Open:
    """A list or a mapping whose end has not been reached."""

    __slots__ = ("column", "entries", "flow", "items", "key", "line", "seen")

    def __init__(self, line: int, column: int, *, is_map: bool, flow: bool) -> None:
        self.line = line
        self.column = column
        self.flow = flow
        self.items: list[Node] = []
        self.entries: list[tuple[Scalar, Node]] = []
        self.key: Scalar | None = None
        self.seen: dict[str, Scalar] | None = {} if is_map else None

    def add(self, node: Node) -> None:
        if self.seen is None:
            self.items.append(node)
        elif self.key is None:
            self.key = _checked_key(node, self.seen)
        else:
            self.entries.append((self.key, node))
            self.key = None

    def close(self) -> Node:
        if self.seen is None:
            return Sequence(tuple(self.items), self.line, self.column, self.flow)
        return Map(tuple(self.entries), self.line, self.column)


def compose_events(text: str, first_line: int, loader: type[Any] = FASTEST_LOADER) -> Node | None:
    """Return the tree of a YAML text whose line ends are line feeds; the long way, which reads everything."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    try:
        event: Any  # PyYAML's stubs tell the kinds of events apart by class only
        for event in yaml.parse(text, Loader=loader):
            kind = type(event)
            line, column = event.start_mark.line + first_line, event.start_mark.column + 1
            node: Node
            if kind is yaml.ScalarEvent:
                node = _scalar(event, line, column)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                _refuse_properties(event, line, column)
                _refuse_depth(len(stack), line, column)
                stack.append(_Open(line, column, is_map=kind is yaml.MappingStartEvent, flow=bool(event.flow_style)))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = stack.pop().close()
            elif kind is yaml.AliasEvent:
                _refuse_alias(line, column)
            else:
                documents += kind is yaml.DocumentStartEvent
                if kind is yaml.DocumentStartEvent:
                    _refuse_document(event, documents, line, column)
                continue
            if stack:
                stack[-1].add(node)
            else:
                root = node
    except yaml.YAMLError as error:
        raise diagnose(text.split("\n"), error, first_line) from None
    if isinstance(root, Scalar) and not root.value and root.plain:
        return None
    return root


def refuse_bombs(text: str, *, first_line: int = 1, merges: bool = True) -> None:
    """Refuse a YAML text that other programs would take minutes for, or crash at: deep nesting, merged aliases.

    Args:
        text: Any YAML, with line feeds.
        first_line: The line of the file on which it begins.
        merges: Whether merge keys are refused too; who makes no mappings of them need not fear them.

    Raises:
        YamlMistake: Where it cannot be read, is nested too deep, or merges.
    """
    depth = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=FASTEST_LOADER):
            kind = type(event)
            line, column = event.start_mark.line + first_line, event.start_mark.column + 1
            if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                _refuse_depth(depth, line, column)
                depth += 1
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                depth -= 1
            elif merges and kind is yaml.ScalarEvent and event.value == "<<":
                raise _merge(line, column)
    except yaml.YAMLError as error:
        raise diagnose(text.split("\n"), error, first_line) from None


def _scalar(event: Any, line: int, column: int) -> Scalar:  # noqa: ANN401 PyYAML's events have no types
    _refuse_properties(event, line, column)
    plain = event.style is None or event.style == ""
    value: str = event.value
    if plain:
        value = "" if value == "~" else value
        _refuse_wide_brackets(value, line, column)
    elif event.style == '"':
        match = FORBIDDEN.search(value)
        if match:
            raise _forbidden(match[0], line, column)
    return Scalar(value, line, column, plain)


def _refuse_wide_brackets(value: str, line: int, column: int) -> None:
    if value and value[0] in "［｛" and value[-1] in "］｝":
        raise YamlMistake(
            line,
            column,
            _("These are full-width brackets, which make no list."),
            _("Write `[a, b]` with half-width brackets and commas; put the text in quotes if brackets are meant."),
        )


def _refuse_properties(event: Any, line: int, column: int) -> None:  # noqa: ANN401
    if event.anchor is not None:
        raise YamlMistake(
            line,
            column,
            _("A value begins with `&`, which means an anchor in YAML; anchors are not allowed."),
            _("Write the value out; if the `&` belongs to the text, put the text in quotes."),
            kind="not-strict",
        )
    if event.tag is not None:
        raise YamlMistake(
            line,
            column,
            _("A value begins with `!`, which means a tag in YAML; tags are not allowed."),
            _("Delete the tag; if the `!` belongs to the text, put the text in quotes."),
            kind="not-strict",
        )


def _refuse_alias(line: int, column: int) -> NoReturn:
    raise YamlMistake(
        line,
        column,
        _("A value begins with `*`, which means an alias in YAML; aliases are not allowed."),
        _("Write the value out; if the `*` belongs to the text, put the text in quotes."),
        kind="not-strict",
    )


def _refuse_depth(depth: int, line: int, column: int) -> None:
    if depth >= MAX_DEPTH:
        raise YamlMistake(
            line,
            column,
            _("Lists and mappings are nested deeper than {limit}.", limit=MAX_DEPTH),
            _("Write the text in quotes if the brackets belong to it."),
        )


def _refuse_document(event: Any, documents: int, line: int, column: int) -> None:  # noqa: ANN401
    if documents > 1:
        raise YamlMistake(
            line,
            column,
            _("A second YAML document begins here; only one is allowed."),
            _("Delete the line `---`."),
        )
    if event.version or event.tags:
        raise YamlMistake(
            line, column, _("A line that begins with `%` is a YAML directive, which is not allowed."), _("Delete it.")
        )


def _checked_key(node: Node, seen: dict[str, Scalar]) -> Scalar:
    if not isinstance(node, Scalar):
        raise YamlMistake(
            node.line,
            node.column,
            _("A key must be a text; this one is a list or a mapping."),
            _('Put the text in quotes if the brackets belong to it: `"{{ name }}"`.'),
            kind="not-strict",
        )
    if node.plain and node.value == "<<":
        raise _merge(node.line, node.column)
    if not node.value.strip():
        raise YamlMistake(
            node.line, node.column, _("The key before this colon is missing."), _("Write a key: `title: …`.")
        )
    if node.value != node.value.strip():
        raise YamlMistake(
            node.line,
            node.column,
            _("The key begins or ends with a space that is no ordinary one (full-width or non-breaking)."),
            _("Delete that space."),
        )
    if node.plain and "：" in node.value:  # `title：a: b` is a key `title：a` to a parser
        before, _colon, _rest = node.value.partition("：")
        if before.strip().replace("-", "").isidentifier():
            raise YamlMistake(node.line, node.column + len(before), *full_width_colon(before.strip()))
    first = seen.setdefault(node.value, node)
    if first is not node:
        raise YamlMistake(
            node.line,
            node.column,
            _(
                "The key '{key}' is given twice; the first one is at {line}:{column}.",
                key=node.value,
                line=first.line,
                column=first.column,
            ),
            _("Keep one of them."),
            kind="duplicate-key",
        )
    return node


def _merge(line: int, column: int) -> YamlMistake:
    return YamlMistake(
        line, column, _("Merge keys (`<<`) are not allowed."), _("Write the keys out."), kind="not-strict"
    )
