"""Who has agreed to what, cut for one audience and one portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reqsite.confirm.given import given_in
from reqsite.confirm.roles import CONFIRMERS
from reqsite.confirm.standing import Confirmations, Item
from reqsite.history.entry import Entry, State
from reqsite.history.public import public_state

if TYPE_CHECKING:
    from reqsite.history.ledger import Baseline
    from reqsite.portal.releases.story import Story
    from reqsite.workspace import Workspace


@dataclass(frozen=True)
class Agreement:
    """How the roles stand to the records of a portal, and what they can answer in it."""

    confirmations: Confirmations | None = None
    """None where nobody has to confirm anything."""
    release: Baseline | None = None
    """What answers are given for: the portal's release; in a draft the last one. None where there is none yet."""
    frozen: Mapping[str, Entry] = field(default_factory=dict)
    """The records of that release."""
    is_frozen: bool = False
    """True in the portal of a release, which learns of later answers in its store alone."""

    @classmethod
    def of(cls, workspace: Workspace, story: Story, release: str, *, to_clients: bool) -> Agreement:
        """Return the agreement of a portal.

        The portal of a release knows the answers that were there when it was frozen, and no later ones, so that it is
        the same whenever it is built.

        Args:
            workspace: the project.
            story: its releases, cut for the audience.
            release: the portal's release, empty for a draft.
            to_clients: leave out what no client may know.
        """
        if not release and not _asks_anybody(workspace):
            return cls()
        ledger = story.ledger
        baseline = ledger.find(release) if release else ledger.latest
        frozen = story.last
        state = frozen if release else _now(workspace, story, to_clients=to_clients)
        receipts = workspace.receipts
        if baseline is not None and release:
            receipts = receipts.only(baseline.receipts)
        given = (*receipts.given(), *given_in(state, ledger))
        confirmations = Confirmations(state, ledger, workspace.schema, given)
        if not confirmations.roles:
            return cls()
        return cls(confirmations, baseline, frozen.entries, bool(release))

    def __bool__(self) -> bool:
        return self.confirmations is not None

    def can_be_answered(self, item: Item, state: State) -> bool:
        """Return True where the words that the portal shows are those of the release that answers are given for."""
        frozen, shown = self.frozen.get(item.id), state.entries.get(item.id)
        return frozen is not None and shown is not None and frozen.normative == shown.normative


def _asks_anybody(workspace: Workspace) -> bool:
    """Return True where a role may have to confirm something, for which the state of all records must be known."""
    return bool(workspace.schema.confirmation) or any(CONFIRMERS in record.fields for record in workspace.catalog)


def _now(workspace: Workspace, story: Story, *, to_clients: bool) -> State:
    if story.unreleased is not None:
        return story.unreleased.difference.new
    if not to_clients:
        return workspace.state
    return public_state(workspace.state, {record.id for record in workspace.catalog if record.is_internal})
