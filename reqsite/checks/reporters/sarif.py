"""Findings as SARIF 2.1.0 (OASIS), which code scanners and editors read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import reqsite
from reqsite.checks.registry import RULES
from reqsite.checks.reporters.json import utf8
from reqsite.checks.run import Report
from reqsite.model.finding import Finding, Rule, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOMEPAGE = "https://pypi.org/project/reqsite/"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "none"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates but those that Python puts in the place of bytes of a file name that is not UTF-8."""


def render(report: Report, language: str = "en") -> str:
    """Return one run with all rules, the findings, and those waived as suppressed results."""
    rules = _rules([*report.findings, *report.waived])
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    results = [_result(finding, numbers[finding.rule.code], language) for finding in (*report.findings, *report.waived)]
    driver = {
        "name": "reqsite",
        "semanticVersion": _semantic(reqsite.__version__),
        "informationUri": HOMEPAGE,
        "rules": [_rule(rule, language) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder that holds mkdocs.yml."}}},
        "results": results,
    }
    return utf8(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)) + "\n"


def _rules(findings: Iterable[Finding]) -> list[Rule]:
    """Return every rule of reqsite, and those of findings that came from elsewhere."""
    known = {rule.code: rule for rule in RULES}
    for finding in findings:
        known.setdefault(finding.rule.code, finding.rule)
    return list(known.values())


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    why = rule.why.to(language)
    help_text = why
    help_markdown = why
    if rule.bad and rule.good:
        help_text += f"\n\n✗\n{rule.bad}\n✓\n{rule.good}"
        help_markdown += f"\n\n✗\n\n{_fenced(rule.bad)}\n\n✓\n\n{_fenced(rule.good)}"
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title.to(language)},
        "fullDescription": {"text": why},
        "help": {"text": help_text, "markdown": help_markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.severity is not Severity.OFF},
        "properties": {"tags": ["requirements", rule.name]},
    }


def _fenced(example: str) -> str:
    return f"````markdown\n{example.rstrip()}\n````"


def _result(finding: Finding, number: int, language: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": _whole(finding.sentences(language))},
        "locations": [_location(finding)],
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": _whole(finding.waived)}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    uri = quote(_NO_BYTE.sub("\ufffd", finding.place.file).encode("utf-8", "surrogateescape"), safe="/")
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "PROJECT"},
            "region": {"startLine": max(1, finding.place.line), "startColumn": max(1, finding.place.column)},
        }
    }
    if finding.record:
        location["logicalLocations"] = [{"name": _whole(finding.record), "kind": "member"}]
    return location


def _whole(text: str) -> str:
    """Return a text without lone surrogates, which no reader of UTF-8 takes."""
    return _SURROGATE.sub("\ufffd", text)


def _semantic(version: str) -> str:
    """Return a version of PEP 440 by the rules of semver.org: `0.1.0.dev0` is `0.1.0-dev0`."""
    match = re.fullmatch(r"(\d+\.\d+\.\d+)(?:[.-]?([A-Za-z].{0,40}))?", version)
    return f"{match[1]}-{match[2].replace('+', '.')}" if match and match[2] else version
