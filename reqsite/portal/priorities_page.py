"""What each priority means and who may change it; how many requirements have which, by necessity and satisfaction."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.model.schema import Meaning, label_in
from reqsite.portal.addresses import anchor, relative
from reqsite.portal.overview import filtered
from reqsite.portal.press import Press
from reqsite.portal.shares import Shares, in_force, shares
from reqsite.portal.site import Fragment, TocEntry

SOURCE = "registers/priorities.md"
_PRIORITY = "priority"
_CLASSES = "kano"
_NECESSITY = "moscow"


@dataclass(frozen=True, slots=True)
class Level:
    """One priority, with what the schema says of it."""

    title: str
    anchor: str
    said: tuple[tuple[str, str], ...]
    """(what it is about, text)."""
    href: str
    """The requirements that have it."""
    count: int


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How many requirements in force have both of two classes."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    """(class, (count, the list of these requirements) by head)."""


def has_priorities(press: Press) -> bool:
    """Return True where a record has a priority or a requirement a class."""
    used = any(record.text(_PRIORITY) for record in press.site.catalog)
    return used or any(r.text(_CLASSES) or r.text(_NECESSITY) for r in press.by_kind.get("requirement", ()))


def legend_href(press: Press, value: str, here: str) -> str:
    """Return the link from the page `here`, of a record with this priority, to what it means; empty where unknown."""
    field = press.site.catalog.schema.fields.get(_PRIORITY)
    if field is None or value not in field.values or "requirement" not in press.by_kind:
        return ""
    return relative(f"{press.site.addresses.url(SOURCE)}#{anchor(_PRIORITY, value)}", here)


def fragment(press: Press, title: str, _day: dt.date) -> Fragment:
    """Return the content of the page; a table that nothing fills is left out."""
    here = press.site.addresses.url(SOURCE)
    live = [r for r in press.by_kind.get("requirement", ()) if press.site.catalog.is_live(r)]
    listed = functools.partial(
        _listed, press.href(press.site.addresses.list_source("requirement"), here), in_force(press)
    )
    levels = _levels(press, live, listed)
    necessity = shares(press, _NECESSITY, here)
    cross = _cross(press, live, listed)
    html = press.templates.render(
        "priorities", title=title, levels=levels, necessity=necessity, cross=cross, live=len(live)
    )
    return Fragment(html, _toc(press, levels, necessity, cross))


def _toc(press: Press, levels: list[Level], necessity: Shares | None, cross: CrossTable | None) -> tuple[TocEntry, ...]:
    found = [TocEntry(level.title, level.anchor) for level in levels]
    if necessity:
        found.append(TocEntry(necessity.title, "necessity"))
    if cross:
        found.append(TocEntry(press.words.say(_("Satisfaction against necessity")), "satisfaction"))
    return tuple(found)


def _listed(list_url: str, in_force: str, *classes: tuple[str, str]) -> str:
    """Return the address of the list of the requirements in force that have all of these (field, value)."""
    first, *others = classes
    return filtered(list_url, *first) + "".join(f"&{filtered('', *other)[1:]}" for other in others) + in_force


def _levels(press: Press, live: list[Record], listed: Callable[..., str]) -> list[Level]:
    field = press.site.catalog.schema.fields.get(_PRIORITY)
    if field is None:
        return []
    counts = Counter(record.text(_PRIORITY) for record in live)
    return [
        Level(
            title=label_in(label, press.words.language) or value,
            anchor=anchor(_PRIORITY, value),
            said=_said(press, field.legend.get(value, Meaning())),
            href=listed((_PRIORITY, value)) if counts[value] else "",
            count=counts[value],
        )
        for value, label in field.values.items()
    ]


def _said(press: Press, meaning: Meaning) -> tuple[tuple[str, str], ...]:
    about = (
        (_("Meaning"), meaning.definition),
        (_("How it is handled"), meaning.policy),
        (_("Who may change it"), meaning.changed_by),
    )
    found = ((press.words.say(title), label_in(label, press.words.language)) for title, label in about)
    return tuple((title, text) for title, text in found if text)


def _cross(press: Press, live: list[Record], listed: Callable[..., str]) -> CrossTable | None:
    """Return how satisfaction and necessity meet; None where no requirement says how much it would satisfy."""
    fields = press.site.catalog.schema.fields
    if _CLASSES not in fields or _NECESSITY not in fields or not any(r.text(_CLASSES) for r in live):
        return None
    counts = Counter((r.text(_CLASSES), r.text(_NECESSITY)) for r in live)
    classes = [name for name in (*fields[_CLASSES].values, "") if any(counts[name, n] for _c, n in counts)]
    necessity = [name for name in (*fields[_NECESSITY].values, "") if any(counts[c, name] for c, _n in counts)]
    rows = tuple(
        (
            _named(press, _CLASSES, one),
            tuple((counts[one, other], listed((_CLASSES, one), (_NECESSITY, other))) for other in necessity),
        )
        for one in classes
    )
    return CrossTable(tuple(_named(press, _NECESSITY, name) for name in necessity), rows)


def _named(press: Press, field: str, value: str) -> str:
    return press.words.value(field, value) if value else press.words.say(_("not given"))
