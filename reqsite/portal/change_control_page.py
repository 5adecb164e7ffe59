"""How the project handles changes: their states, who approves them, and the risks of those that are open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.schema import label_in
from reqsite.portal.home_gaps import leads_on
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry

SOURCE = "registers/change-control.md"
_DECIDING = frozenset({"decider", "technical-evaluator", "budget-approver"})
"""Roles whose word a change waits for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a change."""

    name: str
    next: tuple[str, ...]
    """The states that may follow, in words; empty where it ends."""
    count: int
    """How many changes are in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """The states of one type of change."""

    name: str
    """The type's, empty where there is but one."""
    steps: tuple[Step, ...]


def fragment(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the content of the page; all of it comes from the vocabulary and the records."""
    here = press.site.addresses.url(SOURCE)
    approvers, risks = _approvers(press, here), _risks(press, here)
    party = press.site.catalog.schema.fields.get("party")
    html = press.templates.render(
        "change_control",
        title=title,
        board_url=press.href("boards/changes.md", here),
        ways=_ways(press),
        parties=[press.words.value("party", value) for value in (party.values if party else ())],
        approvers=approvers,
        risks=risks,
    )
    titles = (
        (_("States of a change"), "states"),
        (_("Who approves"), "approval"),
        (_("Risks of open changes"), "risks"),
    )
    return Fragment(html, tuple(TocEntry(press.words.say(name), anchor) for name, anchor in titles))


def _ways(press: Press) -> list[Way]:
    schema, language = press.site.catalog.schema, press.site.language
    types = list(dict.fromkeys(change.type for change in press.by_kind["change"]))
    counts = Counter((change.type, change.text("status")) for change in press.by_kind["change"])
    found = []
    for type_ in types:
        states = schema.states_of(type_)
        labels = {name: label_in(state.label, language) or name for name, state in states.items()}
        steps = tuple(
            Step(labels[name], tuple(labels.get(n, n) for n in state.next), counts[type_, name])
            for name, state in states.items()
        )
        found.append(Way(press.words.type(type_) if len(types) > 1 else "", steps))
    return found


def _approvers(press: Press, here: str) -> list[tuple[Link, str]]:
    """Return (person, role in words) of those whose role it is to decide."""
    live = (r for r in press.by_kind.get("stakeholder", ()) if press.site.catalog.is_live(r))
    return [
        (press.link(r.id, here), press.words.value("role", r.text("role")))
        for r in live
        if r.text("role") in _DECIDING or r.items("decides")
    ]


def _risks(press: Press, here: str) -> list[tuple[Link, tuple[Link, ...]]]:
    """Return each risk that an open change names, with these changes."""
    catalog = press.site.catalog
    found: dict[str, list[str]] = {}
    for change in press.by_kind["change"]:
        for link in catalog.outgoing(change.id) if leads_on(press, change) else ():
            if link.type.name == "risks":
                found.setdefault(link.target, []).append(change.id)
    return [(press.link(risk, here), tuple(press.link(i, here) for i in found[risk])) for risk in found]
