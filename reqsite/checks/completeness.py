"""What a requirement should have by the time it is one: a statement, criteria, a test, a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.quantities import FIGURE, FIGURE_WITH_UNIT
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record
from reqsite.model.schema import Schema

EMPTY_STATEMENT = Rule(
    "RQ501",
    "empty-statement",
    Severity.ERROR,
    _("A requirement that says nothing"),
    _("A title is no requirement: nobody can build, test or confirm it."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
TERM_WITHOUT_DEFINITION = Rule(
    "RQ502",
    "term-without-definition",
    Severity.WARNING,
    _("A term without a definition"),
    _("The glossary shows a word that it does not explain."),
    "---\ntype: term\ntitle: settlement\n---\n",
    "---\ntype: term\ntitle: settlement\n---\nThe transfer of the money that clearing has worked out.\n",
)
NO_ACCEPTANCE_CRITERIA = Rule(
    "RQ503",
    "no-acceptance-criteria",
    Severity.WARNING,
    _("A requirement without acceptance criteria"),
    _("Without them both sides learn at acceptance what each had taken the requirement to mean."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n\n"
    "## Acceptance criteria\n\n- Given a wrong password, When it is entered, Then the form shows an error.\n",
)
NOT_VERIFIED = Rule(
    "RQ504",
    "not-verified",
    Severity.WARNING,
    _("A requirement that no test verifies"),
    _("What no test verifies is delivered on trust; the coverage of the matrix counts it as a gap."),
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, verified_by: [TC-001], body: Two.}\n"
    "  - {id: TC-001, type: test, title: T, body: Do it.}\n",
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, verified_by: [TC-001], body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, verified_by: [TC-001], body: Two.}\n"
    "  - {id: TC-001, type: test, title: T, body: Do it.}\n",
)
NFR_WITHOUT_NUMBER = Rule(
    "RQ505",
    "nfr-without-number",
    Severity.WARNING,
    _("A non-functional requirement without a number and a unit"),
    _("Quality that is not measured cannot be accepted or refused."),
    "---\nid: REQ-001\ntype: nonfunctional\ntitle: Speed\n---\nSearching shall not keep anybody waiting.\n",
    "---\nid: REQ-001\ntype: nonfunctional\ntitle: Speed\n---\nSearching shall take at most 2 s for 95 % of queries.\n",
)
RULES = (EMPTY_STATEMENT, TERM_WITHOUT_DEFINITION, NO_ACCEPTANCE_CRITERIA, NOT_VERIFIED, NFR_WITHOUT_NUMBER)

_STATING_FIELDS = ("need", "restatement", "restate")


def check(context: Context) -> Iterator[Finding]:
    """Yield what is missing from records that should be complete by now."""
    tests_exist = any(context.is_live(test) for test in context.catalog.of("test"))
    demanding = {
        t.name
        for t in context.schema.types.values()
        if t.needs_criteria or t.needs_metric or (t.needs_test and tests_exist)
    }
    for record in context.records:
        if not context.is_live(record):
            continue
        if record.kind == "requirement" and not _says_something(record, context.schema):
            message = _("{id} has no statement.", id=record.id)
            hint = _("Write below the front matter what the system shall do.")
            yield Finding.of(EMPTY_STATEMENT, record.place("title", "id"), message, hint, record.id)
        elif record.kind == "term" and not _is_defined(record):
            message = _("The term '{term}' has no definition.", term=record.title)
            yield Finding.of(TERM_WITHOUT_DEFINITION, record.place("title=", "title"), message, None, record.id)
        if record.type in demanding and context.is_due(record):
            yield from _by_type(context, record, tests_exist=tests_exist)


def _says_something(record: Record, schema: Schema) -> bool:
    """Return True where a section states the requirement: by its key, or under a heading of the writer's own."""
    for section in record.sections:
        known = schema.sections.get(section.key)
        states = not section.language if known is None else known.normative and not known.criteria
        if states and section.text and not section.text.isspace():
            return True
    return any(record.fields.get(name) for name in _STATING_FIELDS)


def _is_defined(term: Record) -> bool:
    if any(term.fields.get(name) for name in ("measure", "readings", "en", "zh")):
        return True
    return any(section.text and not section.text.isspace() for section in term.sections)


def _by_type(context: Context, record: Record, *, tests_exist: bool) -> Iterator[Finding]:
    record_type = context.schema.types[record.type]
    if record_type.needs_criteria and not _has_criteria(record, context.schema):
        message = _("{id} has no acceptance criteria.", id=record.id)
        hint = _("Add '## Acceptance criteria' with a list: how will both sides see that it is done?")
        yield Finding.of(NO_ACCEPTANCE_CRITERIA, record.place("title", "id"), message, hint, record.id)
    if record_type.needs_test and tests_exist and not _is_verified(context, record):
        message = _("No test verifies {id}.", id=record.id)
        hint = _("Write 'verified_by: [TC-…]'.")
        yield Finding.of(NOT_VERIFIED, record.place("title", "id"), message, hint, record.id)
    if record_type.needs_metric and not _has_metric(record):
        message = _("{id} names no number with a unit.", id=record.id)
        hint = _("Write the number into the statement, or 'nfr:' with 'target:' and 'unit:'.")
        yield Finding.of(NFR_WITHOUT_NUMBER, record.place("nfr", "title", "id"), message, hint, record.id)


def _has_criteria(record: Record, schema: Schema) -> bool:
    for section in record.sections:
        known = schema.sections.get(section.key)
        if known is not None and known.criteria and section.text and not section.text.isspace():
            return True
    return bool(record.criteria or record.fields.get("criteria"))


def _is_verified(context: Context, record: Record) -> bool:
    """Return True where a test is linked either way; a method other than a test needs none."""
    if record.text("method") in ("inspection", "analysis", "demo"):
        return True
    records = context.catalog.records
    return any(records[i].kind == "test" and context.is_live(records[i]) for i in context.catalog.neighbours(record.id))


def _has_metric(record: Record) -> bool:
    nfr = record.fields.get("nfr")
    if isinstance(nfr, Mapping):
        target, unit = nfr.get("target", ""), nfr.get("unit", "")
        if isinstance(target, str) and FIGURE.search(target) and (unit or FIGURE_WITH_UNIT.search(target)):
            return True
    texts = [
        section.text for section in record.sections if section.key in ("statement", "acceptance_criteria", "technical")
    ]
    return any(FIGURE_WITH_UNIT.search(text) for text in texts)
