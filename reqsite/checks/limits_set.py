"""Limits in schema.yml that are no numbers, so that the usual ones hold."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.answers import HOURS, LATE_ANSWER
from reqsite.checks.change_wording import LIMITS, LONG_SENTENCE
from reqsite.checks.context import Context
from reqsite.checks.minutes import LATE_MINUTES
from reqsite.checks.musts import TOO_MANY_MUSTS
from reqsite.checks.thresholds import is_number, place_of
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity

WRONG_LIMIT = Rule(
    "RQ904",
    "wrong-limit",
    Severity.WARNING,
    _("A limit of a rule that is no number"),
    _("A limit that cannot be read changes nothing: the usual one holds."),
    "checks:\n  late-minutes: {hours: two days}\n",
    "checks:\n  late-minutes: {hours: 48}\n",
)
RULES = (WRONG_LIMIT,)

_LIMITS = (
    (TOO_MANY_MUSTS, ("limit",)),
    (LATE_MINUTES, ("hours",)),
    (LATE_ANSWER, tuple(HOURS)),
    (LONG_SENTENCE, tuple(LIMITS)),
)


def check(context: Context) -> Iterator[Finding]:
    """Yield the limits that a project sets and nobody can read."""
    for rule, names in _LIMITS:
        given = context.settings.names(rule)
        for name in names:
            if name in given and not is_number(context, rule, name):
                message = _("The limit '{name}' of the rule '{rule}' is no number.", name=name, rule=rule.name)
                hint = _("Write a number such as 12 or 0.5, without a unit.")
                yield Finding.of(WRONG_LIMIT, place_of(context, rule, name), message, hint)
