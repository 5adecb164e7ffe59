"""What people call the ways in which a role stands to a record; each has a sign of its own beside the word."""

from __future__ import annotations

from collections.abc import Mapping

from reqsite.confirm.kept import Receipts
from reqsite.confirm.standing import Item, Standing
from reqsite.i18n import Message, _
from reqsite.source.openssh import PROGRAM

STANDINGS: Mapping[Standing, Message] = {
    Standing.AGREED: _("agreed"),
    Standing.OBJECTED: _("objects"),
    Standing.DISCUSSED: _("to discuss"),
    Standing.AGAIN: _("confirm again"),
    Standing.UNPROVEN: _("no evidence"),
    Standing.OPEN: _("open"),
}
SIGNS: Mapping[Standing, str] = {
    Standing.AGREED: "✔",
    Standing.OBJECTED: "✖",
    Standing.DISCUSSED: "?",
    Standing.AGAIN: "⚠",
    Standing.UNPROVEN: "!",
    Standing.OPEN: "○",
}


def said_by(item: Item) -> Message | None:
    """Return who answered, when and for which release; None where nobody has."""
    given = item.given
    if given is None:
        return None
    if not given.release:
        return Message("{said}", {"said": ", ".join(part for part in (given.name, given.date) if part)})
    return _("{name}, {date}, release {release}", name=given.name, date=given.date, release=given.release)


def not_checked(receipts: Receipts) -> Message | None:
    """Return that nobody could look at the signatures of receipts; None where there are none, or somebody has."""
    if receipts.is_checked:
        return None
    return _(
        "The signatures of the receipts were not checked: there is no {program} that could do it.", program=PROGRAM
    )
