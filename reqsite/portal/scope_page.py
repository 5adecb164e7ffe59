"""The boundary of the project on one page: what is in scope, what is out of it and why, what comes later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.model.record import Record
from reqsite.portal.addresses import anchor
from reqsite.portal.overview import filtered
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry

SOURCE = "registers/scope.md"
_MOST = 500
"""How many requirements a part lists; the list of requirements has the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A requirement, and why it stands where it stands."""

    link: Link
    reason: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """The requirements with one scope."""

    title: str
    anchor: str
    count: int
    entries: tuple[Entry, ...]
    href: str
    """The list of all of them."""


def has_scope(press: Press) -> bool:
    """Return True where a requirement says whether it is in scope."""
    return any(record.text("scope") for record in press.by_kind.get("requirement", ()))


def fragment(press: Press, title: str, _day: dt.date) -> Fragment:
    """Return the content of the page: a part for each scope in the order of the vocabulary, with the reasons.

    What was deferred or rejected is listed with its status; what was withdrawn for good is not.
    """
    here = press.site.addresses.url(SOURCE)
    list_url = press.href(press.site.addresses.list_source("requirement"), here)
    field = press.site.catalog.schema.fields.get("scope")
    found: dict[str, list[Record]] = {name: [] for name in (field.values if field else ())}
    without = 0
    for record in press.by_kind["requirement"]:
        scope = record.text("scope")
        if scope and not _is_gone(press, record):
            found.setdefault(scope, []).append(record)
        without += not scope and press.site.catalog.is_live(record)
    parts = [
        Part(
            title=press.words.value("scope", name),
            anchor=anchor("scope", name),
            count=len(records),
            entries=tuple(_entry(press, record, here) for record in records[:_MOST]),
            href=filtered(list_url, "scope", name),
        )
        for name, records in found.items()
    ]
    html = press.templates.render(
        "scope", title=title, parts=parts, without=without, unsaid=filtered(list_url, "scope", "")
    )
    return Fragment(html, tuple(TocEntry(f"{part.title} ({part.count})", part.anchor) for part in parts))


def _entry(press: Press, record: Record, here: str) -> Entry:
    reason = record.text("scope_reason")
    return Entry(press.link(record.id, here), press.inline(reason, here, record) if reason else Markup(""))


def _is_gone(press: Press, record: Record) -> bool:
    """Return True for a record that is not in force, and whose status nothing follows."""
    if press.site.catalog.is_live(record):
        return False
    state = press.site.catalog.schema.states_of(record.type).get(record.text("status"))
    return state is None or not state.next
