"""The trace graph as a whole: cycles, orphans, and what became of withdrawn records."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.links import place_of
from reqsite.i18n import _
from reqsite.model.catalog import TraceLink
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record

LINK_TO_WITHDRAWN = Rule(
    "RQ306",
    "link-to-withdrawn",
    Severity.WARNING,
    _("A live record that builds on one that no longer counts"),
    _("What was withdrawn, rejected or put off is no ground for what is still to be built."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, depends_on: [REQ-002], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, status: withdrawn, body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, depends_on: [REQ-002], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, status: draft, body: Two.}\n",
)
LINK_CYCLE = Rule(
    "RQ308",
    "link-cycle",
    Severity.ERROR,
    _("Records that trace upwards to each other in a circle"),
    _("Nothing in the circle has a beginning: no order of work and no path to a goal can be shown."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, depends_on: [REQ-002], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, depends_on: [REQ-001], body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, depends_on: [REQ-002], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, body: Two.}\n",
)
ORPHAN = Rule(
    "RQ309",
    "orphan",
    Severity.WARNING,
    _("A record without the parent or child that its type should have"),
    _("A requirement that serves no goal is cost without a reason; a goal without requirements is a promise."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, supports: [GOAL-001], body: Two.}\n"
    "  - {id: GOAL-001, type: goal, title: G, body: Why.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, supports: [GOAL-001], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, supports: [GOAL-001], body: Two.}\n"
    "  - {id: GOAL-001, type: goal, title: G, body: Why.}\n",
)
VERDICT_MISSING = Rule(
    "RQ310",
    "verdict-missing",
    Severity.INFO,
    _("A withdrawn record that does not say why"),
    _("A reader who comes by an old link wants to know what became of it, and where to look now."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: withdrawn\n---\nThe system shall ask.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: withdrawn\nreason: Cards are used.\n---\nAsk.\n",
)
RULES = (LINK_TO_WITHDRAWN, LINK_CYCLE, ORPHAN, VERDICT_MISSING)

_LONGEST_PATH = 12
BINDING_KINDS = frozenset(("requirement", "goal", "scenario", "rule", "term", "test", "milestone", "other"))
"""Records that speak of today; meetings, changes, decisions and feedback tell what once was."""
_NO_GROUND = frozenset(("requirement", "goal", "scenario", "rule", "term", "test", "decision", "document", "change"))
"""What, once withdrawn, is no ground for anything; a closed risk or a stakeholder who left may still be named."""


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the graph."""
    yield from _cycles(context)
    live_types = {(r.kind, r.type) for r in context.catalog if context.is_live(r)}
    populated = {word for names in live_types for word in names}
    may_be_orphans = {t.name for t in context.schema.types.values() if not populated.isdisjoint((*t.up, *t.down))}
    for record in context.catalog:
        if context.is_live(record):
            if context.remarkable:
                yield from _to_withdrawn(context, record)
            if record.type in may_be_orphans:
                yield from _orphan(context, record, populated)
        elif record.text("status") in ("withdrawn", "已撤销") and not _has_verdict(context, record):
            message = _("{id} is withdrawn but says neither why nor what took its place.", id=record.id)
            hint = _("Write 'reason:', or a link: superseded_by, merged_into, split_into or moved_to.")
            yield Finding.of(VERDICT_MISSING, record.place("status=", "status"), message, hint, record.id)


def is_ground_for(record: Record, target: Record) -> bool:
    """Return True where `record`, which is live, would be wrong to build on `target` once that is withdrawn."""
    return record.kind in BINDING_KINDS and target.kind in _NO_GROUND


def _cycles(context: Context) -> Iterator[Finding]:
    for cycle in context.catalog.cycles():
        if len(cycle) == 1:
            continue  # `self-link` says so
        record = context.catalog.records[cycle[0]]
        steps = [_step(context, here, there) for here, there in zip(cycle, [*cycle[1:], cycle[0]], strict=True)]
        names = list(dict.fromkeys(link.type.name for link in steps))
        own = next((link for link in steps if link.source == record.id), None)
        place = place_of(record, own, context) if own else record.place("id=", "id", "title=", "title")
        message = _("These records trace upwards to each other in a circle: {path}.", path=_path(cycle))
        hint = (
            _("Take out one of the links ({names}), or declare one of them 'direction: side'.", names=", ".join(names))
            if len(names) > 1
            else _("Take out one of the links ({names}).", names=names[0])
        )
        yield Finding.of(LINK_CYCLE, place, message, hint, record.id)


def _step(context: Context, here: str, there: str) -> TraceLink:
    """Return the link that makes `there` a parent of `here`."""
    up = (k for k in context.catalog.outgoing(here) if k.target == there and k.type.direction == "up")
    down = (k for k in context.catalog.incoming(here) if k.source == there and k.type.direction == "down")
    return max(itertools.chain(up, down), key=lambda link: link.type.acyclic)


def _path(cycle: list[str]) -> str:
    shown = cycle if len(cycle) <= _LONGEST_PATH else [*cycle[: _LONGEST_PATH - 1], "…"]
    return " → ".join([*shown, cycle[0]])


def _to_withdrawn(context: Context, record: Record) -> Iterator[Finding]:
    if record.kind not in BINDING_KINDS:
        return
    for link in context.catalog.outgoing(record.id):
        if link.target not in context.remarkable or link.type.to_withdrawn or link.type.direction not in ("up", "down"):
            continue
        target = context.catalog.records[link.target]
        if is_ground_for(record, target) and not context.is_live(target):
            message = _(
                "'{field}' names {target}, whose status is '{status}'.",
                field=link.type.name,
                target=target.id,
                status=target.text("status"),
            )
            heirs = [out.target for out in context.catalog.outgoing(target.id) if out.type.direction == "verdict"]
            hint = _("Its place was taken by {heirs}.", heirs=", ".join(heirs)) if heirs else None
            yield Finding.of(LINK_TO_WITHDRAWN, place_of(record, link, context), message, hint, record.id)


def _orphan(context: Context, record: Record, populated: set[str]) -> Iterator[Finding]:
    record_type = context.schema.types.get(record.type)
    if record_type is None or not (record_type.up or record_type.down) or not context.is_due(record):
        return
    own = (record.kind, record.type)
    wanted = [word for word in record_type.up if word in populated and word not in own]
    if wanted and not _reaches(context, record_type.up, context.catalog.parents(record.id)):
        message = _("{id} has no parent: nothing says what it is for.", id=record.id)
        hint = _("Link it upwards to one of: {kinds}.", kinds=" / ".join(wanted))
        yield Finding.of(ORPHAN, record.place("id=", "id", "title=", "title"), message, hint, record.id)
    wanted = [word for word in record_type.down if word in populated and word not in own]
    if wanted and not _reaches(context, record_type.down, context.catalog.children(record.id)):
        message = _("{id} has no child: nothing carries it out.", id=record.id)
        hint = _("Link to it from one of: {kinds}.", kinds=" / ".join(wanted))
        yield Finding.of(ORPHAN, record.place("id=", "id", "title=", "title"), message, hint, record.id)


def _reaches(context: Context, selector: tuple[str, ...], ids: list[str]) -> bool:
    return any(context.schema.applies(selector, context.catalog.records[i].type) for i in ids)


def _has_verdict(context: Context, record: Record) -> bool:
    if record.text("reason") or record.section("rationale").strip():
        return True
    return any(link.type.direction == "verdict" for link in context.catalog.outgoing(record.id))
