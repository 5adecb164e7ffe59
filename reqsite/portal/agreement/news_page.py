"""What is new for a role: what it must confirm, what it should note, and how much needs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.confirm.standing import Confirmations, Item, Standing
from reqsite.i18n import Message, _
from reqsite.model.record import address
from reqsite.portal import translated
from reqsite.portal.agreement import addresses
from reqsite.portal.agreement.agreement import Agreement
from reqsite.portal.agreement.sheet_page import redline
from reqsite.portal.agreement.standings import said_by
from reqsite.portal.press import Link, Press
from reqsite.portal.releases.parts import Part
from reqsite.portal.site import Fragment, TocEntry
from reqsite.portal.translated import Voices

_WHY = {
    Standing.OPEN: _("You have not answered yet."),
    Standing.AGAIN: _("It has changed in what binds since your answer of {said}."),
    Standing.OBJECTED: _("You have objected: {said}."),
    Standing.DISCUSSED: _("You want to talk about it: {said}."),
    Standing.UNPROVEN: _("You have agreed by word of mouth, and that is not enough: {said}."),
}


@dataclass(frozen=True, slots=True)
class New:
    """One item."""

    link: Link
    anchor: str
    reason: str
    redline: tuple[Part, ...]
    voices: Voices | None
    """The record in its languages; None where it has one."""


def title_of(press: Press, role: str) -> str:
    """Return what the page is called."""
    name = press.site.catalog.schema.role_label(role, press.site.language)
    return press.words.say(_("What is new for you: {role}", role=name))


def fragment(press: Press, agreement: Agreement, role: str) -> Fragment:
    """Return the content of the page."""
    confirmations = agreement.confirmations
    if confirmations is None:
        raise ValueError(role)
    here = press.site.addresses.url(addresses.news(role))
    items = confirmations.by_role[role]
    must = [_new(press, confirmations, item, here) for item in items if not item.is_settled]
    note = [_new(press, confirmations, item, here) for item in items if item.is_settled and item.is_reworded]
    say = press.words.say
    release = agreement.release
    intro = (
        _("Since what you have agreed to last, up to release {version}.", version=release.name)
        if release and press.site.story.unreleased is None
        else _("Since what you have agreed to last, up to what stands in this draft.")
    )
    html = press.templates.render(
        "confirm_news",
        title=title_of(press, role),
        intro=say(intro),
        must=must,
        note=note,
        choices=translated.choices(press, [item.voices for item in (*must, *note)]),
        switch=translated.script(here),
        rest=len(items) - len(must) - len(note),
        sheet=press.href(addresses.sheet(role), here),
    )
    heads = ((_("Please confirm"), "must"), (_("Please note"), "note"), (_("Nothing to do"), "rest"))
    return Fragment(html, tuple(TocEntry(say(title), name) for title, name in heads))


def _new(press: Press, confirmations: Confirmations, item: Item, here: str) -> New:
    changed = item.standing is Standing.AGAIN or item.is_reworded
    record = press.site.catalog.records[item.id]
    return New(
        link=press.link(item.id, here),
        anchor=address(item.id),
        reason=press.words.say(_reason(press, item)),
        redline=redline(press, confirmations, item) if changed else (),
        voices=translated.of_sheet(press, record, here),
    )


def _reason(press: Press, item: Item) -> Message:
    if item.is_settled:
        return _(
            "Its wording has changed since your yes of {said}; what you agreed to has not.", said=said_by(press, item)
        )
    template = _WHY[item.standing]
    return Message(template.template, {"said": said_by(press, item)})
