"""Findings for people: one line each, and a last line that counts them."""

from __future__ import annotations

from reqsite.checks.reporters.printable import one_line
from reqsite.checks.run import Report
from reqsite.i18n import Message, _, plural
from reqsite.model.finding import Finding, Severity

SEVERITIES = {
    Severity.ERROR: _("error"),
    Severity.WARNING: _("warning"),
    Severity.INFO: _("info"),
}

_WAIVED = _("waived")


def render(report: Report, language: str = "en") -> str:
    """Return `file:line:column: RQ203 error: message. hint` for each finding, and a summary.

    Colour is for the command line to add; what could be an order to a terminal is shown as its code.
    """
    lines = [line(finding, language) for finding in report.findings]
    lines.append(summary(report).to(language))
    return "\n".join(lines) + "\n"


def line(finding: Finding, language: str) -> str:
    """Return a finding as one line."""
    severity = SEVERITIES.get(finding.severity, Message(finding.severity.value)).to(language)
    return one_line(f"{finding.place}: {finding.rule.code} {severity}: {finding.sentences(language)}")


def waived_lines(report: Report, language: str) -> list[str]:
    """Return each waived finding as one line, with the reason of its waiver."""
    return [
        one_line(f"{f.place}: {f.rule.code} {_WAIVED.to(language)}: {f.message.to(language)} [{f.waived}]")
        for f in report.waived
    ]


def summary(report: Report) -> Message:
    """Return how many findings of each weight there are."""
    counts = report.counts
    if not report.findings:
        return _("No findings. {waived} waived.", waived=counts["waived"]) if report.waived else _("No findings.")
    return _(
        "{findings}: {errors}, {warnings}, {notes}. {waived} waived.",
        findings=plural("{count} finding", "{count} findings", len(report.findings)),
        errors=plural("{count} error", "{count} errors", counts["error"]),
        warnings=plural("{count} warning", "{count} warnings", counts["warning"]),
        notes=plural("{count} note", "{count} notes", counts["info"]),
        waived=counts["waived"],
    )
