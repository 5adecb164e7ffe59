"""Registers: one table for what people look up in one place, such as the decisions in the order of their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from markupsafe import Markup

from reqsite.checks.stages import Stages
from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.catalog import natural_key
from reqsite.model.record import Record
from reqsite.portal.press import Press
from reqsite.portal.register_parts import Cell, Row, by_id, field_names, link_cell, place_of, register, row_of, url_of
from reqsite.portal.releases.addresses import release_source
from reqsite.portal.site import Fragment
from reqsite.portal.values import Shown
from reqsite.source.actions import Action
from reqsite.source.actions import actions as promised

_QUESTION = "question"
_COUNTED = ("schedule_days", "cost")


def decisions(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the decision log, the newest first: with those that no longer hold, and those that files hold no more."""
    here, fields = url_of(press, "decisions"), ("date", "decider", "status")
    dated = [
        (
            r.text("date"),
            by_id(r),
            row_of(
                press,
                r,
                here,
                fields,
                link_cell(press, r, here, ("affects",), ("decided_in",)),
                link_cell(press, r, here, ("superseded_by",), ()),
            ),
        )
        for r in press.by_kind["decision"]
    ]
    dated += [
        (str(entry.fields.get("date") or ""), natural_key(entry.id), _removed(press, entry, here))
        for entry in press.site.story.gone.values()
        if entry.kind == "decision"
    ]
    rows = [row for _date, _id, row in sorted(sorted(dated, key=lambda d: d[1]), key=lambda d: d[0], reverse=True)]
    heads = [*field_names(press, fields), press.words.say(_("Affects"))]
    if any(row.cells[-1].links for row in rows):
        heads.append(press.words.link(press.site.catalog.schema.links["superseded_by"]))
    else:
        rows = [replace(row, cells=row.cells[:-1]) for row in rows]
    return register(press, title, "decision", here, heads=heads, rows=rows, nothing=_("No decision has been recorded."))


def _removed(press: Press, entry: Entry, here: str) -> Row:
    """Return the line of a decision that a release had and that is gone; its page has its last words."""
    say, release = press.words.say, press.site.story.events[entry.id][-1].step.name
    link = Markup('<a class="rs-link" href="{}">{}</a>').format(
        press.items.href(entry.id, here), f"{entry.id} {entry.title}"
    )
    what = say(_("Removed in {release}", release=release) if release else _("Removed, and not yet released"))
    said = (str(entry.fields.get(name) or "") for name in ("date", "decider"))
    cells = (*(Cell(Shown(text)) for text in said), Cell(Shown(what)), Cell(), Cell())
    return Row(Cell(Shown(link)), cells, live=False)


def risks(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the risk register: what is likely and severe first, what is closed last."""
    here, records = url_of(press, "risks"), press.by_kind["risk"]
    fields = ("likelihood", "severity", "status", "response", "owner")
    live = press.site.catalog.is_live
    order = sorted(records, key=lambda r: (not live(r), *_weight(press, r), by_id(r)))
    rows = [row_of(press, r, here, fields, link_cell(press, r, here, (), ("risks",))) for r in order]
    heads = [*field_names(press, fields), press.words.say(_("Threatens"))]
    return register(press, title, "risk", here, heads=heads, rows=rows, nothing=_("No risk has been recorded."))


def changes(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the log of change requests: all of them, the newest first, with what they touch and what they cost."""
    here, catalog = url_of(press, "changes"), press.site.catalog
    newest = sorted(sorted(press.by_kind["change"], key=by_id), key=lambda r: r.text("date"), reverse=True)
    fields = ("proposer", "party", "date", "size", "status")
    names = [name for name in ("adds", "modifies", "removes", "affects") if name in catalog.schema.links]
    rows = [
        row_of(
            press, r, here, fields, *(link_cell(press, r, here, (name,), ()) for name in names), *_costs(press, r, here)
        )
        for r in newest
    ]
    heads = [
        *field_names(press, fields),
        *(press.words.link(catalog.schema.links[name]) for name in names),
        *_impact_names(press),
        press.words.say(_("Release")),
    ]
    # A project that never sets one of them has no use for its column.
    used = [
        n for n in range(len(heads)) if any(row.cells[n] != Cell() and row.cells[n].text != Shown() for row in rows)
    ]
    shown = [replace(row, cells=tuple(row.cells[n] for n in used)) for row in rows]
    nothing = _("No change has been asked for.")
    return register(press, title, "change", here, heads=[heads[n] for n in used], rows=shown, nothing=nothing)


def _costs(press: Press, change: Record, here: str) -> list[Cell]:
    """Return what a change request says of days and money, and the release that carries it."""
    impact = change.fields.get("impact")
    said = impact if isinstance(impact, Mapping) else {}
    cells = [Cell(Shown(str(said.get(name) or ""))) for name in _COUNTED]
    step = press.site.story.carriers.get(change.id)
    name = change.text("implemented_in") or (step.name if step else "")
    if step and step.name and step.name.removeprefix("v") == name.removeprefix("v"):
        href = press.href(release_source(step.name), here)
        return [*cells, Cell(Shown(Markup('<a href="{}">{}</a>').format(href, name)))]
    return [*cells, Cell(Shown(name))]


def _impact_names(press: Press) -> list[str]:
    field = press.site.catalog.schema.fields.get("impact")
    inside = field.fields if field else {}
    return [press.words.label_of(inside[name]) if name in inside else name for name in _COUNTED]


def questions(press: Press, title: str, today: dt.date) -> Fragment:
    """Return the questions among the feedback that nobody has answered yet, by priority."""
    here = url_of(press, "questions")
    answered = Stages(press.site.catalog.schema, "answered")
    found = [
        r
        for r in press.by_kind["feedback"]
        if r.text("feedback_class") == _QUESTION
        and press.site.catalog.is_live(r)
        and not answered.reached_by(r)
        and not r.text("answered")
    ]
    found.sort(key=lambda r: (place_of(press, "priority", r), r.text("received"), by_id(r)))
    fields = ("priority", "owner", "received", "status")
    rows = [row_of(press, r, here, fields) for r in found]
    nothing = _("No question is open as of {date}.", date=today.isoformat())
    return register(press, title, "feedback", here, heads=field_names(press, fields), rows=rows, nothing=nothing)


def has_actions(press: Press) -> bool:
    """Return True where any minutes hold action items."""
    return any(_actions(press))


def actions(press: Press, title: str, today: dt.date) -> Fragment:
    """Return what was promised in meetings and is not done, by the day on which it is due."""
    here = url_of(press, "actions")
    found = [(meeting, action) for meeting, action in _actions(press) if not action.done]
    found.sort(key=lambda item: (not item[1].due, item[1].due))
    rows = [
        Row(
            Cell(Shown(press.inline(action.text, here, meeting))),
            (Cell(Shown(action.owner)), Cell(Shown(action.due)), Cell(links=(press.link(meeting.id, here),))),
        )
        for meeting, action in found
    ]
    say = press.words.say
    heads = [say(_("Owner")), say(_("Due")), say(_("Meeting"))]
    nothing = _("No action item is open as of {date}.", date=today.isoformat())
    return register(press, title, "meeting", here, heads=heads, rows=rows, nothing=nothing, first=_("Action"))


def _weight(press: Press, risk: Record) -> tuple[int, int]:
    """Return what puts the heaviest risk first: the sum of both ranks, then its severity."""
    severity = place_of(press, "severity", risk)
    return severity + place_of(press, "likelihood", risk), severity


def _actions(press: Press) -> Iterable[tuple[Record, Action]]:
    for meeting in press.by_kind["meeting"]:
        for action in promised(meeting.section("actions")):
            yield meeting, action
