"""Changes: what must be on the table before one counts as approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.parties import Parties, entries, person
from reqsite.checks.stages import Stages
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record, Value

_CHANGE = "---\nid: CR-001\ntype: change\ntitle: Log in by card\nreason: Cards are safer.\nproposer: Li\n"
_BOTH = "  - {by: Li, party: client}\n  - {by: Wu, party: supplier}\n"
MISSING_IMPACT = Rule(
    "RQ731",
    "missing-impact",
    Severity.WARNING,
    _("An approved change without its impact on schedule, cost or resources"),
    _("Whoever approves a change decides on time and money too, and can only do so where they are named."),
    f"{_CHANGE}status: approved\nimpact: {{schedule_days: 3}}\n---\nCards.\n",
    f"{_CHANGE}status: approved\nimpact: {{schedule_days: 3, cost: CNY 12 000, resources: 1 developer}}\n---\nCards.\n",
)
MISSING_IMPACT_REPORT = Rule(
    "RQ732",
    "missing-impact-report",
    Severity.ERROR,
    _("A major change that was assessed without an impact report"),
    _("A major change moves dates and costs of many others; its figures need a paper of their own."),
    f"{_CHANGE}status: assessed\nsize: major\n---\nCards.\n",
    f"{_CHANGE}status: assessed\nsize: major\nimpact_report: cards.pdf\n---\nCards.\n",
)
MISSING_REVIEW = Rule(
    "RQ733",
    "missing-review",
    Severity.WARNING,
    _("An approved change that one of the parties has not reviewed"),
    _("A change binds both parties, so both read it first."),
    f"{_CHANGE}status: approved\nreviews:\n  - {{by: Wu, party: supplier}}\n---\nCards.\n",
    f"{_CHANGE}status: approved\nreviews:\n{_BOTH}---\nCards.\n",
)
MISSING_APPROVAL = Rule(
    "RQ734",
    "missing-approval",
    Severity.ERROR,
    _("An approved change that one of the parties has not approved"),
    _("A change counts when both parties have approved it; what one of them approved is a proposal."),
    f"{_CHANGE}status: approved\napprovals:\n  - {{by: Li, party: client}}\n---\nCards.\n",
    f"{_CHANGE}status: approved\napprovals:\n{_BOTH}---\nCards.\n",
)
OPEN_OBJECTION = Rule(
    "RQ735",
    "open-objection",
    Severity.ERROR,
    _("An approved change with an objection that nobody has settled"),
    _("An objection is answered, not passed over; it comes back at acceptance."),
    f"{_CHANGE}status: approved\nobjections:\n  - {{by: Li, objection: Cards get lost}}\n---\nCards.\n",
    f"{_CHANGE}status: approved\nobjections:\n  - {{by: Li, objection: They get lost, answer: No}}\n---\nCards.\n",
)
RULES = (MISSING_IMPACT, MISSING_IMPACT_REPORT, MISSING_REVIEW, MISSING_APPROVAL, OPEN_OBJECTION)

_EFFECTS = ("schedule_days", "cost", "resources")
_NO = frozenset(("rejected", "refused", "declined", "no", "拒绝", "驳回", "不同意", "不批准"))
_REPLIES = ("answer", "reply")
_UNSETTLED = frozenset(("false", "no", "open", "未解决", "未关闭"))


def check(context: Context) -> Iterator[Finding]:
    """Yield what is missing from changes that are assessed or approved."""
    changes = context.catalog.of("change")
    if not changes:
        return
    assessed, approved = Stages(context.schema, "assessed"), Stages(context.schema, "approved")
    parties = Parties(context.catalog)
    for change in changes:
        if change.text("size") == "major" and not change.fields.get("impact_report") and assessed.reached_by(change):
            message = _("{id} is a major change without an impact report.", id=change.id)
            hint = _("Write 'impact_report:' with the file.")
            yield Finding.of(MISSING_IMPACT_REPORT, change.place("size=", "size"), message, hint, change.id)
        if approved.reached_by(change):
            yield from _impact(change)
            yield from _both_parties(change, parties)
            yield from _objections(change)


def _impact(change: Record) -> Iterator[Finding]:
    impact = change.fields.get("impact")
    known = impact if isinstance(impact, Mapping) else {}
    missing = [f"impact.{name}" for name in _EFFECTS if not known.get(name)]
    if missing:
        message = _(
            "{id} is {status} and lacks: {fields}.",
            id=change.id,
            status=change.text("status"),
            fields=", ".join(missing),
        )
        hint = _("Write what the change costs, even where it is 0.")
        yield Finding.of(MISSING_IMPACT, change.place("impact", "status"), message, hint, change.id)


def _both_parties(change: Record, parties: Parties) -> Iterator[Finding]:
    unread = parties.missing(entries(change, "reviews"))
    if unread:
        message = _("{id} is approved without a review by: {parties}.", id=change.id, parties=", ".join(unread))
        hint = _("Write 'reviews:' with 'by', 'party' and 'date' of each.")
        yield Finding.of(MISSING_REVIEW, change.place("reviews", "status"), message, hint, change.id)
    open_ = parties.missing(entry for entry in entries(change, "approvals") if not _is_refusal(entry))
    if open_:
        message = _("{id} is approved without the approval of: {parties}.", id=change.id, parties=", ".join(open_))
        hint = _("Write 'approvals:' with 'by', 'party' and 'date' of each.")
        yield Finding.of(MISSING_APPROVAL, change.place("approvals", "status"), message, hint, change.id)


def _is_refusal(entry: Value) -> bool:
    return isinstance(entry, Mapping) and _word(entry, "result") in _NO


def _objections(change: Record) -> Iterator[Finding]:
    for number, objection in enumerate(entries(change, "objections")):
        if _is_open(objection):
            who = person(objection) if isinstance(objection, Mapping) else ""
            message = (
                _("{id} is approved, but the objection of {person} is open.", id=change.id, person=who)
                if who
                else _("{id} is approved, but an objection is open.", id=change.id)
            )
            hint = _("Write 'answer:' with what was replied, or set the change back to 'assessed'.")
            place = change.place(f"objections[{number}]", "objections")
            yield Finding.of(OPEN_OBJECTION, place, message, hint, change.id)


def _is_open(objection: Value) -> bool:
    """Return True where nothing was replied, or where the entry itself says that it is not settled."""
    if not isinstance(objection, Mapping) or not any(objection.get(name) for name in _REPLIES):
        return True
    return any(_word(objection, name) in _UNSETTLED for name in ("settled", "state", "status"))


def _word(entry: Mapping[str, Value], name: str) -> str:
    value = entry.get(name, "")
    return value.strip().casefold() if isinstance(value, str) else ""
