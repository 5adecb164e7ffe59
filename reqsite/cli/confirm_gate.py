"""The gate of a release: nothing that the project wants confirmed may be open."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.checks.confirmations import UNCONFIRMED, UNWRITTEN_CONFIRMATION
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import write_message
from reqsite.confirm.standing import Standing
from reqsite.confirm.words import STANDINGS, not_checked
from reqsite.history.versions import Version
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.confirm.kept import Receipts
    from reqsite.confirm.standing import Confirmations, Item
    from reqsite.model.catalog import Catalog

_SHOWN = 20
_RULES = frozenset({UNCONFIRMED.code, UNCONFIRMED.name, UNWRITTEN_CONFIRMATION.code, UNWRITTEN_CONFIRMATION.name})
"""A waiver for one of these lets its record through; none lets an objection pass."""


def refuse_unconfirmed(session: Session, name: str, *, everybody: bool) -> None:
    """Refuse to go on while an answer that the project requires is missing, and name whose and to what.

    Args:
        session: of the project, whose records stand as the release has them.
        name: of the release.
        everybody: wait for every role, else for those that the schema marks `required: true`; for these a preview
            waits no more than for the others, since it is what they answer.
    """
    workspace = session.workspace
    gate = Gate(workspace.confirmations, workspace.catalog, workspace.receipts)
    refuse_open(session, gate, name, everybody=everybody)


@dataclass(frozen=True, slots=True)
class Gate:
    """What a release has to pass."""

    confirmations: Confirmations
    catalog: Catalog
    """Whose waivers hold."""
    receipts: Receipts

    def waits_for(self, name: str, *, everybody: bool) -> frozenset[str]:
        """Return the roles that a release waits for."""
        confirmation = self.confirmations.schema.confirmation
        if everybody:
            return frozenset((*self.confirmations.roles, *confirmation))
        version = Version.parse(name)
        is_preview = version is not None and bool(version.pre)
        return frozenset() if is_preview else frozenset(role for role, c in confirmation.items() if c.required)

    def missing(self, roles: Container[str]) -> Iterator[Item]:
        """Yield what some roles have not agreed to."""
        yield from (item for item in self.confirmations.open_items if item.role in roles)
        yield from (i for i in self.confirmations.signatures if i.role in roles and not i.is_settled)


def refuse_open(session: Session, gate: Gate, name: str, *, everybody: bool) -> None:
    """Refuse to go on while an answer that a release waits for is missing."""
    roles = gate.waits_for(name, everybody=everybody)
    if not roles:
        return
    _refuse_unchecked(gate, roles)
    missing = list(gate.missing(roles))
    open_items = [item for item in missing if not _is_waived(gate.catalog, item)]
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


def _refuse_unchecked(gate: Gate, roles: Iterable[str]) -> None:
    """Refuse to believe signatures that nobody could look at, where they are what counts."""
    confirmation, unchecked = gate.confirmations.schema.confirmation, not_checked(gate.receipts)
    if unchecked is not None and any(role in confirmation and confirmation[role].signed for role in roles):
        hint = _("It is part of OpenSSH 8.2 and newer: install `openssh-client`.")
        raise CommandError(unchecked, Exit.FINDINGS, hint)


def _is_waived(catalog: Catalog, item: Item) -> bool:
    record = catalog.records.get(item.id)
    if record is None or item.standing is Standing.OBJECTED:
        return False
    return any(waiver.reason and waiver.rule in _RULES for waiver in record.waivers)


def _line(session: Session, item: Item) -> Message:
    role = session.workspace.schema.role_label(item.role, session.language)
    standing = STANDINGS[item.standing]
    if not item.id:
        return _("The whole release, {role}: {standing}", role=role, standing=standing)
    return _("{id}, {role}: {standing}", id=item.id, role=role, standing=standing)
