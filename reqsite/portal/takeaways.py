"""Files that readers take along: what a portal knows of them. What is in them, another room makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reqsite.history.ledger import Baseline
    from reqsite.model.catalog import Catalog
    from reqsite.portal.addresses import Addresses
    from reqsite.portal.agreement.agreement import Agreement
    from reqsite.portal.releases.story import Story
    from reqsite.workspace import Workspace


@dataclass(frozen=True)
class TakeAway:
    """One file."""

    name: str
    """`requirements`, `specification`, `sheet`; `tables` for all tables in one."""
    style: str
    """Its format: `csv`, `xlsx`, `docx`, `json`."""
    file: str
    """What it is called: ASCII, with project and version."""
    title: str
    holds: str
    """What is in it."""
    make: Callable[[], bytes]
    """Makes its bytes, once."""
    role: str = ""
    """Of a confirmation sheet: whose."""


class TakeAways(Protocol):
    """The files of one portal."""

    @property
    def all(self) -> tuple[TakeAway, ...]:
        """Every file that there is something to put into, the most asked for first."""

    def find(self, name: str, style: str, role: str = "") -> TakeAway | None:
        """Return one of the files, None where it is not there."""


@dataclass(frozen=True)
class Shown:
    """What a portal shows, as its files are to have it."""

    workspace: Workspace
    catalog: Catalog
    """Cut for the audience."""
    story: Story
    agreement: Agreement
    addresses: Addresses
    release: Baseline | None
    """None for a draft."""
    data: Callable[[], bytes]
    """Returns what `requirements.json` holds."""


class Offer(Protocol):
    """Makes the files of a portal; told in full by `reqsite.portal.digests.plain`."""

    def __call__(self, shown: Shown) -> TakeAways:
        """Return the files."""
