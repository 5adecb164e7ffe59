"""The evidence of a requirement in order of date: where it comes from, what was said and decided, and who agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.confirm.given import CONFIRMATIONS, Given
from reqsite.i18n import _
from reqsite.model.record import Record, Value
from reqsite.portal import test_results
from reqsite.portal.agreement import record_block
from reqsite.portal.press import Press

ANCHOR = "evidence"
_HELD_BY = "requirement"
_KINDS = frozenset({"document", "feedback", "meeting", "decision", "change"})
_SOURCE = "source"
"""The link that may also name something outside in plain words."""
_DATES = ("date", "held", "received")
_DAY = len("2026-03-01")
_LISTED = Markup('<a href="#confirmed">{}</a>')
"""Leads to where the page shows the field `confirmations`."""
_UNDATED = "~"
"""Sorts behind all dates."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be shown."""

    date: str
    """`YYYY-MM-DD`, empty where nobody has written it down."""
    what: str
    """Its kind in words."""
    html: Markup


def block(press: Press, record: Record, here: str) -> Markup:
    """Return the block for the page with the URL `here`; empty where there is nothing to show."""
    if record.kind != _HELD_BY:
        return Markup("")
    found = (*_records(press, record, here), *_answers(press, record), *_runs(press, record, here))
    pieces = sorted(found, key=lambda p: p.date or _UNDATED)
    return press.templates.render("evidence", anchor=ANCHOR, pieces=pieces) if pieces else Markup("")


def _records(press: Press, record: Record, here: str) -> Iterator[Piece]:
    catalog = press.site.catalog
    linked = (
        *(link.target for link in catalog.outgoing(record.id)),
        *(link.source for link in catalog.incoming(record.id)),
    )
    for record_id in dict.fromkeys(linked):
        other = catalog.records[record_id]
        if other.kind in _KINDS:
            date = next((text[:_DAY] for name in _DATES if (text := other.text(name))), "")
            yield Piece(date, press.words.type(other.type), press.link(record_id, here).html)
    link_type = catalog.schema.links.get(_SOURCE)
    source = press.words.link(link_type) if link_type else ""
    for text in record.links.get(_SOURCE, ()):
        if catalog.resolve(text) is None:
            yield Piece("", source, press.inline(text, here, record))


def _answers(press: Press, record: Record) -> Iterator[Piece]:
    what = press.words.say(_("Confirmation"))
    confirmations = press.site.agreement.confirmations
    if confirmations is not None:
        for given in confirmations.answers_to(record.id):
            role = confirmations.schema.role_label(given.role, press.site.language)
            yield Piece(given.date, what, _to_the_block(press, given, role))
        return
    listed = record.fields.get(CONFIRMATIONS)
    for said in listed if isinstance(listed, tuple) else ():
        if isinstance(said, Mapping):
            name = next((text for key in ("name", "by", "person") if (text := _text(said, key))), "")
            spoken = ", ".join(filter(None, (_text(said, "role"), name)))
            yield Piece(_text(said, "date")[:_DAY], what, _LISTED.format(spoken))


def _runs(press: Press, record: Record, here: str) -> Iterator[Piece]:
    """Yield how the tests of a requirement ended, as far as runs were imported."""
    if not press.site.results.runs:
        return
    what = press.words.say(_("Test"))
    for name, how in test_results.of_criteria(press, record):
        yield Piece(how.date, what, Markup("{} {}").format(name, how.badge(press, dated=False)))
    for test in test_results.tests_of(press, record):
        ended = test_results.ended(press, press.site.catalog.records[test])
        if ended is not None and ended.date:
            said = Markup("{} {}").format(press.link(test, here).html, ended.badge(press, dated=False))
            yield Piece(ended.date, what, said)


def _to_the_block(press: Press, given: Given, role: str) -> Markup:
    """Return a link to where the page says more of an answer."""
    word = record_block.word_of(press, given)
    said = f"{role}, {given.name}{press.templates.marks.colon}{word}"
    return Markup('<a href="#{}">{}</a>').format(record_block.ANCHOR, said)


def _text(said: Mapping[str, Value], name: str) -> str:
    value = said.get(name, "")
    return value if isinstance(value, str) else ""
