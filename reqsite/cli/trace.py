"""`reqsite trace`: what a record comes from, and what comes of it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from reqsite.cli.candidates import record_ids
from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.errors import Exit
from reqsite.cli.lookup import find_record, state_label
from reqsite.cli.terminal import printable_json, write_data
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.model.catalog import Catalog
    from reqsite.model.record import Record

INDENTED_LEVELS = 30
"""Deeper records are not moved further to the right: a chain of thousands stays readable, and small."""


@dataclass(frozen=True, slots=True)
class Step:
    """One record on the way, at its shortest distance from the start."""

    id: str
    depth: int
    parents: tuple[str, ...]
    """Records one step nearer or on the way that lead to it; the first one is where the tree shows it."""


@verb(
    "trace",
    _(
        "Follows the trace links from a record, upwards to its goals and sources, downwards to its tests, or both. "
        "Each record is shown once, where the way to it is shortest."
    ),
    [
        ("reqsite trace REQ-042 --up", _("why is this requirement there?")),
        ("reqsite trace GOAL-003 --down --depth 2", _("what serves this goal, two steps deep?")),
        ("reqsite trace REQ-042 --format json", _("both directions, for a script")),
    ],
    [
        click.Argument(["record_id"], metavar="ID", shell_complete=record_ids),
        Option("--up", is_flag=True, help=_("Only what the record comes from.")),
        Option("--down", is_flag=True, help=_("Only what comes of the record.")),
        Option("--depth", type=click.IntRange(min=1), metavar="N", help=_("Stop after so many steps.")),
        format_option(),
    ],
)
def command(session: Session, *, record_id: str, up: bool, down: bool, depth: int | None, style: str) -> Exit:
    """Print the records upstream, downstream, or both."""
    record = find_record(session, record_id)
    catalog = session.workspace.catalog
    ways = {"up": catalog.parents, "down": catalog.children}
    wanted = [name for name, asked in (("up", up), ("down", down)) if asked or not (up or down)]
    trees = {name: list(walk(record.id, ways[name], depth)) for name in wanted}
    if style == "json":
        write_data(printable_json(json.dumps(_as_data(catalog, record, trees), ensure_ascii=False, indent=2)) + "\n")
    else:
        session.print("\n".join(_as_text(session, record, trees)) + "\n")
    return Exit.FINE


def walk(start: str, step: Callable[[str], list[str]], depth: int | None) -> Iterator[Step]:
    """Yield every record that can be reached, once, nearest first; `depth` limits the number of steps."""
    distance = {start: 0}
    leads: dict[str, list[str]] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if depth is not None and distance[here] >= depth:
            continue
        for there in step(here):
            if there not in distance:
                distance[there] = distance[here] + 1
                queue.append(there)
            if there != start:
                leads.setdefault(there, []).append(here)
    for there, parents in leads.items():
        yield Step(there, distance[there], tuple(parents))


def _as_data(catalog: Catalog, record: Record, trees: dict[str, list[Step]]) -> dict[str, object]:
    return {
        "id": record.id,
        "title": record.title,
        "status": record.text("status"),
        **{
            name: [
                {
                    "id": step.id,
                    "type": catalog.records[step.id].type,
                    "title": catalog.records[step.id].title,
                    "status": catalog.records[step.id].text("status"),
                    "depth": step.depth,
                    "from": list(step.parents),
                }
                for step in steps
            ]
            for name, steps in trees.items()
        },
    }


def _as_text(session: Session, record: Record, trees: dict[str, list[Step]]) -> Iterator[str]:
    yield _line(session, record)
    headings = {"up": _("Comes from"), "down": _("Leads to")}
    for name, steps in trees.items():
        yield ""
        yield session.words(headings[name])
        if not steps:
            yield "  " + session.words(_("nothing"))
        yield from _tree(session, record.id, steps)


def _tree(session: Session, start: str, steps: list[Step]) -> Iterator[str]:
    """Yield a line a record, each under the one that leads to it."""
    below: dict[str, list[Step]] = {}
    for step in steps:
        below.setdefault(step.parents[0], []).append(step)
    records = session.workspace.catalog.records
    stack = below.get(start, [])[::-1]
    while stack:
        step = stack.pop()
        indent = "  " * min(step.depth, INDENTED_LEVELS)
        number = f"[{step.depth}] " if step.depth > INDENTED_LEVELS else ""
        also = ", ".join(step.parents[1:])
        more = "  " + session.words(_("(also from {ids})", ids=also)) if also else ""
        yield indent + number + _line(session, records[step.id]) + more
        stack.extend(below.get(step.id, [])[::-1])


def _line(session: Session, record: Record) -> str:
    state = state_label(session.workspace.schema, record, session.language)
    return f"{record.id}  {record.title}" + (f"  [{state}]" if state else "")
