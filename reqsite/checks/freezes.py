"""Freezes: once such a milestone is reached, what it froze changes by an approved change request only."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.stages import Stages
from reqsite.history.past import Past
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record

_FROZEN = (
    "records:\n"
    "  - {id: MS-001, type: milestone, title: Freeze, milestone_type: freeze, date: 2026-03-31, status: reached}\n"
    "  - {id: REQ-001, type: functional, title: A, milestone: [MS-001], body: It shall answer within %s s.}\n"
)
_REQUEST = (
    "  - {id: CR-001, type: change, title: Quicker, status: approved, reason: Calls are long., proposer: Li, "
    "modifies: [REQ-001]}\n"
)
CHANGED_AFTER_FREEZE = Rule(
    "RQ743",
    "changed-after-freeze",
    Severity.ERROR,
    _("A requirement that has changed since it was frozen, without an approved change request"),
    _(
        "After a freeze others build on the words. What counts is the last release up to the day of the milestone, "
        "once the milestone is reached."
    ),
    f"{_FROZEN % 2}# Released as 1.0.0, and since then:\n{_FROZEN % 1}",
    f"{_FROZEN % 2}# Released as 1.0.0, and since then:\n{_FROZEN % 1}{_REQUEST}",
)
RULES = (CHANGED_AFTER_FREEZE,)

_NAMING = frozenset({"modifies", "removes", "affects"})


def check(context: Context) -> Iterator[Finding]:
    """Yield the requirements of reached freezes that say something else than the release that was frozen."""
    reached = Stages(context.schema, "reached")
    freezes = [m for m in context.catalog.of("milestone") if m.text("milestone_type") == "freeze"]
    freezes = [m for m in freezes if reached.reached_by(m)]
    if not freezes or not context.ledger or context.ledger.findings:
        return
    past = Past(context.ledger, context.state)
    approved = Stages(context.schema, "approved")
    for milestone in freezes:
        number = _frozen_in(context, milestone)
        if number is None:
            continue
        for link in context.catalog.incoming(milestone.id):
            record = context.catalog.records[link.source]
            if link.type.name != "milestone" or record.kind != "requirement":
                continue
            fields, _releases = past.changes_since(record.id, number)
            if fields and not _is_asked_for(context, past, approved, record, number):
                yield _finding(record, milestone, past.names[number], fields)


def _frozen_in(context: Context, milestone: Record) -> int | None:
    """Return the number of the last release up to the day of a milestone, None where there was none yet."""
    day = milestone.text("date")
    numbers = [number for number, baseline in enumerate(context.ledger.baselines) if baseline.date <= day]
    return numbers[-1] if numbers else None


def _is_asked_for(context: Context, past: Past, approved: Stages, record: Record, number: int) -> bool:
    """Return True where a change request names a requirement that was approved, or taken up again, since the freeze."""
    catalog = context.catalog
    requests = (catalog.records[link.source] for link in catalog.incoming(record.id) if link.type.name in _NAMING)
    return any(
        request.kind == "change" and approved.reached_by(request) and past.last_change(request.id) > number
        for request in requests
    )


def _finding(record: Record, milestone: Record, release: str, fields: tuple[str, ...]) -> Finding:
    message = _(
        "{id} was frozen with {milestone} on {date}, and has changed since release {release}: {fields}.",
        id=record.id,
        milestone=milestone.id,
        date=milestone.text("date"),
        release=release,
        fields=", ".join(fields),
    )
    hint = _("Name it in an approved change record under `modifies:`, or write it as it was.")
    return Finding.of(CHANGED_AFTER_FREEZE, record.place("milestone", "id=", "id"), message, hint, record.id)
