"""Acceptance criteria as feature files, a scenario each, for the tools that run them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.model.han import has_han
from reqsite.model.record import Criterion, Record, address

_WORDS = {
    "en": {"feature": "Feature", "scenario": "Scenario", "given": "Given", "when": "When", "then": "Then"},
    "zh": {"feature": "功能", "scenario": "场景", "given": "假如", "when": "当", "then": "那么"},
}
_TAG = re.compile(r"[^\w.-]+")


def features(records: list[Record]) -> Iterator[tuple[str, str]]:
    """Yield file name and text of a feature for each record that has criteria with steps."""
    for record in records:
        scenarios = [criterion for criterion in record.criteria if criterion.steps]
        if scenarios:
            yield f"{address(record.id)}.feature", _feature(record, scenarios)


def _feature(record: Record, scenarios: list[Criterion]) -> str:
    language = "zh" if has_han("".join(text for criterion in scenarios for _name, text in criterion.steps)) else "en"
    words = _WORDS[language]
    lines = [f"# language: {'zh-CN' if language == 'zh' else 'en'}", f"@{_tag(record.id)}"]
    title = "" if record.title == record.id else record.title
    lines.append(f"{words['feature']}: {_line(f'{record.id} {title}')}")
    lines += [
        f"  {_line(line)}" for line in record.statement.strip().splitlines() if line.strip() and not _starts(line)
    ]
    for criterion in scenarios:
        lines += ["", f"  @{_tag(criterion.id)}", f"  {words['scenario']}: {_line(f'{record.id} {criterion.id}')}"]
        lines += [f"    {words[name]} {_line(text)}" for name, text in criterion.steps]
    return "\n".join(lines) + "\n"


def _starts(line: str) -> bool:
    """Return True for a line that Gherkin would take for something else than words."""
    return line.lstrip().startswith(("@", "#", "|", '"""', "```", "*")) or ":" in " ".join(line.split()[:2])


def _tag(text: str) -> str:
    return _TAG.sub("_", text)


def _line(text: str) -> str:
    return " ".join(text.split())
