"""The gate of a release: nothing that the project wants confirmed may be open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reqsite.checks.confirmations import UNCONFIRMED, UNWRITTEN_CONFIRMATION
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import write_message
from reqsite.confirm.standing import Standing
from reqsite.confirm.words import STANDINGS
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.confirm.standing import Item

_SHOWN = 20
_RULES = frozenset({UNCONFIRMED.code, UNCONFIRMED.name, UNWRITTEN_CONFIRMATION.code, UNWRITTEN_CONFIRMATION.name})
"""A waiver for one of these lets its record through; none lets an objection pass."""


def refuse_unconfirmed(session: Session) -> None:
    """Refuse to go on while an answer that the project requires is missing, and name whose and to what."""
    missing = list(_open(session))
    open_items = [item for item in missing if not _is_waived(session, item)]
    if not open_items:
        if missing:
            waived = plural("{count} missing answer is waived.", "{count} missing answers are waived.", len(missing))
            session.say(waived)
        return
    for item in open_items[:_SHOWN]:
        write_message(session.words(_line(session, item)))
    if len(open_items) > _SHOWN:
        write_message(session.words(_("… and {count} more.", count=len(open_items) - _SHOWN)))
    message = plural("{count} answer is missing.", "{count} answers are missing.", len(open_items))
    hint = _("`reqsite confirm status` says more; a record's `waive:` with a reason lets it through.")
    raise CommandError(message, Exit.FINDINGS, hint)


def _open(session: Session) -> Iterator[Item]:
    confirmations = session.workspace.confirmations
    yield from confirmations.open_items
    yield from (item for item in confirmations.signatures if not item.is_settled)


def _is_waived(session: Session, item: Item) -> bool:
    record = session.workspace.catalog.records.get(item.id)
    if record is None or item.standing is Standing.OBJECTED:
        return False
    return any(waiver.reason and waiver.rule in _RULES for waiver in record.waivers)


def _line(session: Session, item: Item) -> Message:
    role = session.workspace.schema.role_label(item.role, session.language)
    standing = STANDINGS[item.standing]
    if not item.id:
        return _("The whole release, {role}: {standing}", role=role, standing=standing)
    return _("{id}, {role}: {standing}", id=item.id, role=role, standing=standing)
