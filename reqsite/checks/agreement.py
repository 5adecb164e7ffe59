"""What two parties must have said for a requirement to be agreed: its reasons, its method, who confirmed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.parties import entries
from reqsite.checks.stages import Stages
from reqsite.i18n import _
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
        "P0 takes time and money from all others; whoever asks for it should say why. The rule speaks in projects that "
        "give such reasons, or that name it under 'checks:'."
    ),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, priority: P0, priority_reason: Law, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, priority: P0, body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, priority: P0, priority_reason: Law, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, priority: P1, body: Two.}\n",
)
MISSING_METHOD = Rule(
    "RQ703",
    "missing-method",
    Severity.WARNING,
    _("A reviewed requirement without a method of verification"),
    _(
        "A criterion includes how it is measured: by a test, a demonstration, an inspection or an analysis. The rule "
        "speaks in projects that name such methods, or that name it under 'checks:'."
    ),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, status: reviewed, method: demo, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, status: reviewed, body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, status: reviewed, method: demo, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, status: reviewed, method: test, body: Two.}\n",
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
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\nassumption: true\nvalidated_by: [MTG-004]\n---\nIt asks.\n",
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
MISSING_RESTATEMENT = Rule(
    "RQ709",
    "missing-restatement",
    Severity.INFO,
    _("A confirmed requirement of priority P0 or P1 that one of both sides has not said again"),
    _(
        "Who can say it in words of their own has understood it, the developers as well as the client. The rule asks "
        "for technical words in projects that restate requirements, for business words in those that have any, and "
        "for both where it is named under 'checks:'."
    ),
    "records:\n"
    "  - id: REQ-001\n    type: functional\n    title: A\n    priority: P0\n    status: confirmed\n    body: One.\n"
    "    restate: {business: {by: Wang, date: 2026-03-02, text: I see the stock at once.}}\n",
    "records:\n"
    "  - id: REQ-001\n    type: functional\n    title: A\n    priority: P0\n    status: confirmed\n    body: One.\n"
    "    restate: {tech: {by: Li, date: 2026-03-02, text: The query runs on the copy.}}\n",
)
MISSING_DELIVERY = Rule(
    "RQ710",
    "missing-delivery",
    Severity.INFO,
    _("A delivered requirement that does not say what was delivered"),
    _(
        "Whether the product is what was agreed is asked for each requirement. The rule speaks in projects that answer "
        "it, or that name it under 'checks:'."
    ),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, status: delivered, delivered: {result: match}, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, status: delivered, body: Two.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, status: delivered, delivered: {result: match}, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, status: confirmed, body: Two.}\n",
)
RULES = (
    MISSING_SCOPE_REASON,
    MISSING_PRIORITY_REASON,
    MISSING_METHOD,
    UNCONFIRMED_IMPLICIT_NEED,
    UNVALIDATED_ASSUMPTION,
    READINGS_NOT_AGREED,
    MISSING_RESTATEMENT,
    MISSING_DELIVERY,
)

_OUTSIDE = ("out", "later")
_HIGHEST = "P0"
_KEY = (_HIGHEST, "P1")
_TRUE = ("true", "yes")
_DELIVERED = "delivered"
_SIDES = ("tech", "business")
"""Who says a requirement again, as `restate` names them: the developers, the client."""


def check(context: Context) -> Iterator[Finding]:
    """Yield what is missing for an agreement about requirements and terms."""
    requirements = context.catalog.of("requirement")
    wants_reasons = _is_custom(context, MISSING_PRIORITY_REASON, requirements, "priority_reason")
    wants_methods = _is_custom(context, MISSING_METHOD, requirements, "method")
    verified = {t.name for t in context.schema.types.values() if t.needs_test}
    reviewed = Stages(context.schema, "reviewed")
    confirmed = Stages(context.schema, "confirmed")
    for record in requirements:
        fields = record.fields
        if wants_reasons and fields.get("priority") == _HIGHEST and not fields.get("priority_reason"):
            yield from _priority_reason(context, record)
        if wants_methods and record.type in verified and not fields.get("method") and reviewed.reached_by(record):
            yield _method(record)
        if fields.get("scope") in _OUTSIDE and not fields.get("scope_reason") and context.is_live(record):
            yield _scope_reason(record)
        if fields.get("explicitness") == "implicit" and confirmed.reached_by(record):
            yield from _implicit(record)
        if "assumption" in fields:
            yield from _assumption(context, record)
    yield from _later_words(context, requirements, confirmed)
    for term in context.catalog.of("term"):
        if "readings" in term.fields:
            yield from _readings(context, term)


def _later_words(context: Context, requirements: list[Record], confirmed: Stages) -> Iterator[Finding]:
    """Yield what nobody has said of requirements since they were confirmed or delivered."""
    sides = _restating_sides(context, requirements)
    wants_delivery = _is_custom(context, MISSING_DELIVERY, requirements, "delivered")
    for record in requirements:
        if sides and record.fields.get("priority") in _KEY and confirmed.reached_by(record):
            yield from _restatement(record, sides)
        if wants_delivery and record.fields.get("status") == _DELIVERED and not record.fields.get("delivered"):
            yield _delivery(record)


def _restating_sides(context: Context, requirements: list[Record]) -> tuple[str, ...]:
    """Return which sides say requirements again in a project; that of the client where one of them has."""
    if MISSING_RESTATEMENT in context.settings.given.values():
        return _SIDES
    restated = [both for record in requirements if (both := record.fields.get("restate"))]
    has_client = any(isinstance(both, Mapping) and both.get(_SIDES[1]) for both in restated)
    return (_SIDES if has_client else _SIDES[:1]) if restated else ()


def _is_custom(context: Context, rule: Rule, requirements: list[Record], name: str) -> bool:
    """Return True where a project fills in a field at all, or asks for the rule by name.

    What a whole project leaves out is one decision, not a thousand omissions.
    """
    return rule in context.settings.given.values() or any(record.fields.get(name) for record in requirements)


def _priority_reason(context: Context, record: Record) -> Iterator[Finding]:
    if context.is_live(record):
        message = _("{id} is P0, and nothing says why.", id=record.id)
        hint = _("Write 'priority_reason:' with the goal or the risk behind it.")
        yield Finding.of(MISSING_PRIORITY_REASON, record.place("priority=", "priority"), message, hint, record.id)


def _method(record: Record) -> Finding:
    message = _("{id} is {status}, and nothing says how it is verified.", id=record.id, status=record.text("status"))
    hint = _("Write 'method:' and one of: test, demo, inspection, analysis.")
    return Finding.of(MISSING_METHOD, record.place("status=", "status"), message, hint, record.id)


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


def _restatement(record: Record, sides: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what is missing of a record's restatements: one finding, whatever it is."""
    both = record.fields.get("restate")
    said = {side: both.get(side) if isinstance(both, Mapping) else None for side in sides}
    missing = [
        f"restate.{side}.{name}"
        for side, words in said.items()
        for name in ("by", "date", "text")
        if not (isinstance(words, Mapping) and words.get(name))
    ]
    people = [words["by"] for words in said.values() if isinstance(words, Mapping) and words.get("by")]
    if missing:
        message = _(
            "{id} is {status}, and has not been said again by each side in its own words; it lacks: {fields}.",
            id=record.id,
            status=record.text("status"),
            fields=", ".join(missing),
        )
        hint = _("Write under 'restate:' for each side who said it (by), when (date) and what (text).")
        yield Finding.of(MISSING_RESTATEMENT, record.place("restate", "status="), message, hint, record.id)
    elif len(people) > len(set(map(str, people))):
        message = _("{id}: {name} has said it again for both sides.", id=record.id, name=people[0])
        hint = _("'tech' is for a developer, 'business' for somebody of the client.")
        yield Finding.of(MISSING_RESTATEMENT, record.place("restate", "status="), message, hint, record.id)


def _delivery(record: Record) -> Finding:
    message = _("{id} is {status}, and nothing says whether it is as agreed.", id=record.id, status=_DELIVERED)
    hint = _("Write 'delivered:' with 'release', 'result' (match, partial, deviation, missing) and 'deviation'.")
    return Finding.of(MISSING_DELIVERY, record.place("status=", "status"), message, hint, record.id)


def _readings(context: Context, term: Record) -> Iterator[Finding]:
    if term.fields["readings"] and not term.fields.get("agreed") and context.is_live(term):
        message = _("The sides read '{term}' in their own ways, and no date says that they agreed.", term=term.title)
        hint = _("Settle what it means, and write 'agreed:' with the date.")
        yield Finding.of(READINGS_NOT_AGREED, term.place("readings"), message, hint, term.id)
