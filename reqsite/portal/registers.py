"""Registers: one table for what people look up in one place, such as the decisions in the order of their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from reqsite.checks.stages import Stages
from reqsite.i18n import Message, _
from reqsite.model.catalog import natural_key
from reqsite.model.record import Record
from reqsite.portal.press import Link, Press
from reqsite.portal.releases.addresses import release_source
from reqsite.portal.site import Fragment
from reqsite.portal.values import Shown, shown_field
from reqsite.source.actions import Action
from reqsite.source.actions import actions as promised

_TRUE = frozenset({"true", "yes"})
_QUESTION = "question"
_COUNTED = ("schedule_days", "cost")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in one column: a value, or links to other records."""

    text: Shown | None = None
    links: tuple[Link, ...] = ()


_EMPTY = (Cell(), Cell(Shown()))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a register."""

    head: Cell
    """What the line is about."""
    cells: tuple[Cell, ...]
    live: bool = True


def decisions(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the decision log: all decisions, those that no longer hold too, the newest first."""
    here, records = _here(press, "decisions"), press.by_kind["decision"]
    newest = sorted(sorted(records, key=_by_id), key=lambda r: r.text("date"), reverse=True)
    rows = [
        _row(press, r, here, ("date", "decider", "status"), _links(press, r, here, ("affects",), ("decided_in",)))
        for r in newest
    ]
    heads = [*_names(press, ("date", "decider", "status")), press.words.say(_("Affects"))]
    return _page(press, title, "decision", here, heads=heads, rows=rows, nothing=_("No decision has been recorded."))


def risks(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the risk register: what is likely and severe first, what is closed last."""
    here, records = _here(press, "risks"), press.by_kind["risk"]
    fields = ("likelihood", "severity", "status", "response", "owner")
    live = press.site.catalog.is_live
    order = sorted(records, key=lambda r: (not live(r), *_weight(press, r), _by_id(r)))
    rows = [_row(press, r, here, fields, _links(press, r, here, (), ("risks",))) for r in order]
    heads = [*_names(press, fields), press.words.say(_("Threatens"))]
    return _page(press, title, "risk", here, heads=heads, rows=rows, nothing=_("No risk has been recorded."))


def changes(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return the log of change requests: all of them, the newest first, with what they touch and what they cost."""
    here, catalog = _here(press, "changes"), press.site.catalog
    newest = sorted(sorted(press.by_kind["change"], key=_by_id), key=lambda r: r.text("date"), reverse=True)
    fields = ("proposer", "party", "date", "size", "status")
    names = [name for name in ("adds", "modifies", "removes", "affects") if name in catalog.schema.links]
    rows = [
        _row(press, r, here, fields, *(_links(press, r, here, (name,), ()) for name in names), *_costs(press, r, here))
        for r in newest
    ]
    heads = [
        *_names(press, fields),
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
    return _page(press, title, "change", here, heads=[heads[n] for n in used], rows=shown, nothing=nothing)


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
    here = _here(press, "questions")
    answered = Stages(press.site.catalog.schema, "answered")
    found = [
        r
        for r in press.by_kind["feedback"]
        if r.text("feedback_class") == _QUESTION
        and press.site.catalog.is_live(r)
        and not answered.reached_by(r)
        and not r.text("answered")
    ]
    found.sort(key=lambda r: (_place(press, "priority", r), r.text("received"), _by_id(r)))
    fields = ("priority", "owner", "received", "status")
    rows = [_row(press, r, here, fields) for r in found]
    nothing = _("No question is open as of {date}.", date=today.isoformat())
    return _page(press, title, "feedback", here, heads=_names(press, fields), rows=rows, nothing=nothing)


def has_assumptions(press: Press) -> bool:
    """Return True where the project says of any requirement that it rests on an assumption."""
    return any(_is_assumption(r) for r in press.by_kind["requirement"])


def assumptions(press: Press, title: str, today: dt.date) -> Fragment:
    """Return the live requirements that are assumptions and that no record validates."""
    here, catalog = _here(press, "assumptions"), press.site.catalog
    found = [
        r
        for r in press.by_kind["requirement"]
        if _is_assumption(r)
        and catalog.is_live(r)
        and not any(link.type.name == "validated_by" for link in catalog.outgoing(r.id))
    ]
    fields = ("priority", "status", "owner")
    rows = [_row(press, r, here, fields) for r in found]
    nothing = _("Every assumption has been validated as of {date}.", date=today.isoformat())
    return _page(press, title, "requirement", here, heads=_names(press, fields), rows=rows, nothing=nothing)


def has_actions(press: Press) -> bool:
    """Return True where any minutes hold action items."""
    return any(_actions(press))


def actions(press: Press, title: str, today: dt.date) -> Fragment:
    """Return what was promised in meetings and is not done, by the day on which it is due."""
    here = _here(press, "actions")
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
    return _page(press, title, "meeting", here, heads=heads, rows=rows, nothing=nothing, first=_("Action"))


def _here(press: Press, name: str) -> str:
    return press.site.addresses.url(f"registers/{name}.md")


def _page(
    press: Press,
    title: str,
    kind: str,
    here: str,
    *,
    heads: Sequence[str],
    rows: Sequence[Row],
    nothing: Message,
    first: Message | None = None,
) -> Fragment:
    """Return the page; `first` heads the first column where that is no record."""
    html = press.templates.render(
        "register",
        title=title,
        list_url=press.href(press.site.addresses.list_source(kind), here),
        list_title=press.words.list_title(kind),
        heads=[press.words.say(first or _("Record")), *heads],
        rows=rows,
        nothing=press.words.say(nothing),
    )
    return Fragment(html)


def _row(press: Press, record: Record, here: str, fields: Iterable[str], *more: Cell) -> Row:
    cells = tuple(_field(press, record, name, here) for name in fields)
    link = Cell(links=(press.link(record.id, here),))
    return Row(link, (*cells, *more), press.site.catalog.is_live(record))


def _field(press: Press, record: Record, name: str, here: str) -> Cell:
    if name == "status":
        return Cell(Shown(press.words.status(record)))
    shown = shown_field(press, record, name, here)
    return Cell(shown.value if shown is not None else None)


def _links(press: Press, record: Record, here: str, own: Sequence[str], others: Sequence[str]) -> Cell:
    """Return the records that it names under its `own` link types, and those that name it under `others`."""
    catalog = press.site.catalog
    ids = [link.target for link in catalog.outgoing(record.id) if link.type.name in own]
    ids += [link.source for link in catalog.incoming(record.id) if link.type.name in others]
    return Cell(links=tuple(press.link(i, here) for i in dict.fromkeys(ids)))


def _names(press: Press, fields: Iterable[str]) -> list[str]:
    return [press.words.field(name) for name in fields]


def _by_id(record: Record) -> tuple[object, ...]:
    return natural_key(record.id)


def _weight(press: Press, risk: Record) -> tuple[int, int]:
    """Return what puts the heaviest risk first: the sum of both ranks, then its severity."""
    severity = _place(press, "severity", risk)
    return severity + _place(press, "likelihood", risk), severity


def _place(press: Press, name: str, record: Record) -> int:
    """Return the place of a value among those of its field, which come in order; behind all of them for none."""
    field = press.site.catalog.schema.fields.get(name)
    values = list(field.values) if field else []
    value = record.text(name)
    return values.index(value) if value in values else len(values)


def _is_assumption(record: Record) -> bool:
    return record.text("assumption").casefold() in _TRUE


def _actions(press: Press) -> Iterable[tuple[Record, Action]]:
    for meeting in press.by_kind["meeting"]:
        for action in promised(meeting.section("actions")):
            yield meeting, action
