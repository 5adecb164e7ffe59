"""What is exported: the records as one audience sees them, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.confirm.given import given_in
from reqsite.confirm.standing import Confirmations
from reqsite.history.ledger import Ledger
from reqsite.history.public import public_ledger, public_state
from reqsite.model.catalog import Catalog
from reqsite.portal.addresses import Addresses
from reqsite.portal.words import Words

if TYPE_CHECKING:
    from reqsite.history.entry import State
    from reqsite.workspace import Workspace


@dataclass(frozen=True)
class Subject:
    """A project, cut for an audience."""

    catalog: Catalog
    ledger: Ledger
    state: State
    """The records as a release would freeze them."""
    confirmations: Confirmations
    words: Words
    name: str
    """Of the site."""
    address: str
    """Of the portal, with `/` at its end; empty where links are relative to where the portal lies."""

    @classmethod
    def of(cls, workspace: Workspace, audience: str, language: str, address: str = "") -> Subject:
        """Return a project as `client` or `internal` sees it.

        Args:
            workspace: the project.
            audience: who will read the file.
            language: `en` or `zh`.
            address: of the portal that the file's links lead to.
        """
        catalog, ledger, state = workspace.catalog, workspace.ledger, workspace.state
        if audience == "client":
            hidden = {record.id: record.kind for record in catalog if record.is_internal}
            catalog, ledger = catalog.public(), public_ledger(ledger, hidden)
            state = public_state(state, hidden)
        given = (*workspace.receipts.given(), *given_in(state, ledger))
        confirmations = Confirmations(state, ledger, workspace.schema, given)
        words = Words(workspace.schema, language)
        return cls(catalog, ledger, state, confirmations, words, workspace.project.site_name, address)

    def link(self, url: str) -> str:
        """Return the address of a page of the portal, given relative to its root."""
        return f"{self.address}{url}"

    @property
    def addresses(self) -> Addresses:
        """Where pages lie."""
        return Addresses()
