"""Results of tests: whether what counts as delivered passes, and whether records and runs say the same."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.stages import Stages
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record
from reqsite.results.case import FAILED, OPEN
from reqsite.results.rules import CONTRADICTED_RESULT, RESULT_OF_NOTHING
from reqsite.results.run import CRITERION

_TESTED = (
    "records:\n"
    "  - id: REQ-001\n    type: functional\n    title: Log in\n    status: delivered\n    priority: P1\n"
    "    verified_by: [TC-001]\n    body: The system shall ask for a password.\n"
    "  - id: TC-001\n    type: test\n    title: Log in\n    status: ready\n    result: %s\n"
)
FAILED_TEST = Rule(
    "RQ861",
    "failed-test",
    Severity.ERROR,
    _("A requirement that counts as delivered, although a test of it has failed"),
    _("What is delivered is what passes. The last imported run counts, else `result:` of the test."),
    _TESTED % "failed",
    _TESTED % "passed",
)
RULES = (FAILED_TEST,)

_VERIFIED = "verified_by"


def check(context: Context) -> Iterator[Finding]:
    """Yield what the results of tests have against the records."""
    tests = context.catalog.of("test")
    if not (tests or context.results.runs):
        return
    last = context.results.last
    failed = {record.id for record in tests if _result(context, record) == FAILED}
    broken = {key.partition(CRITERION)[0] for key, v in last.items() if CRITERION in key and v.result == FAILED}
    if failed or broken:
        yield from _failed(context, failed, broken)
    newest = max(context.results.runs.items(), key=lambda item: (item[1].time, item[0]), default=("",))[0]
    for key, verdict in last.items():
        record = context.catalog.get(key.partition(CRITERION)[0])
        if record is None:
            if verdict.file == newest:  # of an older run it is history
                yield _of_nothing(context, key, verdict.file)
        elif (said := record.text("result")) and verdict.result not in {OPEN, said}:
            yield _contradicted(record, verdict.result, verdict.run.date)


def _result(context: Context, test: Record) -> str:
    verdict = context.results.last.get(test.id)
    return verdict.result if verdict is not None else test.text("result")


def _failed(context: Context, failed: set[str], broken: set[str]) -> Iterator[Finding]:
    delivered = Stages(context.schema, "delivered")
    for record in context.catalog.of("requirement"):
        if not delivered.reached_by(record):
            continue
        tests = [
            link.target
            for link in context.catalog.outgoing(record.id)
            if link.type.name == _VERIFIED and link.target in failed
        ]
        tests += [record.id] if record.id in broken else []
        if tests:
            message = _(
                "{id} is {status}, and a test of it has failed: {tests}.",
                id=record.id,
                status=record.text("status"),
                tests=", ".join(dict.fromkeys(tests)),
            )
            hint = _("Mend it and import the results again, or set the record back.")
            yield Finding.of(FAILED_TEST, record.place("status=", "status"), message, hint, record.id)


def _of_nothing(context: Context, key: str, file: str) -> Finding:
    record_id = key.partition(CRITERION)[0]
    near = context.catalog.suggest(record_id)
    hint = (
        _("Is {near} meant? Import the results again, or delete the file.", near=near)
        if near
        else _("Import the results again, or delete the file.")
    )
    message = _("The result of {id} belongs to no record.", id=record_id)
    return Finding.of(RESULT_OF_NOTHING, Place(file, 1), message, hint)


def _contradicted(record: Record, result: str, date: str) -> Finding:
    message = _(
        "{id} says '{said}', and its last run of {date} says '{result}'.",
        id=record.id,
        said=record.text("result"),
        result=result,
        date=date,
    )
    hint = _("Leave 'result:' out where results are imported.")
    return Finding.of(CONTRADICTED_RESULT, record.place("result=", "result"), message, hint, record.id)
