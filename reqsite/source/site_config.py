"""mkdocs.yml, as far as it concerns the reader.

The file is composed into nodes and no further: no tag is obeyed, so `!!python/name:…`, `!relative` and the like do
neither harm nor hinder.  `!ENV` is read as MkDocs reads it, `INHERIT` too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from reqsite.i18n import Message, _
from reqsite.source.limits import Limits
from reqsite.source.refused import Refused
from reqsite.source.strict_yaml import FASTEST_LOADER, refuse_bombs
from reqsite.source.text_file import read_text
from reqsite.source.yaml_diagnosis import diagnose
from reqsite.source.yaml_nodes import YamlMistake

_LIMITS = Limits(file_bytes=4 * 1024 * 1024)
_MOST_PARENTS = 10
_OWN, _PYTHON = "tag:yaml.org,2002:", "tag:yaml.org,2002:python/"


class SiteConfigError(Exception):
    """A mkdocs.yml that cannot be read, with file, line and column (from 1), message and hint."""

    def __init__(self, file: Path, line: int, column: int, message: Message, hint: Message) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Tag:
    """A value that says by a tag of its own what it is: `!ENV`, `!!python/name:…`."""

    name: str
    """As YAML has it in full: `tag:yaml.org,2002:python/name:…`."""
    file: Path
    line: int
    column: int


class SiteConfig:
    """The settings of a mkdocs.yml and of those that it inherits from."""

    def __init__(self, file: Path, layers: list[yaml.Node], files: list[Path]) -> None:
        self._file = file
        self._layers = layers
        """The file's own tree, then its parents'."""
        self._files = files
        """Those that the trees were read from."""

    @classmethod
    def read(cls, file: Path) -> SiteConfig:
        """Return the settings of a file.

        Raises:
            SiteConfigError: Where it, or one that it inherits from, cannot be read.
        """
        layers: list[yaml.Node] = []
        files: list[Path] = []
        here: Path | None = file
        while here is not None and len(layers) < _MOST_PARENTS:
            tree = _tree(here)
            layers.append(tree)
            files.append(here)
            parent = _text(_below(tree, "INHERIT"))
            here = here.parent / parent if parent else None
        return cls(file, layers, files)

    def has(self, *path: str) -> bool:
        """Return True where there is something at a path of keys."""
        return any(self._node(layer, path) is not None for layer in self._layers)

    def tags(self) -> Iterator[Tag]:
        """Yield the tags that YAML itself does not read out of a value, in the order of the files."""
        for layer, file in zip(self._layers, self._files, strict=True):
            for node in _nodes(layer):
                if not node.tag.startswith(_OWN) or node.tag.startswith(_PYTHON):
                    yield Tag(node.tag, file, node.start_mark.line + 1, node.start_mark.column + 1)

    def text(self, *path: str) -> str:
        """Return the text at a path of keys, empty where there is none; a plugin's name is a key too."""
        for layer in self._layers:
            node = self._node(layer, path)
            if node is not None:
                return _text(node)
        return ""

    def error(self, message: Message, hint: Message, *path: str) -> SiteConfigError:
        """Return an error about the value at a path of keys."""
        node = self._node(self._layers[0], path)
        mark = node.start_mark if node is not None else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return SiteConfigError(self._file, line, column, message, hint)

    def _node(self, layer: yaml.Node, path: tuple[str, ...]) -> yaml.Node | None:
        node: yaml.Node | None = layer
        for key in path:
            node = _below(node, key)
        return node


def _tree(file: Path) -> yaml.Node:
    try:
        text = read_text(file, _LIMITS)
        refuse_bombs(text, merges=False)
        tree = yaml.compose(text, Loader=FASTEST_LOADER)
    except Refused as refused:
        hint = refused.hint or _("See that the file can be read.")
        raise SiteConfigError(file, refused.line, refused.column, refused.message, hint) from None
    except YamlMistake as mistake:
        hint = mistake.hint or _("Write `key: value`.")
        raise SiteConfigError(file, mistake.line, mistake.column, mistake.message, hint) from None
    except yaml.YAMLError as error:
        found = diagnose(text.split("\n"), error, 1)
        hint = found.hint or _("Write `key: value`.")
        raise SiteConfigError(file, found.line, found.column, found.message, hint) from None
    if not isinstance(tree, yaml.MappingNode):
        raise SiteConfigError(file, 1, 1, _("The file holds no keys and values."), _("Write at least `site_name: …`."))
    return tree


def _nodes(tree: yaml.Node) -> Iterator[yaml.Node]:
    """Yield a node and all below it, in their order, each once."""
    left, seen = [tree], set()
    while left:
        node = left.pop()
        if id(node) in seen:  # an alias leads to what was seen before
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            left += [part for pair in reversed(node.value) for part in reversed(pair)]
        elif isinstance(node, yaml.SequenceNode):
            left += reversed(node.value)


def _below(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return the value of a key; in a list such as that of plugins, of the entry that is this key or begins with it."""
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and item.value == key:
                return item
            found = _below(item, key) if isinstance(item, yaml.MappingNode) else None
            if found is not None:
                return found
    return None


def _text(node: yaml.Node | None) -> str:
    """Return the text of a node, empty for anything but a text; `!ENV` is filled in."""
    if isinstance(node, yaml.SequenceNode) and node.tag == "!ENV":
        names = [item.value for item in node.value if isinstance(item, yaml.ScalarNode)]
        default = names.pop() if len(names) > 1 else ""
        return next((os.environ[name] for name in names if name in os.environ), default)
    if not isinstance(node, yaml.ScalarNode):
        return ""
    if node.tag == "!ENV":
        return os.environ.get(node.value, "")
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
