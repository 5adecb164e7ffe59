"""Every rule there is, and every check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reqsite.checks import (
    addresses,
    agreement,
    answers,
    approvals,
    change_wording,
    characters,
    completeness,
    configuration,
    fields,
    ids,
    layout,
    limits_set,
    links,
    minutes,
    musts,
    references,
    terms,
    titles,
    trace,
    vagueness,
    waivers,
    wording,
)
from reqsite.checks.context import Check
from reqsite.model.finding import Rule
from reqsite.source.rules import RULES as READER_RULES
from reqsite.source.schema_rules import SCHEMA_RULES

CHECKS: tuple[Check, ...] = (
    fields.check,
    ids.check,
    links.check,
    references.check,
    trace.check,
    vagueness.check,
    wording.check,
    terms.check,
    completeness.check,
    layout.check,
    addresses.check,
    characters.check,
    agreement.check,
    musts.check,
    titles.check,
    minutes.check,
    answers.check,
    approvals.check,
    change_wording.check,
    configuration.check,
    limits_set.check,
)

CHECK_RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *fields.RULES,
            *ids.RULES,
            *links.RULES,
            *references.RULES,
            *trace.RULES,
            *vagueness.RULES,
            *wording.RULES,
            *terms.RULES,
            *completeness.RULES,
            *layout.RULES,
            *addresses.RULES,
            *characters.RULES,
            *agreement.RULES,
            *musts.RULES,
            *titles.RULES,
            *minutes.RULES,
            *answers.RULES,
            *approvals.RULES,
            *change_wording.RULES,
            *configuration.RULES,
            *limits_set.RULES,
            *waivers.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
"""The rules of this room, in the order of their codes."""

RULES: tuple[Rule, ...] = (*SCHEMA_RULES, *READER_RULES, *CHECK_RULES)
"""Every rule of reqsite, in the order of their codes."""


def by_word(rules: Iterable[Rule] = RULES) -> Mapping[str, Rule]:
    """Return every rule under its code and under its name."""
    return {word: rule for rule in rules for word in (rule.code, rule.name)}
