"""Registers of requirements: what rests on assumptions, what waits for a release, what each phase holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.catalog import natural_key
from reqsite.model.record import Record, Value
from reqsite.model.schema import label_in
from reqsite.portal.press import Press
from reqsite.portal.register_parts import Cell, Row, field_names, register, row_of, url_of
from reqsite.portal.site import Fragment
from reqsite.portal.values import Shown

_DELIVERED = ("release", "result", "deviation")
_AS_AGREED = "match"
_TRUE = frozenset({"true", "yes"})


def has_assumptions(press: Press) -> bool:
    """Return True where the project says of any requirement that it rests on an assumption."""
    return any(_is_assumption(r) for r in press.by_kind["requirement"])


def assumptions(press: Press, title: str, today: dt.date) -> Fragment:
    """Return the live requirements that are assumptions and that no record validates."""
    here, catalog = url_of(press, "assumptions"), press.site.catalog
    found = [
        r
        for r in press.by_kind["requirement"]
        if _is_assumption(r)
        and catalog.is_live(r)
        and not any(link.type.name == "validated_by" for link in catalog.outgoing(r.id))
    ]
    fields = ("priority", "status", "owner")
    rows = [row_of(press, r, here, fields) for r in found]
    nothing = _("Every assumption has been validated as of {date}.", date=today.isoformat())
    return register(press, title, "requirement", here, heads=field_names(press, fields), rows=rows, nothing=nothing)


def has_pool(press: Press) -> bool:
    """Return True where the house has requirements that no release has held in force."""
    return press.site.is_internal and bool(press.site.story) and bool(_pooled(press))


def pool(press: Press, title: str, today: dt.date) -> Fragment:
    """Return the pool: the requirements that wait for their first release, by state."""
    here, fields = url_of(press, "pool"), ("status", "priority", "proposer", "owner")
    found = sorted(_pooled(press), key=lambda r: _state(press, r))
    rows = [row_of(press, r, here, fields) for r in found]
    nothing = _("Every requirement is in a release as of {date}.", date=today.isoformat())
    return register(press, title, "requirement", here, heads=field_names(press, fields), rows=rows, nothing=nothing)


def _pooled(press: Press) -> list[Record]:
    """Return the requirements that no release has held in force, those too that were given up before."""
    events = press.site.story.events
    return [
        r
        for r in press.by_kind["requirement"]
        if not any(e.step.name and e.new and e.new.live and _was_released(press, e.new) for e in events.get(r.id, ()))
    ]


def _was_released(press: Press, entry: Entry) -> bool:
    state = press.site.catalog.schema.states_of(str(entry.record["type"])).get(str(entry.fields.get("status") or ""))
    return state is None or state.released


def _state(press: Press, record: Record) -> int:
    """Return the place of a record's state among those of its type."""
    return [*press.site.catalog.schema.states_of(record.type), record.text("status")].index(record.text("status"))


def has_phases(press: Press) -> bool:
    """Return True where a requirement is for a phase."""
    return any(r.text("phase") for r in press.by_kind["requirement"])


def phases(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return how many requirements each phase has, by state; those without a phase last."""
    here, records = url_of(press, "phases"), press.by_kind["requirement"]
    counted = Counter((r.text("phase"), press.words.status(r)) for r in records)
    total = Counter(r.text("phase") for r in records)
    states = list(dict.fromkeys(press.words.status(r) for r in sorted(records, key=lambda r: _state(press, r))))
    none = press.words.say(_("No phase"))
    rows = [
        Row(
            Cell(Shown(phase or none)),
            tuple(Cell(Shown(str(n))) for n in (total[phase], *(counted[phase, state] for state in states))),
        )
        for phase in sorted(total, key=lambda phase: (not phase, natural_key(phase)))
    ]
    heads = [press.words.say(_("In all")), *(state or "–" for state in states)]
    nothing = _("No requirement is for a phase.")
    return register(press, title, "requirement", here, heads=heads, rows=rows, nothing=nothing, first=_("Phase"))


def has_delivered(press: Press) -> bool:
    """Return True where the project says of a requirement what was delivered."""
    return any(r.fields.get("delivered") for r in press.by_kind["requirement"])


def delivered(press: Press, title: str, _today: dt.date) -> Fragment:
    """Return what was delivered beside what was agreed: what is not as agreed first."""
    here = url_of(press, "delivered")
    said = {
        r.id: given for r in press.by_kind["requirement"] if isinstance(given := r.fields.get("delivered"), Mapping)
    }
    order = sorted(said, key=lambda i: (said[i].get("result") == _AS_AGREED, natural_key(i)))
    rows = [
        Row(
            Cell(links=(press.link(i, here),)),
            (
                Cell(Shown(_agreed_in(press, i))),
                *(Cell(Shown(_value(press, name, said[i].get(name)))) for name in _DELIVERED),
            ),
        )
        for i in order
    ]
    field = press.site.catalog.schema.fields["delivered"]
    names = [press.words.label_of(field.fields[name]) if name in field.fields else name for name in _DELIVERED]
    met = sum(given.get("result") == _AS_AGREED for given in said.values())
    return register(
        press,
        title,
        "requirement",
        here,
        heads=[press.words.say(_("Agreed in")), *names],
        rows=rows,
        nothing=_("Nothing has been delivered."),
        summary=_("{count} of {total} are as agreed.", count=met, total=len(said)),
    )


def _agreed_in(press: Press, record_id: str) -> str:
    """Return the last release that changed what binds, empty where none has the record."""
    events = press.site.story.events.get(record_id, ())
    return next((e.step.name for e in reversed(events) if e.step.name and (e.op == "added" or e.normative)), "")


def _value(press: Press, name: str, value: Value | None) -> str:
    field = press.site.catalog.schema.fields["delivered"].fields.get(name)
    text = value if isinstance(value, str) else ""
    return label_in(field.values[text], press.words.language) if field and text in field.values else text


def _is_assumption(record: Record) -> bool:
    return record.text("assumption").casefold() in _TRUE
