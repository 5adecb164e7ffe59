"""What strict YAML is made of: texts, lists and mappings with their places, and the mistake that stops the reading."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from reqsite.i18n import Message


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was written: `no`, `1.10` and `007` stay what they are; `~` and nothing are the empty text."""

    value: str
    line: int
    """From 1, in the file."""
    column: int
    """From 1, in code points."""
    plain: bool
    """True where the writer put it in no quotes and in no block."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int
    flow: bool = False
    """True where it stands in brackets on its line: `[a, b]`."""


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping, its entries in the order of the file, no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """Return the value of a key, None where the key is missing."""
        return next((value for name, value in self.entries if name.value == key), None)

    def keys(self) -> AbstractSet[str]:
        """Return the keys."""
        return {key.value for key, _value in self.entries}


Node = Scalar | Sequence | Map


class YamlMistake(Exception):  # noqa: N818 the writer's, not the program's
    """What cannot be read, where it stands, and what to write instead; never with the text of a value.

    Attributes:
        line: From 1, in the file.
        column: From 1, in code points.
        message: What is wrong.
        hint: What to write instead, or None.
        kind: `duplicate-key` and `invalid-character` for these two mistakes, `not-strict` for what YAML has but strict
            YAML has not (anchors, aliases, tags, merge keys, keys that are no text), else `syntax`.
    """

    def __init__(
        self, line: int, column: int, message: Message, hint: Message | None = None, *, kind: str = "syntax"
    ) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.kind = kind
