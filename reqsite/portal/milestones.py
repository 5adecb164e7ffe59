"""The milestones in the order of their dates: how each stands, who answers for it, and how much of it is confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.checks.stages import Stages
from reqsite.model.record import Record
from reqsite.portal.build_date import day
from reqsite.portal.press import Link, Press
from reqsite.portal.values import Shown, shown_field

_CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone."""

    date: str
    """As written."""
    link: Link
    done_when: Markup
    owner: Shown | None
    confirmed: int
    total: int
    """Requirements in force that name it; 0 too where the vocabulary knows nothing of confirming."""
    is_late: bool


def fragment(press: Press, here: str, today: dt.date) -> Markup:
    """Return the milestones in force for the page with the URL `here`, those without a date last; empty for none."""
    live = [r for r in press.by_kind.get("milestone", ()) if press.site.catalog.is_live(r)]
    if not live:
        return Markup("")
    confirmed = Stages(press.site.catalog.schema, _CONFIRMED)
    ordered = sorted(live, key=lambda r: (not r.text("date"), r.text("date")))
    milestones = [_milestone(press, record, here, today, confirmed) for record in ordered]
    return press.templates.render("_milestones", milestones=milestones, today=today.isoformat())


def _milestone(press: Press, record: Record, here: str, today: dt.date, confirmed: Stages) -> Milestone:
    included = _included(press, record)
    owner = shown_field(press, record, "owner", here)
    return Milestone(
        date=record.text("date"),
        link=press.link(record.id, here),
        done_when=press.inline(record.text("done_when"), here, record),
        owner=owner.value if owner is not None else None,
        confirmed=sum(confirmed.reached_by(r) for r in included),
        total=len(included),
        is_late=_is_late(press, record, today),
    )


def _included(press: Press, milestone: Record) -> list[Record]:
    """Return the requirements in force that name a milestone and that a client may confirm."""
    catalog = press.site.catalog
    named = {link.source for link in catalog.incoming(milestone.id) if link.type.name == "milestone"}
    found = (catalog.records[i] for i in named)
    return [
        r
        for r in found
        if r.kind == "requirement" and catalog.is_live(r) and _CONFIRMED in catalog.schema.states_of(r.type)
    ]


def _is_late(press: Press, milestone: Record, today: dt.date) -> bool:
    """Return True for a milestone that has not left its first state though its day is over."""
    due = day(milestone.text("date"))
    states = list(press.site.catalog.schema.states_of(milestone.type))
    return due is not None and due < today and milestone.text("status") in states[:1]
