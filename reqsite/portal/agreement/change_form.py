"""The form of a change request, one sheet of paper: what is asked for, what it touches and costs, who signs it."""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.change_form import AFFECTED, FACTS, GROUNDS, IMPACT, REPORT
from reqsite.model.fingerprint import fingerprint
from reqsite.model.record import Record
from reqsite.portal.agreement import addresses
from reqsite.portal.build_date import build_date
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, Page
from reqsite.portal.values import Shown, shown_field

_KIND = "change"
_ROOM = {"statement": 420, "reason": 320, "evidence": 240, REPORT: 60}
"""Half-width letters of a text that the sheet has room for; the rest stands in the portal."""
_SHORT = 40
"""The same for all other values."""
_LINES = 6
_NO_LINE = re.compile(r"!\[|^[ \t]{0,9}(?:\||```|~~~|>|#)", re.MULTILINE)
"""Markdown that takes more room than its letters."""
_PLAIN = re.compile(r"[*`~|#>\[\]!]")
_WITH_TITLES, _MOST = 8, 50
"""Records that are named with their titles, and by their ids."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the form asks for."""

    name: str
    label: str
    value: Shown | Markup | None
    """None for a line to write on."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The records of one link."""

    label: str
    links: tuple[Link, ...]
    named: bool
    """With their titles."""
    more: int


def pages(press: Press) -> Iterator[Page]:
    """Yield a form for each change request."""
    for record in press.by_kind.get(_KIND, ()):
        yield Page(
            source=_source(press, record),
            title=_title(press, record),
            kind="document",
            build=functools.partial(_form, press, record),
            parent=press.site.addresses.list_source(_KIND),
            search=False,
        )


def links(press: Press, record: Record, here: str) -> list[tuple[str, str]]:
    """Return (title, address) of the form of a record, for the page with the URL `here`."""
    if record.kind != _KIND:
        return []
    return [(press.words.say(_("Form to print and sign")), press.href(_source(press, record), here))]


def _source(press: Press, record: Record) -> str:
    return addresses.change_form(press.site.addresses.record_source(record).rpartition("/")[2])


def _title(press: Press, record: Record) -> str:
    return press.words.say(_("{sheet}: {name}", sheet=_("Change request form"), name=record.id))


def _form(press: Press, record: Record) -> Fragment:
    here = press.site.addresses.url(_source(press, record))
    story = press.site.story
    release = story.ledger.latest if story.unreleased is None else None
    link = press.link(record.id, here)
    html = press.templates.render(
        "change_form",
        title=_title(press, record),
        site=press.site.name,
        release=release.name if release else "",
        digest=release.catalog_digest[:16] if release else "",
        date=release.date if release else build_date(os.environ).isoformat(),
        change=link,
        digits=fingerprint(record, press.site.catalog.schema)[:_DIGITS],
        facts=_lines(press, record, FACTS, here),
        grounds=_lines(press, record, GROUNDS, here),
        statement=_statement(press, record, here),
        affected_label=press.words.say(_("Records affected")),
        affected=list(_affected(press, record, here)),
        impact=[*_impact(press, record, here), *_lines(press, record, (REPORT,), here)],
        parties=(press.words.say(_("For the client")), press.words.say(_("For the supplier"))),
    )
    return Fragment(html)


def _lines(press: Press, record: Record, names: tuple[str, ...], here: str) -> list[Line]:
    known = press.site.catalog.schema.fields
    found = []
    for name in names:
        if name in known and not (known[name].internal and not press.site.is_internal):
            shown = shown_field(press, record, name, here)
            whole = "; ".join(record.items(name))
            value: Shown | Markup | None = shown.value if shown else None
            if not _fits(whole, name):
                value = _shortened(press, whole, name, record, here)
            found.append(Line(name, press.words.field(name), value))
    return found


def _impact(press: Press, record: Record, here: str) -> list[Line]:
    """Return a line for each figure that the vocabulary has, whether it is known yet or not."""
    field = press.site.catalog.schema.fields.get(IMPACT)
    given = record.fields.get(IMPACT)
    values = given if isinstance(given, Mapping) else {}
    found = []
    for name, inner in (field.fields if field else {}).items():
        if inner.internal and not press.site.is_internal:
            continue
        text = values.get(name, "")
        value = None
        if isinstance(text, str) and text:
            fits = _fits(text, name)
            value = press.inline(text, here, record) if fits else _shortened(press, text, name, record, here)
        found.append(Line(name, press.words.label_of(inner), value))
    return found


def _statement(press: Press, record: Record, here: str) -> Markup | None:
    """Return what is to change; of a long text its beginning, and where the rest stands."""
    text = record.statement.strip()
    if not text:
        return None
    if not _fits(text, "statement") or text.count("\n") >= _LINES or _NO_LINE.search(text):
        return _shortened(press, text, "statement", record, here)
    found = (s for s in press.render.render(record, here).sections if s.key == "statement")
    return Markup("".join(section.html for section in found))  # noqa: S704 sanitised


def _fits(text: str, name: str) -> bool:
    room = _ROOM.get(name, _SHORT)
    return len(text) <= room and sum(map(_width, text)) <= room


def _width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _shortened(press: Press, text: str, name: str, record: Record, here: str) -> Markup:
    """Return the beginning of a text as words alone, and where the rest stands."""
    room = _ROOM.get(name, _SHORT)
    line = ""
    for letter in " ".join(_PLAIN.sub("", text[: 2 * room]).split()):
        room -= _width(letter)
        if room < 0:
            break
        line += letter
    link = press.link(record.id, here)
    rest = press.words.say(_("see the page of {id}", id=record.id))
    return Markup('{} … (<a href="{}">{}</a>)').format(line.rpartition(" ")[0] or line, link.href, rest)


def _affected(press: Press, record: Record, here: str) -> Iterator[Touched]:
    catalog = press.site.catalog
    outgoing = catalog.outgoing(record.id)
    total = sum(link.type.name in AFFECTED for link in outgoing)
    for name in AFFECTED:
        targets = list(dict.fromkeys(link.target for link in outgoing if link.type.name == name))
        if targets:
            shown = tuple(press.link(target, here) for target in targets[:_MOST])
            label = press.words.link(catalog.schema.links[name])
            yield Touched(label, shown, total <= _WITH_TITLES, max(0, len(targets) - _MOST))
