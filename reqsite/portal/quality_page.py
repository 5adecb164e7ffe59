"""What the checks say, for the house only: findings by rule and by owner, and what was waived for which reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.portal.addresses import QUALITY
from reqsite.portal.press import Link, Press
from reqsite.portal.releases.addresses import release_source
from reqsite.portal.shares import shares
from reqsite.portal.site import Fragment, TocEntry

SEVERITIES = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.INFO: _("Note")}
_MOST_RECORDS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One finding."""

    code: str
    name: str
    severity: str
    """In words."""
    weight: str
    """As the checks call it: `error`, `warning`, `info`."""
    place: str
    link: Link | None
    """The record that it is about."""
    message: str
    hint: str
    reason: str
    """Of the waiver, empty where the finding stands."""


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """What a rule has to say."""

    code: str
    name: str
    title: str
    why: str
    anchor: str
    """Of its findings; empty where all of them are waived."""
    rows: tuple[Row, ...]
    """Those that stand."""
    waived: int


@dataclass(frozen=True, slots=True)
class OwnerFindings:
    """What one person has to mend."""

    name: str
    """Empty for records without an owner, and for findings about no record."""
    counts: tuple[int, ...]
    """By severity, in the order of `SEVERITIES`."""
    links: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Then:
    """How the project stood at a release."""

    name: str
    href: str
    date: str
    findings: tuple[int | None, ...]
    """By severity, in the order of `SEVERITIES`; None where the release does not say."""
    records: int
    moved: int | None
    """How many records came, went or changed; None for the first release."""


def fragment(press: Press) -> Fragment:
    """Return the content of the quality page.

    Raises:
        ValueError: the portal is one for clients, who must not see it.
    """
    if not press.site.is_internal:
        raise ValueError("the quality page is for internal portals only")
    here = press.site.addresses.url(QUALITY)
    findings = sorted(press.site.findings, key=lambda finding: finding.sort_key)
    standing = [finding for finding in findings if not finding.waived]
    say = press.words.say
    counts = Counter(finding.severity for finding in standing)
    waived = [_row(press, finding, here) for finding in findings if finding.waived]
    elicited = shares(press, "source_method", here)
    html = press.templates.render(
        "quality",
        totals=[(severity.value, say(word), counts[severity]) for severity, word in SEVERITIES.items()],
        severities=[say(word) for word in SEVERITIES.values()],
        standing=len(standing),
        rules=_by_rule(press, findings, here),
        owners=_by_owner(press, standing, here),
        waived=waived,
        elicited=elicited,
        trend=_trend(press, here),
        now=[counts[severity] for severity in SEVERITIES],
    )
    headings = [(_("By rule"), "by-rule"), (_("By owner"), "by-owner"), (_("Findings"), "findings")]
    headings += [(_("Waived"), "waived"), *([(_("How requirements were found"), "elicited")] if elicited else [])]
    headings.append((_("Trend"), "trend"))
    return Fragment(html, tuple(TocEntry(say(title), anchor) for title, anchor in headings))


def _trend(press: Press, here: str) -> list[Then]:
    """Return how it stood at each release, the last one first; changes tell how much the project moves."""
    found = []
    for step in reversed(press.site.story.steps):
        baseline, counts = step.baseline, step.difference.counts
        said = baseline.findings if baseline else {}
        found.append(
            Then(
                name=step.name,
                href=press.href(release_source(step.name), here),
                date=baseline.date if baseline else "",
                findings=tuple(said.get(severity.value) for severity in SEVERITIES),
                records=counts["records"],
                moved=counts["added"] + counts["changed"] + counts["removed"] if step.previous else None,
            )
        )
    return found


def _by_rule(press: Press, findings: list[Finding], here: str) -> list[RuleFindings]:
    """Return the rules that spoke up, in the order of their codes."""
    rules: dict[str, tuple[Rule, list[Finding]]] = {}
    for finding in findings:
        rules.setdefault(finding.rule.code, (finding.rule, []))[1].append(finding)
    return [_of_rule(press, *rules[code], here) for code in sorted(rules)]


def _of_rule(press: Press, rule: Rule, findings: list[Finding], here: str) -> RuleFindings:
    rows = tuple(_row(press, finding, here) for finding in findings if not finding.waived)
    return RuleFindings(
        code=rule.code,
        name=rule.name,
        title=press.words.say(rule.title),
        why=press.words.say(rule.why),
        anchor=f"rule-{rule.code.lower()}" if rows else "",
        rows=rows,
        waived=len(findings) - len(rows),
    )


def _by_owner(press: Press, standing: list[Finding], here: str) -> list[OwnerFindings]:
    """Return who has how much to mend, who has most first, and last what nobody owns."""
    records = press.site.catalog.records
    found: dict[str, list[Finding]] = {}
    for finding in standing:
        record = records.get(finding.record)
        for name in (record.items("owner") if record else ()) or ("",):
            found.setdefault(name, []).append(finding)
    return [
        _of_owner(press, name, found[name], here)
        for name in sorted(found, key=lambda name: (not name, -len(found[name]), name))
    ]


def _of_owner(press: Press, name: str, findings: list[Finding], here: str) -> OwnerFindings:
    counts = Counter(finding.severity for finding in findings)
    records = press.site.catalog.records
    ids = list(dict.fromkeys(finding.record for finding in findings if finding.record in records))
    links = tuple(press.link(record_id, here) for record_id in ids[:_MOST_RECORDS])
    return OwnerFindings(name, tuple(counts[severity] for severity in SEVERITIES), links, len(ids) - len(links))


def _row(press: Press, finding: Finding, here: str) -> Row:
    record = press.site.catalog.records.get(finding.record)
    severity: Message = SEVERITIES.get(finding.severity, _("Note"))
    return Row(
        code=finding.rule.code,
        name=finding.rule.name,
        severity=press.words.say(severity),
        weight=finding.severity.value,
        place=str(finding.place),
        link=press.link(record.id, here) if record else None,
        message=press.words.say(finding.message),
        hint=press.words.say(finding.hint) if finding.hint else "",
        reason=finding.waived,
    )
