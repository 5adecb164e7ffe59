"""Every rule there is, and every check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reqsite.checks import (
    action_items,
    addresses,
    agreement,
    answers,
    approvals,
    change_requests,
    change_wording,
    chapters,
    characters,
    completeness,
    configuration,
    confirmations,
    deciders,
    editorial,
    fields,
    figures,
    freezes,
    history,
    ids,
    layout,
    limits_set,
    links,
    milestones,
    minutes,
    musts,
    options,
    proofs,
    references,
    results,
    suspect_links,
    terms,
    titles,
    trace,
    translations,
    vagueness,
    waivers,
    wording,
)
from reqsite.checks.context import Check
from reqsite.confirm.rules import RULES as RECEIPT_RULES
from reqsite.history.commits import RULES as COMMIT_RULES
from reqsite.history.rules import RULES as LEDGER_RULES
from reqsite.model.finding import Rule
from reqsite.results.rules import RULES as RESULT_RULES
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
    action_items.check,
    answers.check,
    approvals.check,
    options.check,
    milestones.check,
    freezes.check,
    change_wording.check,
    configuration.check,
    limits_set.check,
    suspect_links.check,
    history.check,
    editorial.check,
    change_requests.check,
    confirmations.check,
    results.check,
    figures.check,
    chapters.check,
    deciders.check,
    proofs.check,
    translations.check,
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
            *translations.RULES,
            *minutes.RULES,
            *action_items.RULES,
            *answers.RULES,
            *approvals.RULES,
            *options.RULES,
            *milestones.RULES,
            *freezes.RULES,
            *change_wording.RULES,
            *configuration.RULES,
            *limits_set.RULES,
            *suspect_links.RULES,
            *history.RULES,
            *editorial.RULES,
            *change_requests.RULES,
            *confirmations.RULES,
            *results.RULES,
            *figures.RULES,
            *chapters.RULES,
            *deciders.RULES,
            *proofs.RULES,
            *waivers.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
"""The rules of this room, in the order of their codes."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*SCHEMA_RULES, *READER_RULES, *CHECK_RULES, *LEDGER_RULES, *RECEIPT_RULES, *RESULT_RULES, *COMMIT_RULES),
        key=lambda rule: rule.code,
    )
)
"""Every rule of reqsite, in the order of their codes."""


def by_word(rules: Iterable[Rule] = RULES) -> Mapping[str, Rule]:
    """Return every rule under its code and under its name."""
    return {word: rule for rule in rules for word in (rule.code, rule.name)}
