"""Who agreed: whether it was somebody whose word counts for the section of the requirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.parties import entries, person
from reqsite.confirm.given import CONFIRMATIONS
from reqsite.confirm.receipt import AGREE
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record, Value

_AGREED = (
    "checks: {not-a-decider: warning}\n"
    "records:\n"
    "  - {id: STK-001, type: stakeholder, title: Li, role: decider, decides: [%s]}\n"
    "  - id: REQ-001\n    type: functional\n    title: Stock\n    status: reviewed\n    priority: P1\n"
    "    section: Stock\n"
    "    approvals: [{by: Li, date: 2026-03-01}]\n    body: The desk shall show the stock.\n"
)
NOT_A_DECIDER = Rule(
    "RQ867",
    "not-a-decider",
    Severity.WARNING,
    _("An approval or a confirmation by somebody who does not decide on the section"),
    _(
        "An agreement from the wrong person does not hold. The rule speaks in projects that name it under 'checks:'; "
        "`decides` of a stakeholder lists sections, or `all`."
    ),
    _AGREED % "Purchasing",
    _AGREED % "Stock",
)
RULES = (NOT_A_DECIDER,)

_LISTS = ("approvals", CONFIRMATIONS)
_NOT_AGREED = frozenset((
    *("object", "objected", "disagreed", "rejected", "refused", "declined", "no", "discuss", "discussion", "open"),
    *("异议", "有异议", "不同意", "反对", "拒绝", "驳回", "不批准", "讨论", "需讨论", "待讨论"),
))  # fmt: skip
_EVERYTHING = frozenset(("all", "全部", "所有"))


def check(context: Context) -> Iterator[Finding]:
    """Yield who agreed to what is not theirs to decide; nothing where the project does not ask for it."""
    if NOT_A_DECIDER not in context.settings.given.values():
        return
    deciders = _deciders(context)
    requirements = {record.id: record for record in context.catalog.of("requirement") if record.text("section")}
    for record in requirements.values():
        for name in _LISTS:
            for number, said in enumerate(entries(record, name)):
                who = person(said)
                if who and _agrees(said) and not _decides(deciders, who, record):
                    yield _finding(record, who, record.place(f"{name}[{number}]", f"{name}=", name))
    for given in context.receipts.given():
        of = requirements.get(given.id)
        if of is not None and given.answer == AGREE and not _decides(deciders, given.name, of):
            yield _finding(of, given.name, Place(given.file, 1))


def _deciders(context: Context) -> Mapping[str, frozenset[str]]:
    """Return the people by id and by name → the sections on which each decides."""
    found: dict[str, frozenset[str]] = {}
    for record in context.catalog.of("stakeholder"):
        if context.is_live(record):
            sections = frozenset(map(_fold, record.items("decides")))
            for name in (record.id, record.title):
                found[_fold(name)] = found.get(_fold(name), frozenset()) | sections
    return found


def _decides(deciders: Mapping[str, frozenset[str]], who: str, record: Record) -> bool:
    sections = deciders.get(_fold(who), frozenset())
    return _fold(record.text("section")) in sections or not sections.isdisjoint(_EVERYTHING)


def _agrees(said: Value) -> bool:
    result = said.get("result", "") if isinstance(said, Mapping) else ""
    return not (isinstance(result, str) and _fold(result) in _NOT_AGREED)


def _finding(record: Record, who: str, place: Place) -> Finding:
    message = _(
        "{person} agreed to {id}, and does not decide on '{section}'.",
        person=who,
        id=record.id,
        section=record.text("section"),
    )
    hint = _("Ask who does, or write the section under 'decides:' of this person's stakeholder record.")
    return Finding.of(NOT_A_DECIDER, place, message, hint, record.id)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
