"""What each role reads first: the requirements with the tags that stakeholders of this role have."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import Message, _
from reqsite.model.record import Record
from reqsite.portal.agreement.addresses import name_of
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment

_PEOPLE, _READ = "stakeholder", "requirement"
_TAGS = "tags"
_WITH_TEXTS = 300
"""A longer list names its requirements and leaves their words to their pages."""
Build = Callable[[Press, str, dt.date], Fragment]


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement of the view."""

    link: Link
    priority: str
    tags: tuple[str, ...]
    """Those for which it is here."""
    statement: Markup


def views(press: Press) -> Iterator[tuple[str, Message, Build]]:
    """Yield (source, title, what makes it) of the view of each role whose stakeholders have tags."""
    for role, tags in _tags(press).items():
        label = press.words.value("role", role)
        title = _("To be read by: {role}", role=label)
        yield f"registers/for-{name_of(role)}.md", title, functools.partial(_fragment, role=role, tags=tags)


def _fragment(press: Press, title: str, _today: dt.date, *, role: str, tags: tuple[str, ...]) -> Fragment:
    here = press.site.addresses.url(f"registers/for-{name_of(role)}.md")
    wanted = frozenset(tags)
    records = [
        record
        for record in press.by_kind.get(_READ, ())
        if press.site.catalog.is_live(record) and not wanted.isdisjoint(record.items(_TAGS))
    ]
    lines = [
        Line(
            press.link(record.id, here),
            press.words.value("priority", record.text("priority")),
            tuple(tag for tag in record.items(_TAGS) if tag in wanted),
            _statement(press, record, here) if len(records) <= _WITH_TEXTS else Markup(""),
        )
        for record in records
    ]
    return Fragment(press.templates.render("role_view", title=title, tags=tags, lines=lines))


def _tags(press: Press) -> dict[str, tuple[str, ...]]:
    """Return role → the tags of the stakeholders in it, each once; roles in the order of the vocabulary."""
    found: dict[str, dict[str, None]] = {}
    for record in press.by_kind.get(_PEOPLE, ()):
        role = record.text("role")
        if role and record.items(_TAGS) and press.site.catalog.is_live(record):
            found.setdefault(role, {}).update(dict.fromkeys(record.items(_TAGS)))
    field = press.site.catalog.schema.fields.get("role")
    order = [*(field.values if field else ()), *found]
    return {role: tuple(found[role]) for role in dict.fromkeys(order) if role in found}


def _statement(press: Press, record: Record, here: str) -> Markup:
    found = (s for s in press.render.render(record, here).sections if s.key == "statement")
    return Markup("".join(section.html for section in found))  # noqa: S704 sanitised
