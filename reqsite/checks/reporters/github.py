"""Findings as annotations of GitHub Actions.

A workflow command is a line `::name key=value,…::data`; in data `%`, CR and LF, and in values `:` and `,` too, are
escaped as the runner's toolkit does (actions/toolkit, packages/core/src/command.ts), so no text can begin a command.
"""

from __future__ import annotations

from reqsite.checks.reporters.printable import one_line
from reqsite.checks.reporters.text import summary
from reqsite.checks.run import Report
from reqsite.model.finding import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, language: str = "en") -> str:
    """Return a workflow command for each finding, and the summary."""
    lines = [_command(finding, language) for finding in report.findings]
    lines.append(summary(report).to(language))
    return "\n".join(lines) + "\n"


def _command(finding: Finding, language: str) -> str:
    properties = {
        "file": finding.place.file,
        "line": str(finding.place.line),
        "col": str(finding.place.column),
        "title": f"{finding.rule.code} {finding.rule.name}",
    }
    listed = ",".join(f"{key}={_value(value)}" for key, value in properties.items())
    name = _COMMANDS.get(finding.severity, "notice")
    return f"::{name} {listed}::{_data(one_line(finding.sentences(language)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
