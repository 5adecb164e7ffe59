"""Alternatives of a change: once it is approved, one of them has been chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.parties import entries
from reqsite.checks.stages import Stages
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record, Value

_CHANGE = (
    "---\nid: CR-001\ntype: change\ntitle: Log in by card\nstatus: approved\nreason: Cards are safer.\n"
    "proposer: Li\noptions:\n  - {title: Cards, chosen: true}\n"
)
UNDECIDED_OPTIONS = Rule(
    "RQ736",
    "undecided-options",
    Severity.WARNING,
    _("An approved change of whose alternatives not exactly one is chosen"),
    _("Both parties approve one solution; with two chosen, or none, each side takes another one for agreed."),
    f"{_CHANGE}  - {{title: Tokens, chosen: true}}\n---\nCards.\n",
    f"{_CHANGE}  - {{title: Tokens}}\n---\nCards.\n",
)
RULES = (UNDECIDED_OPTIONS,)

_CHOSEN = frozenset(("true", "yes", "x", "是", "选定"))


def check(context: Context) -> Iterator[Finding]:
    """Yield the approved changes that leave open which of their alternatives was chosen."""
    approved = Stages(context.schema, "approved")
    for change in context.catalog.of("change"):
        if change.fields.get("options") and approved.reached_by(change):
            yield from _options(change)


def _options(change: Record) -> Iterator[Finding]:
    chosen = sum(map(_is_chosen, entries(change, "options")))
    if chosen != 1:
        message = _(
            "{id} is {status}, and {count} of its alternatives are chosen.",
            id=change.id,
            status=change.text("status"),
            count=chosen,
        )
        hint = _("Write 'chosen: true' in the one that was approved, and in no other.")
        yield Finding.of(UNDECIDED_OPTIONS, change.place("options"), message, hint, change.id)


def _is_chosen(option: Value) -> bool:
    chosen = option.get("chosen", "") if isinstance(option, Mapping) else ""
    return isinstance(chosen, str) and chosen.strip().casefold() in _CHOSEN
