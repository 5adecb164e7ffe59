"""`reqsite check --git`: the commits of a range beside the findings of the records."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reqsite.checks.registry import RULES
from reqsite.checks.settings import Settings
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.history.commits import COMMIT_WITHOUT_RECORD, Naming, Range, folder_in, unnamed
from reqsite.history.git import GitError, Repository
from reqsite.i18n import _
from reqsite.model.finding import Severity
from reqsite.model.record import fold_id
from reqsite.source.id_pattern import mistake_in

if TYPE_CHECKING:
    from reqsite.checks.run import Report
    from reqsite.cli.session import Session

_RECORDS = ("requirement",)
_NAMES = ("requirement", "change")


def with_commits(session: Session, report: Report, text: str) -> Report:
    """Return a report with what the commits of a range lack."""
    wanted = Range.of(text)
    if wanted is None:
        raise wrong_call(_("{text} is no range of commits.", text=text), _("Write main..HEAD, for example."))
    settings = Settings(session.workspace.schema.checks, RULES)
    severity = settings.severity(COMMIT_WITHOUT_RECORD)
    if severity is Severity.OFF:
        return report
    naming = _naming(session, settings)
    try:
        repository = Repository.of(session.project.root)
        folder = folder_in(repository, session.project.docs_dir)
        found = [*unnamed(repository, wanted, folder, naming)]
    except GitError as error:
        raise CommandError(error.message, Exit.CRASH if error.is_tool else Exit.TARGET, error.hint) from None
    findings = [*report.findings, *(replace(finding, severity=severity) for finding in found)]
    return replace(report, findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)))


def _naming(session: Session, settings: Settings) -> Naming:
    workspace, rule = session.workspace, COMMIT_WITHOUT_RECORD
    schema = workspace.schema
    names = settings.words(rule, "names") or _NAMES
    ids = {_fold(record.id) for record in workspace.catalog.of(*names)}
    for baseline in workspace.ledger.baselines:
        entries = (change.entry for change in baseline.changes if change.entry is not None)
        ids.update(_fold(entry.id) for entry in entries if entry.kind in names or entry.record.get("type") in names)
    wanted = [t for t in schema.types.values() if t.id and (t.name in names or t.kind in names)]
    return Naming(
        schema,
        ids,
        frozenset(settings.words(rule, "records") or _RECORDS),
        _pattern(settings),
        tuple(re.compile(shape) for shape in dict.fromkeys(t.id for t in wanted)),
    )


def _fold(record_id: str) -> str:
    return fold_id(record_id).replace("_", "-")


def _pattern(settings: Settings) -> re.Pattern[str] | None:
    """Return what else will do, as the project writes it."""
    written = settings.words(COMMIT_WITHOUT_RECORD, "pattern")
    if not written:
        return None
    mistake = mistake_in(written[0])
    if mistake is not None:
        raise CommandError(
            _("schema.yml, checks, {rule}, pattern: {reason}", rule=COMMIT_WITHOUT_RECORD.name, reason=mistake[0]),
            Exit.FINDINGS,
            mistake[1],
        )
    return re.compile(written[0])
