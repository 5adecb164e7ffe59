"""How a role stands to a record, as pages say it: a word with a sign, who said it and when."""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.confirm import words
from reqsite.confirm.standing import Item, Standing
from reqsite.confirm.words import STANDINGS
from reqsite.portal.press import Press
from reqsite.portal.tones import Tone

TONES: dict[Standing, Tone] = {
    Standing.AGREED: "done",
    Standing.OBJECTED: "bad",
    Standing.DISCUSSED: "way",
    Standing.AGAIN: "off",
    Standing.UNPROVEN: "off",
    Standing.OPEN: "new",
}
"""The sign that stands beside the word; a style sheet draws it."""


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """One role's word on one record."""

    role: str
    """In words."""
    word: str
    tone: Tone
    by: str
    """Who answered, on which day, for which release; empty where nobody has."""
    comment: str
    reworded: bool
    """What does not bind has changed since."""
    key: str = ""
    """Fingerprint of the key that the answer was signed with, empty where it was not."""


def shown(press: Press, item: Item) -> ShownStanding:
    """Return an item in the words of a portal."""
    return ShownStanding(
        role=press.site.catalog.schema.role_label(item.role, press.site.language),
        word=press.words.say(STANDINGS[item.standing]),
        tone=TONES[item.standing],
        by=said_by(press, item),
        comment=item.given.comment if item.given else "",
        reworded=item.is_reworded,
        key=item.given.key if item.given else "",
    )


def said_by(press: Press, item: Item) -> str:
    """Return who answered, when and for which release; empty where nobody has."""
    said = words.said_by(item)
    return press.words.say(said) if said else ""
