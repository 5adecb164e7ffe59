"""How all roles stand: numbers by role, then what is in the way."""

from __future__ import annotations

from dataclasses import dataclass

from reqsite.confirm.matrix import HELD_BY
from reqsite.confirm.standing import Confirmations, Item, Standing
from reqsite.confirm.words import STANDINGS
from reqsite.i18n import _
from reqsite.portal.addresses import anchor
from reqsite.portal.agreement import addresses, later, role_choice
from reqsite.portal.agreement.agreement import Agreement
from reqsite.portal.agreement.standings import ShownStanding, shown
from reqsite.portal.press import Link, Press
from reqsite.portal.site import Fragment, TocEntry

_IN_THE_WAY = (Standing.OBJECTED, Standing.DISCUSSED, Standing.AGAIN, Standing.UNPROVEN)
_COUNTED = (*_IN_THE_WAY, Standing.OPEN)


@dataclass(frozen=True, slots=True)
class Row:
    """One role."""

    role: str
    people: str
    """Who has it, empty where no record says so."""
    agreed: int
    total: int
    counts: tuple[int, ...]
    """How many items stand how, in the order of the heads."""
    signature: ShownStanding | None
    waits_for: str
    sheet: str
    news: str


@dataclass(frozen=True, slots=True)
class Group:
    """The items that stand in one way."""

    title: str
    anchor: str
    lines: list[tuple[Link, ShownStanding]]


def title_in(press: Press) -> str:
    """Return what the page is called."""
    return press.words.say(_("Confirmation"))


def fragment(press: Press, agreement: Agreement) -> Fragment:
    """Return the content of the page."""
    confirmations = agreement.confirmations
    if confirmations is None:
        raise ValueError(agreement)
    here = press.site.addresses.url(addresses.STATUS)
    groups = [group for standing in _IN_THE_WAY if (group := _group(press, confirmations, standing, here)).lines]
    html = press.templates.render(
        "confirm_status",
        title=title_in(press),
        heads=[_headed(press, standing) for standing in _COUNTED],
        signs=bool(confirmations.signatures),
        rows=[_row(press, confirmations, role, here) for role in confirmations.roles],
        groups=groups,
        choice=role_choice.block(press, here),
        later=later.script(press, here),
        matrix=press.href(addresses.MATRIX, here) if HELD_BY in press.by_kind else "",
    )
    return Fragment(html, tuple(TocEntry(f"{group.title} ({len(group.lines)})", group.anchor) for group in groups))


def _row(press: Press, confirmations: Confirmations, role: str, here: str) -> Row:
    schema, language = confirmations.schema, press.site.language
    counts = confirmations.counts(role)
    signature = next((item for item in confirmations.signatures if item.role == role), None)
    people = [r.title for r in press.by_kind.get("stakeholder", ()) if r.text("role") == role]
    return Row(
        role=schema.role_label(role, language),
        people=press.templates.marks.pause.join(people),
        agreed=counts.get(Standing.AGREED, 0),
        total=sum(counts.values()),
        counts=tuple(counts.get(standing, 0) for standing in _COUNTED),
        signature=shown(press, signature) if signature else None,
        waits_for=press.templates.marks.pause.join(
            schema.role_label(other, language) for other in confirmations.waits_for(role)
        ),
        sheet=press.href(addresses.sheet(role), here),
        news=press.href(addresses.news(role), here),
    )


def _group(press: Press, confirmations: Confirmations, standing: Standing, here: str) -> Group:
    items: list[Item] = [i for items in confirmations.by_record.values() for i in items if i.standing is standing]
    lines = [(press.link(item.id, here), shown(press, item)) for item in items]
    return Group(_headed(press, standing), anchor("standing", standing.value), lines)


def _headed(press: Press, standing: Standing) -> str:
    word = press.words.say(STANDINGS[standing])
    return word[:1].upper() + word[1:]
