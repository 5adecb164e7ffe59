"""All figures that the requirements promise, on one page by quality attribute: speed, security and the like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.record import Record, Value
from reqsite.model.schema import FieldType, label_in
from reqsite.portal.addresses import anchor
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry

SOURCE = "registers/metrics.md"
_FIELD = "nfr"
_GROUPED_BY = "attribute"
_WITH_THE_TARGET = "unit"


@dataclass(frozen=True, slots=True)
class Row:
    """What one requirement promises."""

    link: Link
    cells: tuple[Markup, ...]
    """In the order of the columns."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one quality attribute."""

    title: str
    anchor: str
    rows: list[Row]


def has_metrics(press: Press) -> bool:
    """Return True where a requirement in force promises a figure."""
    return any(_figures(press, record) for record in press.by_kind.get("requirement", ()))


def fragment(press: Press, title: str, _day: dt.date) -> Fragment:
    """Return the content of the page: a table for each attribute in the order of the vocabulary, without one last."""
    here = press.site.addresses.url(SOURCE)
    field = press.site.catalog.schema.fields[_FIELD]
    attribute = field.fields.get(_GROUPED_BY)
    rows: dict[str, list[Row]] = {name: [] for name in (attribute.values if attribute else ())}
    found = [(r, figures) for r in press.by_kind["requirement"] if (figures := _figures(press, r))]
    columns = [name for name in _columns(field) if any(figures.get(name) for _record, figures in found)]
    for record, figures in found:
        cells = tuple(_cell(press, figures, name, record, here) for name in columns)
        group = figures.get(_GROUPED_BY, "")
        rows.setdefault(group if isinstance(group, str) else "", []).append(Row(press.link(record.id, here), cells))
    nameless = rows.pop("", [])
    groups = [Group(_name(press, attribute, n), anchor("metrics", n), some) for n, some in rows.items() if some]
    if nameless:
        groups.append(Group(press.words.say(_("No quality attribute")), "metrics-none", nameless))
    heads = [press.words.label_of(field.fields[name]) if name in field.fields else name for name in columns]
    html = press.templates.render("metrics", title=title, groups=groups, heads=heads, count=len(found))
    return Fragment(html, tuple(TocEntry(f"{group.title} ({len(group.rows)})", group.anchor) for group in groups))


def _figures(press: Press, record: Record) -> Mapping[str, Value]:
    """Return what a requirement in force promises, empty for any other."""
    figures = record.fields.get(_FIELD)
    known = _FIELD in press.site.catalog.schema.fields
    return figures if known and isinstance(figures, Mapping) and press.site.catalog.is_live(record) else {}


def _columns(field: FieldType) -> list[str]:
    return [name for name in field.fields if name not in (_GROUPED_BY, _WITH_THE_TARGET)]


def _cell(press: Press, figures: Mapping[str, Value], name: str, record: Record, here: str) -> Markup:
    value = figures.get(name, "")
    text = value if isinstance(value, str) else ", ".join(part for part in value if isinstance(part, str))
    unit = figures.get(_WITH_THE_TARGET, "") if name == "target" else ""
    if isinstance(unit, str) and unit:
        text = f"{text} {unit}"
    return press.inline(text, here, record) if text else Markup("")


def _name(press: Press, attribute: FieldType | None, value: str) -> str:
    known = attribute is not None and value in attribute.values
    return label_in(attribute.values[value], press.words.language) if attribute and known else value
