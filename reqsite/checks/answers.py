"""Feedback: classified, analysed, and answered in the time that was promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.durations import elapsed, in_words
from reqsite.checks.stages import Stages
from reqsite.checks.thresholds import threshold
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity

UNCLASSIFIED_FEEDBACK = Rule(
    "RQ721",
    "unclassified-feedback",
    Severity.INFO,
    _("Feedback that counts as classified and has no class"),
    _("The class decides who answers: a defect goes to other people than a new need."),
    "---\nid: FB-001\ntype: feedback\ntitle: Slow\nstatus: classified\nreceived: 2026-03-02 10:00\n---\nIt is slow.\n",
    "---\nid: FB-001\ntype: feedback\ntitle: Slow\nstatus: classified\nreceived: 2026-03-02 10:00\n"
    "feedback_class: defect\n---\nIt is slow.\n",
)
LATE_ANSWER = Rule(
    "RQ722",
    "late-answer",
    Severity.WARNING,
    _("Feedback that was answered later than promised"),
    _(
        "The parties agreed on how long an answer may take: 48 hours, 2 hours where it is urgent, unless the project "
        "sets other limits: `checks: {late-answer: {normal: 24, urgent: 1}}`."
    ),
    "---\nid: FB-001\ntype: feedback\ntitle: Slow\nsla: urgent\nreceived: 2026-03-02 10:00\n"
    "answered: 2026-03-02 12:01\n---\nIt is slow.\n",
    "---\nid: FB-001\ntype: feedback\ntitle: Slow\nsla: urgent\nreceived: 2026-03-02 10:00\n"
    "answered: 2026-03-02 12:00\n---\nIt is slow.\n",
)
MISSING_ANALYSIS = Rule(
    "RQ723",
    "missing-analysis",
    Severity.INFO,
    _("Feedback that was answered without an analysis"),
    _("Whoever asked wants to know whether it can be done, what it takes and what it moves, not just yes or no."),
    "---\nid: FB-001\ntype: feedback\ntitle: Slow\nstatus: answered\nfeedback_class: defect\n---\nIt is slow.\n",
    "---\nid: FB-001\ntype: feedback\ntitle: Slow\nstatus: answered\nfeedback_class: defect\n"
    "analysis: {supported: yes}\n---\nIt is slow.\n",
)
RULES = (UNCLASSIFIED_FEEDBACK, LATE_ANSWER, MISSING_ANALYSIS)

HOURS = {"normal": 48, "urgent": 2}
"""Response class → hours until an answer, where the project sets no others."""


def check(context: Context) -> Iterator[Finding]:
    """Yield feedback without class or analysis, and answers that came late by the dates of the records themselves."""
    feedback = context.catalog.of("feedback")
    if not feedback:
        return
    classified, answered = Stages(context.schema, "classified"), Stages(context.schema, "answered")
    limits = {name: dt.timedelta(hours=threshold(context, LATE_ANSWER, name, hours)) for name, hours in HOURS.items()}
    for record in feedback:
        if not context.is_live(record):
            continue
        if not record.fields.get("feedback_class") and classified.reached_by(record):
            message = _("{id} is {status} and has no class.", id=record.id, status=record.text("status"))
            hint = _("Write 'feedback_class:' and one of: defect, wording, new, change, question.")
            yield Finding.of(UNCLASSIFIED_FEEDBACK, record.place("status=", "status"), message, hint, record.id)
        if not record.fields.get("analysis") and answered.reached_by(record):
            message = _("{id} is {status} and has no analysis.", id=record.id, status=record.text("status"))
            hint = _("Write 'analysis:' with 'supported', 'adjustments' and 'impact'.")
            yield Finding.of(MISSING_ANALYSIS, record.place("status=", "status"), message, hint, record.id)
        limit = limits.get(record.text("sla"), limits["normal"])
        time = elapsed(record, "received", "answered")
        if time is not None and time > limit:
            message = _(
                "{id} was answered after {time}; the limit is {limit}.",
                id=record.id,
                time=in_words(time),
                limit=in_words(limit),
            )
            yield Finding.of(LATE_ANSWER, record.place("answered=", "answered"), message, None, record.id)
