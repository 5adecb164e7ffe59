"""Walks over a directed graph that is given as a function from a node to the next ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

Step = Callable[[str], list[str]]


def closure(start: str | Iterable[str], step: Step) -> dict[str, int]:
    """Return every node that can be reached from `start` with its distance, nearest first.

    A starting node is among them only if a path leads back to it.
    """
    found: dict[str, int] = {}
    queue = deque((node, 0) for node in ([start] if isinstance(start, str) else start))
    while queue:
        here, distance = queue.popleft()
        for there in step(here):
            if there not in found:
                found[there] = distance + 1
                queue.append((there, distance + 1))
    return found


def on_cycles(edges: Mapping[str, Iterable[str]]) -> dict[str, None]:
    """Return, in the order of `edges`, the nodes on cycles and those that a path from a cycle leads to.

    Nodes to which nothing leads are taken away until none is left (Kahn 1962); in a graph without cycles that is all.
    """
    waiting = dict.fromkeys(edges, 0)
    for targets in edges.values():
        for there in targets:
            if there in waiting:
                waiting[there] += 1
    free = [node for node, count in waiting.items() if not count]
    while free:
        node = free.pop()
        del waiting[node]
        for there in edges[node]:
            if there in waiting:
                waiting[there] -= 1
                if not waiting[there]:
                    free.append(there)
    return dict.fromkeys(waiting)


def components(nodes: Iterable[str], step: Step) -> Iterator[list[str]]:
    """Yield the strongly connected components of a graph (Tarjan 1972, without recursion), each node once."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: dict[str, None] = {}
    for root in nodes:
        work = [] if root in index else [_enter(root, step, index, low, open_nodes)]
        while work:
            node, successors = work[-1]
            fresh = None
            for there in successors:
                if there not in index:
                    fresh = there
                    break
                if there in open_nodes:
                    low[node] = min(low[node], index[there])
            if fresh is not None:
                work.append(_enter(fresh, step, index, low, open_nodes))
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == index[node]:
                yield _leave(node, open_nodes)


def _enter(
    node: str, step: Step, index: dict[str, int], low: dict[str, int], open_nodes: dict[str, None]
) -> tuple[str, Iterator[str]]:
    index[node] = low[node] = len(index)
    open_nodes[node] = None
    return node, iter(step(node))


def _leave(root: str, open_nodes: dict[str, None]) -> list[str]:
    component = []
    while True:
        node, _ = open_nodes.popitem()
        component.append(node)
        if node == root:
            return component


def shortest_cycle(start: str, members: set[str], step: Step) -> list[str]:
    """Return a shortest cycle through `start` that stays within `members`, beginning with `start`."""
    came: dict[str, str] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in step(here):
            if there == start:
                path = [here]
                while path[-1] != start:
                    path.append(came[path[-1]])
                return path[::-1]
            if there in members and there not in came:
                came[there] = here
                queue.append(there)
    return [start]
