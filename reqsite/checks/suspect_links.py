"""Suspect links: what a link leads to has changed since the link was last looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqsite.checks.context import Context
from reqsite.history.suspects import Cause, SuspectLink, UnknownPin
from reqsite.i18n import Message, _, plural
from reqsite.model.catalog import Catalog, TraceLink
from reqsite.model.finding import Finding, Place, Rule, Severity

_TARGET = "  - {id: GOAL-001, type: goal, title: Stock, body: An answer within 3 s.}\n"
_CHANGED = "  - {id: GOAL-001, type: goal, title: Stock, body: An answer within 2 s.}\n"
_SOURCE = "  - {id: REQ-001, type: functional, title: Look up, supports: [%s], body: It shall answer.}\n"
_BEFORE = f"records:\n{_TARGET}{_SOURCE % 'GOAL-001'}# Released as 1.0.0, and since then:\n"
SUSPECT_LINK = Rule(
    "RQ810",
    "suspect-link",
    Severity.WARNING,
    _("A link to a record that has changed since the two were last compared"),
    _(
        "What was derived from the old words may no longer fit the new ones, and a test may still pass that shows "
        "nothing any more. A record has at most five such findings; the last one counts the links that are left."
    ),
    f"{_BEFORE}records:\n{_CHANGED}{_SOURCE % 'GOAL-001'}",
    f"{_BEFORE}records:\n{_TARGET}{_SOURCE % 'GOAL-001'}",
)
UNKNOWN_PIN = Rule(
    "RQ811",
    "unknown-pin",
    Severity.WARNING,
    _("A link that is pinned to a release which does not exist, or did not have the record"),
    _("A pin says against what the link was last looked at; one that names nothing hides every later change."),
    f"{_BEFORE}records:\n{_TARGET}{_SOURCE % 'GOAL-001@9.0.0'}",
    f"{_BEFORE}records:\n{_TARGET}{_SOURCE % 'GOAL-001@1.0.0'}",
)
RULES = (SUSPECT_LINK, UNKNOWN_PIN)

MOST = 5
"""Findings about the suspect links of one record; a change of much must not bury everything else."""


def check(context: Context) -> Iterator[Finding]:
    """Yield the suspect links of live records, once there is a release to compare with."""
    ledger = context.ledger
    if not ledger or ledger.findings:
        return
    if not (context.settings.is_on(SUSPECT_LINK) or context.settings.is_on(UNKNOWN_PIN)):
        return
    found = context.suspects
    for links in found.by_source.values():
        yield from _of_one_record(context.catalog, links)
    for unknown in found.unknown_pins:
        yield _unknown(context.catalog, unknown)


def place_of(catalog: Catalog, link: TraceLink) -> Place:
    """Return where a link is written."""
    name = link.type.name
    return catalog.records[link.source].place(f"{name}[{link.number}]", f"{name}=", name)


def _of_one_record(catalog: Catalog, links: Sequence[SuspectLink]) -> Iterator[Finding]:
    for suspect in links[:MOST]:
        link = suspect.link
        hint = _("Compare the two, mend what no longer fits, then run `reqsite review {id}`.", id=link.source)
        message = _why(link, suspect.causes)
        yield Finding.of(SUSPECT_LINK, place_of(catalog, link), message, hint, link.source)
    left = links[MOST:]
    if left:
        link = left[0].link
        message = plural(
            "One more link of {id} is suspect.", "{count} more links of {id} are suspect.", len(left), id=link.source
        )
        hint = _("`reqsite review {id} --dry-run` lists all of them.", id=link.source)
        yield Finding.of(SUSPECT_LINK, place_of(catalog, link), message, hint, link.source)


def _why(link: TraceLink, causes: Sequence[Cause]) -> Message:
    """Return what has changed since a link was looked at; the target comes first where both ends have."""
    cause = causes[0]
    if not cause.fields:
        return _(
            "'{field}' leads to {target}, which is no longer what it was when the two were last compared.",
            field=link.type.name,
            target=link.target,
        )
    what, when = ", ".join(cause.fields), releases(cause.releases)
    if cause.id == link.target:
        return _(
            "'{field}' leads to {target}, which has changed since the two were last compared: {what} ({when}).",
            field=link.type.name,
            target=link.target,
            what=what,
            when=when,
        )
    return _(
        "{id} has changed since '{field}' {target} was last compared with it: {what} ({when}).",
        id=cause.id,
        field=link.type.name,
        target=link.target,
        what=what,
        when=when,
    )


def releases(names: Sequence[str]) -> Message | str:
    """Return the names of releases as words for people; an empty one is what is not released yet."""
    released = ", ".join(name for name in names if name)
    if "" not in names:
        return released
    return _("{releases}, and not released yet", releases=released) if released else _("not released yet")


def _unknown(catalog: Catalog, unknown: UnknownPin) -> Finding:
    link = unknown.link
    if unknown.is_release:
        message = _("Release {release} had no {target} yet.", release=link.pin, target=link.target)
    else:
        message = _(
            "'{field}' leads to {target} as of {release}, and there is no such release.",
            field=link.type.name,
            target=link.target,
            release=link.pin,
        )
    hint = _("Compare the two, then let `reqsite review {id}` write the right one.", id=link.source)
    return Finding.of(UNKNOWN_PIN, place_of(catalog, link), message, hint, link.source)
