"""How many of the requirements are a must, against the share that the project allows."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.thresholds import place_of, threshold
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity

TOO_MANY_MUSTS = Rule(
    "RQ707",
    "too-many-musts",
    Severity.WARNING,
    _("More requirements are a must than the project allows"),
    _(
        "When everything is a must, the classes say nothing. The project sets the limit, in percent; without one the "
        "rule is silent."
    ),
    "checks:\n  too-many-musts: {limit: 60}\n"
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, moscow: must, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, moscow: must, body: Two.}\n",
    "checks:\n  too-many-musts: {limit: 60}\n"
    "records:\n"
    "  - {id: REQ-001, type: functional, title: A, moscow: must, body: One.}\n"
    "  - {id: REQ-002, type: functional, title: B, moscow: could, body: Two.}\n",
)
RULES = (TOO_MANY_MUSTS,)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding, at the limit, where more of the live requirements are a must than it allows."""
    limit = threshold(context, TOO_MANY_MUSTS, "limit", 100)
    if limit >= 100:  # noqa: PLR2004 percent
        return
    live = [record for record in context.catalog.of("requirement") if context.is_live(record)]
    musts = sum(record.fields.get("moscow") == "must" for record in live)
    if musts * 100 > limit * len(live):
        message = _(
            "{musts} of {total} requirements are a must: {share} %; the limit is {limit} %.",
            musts=musts,
            total=len(live),
            share=f"{musts * 100 / len(live):.3g}",
            limit=f"{limit:g}",
        )
        hint = _("Make those a 'should' without which the first release would still be of use.")
        yield Finding.of(TOO_MANY_MUSTS, place_of(context, TOO_MANY_MUSTS, "limit"), message, hint)
