"""The gate of a publication: no release goes out while an answer that it waits for is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsite.cli.confirm_gate import Gate, refuse_open

if TYPE_CHECKING:
    from reqsite.cli.publication import Publication
    from reqsite.cli.session import Session


def refuse_unconfirmed_release(session: Session, there: Session, publication: Publication, name: str) -> None:
    """Refuse to publish a release whose answers, as they are now, are not all that it waits for.

    One that is out already is let through, whatever was answered since: nothing of it will be written.

    Args:
        session: of the call, whose receipts count.
        there: of the files that the release is published from, whose schema says what it waits for.
        publication: where to, and whether every role is waited for.
        name: of the release.
    """
    from reqsite.confirm.given import given_in  # noqa: PLC0415 - `--help` needs none of it
    from reqsite.confirm.standing import Confirmations  # noqa: PLC0415

    workspace, everybody = there.workspace, publication.waits_for_everybody
    waits = everybody or any(role.required for role in workspace.schema.confirmation.values())
    if not waits or name in publication.store.releases():
        return
    receipts = session.workspace.receipts
    given = (*receipts.given(), *given_in(workspace.state, session.ledger))
    confirmations = Confirmations(workspace.state, session.ledger, workspace.schema, given)
    gate = Gate(confirmations, workspace.catalog, receipts)
    refuse_open(session, gate, name, everybody=everybody)
