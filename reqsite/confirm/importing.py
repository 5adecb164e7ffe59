"""Whether a receipt that came back answers what this project asked, and where it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from reqsite.confirm.given import FOLDER, utc
from reqsite.confirm.receipt import WHOLE, Answer, Receipt
from reqsite.confirm.roles import roles_of
from reqsite.history.entry import State
from reqsite.history.ledger import Ledger
from reqsite.history.public import public_state
from reqsite.i18n import Message, _
from reqsite.model.nearest import Suggestions
from reqsite.model.schema import Schema
from reqsite.source.whole_file import write_whole

_SAFE = re.compile(r"[^\w.+-]+")
_SHOWN = 12


class ReceiptGate:
    """Looks at receipts before they are filed.

    Args:
        ledger: what each release froze.
        schema: which roles there are.
    """

    def __init__(self, ledger: Ledger, schema: Schema) -> None:
        self._ledger = ledger
        self._schema = schema
        self._states: dict[str, State] = {}

    def refusals(self, receipt: Receipt) -> Iterator[Message]:
        """Yield every reason for which a receipt cannot be filed; a receipt without one is as it should be."""
        baseline = self._ledger.find(receipt.release)
        if baseline is None:
            yield _("It answers release {name}, which this project does not have.", name=receipt.release)
            return
        if receipt.catalog_digest != baseline.catalog_digest:
            yield _(
                "It answers another {name} than this project's: its catalog digest is {theirs}…, not {ours}….",
                name=baseline.name,
                theirs=receipt.catalog_digest[:_SHOWN],
                ours=baseline.catalog_digest[:_SHOWN],
            )
            return
        state = self._state(baseline.name)
        if not self._knows(receipt.role, state):
            yield _("Nobody has the role {role} in this project.", role=receipt.role)
        for answer in receipt.answers:
            if (reason := self._refusal(answer, state, baseline.catalog_digest)) is not None:
                yield reason

    def _refusal(self, answer: Answer, state: State, digest: str) -> Message | None:
        if answer.id == WHOLE:
            right = digest
        else:
            entry = state.entries.get(answer.id)
            if entry is None:
                near = Suggestions(state.entries).nearest(answer.id)
                if near:
                    return _("{id}: not in release {name}. Is {near} meant?", id=answer.id, name=state.name, near=near)
                return _("{id}: not in release {name}.", id=answer.id, name=state.name)
            right = entry.normative
        if answer.fingerprint == right:
            return None
        return _(
            "{id}: answered for other words: the fingerprint is {theirs}…, release {name} has {ours}….",
            id=answer.id or "*",
            theirs=answer.fingerprint[:_SHOWN],
            name=state.name,
            ours=right[:_SHOWN],
        )

    def _knows(self, role: str, state: State) -> bool:
        return role in self._schema.confirmation or any(
            role in roles_of(entry, self._schema) for entry in state.entries.values()
        )

    def _state(self, name: str) -> State:
        if name not in self._states:
            self._states[name] = public_state(self._ledger.state(name))
        return self._states[name]


def file_name(receipt: Receipt) -> str:
    """Return the name under which a receipt is kept: release, role, time, and the beginning of its digest."""
    digest = hashlib.sha256(receipt.content).hexdigest()[:8]
    when = re.sub(r"[^0-9T]", "", utc(receipt.time))
    return f"{_SAFE.sub('-', receipt.release)}-{_SAFE.sub('-', receipt.role)}-{when}-{digest}.json"


def is_kept(receipt: Receipt, root: Path) -> bool:
    """Return True where a receipt has been filed before."""
    target = root / FOLDER / file_name(receipt)
    return target.is_file() and target.read_bytes() == receipt.content


def keep(receipts: Mapping[Path, Receipt], root: Path) -> dict[Path, str]:
    """Write receipts under `receipts/`, none over another one, and return where each is kept.

    Args:
        receipts: the file it came in → the receipt.
        root: of the project.

    Raises:
        OSError: They cannot be written; none is left half written.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    kept = {}
    for source, receipt in receipts.items():
        name = file_name(receipt)
        if not is_kept(receipt, root):
            write_whole(folder / name, receipt.content)
        kept[source] = f"{FOLDER}/{name}"
    return kept
