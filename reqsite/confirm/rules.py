"""The rules of the receipts themselves."""

from __future__ import annotations

from reqsite.i18n import _
from reqsite.model.finding import Rule, Severity

BROKEN_RECEIPT = Rule(
    "RQ840",
    "broken-receipt",
    Severity.ERROR,
    _("A receipt cannot be read, or does not answer the releases of this project"),
    _("A receipt says who agreed to which words; one that was touched proves nothing."),
    bad="receipts/1.2.0-decider.json, in which a fingerprint was changed by hand",
    good="git checkout -- receipts/1.2.0-decider.json",
)
UNFIT_SIGNATURE = Rule(
    "RQ845",
    "unfit-signature",
    Severity.ERROR,
    _("The signature of a receipt does not fit it, or is of somebody who may not sign"),
    _("A signature proves who has answered; one that does not fit proves that something was changed."),
    bad="receipts/1.2.0-decider.json, in which a comment was changed by hand, and its receipts/1.2.0-decider.json.sig",
    good="git checkout -- receipts",
)

RULES = (BROKEN_RECEIPT, UNFIT_SIGNATURE)
