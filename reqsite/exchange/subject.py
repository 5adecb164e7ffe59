"""What is exported: the records as one audience sees them, in one language."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.history.public import public_state
from reqsite.model.catalog import Catalog
from reqsite.model.redaction import Redactor, redacted
from reqsite.portal.addresses import Addresses
from reqsite.portal.agreement.agreement import Agreement
from reqsite.portal.build_date import build_date
from reqsite.portal.releases.story import Story
from reqsite.portal.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from reqsite.confirm.standing import Confirmations
    from reqsite.history.entry import State
    from reqsite.history.ledger import Baseline
    from reqsite.model.record import Record
    from reqsite.workspace import Workspace


@dataclass(frozen=True)
class Subject:
    """A project, cut for an audience: as it stands, or as a release froze it."""

    workspace: Workspace
    catalog: Catalog
    """Nothing in it says what the audience must not know, ids of hidden records included."""
    story: Story
    agreement: Agreement
    words: Words
    audience: str
    asked: str = ""
    """The release that was asked for, empty for what stands now."""
    address: str = ""
    """Of the portal on the web, with `/` at its end; empty where nobody has said, and then nothing is linked."""
    addresses: Addresses = Addresses()  # noqa: RUF009 it never changes
    """Where pages lie in it."""

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        audience: str,
        language: str,
        address: str = "",
        *,
        release: str = "",
        addresses: Addresses | None = None,
    ) -> Subject:
        """Return a project as `client` or `internal` sees it.

        Args:
            workspace: the project; its records are those of the release, where one is asked for.
            audience: who will read the file.
            language: `en` or `zh`.
            address: of the portal that the file's links lead to.
            release: what its own portal knows, and nothing that came later; else what stands now.
            addresses: of the portal's pages.
        """
        to_clients = audience == "client"
        full = workspace.catalog
        catalog = full.public() if to_clients else full
        if release:
            catalog = Catalog([r for r in catalog if full.is_released(r)], full.schema)
        story = Story.told(workspace, to_clients=to_clients, release=release)
        agreement = Agreement.of(workspace, story, release, to_clients=to_clients)
        words = Words(workspace.schema, language)
        return cls(
            workspace,
            catalog_without_hidden_ids(full, catalog),
            story,
            agreement,
            words,
            audience,
            release,
            address,
            addresses or Addresses(),
        )

    @staticmethod
    def address_of(store: str, release: str) -> str:
        """Return where the portal of a release lies, given where the store does; empty where nobody has said."""
        return f"{store}{release}/" if store and release else store

    @property
    def name(self) -> str:
        """Of the site."""
        return self.workspace.project.site_name

    @property
    def docs_dir(self) -> Path:
        """Where the pictures lie that the records show."""
        return self.workspace.project.docs_dir

    @property
    def confirmations(self) -> Confirmations | None:
        """Who has agreed to what; None where nobody is asked."""
        return self.agreement.confirmations

    @property
    def roles(self) -> tuple[str, ...]:
        """Who has something to confirm."""
        return self.confirmations.roles if self.confirmations else ()

    @functools.cached_property
    def state(self) -> State:
        """The records as a release would freeze them, or has frozen them."""
        if self.asked:
            return self.story.last
        if self.story.unreleased is not None:
            return self.story.unreleased.difference.new
        state = self.workspace.state
        if self.audience == "internal":
            return state
        return public_state(state, {record.id for record in self.workspace.catalog if record.is_internal})

    @functools.cached_property
    def digest(self) -> str:
        """Of all that a client may read."""
        return self.state.catalog_digest()

    @functools.cached_property
    def release(self) -> Baseline | None:
        """The release whose records these are; None where they are those of none."""
        ledger = self.workspace.ledger
        if self.asked:
            return ledger.find(self.asked)
        last = ledger.latest
        return last if last and last.catalog_digest == self.digest else None

    @property
    def day(self) -> dt.date | None:
        """The day that files say they are of: the release's, else `SOURCE_DATE_EPOCH`'s; None, so as to say none."""
        if self.release:
            return dt.date.fromisoformat(self.release.date[:10])
        return build_date(os.environ) if os.environ.get("SOURCE_DATE_EPOCH") else None

    def link(self, record_id: str) -> str:
        """Return the address of a record's page; empty where there is none, or nobody can say where."""
        record = self.catalog.records.get(record_id)
        return f"{self.address}{self.addresses.record_url(record)}" if record and self.address else ""


def catalog_without_hidden_ids(full: Catalog, shown: Catalog) -> Catalog:
    """Return a catalog in whose texts the ids of the records that it lacks are blotted out."""
    hidden = list(_hidden(full, shown))
    if not hidden:
        return shown
    redactor = Redactor(((r.id, r.kind) for r in hidden), lambda text: shown.get(text) is not None)
    return Catalog([redacted(record, redactor.redact) for record in shown], shown.schema)


def _hidden(full: Catalog, shown: Catalog) -> Iterator[Record]:
    return (record for record in full if record.id not in shown.records)
