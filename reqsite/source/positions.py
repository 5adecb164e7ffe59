"""Where the keys and values of a record stand, under the names by which checks ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reqsite.source.plain_yaml import PlainMap
from reqsite.source.yaml_nodes import Map, Node, Scalar, Sequence

_BEHIND_KEY = re.compile(r"[=.\[]")


class Positions(Mapping[str, tuple[int, int]]):
    """Where the keys and values of a mapping stand; put together when somebody asks, which few do."""

    __slots__ = ("_node", "_places")

    def __init__(self, node: Map) -> None:
        self._node = node
        self._places: dict[str, tuple[int, int]] | None = None

    def __getitem__(self, path: str) -> tuple[int, int]:
        if self._places is None and isinstance(self._node, PlainMap):
            entry = self._node.entry(_BEHIND_KEY.split(path, maxsplit=1)[0])
            return dict(_places_of(*entry, ""))[path]
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, tuple[int, int]]:
        if self._places is None:
            self._places = dict(_places(self._node, ""))
        return self._places


def _places(node: Map, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for key, value in node.entries:
        yield from _places_of(key, value, prefix)


def _places_of(key: Scalar, value: Node, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    path = prefix + key.value
    yield path, (key.line, key.column)
    yield path + "=", (value.line, value.column)
    yield from _places_inside(value, path)


def _places_inside(value: Node, path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if isinstance(value, Map):
        yield from _places(value, path + ".")
    elif isinstance(value, Sequence):
        for number, item in enumerate(value.items):
            inner = f"{path}[{number}]"
            yield inner, (item.line, item.column)
            yield from _places_inside(item, inner)
