"""Whether a receipt that came back answers what this project asked, and where it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqsite.confirm.given import utc
from reqsite.confirm.kept import FOLDER
from reqsite.confirm.receipt import WHOLE, Answer, Receipt
from reqsite.confirm.roles import roles_of
from reqsite.confirm.signed import SUFFIX, Signature
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


@dataclass(frozen=True, slots=True)
class Filing:
    """A receipt that is to be kept, byte by byte as it came."""

    receipt: Receipt
    content: bytes
    signature: Signature | None = None

    @classmethod
    def of(cls, receipt: Receipt) -> Filing:
        """Return the filing of a receipt that was made here."""
        return cls(receipt, receipt.content)


def file_name(receipt: Receipt, content: bytes | None = None) -> str:
    """Return the name under which a receipt is kept: release, role, time, and the beginning of its digest."""
    digest = hashlib.sha256(receipt.content if content is None else content).hexdigest()[:8]
    when = re.sub(r"[^0-9T]", "", utc(receipt.time))
    return f"{_SAFE.sub('-', receipt.release)}-{_SAFE.sub('-', receipt.role)}-{when}-{digest}.json"


def is_kept(filing: Filing, root: Path) -> bool:
    """Return True where a receipt has been filed before, and signed before if it is signed."""
    folder = root / FOLDER
    target = folder / file_name(filing.receipt, filing.content)
    if filing.signature is not None:
        return _holds(target, filing.content) and Path(f"{target}{SUFFIX}").exists()
    as_written_here = folder / file_name(filing.receipt)
    return _holds(target, filing.content) or _holds(as_written_here, filing.receipt.content)


def keep(filings: Mapping[str, Filing], root: Path) -> dict[str, str]:
    """Write receipts and their signatures under `receipts/`, none over another one, and return where each is kept.

    Args:
        filings: the file it came in → the receipt.
        root: of the project.

    Raises:
        OSError: They cannot be written; none is left half written.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    kept = {}
    for source, filing in filings.items():
        name = file_name(filing.receipt, filing.content)
        if not is_kept(filing, root):
            if not _holds(folder / name, filing.content):
                write_whole(folder / name, filing.content)
            if filing.signature is not None:
                write_whole(folder / f"{name}{SUFFIX}", filing.signature.content)
        elif not (folder / name).is_file():
            name = file_name(filing.receipt)
        kept[source] = f"{FOLDER}/{name}"
    return kept


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
