"""The graph of one section: its records and what they are linked with one step further, in layers from the top down.

The picture is a static SVG that needs no script; the same records and links stand in a list below it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.catalog import Catalog, natural_key
from reqsite.model.han import has_han
from reqsite.portal.addresses import TRACEABILITY, slug
from reqsite.portal.alphabet import sort_key
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment

_IN_A_LAYER = 14
MOST_LAYERS = 6
WIDTH, HEIGHT = 190, 40
GAP_X, GAP_Y = 70, 12
_LETTERS = 27
"""How many Latin letters of a title fit into a box; a Chinese character takes the room of two."""
_LISTED = 100
_NAMED = 7
"""How many parents or children a line of the list names."""

Edge = tuple[str, str]
"""(parent, child)."""


@dataclass(frozen=True, slots=True)
class Section:
    """Records that are drawn together."""

    title: str
    source: str
    """The path of its page."""
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A record in the picture."""

    link: Link
    title: str
    """As much of it as fits."""
    x: int
    y: int
    inside: bool
    """False for a record of another section."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Where everything stands, in the units of the SVG."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    """Paths from a parent to a child."""
    more: tuple[tuple[int, int, str], ...]
    """(x, y, words) of what a layer has no room for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A record of the section in the list below the picture."""

    link: Link
    parents: tuple[Link, ...]
    more_parents: int
    children: tuple[Link, ...]
    more_children: int


def sections(press: Press) -> list[Section]:
    """Return what is drawn: each section whose records have parents or children, and for records without one each kind.

    Terms are left out: what they are linked with is words.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for record in press.site.catalog:
        if record.kind != "term" and press.trace.is_live(record.id) and _is_linked(press.site.catalog, record.id):
            name = record.text("section")
            groups.setdefault(("section", name) if name else ("kind", record.kind), []).append(record.id)
    found: dict[str, Section] = {}
    for (what, name), members in sorted(groups.items(), key=lambda item: (item[0][0] == "kind", _order(item[0][1]))):
        title = name if what == "section" else press.words.kind(name)
        source = f"traceability/graph/{what}_{slug(name)}.md"
        if source not in found:
            found[source] = Section(title, source, tuple(members))
    return list(found.values())


def page_title(press: Press, section: Section) -> str:
    """Return what the page of a section is called."""
    return press.words.say(_("Graph: {section}", section=section.title))


def fragment(press: Press, section: Section) -> Fragment:
    """Return the content of the page with the graph of a section."""
    here = press.site.addresses.url(section.source)
    parents, children = _neighbours(press, section)
    edges = [(p, m) for m, above in parents.items() for p in above]
    edges += [(m, c) for m, below in children.items() for c in below if c not in parents]
    nodes = dict.fromkeys(i for m in section.members for i in (*parents[m], m, *children[m]))
    levels = bands(press, nodes, edges)
    layers = [inside for _name, inside in levels] or layers_of(nodes, edges)
    lines = [_line(press, m, parents[m], children[m], here) for m in section.members[:_LISTED]]
    html = press.templates.render(
        "traceability_graph",
        title=page_title(press, section),
        picture=_picture(press, layers, edges, frozenset(section.members), here),
        heads=[(column * (WIDTH + GAP_X), name) for column, (name, _inside) in enumerate(levels)],
        size=(WIDTH, HEIGHT),
        lines=lines,
        rest=len(section.members) - len(lines),
        overview=press.href(TRACEABILITY, here),
    )
    return Fragment(html)


def _is_linked(catalog: Catalog, record_id: str) -> bool:
    return bool(catalog.parents(record_id) or catalog.children(record_id))


def _order(name: str) -> tuple[object, ...]:
    return (1, sort_key(name)) if has_han(name[:1]) else (0, natural_key(name))


def _neighbours(press: Press, section: Section) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the live parents and the live children of each member."""
    catalog, is_live = press.site.catalog, press.trace.is_live
    return (
        {m: [i for i in catalog.parents(m) if is_live(i) and i != m] for m in section.members},
        {m: [i for i in catalog.children(m) if is_live(i) and i != m] for m in section.members},
    )


def _line(press: Press, record_id: str, parents: Sequence[str], children: Sequence[str], here: str) -> Line:
    return Line(
        press.link(record_id, here),
        tuple(press.link(i, here) for i in parents[:_NAMED]),
        max(0, len(parents) - _NAMED),
        tuple(press.link(i, here) for i in children[:_NAMED]),
        max(0, len(children) - _NAMED),
    )


def layers_of(nodes: Collection[str], edges: Sequence[Edge]) -> list[list[str]]:
    """Return the nodes in layers: each stands below all its parents; what is in a circle stands where it is reached."""
    below: dict[str, list[str]] = {}
    waits = Counter(child for _parent, child in edges)
    for parent, child in edges:
        below.setdefault(parent, []).append(child)
    depth: dict[str, int] = {}
    queue = deque(node for node in nodes if not waits[node])
    depth.update(dict.fromkeys(queue, 0))
    rest = deque(nodes)
    done: set[str] = set()
    while queue or rest:
        node = queue.popleft() if queue else rest.popleft()
        if node in done:
            continue
        done.add(node)
        here = depth.setdefault(node, 0)
        for child in below.get(node, ()):
            waits[child] -= 1
            if child not in done:
                depth[child] = max(depth.get(child, 0), min(here + 1, MOST_LAYERS - 1))
                if waits[child] == 0:
                    queue.append(child)
    layers: list[list[str]] = [[] for _number in range(MOST_LAYERS)]
    for node in nodes:
        layers[depth[node]].append(node)
    return [layer for layer in layers if layer]


def bands(press: Press, nodes: Collection[str], edges: Sequence[Edge]) -> list[tuple[str, list[str]]]:
    """Return the nodes by the level of need that they stand on, with its name; empty where none of them says so.

    What stands on no level goes before the levels where it is the reason for something on one, else behind them.
    """
    field, records = press.site.catalog.schema.fields.get("level"), press.site.catalog.records
    level = {node: records[node].text("level") for node in nodes}
    if field is None or not any(level.values()):
        return []
    reasons = {parent for parent, child in edges if level.get(child) and not level.get(parent)}
    inside: dict[str, list[str]] = {name: [] for name in field.values}
    before: list[str] = []
    behind: list[str] = []
    for node in nodes:
        (inside.setdefault(level[node], []) if level[node] else before if node in reasons else behind).append(node)
    say = press.words.say
    named = [(press.words.value("level", name), some) for name, some in inside.items()]
    found = [(say(_("Upstream")), before), *named, (say(_("Downstream")), behind)]
    return [(name, some) for name, some in found if some]


def _picture(
    press: Press, layers: Sequence[Sequence[str]], edges: Sequence[Edge], members: frozenset[str], here: str
) -> Picture:
    degree = Counter(node for edge in edges for node in edge)
    shown = [sorted(layer, key=lambda node: (node not in members, -degree[node]))[:_IN_A_LAYER] for layer in layers]
    place = _untangled(shown, edges)
    boxes = tuple(box_at(press, node, at, members, here) for node, at in place.items())
    most = max((len(layer) for layer in shown), default=0)
    more = []
    for column, (layer, kept) in enumerate(zip(layers, shown, strict=True)):
        if len(layer) > len(kept):
            words = press.words.say(_("and {count} more", count=len(layer) - len(kept)))
            more.append((column * (WIDTH + GAP_X) + WIDTH // 2, len(kept) * (HEIGHT + GAP_Y) + 14, words))
    return Picture(
        width=len(layers) * (WIDTH + GAP_X) - GAP_X,
        height=most * (HEIGHT + GAP_Y) + (16 if more else -GAP_Y),
        boxes=boxes,
        lines=tuple(dict.fromkeys(line_between(place[a], place[b]) for a, b in edges if a in place and b in place)),
        more=tuple(more),
    )


def _untangled(layers: Sequence[Sequence[str]], edges: Sequence[Edge]) -> dict[str, tuple[int, int]]:
    """Return node → (x, y), each layer in the order of the middle of its parents, so that fewer lines cross."""
    above: dict[str, list[str]] = {}
    for parent, child in edges:
        above.setdefault(child, []).append(parent)
    place: dict[str, tuple[int, int]] = {}
    for column, layer in enumerate(layers):
        middle = {node: _middle(above.get(node, ()), place) for node in layer}
        for row, node in enumerate(sorted(layer, key=lambda node: (middle[node], natural_key(node)))):
            place[node] = (column * (WIDTH + GAP_X), row * (HEIGHT + GAP_Y))
    return place


def _middle(parents: Sequence[str], place: Mapping[str, tuple[int, int]]) -> float:
    heights = [place[parent][1] for parent in parents if parent in place]
    return sum(heights) / len(heights) if heights else 0.0


def line_between(parent: tuple[int, int], child: tuple[int, int]) -> str:
    """Return the line from the right side of a parent's box to the left side of its child's."""
    x, y = parent[0] + WIDTH, parent[1] + HEIGHT // 2
    to_x, to_y = child[0], child[1] + HEIGHT // 2
    bend = GAP_X // 2 if to_x > x else GAP_X
    return f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"


def box_at(press: Press, record_id: str, at: tuple[int, int], members: frozenset[str], here: str) -> Box:
    """Return the box of a record, whose upper left corner stands at (x, y), on the page `here`."""
    link = press.link(record_id, here)
    return Box(link, _fitting(link.to.title), at[0], at[1], record_id in members)


def _fitting(title: str) -> str:
    """Return as much of a title as a box has room for."""
    room = _LETTERS
    for number, letter in enumerate(title):
        room -= 1 if letter < "\u2e80" else 2
        if room < 0:
            return title[:number].rstrip() + "…"
    return title
