"""Findings for programs, in the shape that the reference documents and later releases keep."""

from __future__ import annotations

import json

from reqsite.checks.run import Report
from reqsite.model.finding import Finding


def render(report: Report, language: str = "en") -> str:
    """Return `{"findings": […], "counts": {…}}`, findings in the order of the files; those waived are counted only."""
    data = {"findings": [_finding(finding, language) for finding in report.findings], "counts": dict(report.counts)}
    return utf8(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"


def utf8(text: str) -> str:
    """Return JSON in which a lone surrogate, which has no form in UTF-8, is written as its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _finding(finding: Finding, language: str) -> dict[str, str | int]:
    return {
        "rule": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity.value,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "record": finding.record,
        "message": finding.message.to(language),
        "hint": finding.hint.to(language) if finding.hint else "",
    }
