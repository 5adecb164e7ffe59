"""What a record's page says of its confirmation: how each role stands, and what was answered when."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reqsite.confirm.given import Given
from reqsite.confirm.receipt import AGREE, OBJECT
from reqsite.confirm.standing import Confirmations, Standing
from reqsite.confirm.words import STANDINGS
from reqsite.i18n import _
from reqsite.model.record import Record, address
from reqsite.portal.agreement import addresses, later, milestone_sheets
from reqsite.portal.agreement.standings import ShownStanding, shown
from reqsite.portal.press import Press
from reqsite.portal.releases import addresses as release_addresses
from reqsite.portal.site import TocEntry

ANCHOR = "confirmation"
_STANDING = {AGREE: Standing.AGREED, OBJECT: Standing.OBJECTED}


@dataclass(frozen=True, slots=True)
class Line:
    """How one role stands."""

    standing: ShownStanding
    sheet: str
    """The item on the role's sheet, empty where nothing is asked any more."""


@dataclass(frozen=True, slots=True)
class Round:
    """One answer, and the way to what had changed since the one before."""

    number: int
    given: Given
    role: str
    word: str
    changes: str
    """The comparison with the release of the round before; empty where that is the same one, or unknown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a person: what the person's role has not agreed to."""

    role: str
    open: int
    sheet: str


def block(press: Press, record_id: str, here: str) -> Markup:
    """Return the block; empty where nobody has to confirm the record, nobody has, and nothing waits for it."""
    confirmations = press.site.agreement.confirmations
    record = press.site.catalog.records[record_id]
    sheets = milestone_sheets.links(press, record, here)
    items = confirmations.by_record.get(record_id, ()) if confirmations else ()
    rounds = _rounds(press, confirmations, record_id, here) if confirmations else []
    desk = _desk(press, confirmations, record, here) if confirmations else None
    if not (items or rounds or desk or sheets):
        return Markup("")
    lines = [
        Line(
            shown(press, item),
            "" if item.is_settled else f"{press.href(addresses.sheet(item.role), here)}#{address(record_id)}",
        )
        for item in items
    ]
    return press.templates.render(
        "confirm_block",
        anchor=ANCHOR,
        record=record_id,
        lines=lines,
        rounds=rounds,
        sheets=sheets,
        desk=desk,
        status=press.href(addresses.STATUS, here) if confirmations else "",
        later=later.script(press, here) if items else "",
    )


def entry(press: Press) -> TocEntry:
    """Return the block's line in the table of contents."""
    return TocEntry(press.words.say(_("Confirmation")), ANCHOR)


def word_of(press: Press, given: Given) -> str:
    """Return what somebody answered, in a word."""
    return press.words.say(STANDINGS[_STANDING.get(given.answer, Standing.DISCUSSED)])


def _desk(press: Press, confirmations: Confirmations, record: Record, here: str) -> Desk | None:
    """Return what waits for a stakeholder; None where the person's role has nothing to confirm."""
    role = record.text("role") if record.kind == "stakeholder" else ""
    items = confirmations.by_role.get(role)
    if not items or not press.site.catalog.is_live(record):
        return None
    label = confirmations.schema.role_label(role, press.site.language)
    return Desk(label, sum(not item.is_settled for item in items), press.href(addresses.sheet(role), here))


def _rounds(press: Press, confirmations: Confirmations, record_id: str, here: str) -> list[Round]:
    """Return the answers in the order in which they were given, whatever words they were given for."""
    schema, language = confirmations.schema, press.site.language
    compare = press.href(release_addresses.COMPARE, here)
    rounds: list[Round] = []
    before = ""
    for number, given in enumerate(confirmations.answers_to(record_id), 1):
        changes = f"{compare}#{before}..{given.release}" if before and given.release not in {"", before} else ""
        rounds.append(Round(number, given, schema.role_label(given.role, language), word_of(press, given), changes))
        before = given.release or before
    return rounds
