"""The map of the project: all records that are linked, in one picture, grouped by section.

Each section is a strip across the page; what stands further to the left is the reason for what stands to the right of
it.  A strip shows the records with the most links; the graph of its section shows the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.portal.addresses import TRACEABILITY
from reqsite.portal.graph_page import (
    GAP_X,
    GAP_Y,
    HEIGHT,
    WIDTH,
    Box,
    Edge,
    Section,
    bands,
    box_at,
    layers_of,
    line_between,
)
from reqsite.portal.press import Press
from reqsite.portal.site import Fragment

SOURCE = "traceability/map.md"
_IN_A_CELL = 5
_MOST_STRIPS = 40
_MOST_LINES = 600
_HEAD, _FOOT = 26, 20
"""Room for the name of a strip, and for what it has no room for."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A section in the picture."""

    title: str
    href: str
    """The graph of the section."""
    y: int
    height: int
    boxes: tuple[Box, ...]
    count: int
    more: int
    """How many of its records are not in the picture."""


def fragment(press: Press, sections: Sequence[Section]) -> Fragment:
    """Return the content of the page: the picture, and the same in words."""
    here = press.site.addresses.url(SOURCE)
    nodes = [member for section in sections for member in section.members]
    edges = _edges(press, nodes)
    named = bands(press, nodes, edges)
    layers = [inside for _name, inside in named] or layers_of(nodes, edges)
    column_of = {node: number for number, layer in enumerate(layers) for node in layer}
    degree = Counter(node for edge in edges for node in edge)
    strips: list[Strip] = []
    y = 0
    for section in sections[:_MOST_STRIPS]:
        cells = _cells(section, column_of, degree)
        strips.append(_strip(press, section, cells, y, here))
        y += strips[-1].height
    html = press.templates.render(
        "traceability_map",
        title=press.words.say(_("Map of the project")),
        strips=strips,
        lines=_lines(strips, edges),
        heads=[(number * (WIDTH + GAP_X), name) for number, (name, _inside) in enumerate(named)],
        width=len(layers) * (WIDTH + GAP_X) - GAP_X,
        height=y,
        size=(WIDTH, HEIGHT),
        rest=[(section, press.href(section.source, here)) for section in sections[_MOST_STRIPS:]],
        apart=sum(r.kind != "term" and press.trace.is_live(r.id) for r in press.site.catalog) - len(nodes),
        overview=press.href(TRACEABILITY, here),
    )
    return Fragment(html)


def _edges(press: Press, nodes: Sequence[str]) -> list[Edge]:
    """Return all links downwards between records of the map."""
    there = frozenset(nodes)
    return [(node, child) for node in nodes for child in press.site.catalog.children(node) if child in there]


def _cells(section: Section, column_of: Mapping[str, int], degree: Mapping[str, int]) -> dict[int, list[str]]:
    """Return column → the records of the section that are drawn there, those with the most links first."""
    cells: dict[int, list[str]] = {}
    for member in section.members:
        cells.setdefault(column_of[member], []).append(member)
    return {n: sorted(cells[n], key=lambda node: -degree[node])[:_IN_A_CELL] for n in sorted(cells)}


def _strip(press: Press, section: Section, cells: Mapping[int, Sequence[str]], y: int, here: str) -> Strip:
    members = frozenset(section.members)
    boxes = tuple(
        box_at(press, node, (column * (WIDTH + GAP_X), y + _HEAD + row * (HEIGHT + GAP_Y)), members, here)
        for column, cell in cells.items()
        for row, node in enumerate(cell)
    )
    height = _HEAD + max(len(cell) for cell in cells.values()) * (HEIGHT + GAP_Y) + _FOOT
    count = len(section.members)
    return Strip(section.title, press.href(section.source, here), y, height, boxes, count, count - len(boxes))


def _lines(strips: Sequence[Strip], edges: Sequence[Edge]) -> list[str]:
    place = {box.link.to.id: (box.x, box.y) for strip in strips for box in strip.boxes}
    lines = dict.fromkeys(line_between(place[a], place[b]) for a, b in edges if a in place and b in place and a != b)
    return list(lines)[:_MOST_LINES]
