"""Numbers that a project sets for a rule in schema.yml: `checks: {late-answer: {normal: 24}}`."""

from __future__ import annotations

import re

from reqsite.checks.context import Context
from reqsite.model.finding import Place, Rule

_NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?%?")


def threshold(context: Context, rule: Rule, name: str, usual: float) -> float:
    """Return the number that a project sets, the usual one where it sets none that can be read."""
    match = _match(context, rule, name)
    return float(match[1]) if match else usual


def is_number(context: Context, rule: Rule, name: str) -> bool:
    """Return True where what a project sets can be read."""
    return _match(context, rule, name) is not None


def place_of(context: Context, rule: Rule, name: str) -> Place:
    """Return where the project sets it."""
    for word in (rule.name, rule.code):
        place = context.setting_places.get(f"checks.{word}.{name}")
        if place is not None:
            return place
    return Place(context.schema_file)


def _match(context: Context, rule: Rule, name: str) -> re.Match[str] | None:
    written = context.settings.words(rule, name)
    return _NUMBER.fullmatch(written[0].strip()) if len(written) == 1 else None
