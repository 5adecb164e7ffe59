"""The rules of the ledger itself: what says that a file under `baselines/` is not what was written."""

from __future__ import annotations

from reqsite.i18n import _
from reqsite.model.finding import Rule, Severity

BROKEN_LEDGER = Rule(
    "RQ801",
    "broken-ledger",
    Severity.ERROR,
    _("A baseline is not what `reqsite release` wrote"),
    _("A release that a client has agreed must stay what it was. Each file holds the digest of the one before."),
    bad="baselines/1.1.0.jsonl, in which a word was changed by hand",
    good="git checkout -- baselines/1.1.0.jsonl",
)

RULES = (BROKEN_LEDGER,)
