"""Milestones: each one has something to deliver, and one that was accepted a meeting that says so."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record

_MILESTONE = "  - {id: MS-00%s, type: milestone, title: %s, status: %s, done_when: It runs, body: All of it.}\n"
_NAMING = "  - {id: REQ-00%s, type: functional, title: %s, milestone: [MS-00%s], body: It shall.}\n"
EMPTY_MILESTONE = Rule(
    "RQ741",
    "empty-milestone",
    Severity.INFO,
    _("A milestone that no requirement names"),
    _(
        "Nobody can say what has to be there on its day. The rule speaks in projects whose requirements name "
        "milestones."
    ),
    "records:\n" + _MILESTONE % (1, "First", "planned") + _MILESTONE % (2, "Second", "planned") + _NAMING % (1, "A", 1),
    "records:\n"
    + _MILESTONE % (1, "First", "planned")
    + _MILESTONE % (2, "Second", "planned")
    + _NAMING % (1, "A", 1)
    + _NAMING % (2, "B", 2),
)
ACCEPTED_WITHOUT_MEETING = Rule(
    "RQ742",
    "accepted-without-meeting",
    Severity.WARNING,
    _("An accepted milestone without the meeting that accepted it"),
    _("What was accepted, with which remarks and by whom, stands in the minutes of that meeting or nowhere."),
    "records:\n" + _MILESTONE % (1, "First", "accepted"),
    "records:\n"
    + _MILESTONE % (1, "First", "accepted")
    + "  - {id: MTG-001, type: meeting, title: Talk, meeting_type: acceptance, accepts: [MS-001], body: We.}\n",
)
RULES = (EMPTY_MILESTONE, ACCEPTED_WITHOUT_MEETING)

_ACCEPTING = frozenset({"accepts", "discusses"})


def check(context: Context) -> Iterator[Finding]:
    """Yield the milestones in force that hold nothing, and those that nobody has accepted in a meeting."""
    milestones = [record for record in context.catalog.of("milestone") if context.is_live(record)]
    named = {milestone.id for milestone in milestones if _is_named(context, milestone)}
    for milestone in milestones:
        if named and milestone.id not in named:
            message = _("No requirement names the milestone {id}.", id=milestone.id)
            hint = _("Write 'milestone: [{id}]' in the requirements that it delivers.", id=milestone.id)
            place = milestone.place("title", "id")
            yield Finding.of(EMPTY_MILESTONE, place, message, hint, milestone.id)
        if milestone.text("status") == "accepted" and not _is_accepted(context, milestone):
            message = _("{id} is accepted, and no meeting for its acceptance names it.", id=milestone.id)
            hint = _("Write 'meeting_type: acceptance' and 'accepts: [{id}]' in the meeting.", id=milestone.id)
            place = milestone.place("status=", "status")
            yield Finding.of(ACCEPTED_WITHOUT_MEETING, place, message, hint, milestone.id)


def _is_named(context: Context, milestone: Record) -> bool:
    """Return True where a requirement names it."""
    catalog = context.catalog
    return any(
        link.type.name == "milestone" and catalog.records[link.source].kind == "requirement"
        for link in catalog.incoming(milestone.id)
    )


def _is_accepted(context: Context, milestone: Record) -> bool:
    catalog = context.catalog
    return any(
        link.type.name in _ACCEPTING and catalog.records[link.source].text("meeting_type") == "acceptance"
        for link in catalog.incoming(milestone.id)
    )
