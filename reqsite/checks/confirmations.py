"""Confirmations: whether what counts as confirmed was confirmed, by whom it had to be, for the words of now."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.parties import entries
from reqsite.checks.stages import Stages
from reqsite.confirm.given import CONFIRMATIONS, given_in
from reqsite.confirm.importing import ReceiptGate
from reqsite.confirm.roles import CONFIRMERS, NOBODY
from reqsite.confirm.rules import BROKEN_RECEIPT
from reqsite.confirm.standing import Confirmations, Item, Standing
from reqsite.confirm.words import STANDINGS
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.nearest import nearest_word
from reqsite.model.record import Record
from reqsite.model.schema import Schema

_CONFIRMED = (
    "confirmation: {decider: {priorities: [P0]}}\n"
    "records:\n"
    "  - id: REQ-001\n    type: functional\n    title: Log in\n    priority: P0\n    status: confirmed\n"
    "    body: The system shall ask for a password.\n%s"
)
_SAID = "    confirmations: [{by: Li, role: decider, date: 2026-03-01, %s}]\n"
UNWRITTEN_CONFIRMATION = Rule(
    "RQ841",
    "unwritten-confirmation",
    Severity.WARNING,
    _("A requirement of priority P0 that counts as confirmed, without evidence of it"),
    _(
        "A spoken yes fades. A receipt is evidence, and so is a confirmation with `evidence:`. The rule speaks in "
        "projects that keep confirmations, or that name it under 'checks:'."
    ),
    _CONFIRMED % (_SAID % "result: agreed"),
    _CONFIRMED % (_SAID % "evidence: DOC-012"),
)
CONFIRMED_IN_SPITE = Rule(
    "RQ842",
    "confirmed-in-spite",
    Severity.ERROR,
    _("A requirement that counts as confirmed, although somebody who must confirm it objects"),
    _("An objection is answered, not passed over; it comes back at acceptance."),
    _CONFIRMED % (_SAID % "result: objected"),
    _CONFIRMED % (_SAID % "evidence: DOC-012"),
)
UNCONFIRMED = Rule(
    "RQ843",
    "unconfirmed",
    Severity.INFO,
    _("A requirement that counts as confirmed, and that somebody who must confirm it has not, or for other words"),
    _("Who has agreed has agreed to words; once they change in what binds, the question is open again."),
    _CONFIRMED % "",
    _CONFIRMED % (_SAID % "evidence: DOC-012"),
)
UNKNOWN_ROLE = Rule(
    "RQ844",
    "unknown-role",
    Severity.WARNING,
    _("A role that must confirm a record, and that `confirmation:` in schema.yml does not know"),
    _("Nobody is asked in the name of a role that is misspelt."),
    _CONFIRMED % "    required_confirmers: [deciders]\n",
    _CONFIRMED % "    required_confirmers: [decider]\n",
)
RULES = (UNWRITTEN_CONFIRMATION, CONFIRMED_IN_SPITE, UNCONFIRMED, UNKNOWN_ROLE)

_HIGHEST = "P0"
_DIFFERS = (Standing.OBJECTED, Standing.DISCUSSED)
_ASKED = (Standing.OPEN, Standing.AGAIN)


def check(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with the confirmations of a project; nothing where it keeps none."""
    yield from _receipts(context)
    asks = bool(context.schema.confirmation)
    if asks:
        yield from _roles(context)
    requirements = context.catalog.of("requirement")
    keeps = any(record.fields.get(CONFIRMATIONS) for record in requirements) or bool(context.receipts.receipts)
    if not (asks or keeps or UNWRITTEN_CONFIRMATION in context.settings.given.values()):
        return
    if context.ledger.findings:
        return
    confirmed = Stages(context.schema, "confirmed")
    given = (*context.receipts.given(), *given_in(context.state, context.ledger))
    standings = Confirmations(context.state, context.ledger, context.schema, given)
    proven = {answer.id for answer in given if answer.is_written}
    for record in requirements:
        if not confirmed.reached_by(record):
            continue
        items = standings.by_record.get(record.id, ())
        if record.fields.get("priority") == _HIGHEST and record.id not in proven:
            yield _unwritten(record)
        for item in items:
            if item.standing in _DIFFERS:
                yield _in_spite(record, item)
        if missing := [item for item in items if _is_missing(item, context.schema)]:
            yield _unconfirmed(record, missing)


def _is_missing(item: Item, schema: Schema) -> bool:
    """Return True for an answer that is not there, or does not count for lack of a signature."""
    confirmer = schema.confirmation.get(item.role)
    is_unsigned = item.standing is Standing.UNPROVEN and confirmer is not None and confirmer.signed
    return item.standing in _ASKED or is_unsigned


def _receipts(context: Context) -> Iterator[Finding]:
    """Yield the receipts that answer nothing of this project: edited by hand, or from elsewhere."""
    receipts = context.receipts.receipts
    if not receipts or context.ledger.findings:
        return
    gate = ReceiptGate(context.ledger, context.schema)
    hint = _("Take the file back from git; a receipt is never changed.")
    for file, receipt in receipts.items():
        for reason in gate.refusals(receipt):
            yield Finding.of(BROKEN_RECEIPT, Place(file, 1), reason, hint)


def _roles(context: Context) -> Iterator[Finding]:
    known = context.schema.confirmation
    for record in context.catalog:
        for number, role in enumerate(entries(record, CONFIRMERS)):
            if isinstance(role, str) and role.strip() not in known and role.strip() != NOBODY:
                near = nearest_word(role, known)
                hint = (
                    _("Did you mean {name}?", name=near)
                    if near
                    else _("The roles of this project are {names}.", names=", ".join(known))
                )
                message = _("There is no role '{role}'.", role=role)
                place = record.place(f"{CONFIRMERS}[{number}]", f"{CONFIRMERS}=", CONFIRMERS)
                yield Finding.of(UNKNOWN_ROLE, place, message, hint, record.id)


def _unwritten(record: Record) -> Finding:
    message = _("{id} is {status} and P0, and nothing proves that anybody has confirmed it.", **_of(record))
    hint = _("File a receipt: `reqsite confirm import FILE`, or `reqsite confirm record` for paper.")
    return Finding.of(
        UNWRITTEN_CONFIRMATION, record.place(CONFIRMATIONS, "status=", "status"), message, hint, record.id
    )


def _in_spite(record: Record, item: Item) -> Finding:
    message = _(
        "{id} is {status}, and {role} does not agree: {standing}.",
        **_of(record),
        role=item.role,
        standing=STANDINGS[item.standing],
    )
    hint = _("Settle it, and have it confirmed again, or set the record back to 'reviewed'.")
    return Finding.of(CONFIRMED_IN_SPITE, record.place("status=", "status"), message, hint, record.id)


def _unconfirmed(record: Record, missing: list[Item]) -> Finding:
    roles = ", ".join(item.role for item in missing)
    message = _("{id} is {status}, and not confirmed for the words of now by: {roles}.", **_of(record), roles=roles)
    hint = _("`reqsite confirm status` says who was asked what.")
    return Finding.of(UNCONFIRMED, record.place("status=", "status"), message, hint, record.id)


def _of(record: Record) -> dict[str, str]:
    return {"id": record.id, "status": record.text("status")}
