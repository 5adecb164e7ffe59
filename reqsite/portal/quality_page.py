"""What the checks say, for the house only: findings by rule, and what was waived for which reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Severity
from reqsite.portal.addresses import QUALITY
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry

SEVERITIES = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.INFO: _("Note")}


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke up."""

    code: str
    name: str
    title: str
    standing: int
    waived: int


@dataclass(frozen=True, slots=True)
class Row:
    """One finding."""

    code: str
    severity: str
    place: str
    link: Link | None
    """The record that it is about."""
    message: str
    hint: str
    reason: str
    """Of the waiver, empty where the finding stands."""


def fragment(press: Press) -> Fragment:
    """Return the content of the quality page.

    Raises:
        ValueError: the portal is one for clients, who must not see it.
    """
    if not press.site.is_internal:
        raise ValueError("the quality page is for internal portals only")
    here = press.site.addresses.url(QUALITY)
    findings = sorted(press.site.findings, key=lambda finding: finding.sort_key)
    rows = [_row(press, finding, here) for finding in findings]
    titles = [press.words.say(word) for word in (_("By rule"), _("Findings"), _("Waived"))]
    html = press.templates.render(
        "quality",
        by_rule=_by_rule(press, findings),
        standing=[row for row in rows if not row.reason],
        waived=[row for row in rows if row.reason],
        titles=titles,
    )
    return Fragment(html, tuple(map(TocEntry, titles, ("by-rule", "findings", "waived"))))


def _by_rule(press: Press, findings: list[Finding]) -> list[RuleCount]:
    standing = Counter(f.rule.code for f in findings if not f.waived)
    waived = Counter(f.rule.code for f in findings if f.waived)
    rules = {f.rule.code: f.rule for f in findings}
    return [
        RuleCount(code, rule.name, press.words.say(rule.title), standing[code], waived[code])
        for code, rule in sorted(rules.items())
    ]


def _row(press: Press, finding: Finding, here: str) -> Row:
    record = press.site.catalog.records.get(finding.record)
    severity: Message = SEVERITIES.get(finding.severity, _("Note"))
    return Row(
        code=finding.rule.code,
        severity=press.words.say(severity),
        place=str(finding.place),
        link=press.link(record.id, here) if record else None,
        message=press.words.say(finding.message),
        hint=press.words.say(finding.hint) if finding.hint else "",
        reason=finding.waived,
    )
