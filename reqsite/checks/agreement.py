"""What two parties must have said for a requirement to be agreed: its reasons, its method, who confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reqsite.checks.context import Context
from reqsite.checks.parties import entries
from reqsite.checks.stages import Stages
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record

MISSING_SCOPE_REASON = Rule(
    "RQ701",
    "missing-scope-reason",
    Severity.WARNING,
    _("A requirement that is out of scope or later, without a reason"),
    _("What is not delivered is what the parties argue about later; the reason is known only now."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nscope: out\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nscope: out\nscope_reason: The portal does it.\n---\n"
    "The system shall ask for a password.\n",
)
MISSING_PRIORITY_REASON = Rule(
    "RQ702",
    "missing-priority-reason",
    Severity.INFO,
    _("A requirement of priority P0 without a reason"),
    _(
        "P0 takes time and money from all others; whoever asks for it should say why. A project in which many records "
        "are P0 and none has a reason gets one finding for all of them."
    ),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: P0\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\npriority: P0\npriority_reason: The law asks for it.\n---\n"
    "The system shall ask for a password.\n",
)
MISSING_METHOD = Rule(
    "RQ703",
    "missing-method",
    Severity.WARNING,
    _("A reviewed requirement without a method of verification"),
    _(
        "A criterion includes how it is measured: by a test, a demonstration, an inspection or an analysis. A project "
        "in which many requirements lack the method and none has it gets one finding for all of them."
    ),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: reviewed\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: reviewed\nmethod: demo\n---\n"
    "The system shall ask for a password.\n",
)
UNCONFIRMED_IMPLICIT_NEED = Rule(
    "RQ704",
    "unconfirmed-implicit-need",
    Severity.INFO,
    _("An implicit need that counts as confirmed without a source or a confirmation"),
    _("A need that nobody spoke out rests on a guess until the client has agreed to it."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: confirmed\nexplicitness: implicit\n---\nIt asks.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nstatus: confirmed\nexplicitness: implicit\n"
    "source: [talk of 2026-03-01]\nconfirmations:\n  - {by: Li, result: agreed}\n---\nIt shall ask.\n",
)
UNVALIDATED_ASSUMPTION = Rule(
    "RQ705",
    "unvalidated-assumption",
    Severity.INFO,
    _("An assumption that nothing validates"),
    _("A prototype or a meeting shows in time whether a guess is right; delivery shows it too late."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nassumption: true\n---\nThe system shall ask for a name.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nassumption: true\nvalidated_by: [MTG-004]\n---\nIt shall ask.\n",
)
READINGS_NOT_AGREED = Rule(
    "RQ706",
    "readings-not-agreed",
    Severity.INFO,
    _("A term that several sides read differently, without the date on which they agreed"),
    _("The disagreement has to show until it is settled; the date says that it is."),
    "---\ntype: term\ntitle: live data\nreadings:\n  - {who: IT, meaning: below 5 s}\n---\nData of now.\n",
    "---\ntype: term\ntitle: live data\nagreed: 2026-05-01\nreadings:\n  - {who: IT, meaning: below 5 s}\n---\n"
    "Data of now.\n",
)
RULES = (
    MISSING_SCOPE_REASON,
    MISSING_PRIORITY_REASON,
    MISSING_METHOD,
    UNCONFIRMED_IMPLICIT_NEED,
    UNVALIDATED_ASSUMPTION,
    READINGS_NOT_AGREED,
)

_OUTSIDE = ("out", "later")
_HIGHEST = "P0"
_TRUE = ("true", "yes")
_MANY = 20


def check(context: Context) -> Iterator[Finding]:
    """Yield what is missing for an agreement about requirements and terms."""
    reasons = _Omissions(MISSING_PRIORITY_REASON, "priority_reason", context, _priority_reason)
    methods = _Omissions(MISSING_METHOD, "method", context, _method)
    verified = {t.name for t in context.schema.types.values() if t.needs_test}
    reviewed = Stages(context.schema, "reviewed")
    confirmed = Stages(context.schema, "confirmed")
    for record in context.catalog.of("requirement"):
        fields = record.fields
        if fields.get("priority") == _HIGHEST:
            reasons.look_at(record)
        if record.type in verified and reviewed.reached_by(record):
            methods.look_at(record)
        if fields.get("scope") in _OUTSIDE and not fields.get("scope_reason") and context.is_live(record):
            yield _scope_reason(record)
        if fields.get("explicitness") == "implicit" and confirmed.reached_by(record):
            yield from _implicit(record)
        if "assumption" in fields:
            yield from _assumption(context, record)
    yield from reasons.findings()
    yield from methods.findings()
    for term in context.catalog.of("term"):
        if "readings" in term.fields:
            yield from _readings(context, term)


@dataclass(frozen=True, slots=True)
class _Omissions:
    """Records without a field that they should have; what a whole project leaves out is one finding, not a thousand."""

    rule: Rule
    name: str
    context: Context
    say: Callable[[Record], tuple[Message, Message]]
    without: list[Record] = field(default_factory=list)
    having: list[Record] = field(default_factory=list)

    def look_at(self, record: Record) -> None:
        """Note whether a record has the field."""
        if record.fields.get(self.name):
            self.having.append(record)
        elif self.context.is_live(record):
            self.without.append(record)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each record, or one for all of them."""
        if not self.having and len(self.without) > _MANY:
            first = self.without[0]
            message = _(
                "'{field}' is missing in {id} and {count} more records; none has it.",
                field=self.name,
                id=first.id,
                count=len(self.without) - 1,
            )
            yield Finding.of(self.rule, first.place("title", "id"), message, self.say(first)[1], first.id)
            return
        for record in self.without:
            message, hint = self.say(record)
            yield Finding.of(self.rule, record.place(self.name, "priority", "title", "id"), message, hint, record.id)


def _priority_reason(record: Record) -> tuple[Message, Message]:
    return (
        _("{id} is P0, and nothing says why.", id=record.id),
        _("Write 'priority_reason:' with the goal or the risk behind it."),
    )


def _method(record: Record) -> tuple[Message, Message]:
    return (
        _("{id} is {status}, and nothing says how it will be verified.", id=record.id, status=record.text("status")),
        _("Write 'method:' and one of: test, demo, inspection, analysis."),
    )


def _scope_reason(record: Record) -> Finding:
    message = _("{id} has the scope '{scope}', and nothing says why.", id=record.id, scope=record.text("scope"))
    hint = _("Write 'scope_reason:' and the reason.")
    return Finding.of(MISSING_SCOPE_REASON, record.place("scope=", "scope"), message, hint, record.id)


def _implicit(record: Record) -> Iterator[Finding]:
    missing = [] if record.links.get("source") else ["source"]
    if not any(_agrees(entry) for entry in entries(record, "confirmations")):
        missing.append("confirmations")
    if missing:
        message = _(
            "{id} is an implicit need that counts as {status}; it lacks: {fields}.",
            id=record.id,
            status=record.text("status"),
            fields=", ".join(missing),
        )
        hint = _("Name its source, and a confirmation with 'result: agreed'.")
        place = record.place("explicitness=", "explicitness")
        yield Finding.of(UNCONFIRMED_IMPLICIT_NEED, place, message, hint, record.id)


def _agrees(entry: object) -> bool:
    return isinstance(entry, Mapping) and entry.get("result") == "agreed"


def _assumption(context: Context, record: Record) -> Iterator[Finding]:
    if record.text("assumption").lower() in _TRUE and not record.links.get("validated_by") and context.is_live(record):
        message = _("{id} is an assumption that nothing validates.", id=record.id)
        hint = _("Write 'validated_by:' with the meeting, the test or the decision that showed it to be right.")
        place = record.place("assumption=", "assumption")
        yield Finding.of(UNVALIDATED_ASSUMPTION, place, message, hint, record.id)


def _readings(context: Context, term: Record) -> Iterator[Finding]:
    if term.fields["readings"] and not term.fields.get("agreed") and context.is_live(term):
        message = _("The sides read '{term}' in their own ways, and no date says that they agreed.", term=term.title)
        hint = _("Settle what it means, and write 'agreed:' with the date.")
        yield Finding.of(READINGS_NOT_AGREED, term.place("readings"), message, hint, term.id)
