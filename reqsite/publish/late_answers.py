"""The answers that came back after a release was out: beside it in the store, so that no byte of it changes.

Each release has a file of its own, which its portal reads where it finds it.  A publication writes what the project
has by then; one without a project, such as an alias that is moved, leaves what is there.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from reqsite.confirm.given import utc
from reqsite.confirm.importing import ReceiptGate
from reqsite.confirm.kept import Receipts
from reqsite.confirm.receipt import Receipt
from reqsite.history.ledger import Ledger
from reqsite.model.catalog import Catalog
from reqsite.model.redaction import Redactor
from reqsite.publish.holdings import Holdings
from reqsite.publish.names import split_edition
from reqsite.publish.store import Store

FOLDER = "answers"
"""Where these files lie in a store."""
_FORMAT = 1
_LONGEST = 64 * 1024 * 1024
_DAY = len("2026-03-01")


def late_answers(ledger: Ledger, receipts: Receipts, catalog: Catalog) -> dict[str, bytes]:
    """Return for each release of a project the file of the answers to it; an empty one where nobody is asked.

    Receipts that the release knew when it was frozen are not among them, nor those that could not be imported. What is
    internal today is not named, whatever it was when somebody answered.

    Args:
        ledger: of the project.
        receipts: all that came back.
        catalog: all records as they stand.
    """
    gate = ReceiptGate(ledger, catalog.schema)
    closed = {record.id: record.kind for record in catalog if record.is_internal}
    redactor = Redactor(
        closed.items(), lambda text: (record := catalog.get(text)) is not None and record.id not in closed
    )
    came: dict[str, list[_Came]] = {baseline.name: [] for baseline in ledger.baselines}
    must_sign = {role for role, confirmer in catalog.schema.confirmation.items() if confirmer.signed}
    for file, receipt in receipts.receipts.items():
        baseline = ledger.find(receipt.release)
        signature = receipts.signatures.get(file)
        if baseline is None or file in baseline.receipts or (signature is None and receipt.role in must_sign):
            continue
        if not any(gate.refusals(receipt)):
            came[baseline.name].append(_Came(receipt, signature.key if signature else ""))
    digests = {baseline.name: baseline.catalog_digest for baseline in ledger.baselines}
    asks = bool(catalog.schema.confirmation)
    return {
        name: _script(name, digests[name], _answers(found, closed, redactor)) if found or asks else b""
        for name, found in came.items()
    }


def answer_files(store: Store, held: Holdings, answers: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the releases that a store holds: path → content; what was redacted keeps no answer."""
    redacted = {split_edition(folder)[0] for folder in held.journal.redacted}
    for version in dict.fromkeys(head.frame.version for head in held.releases):
        content = b"" if version in redacted else answers.get(version)
        path = f"{FOLDER}/{version}.js"
        if content or (content is not None and store.read(path, _LONGEST) is not None):
            yield path, content


@dataclass(frozen=True, slots=True)
class _Came:
    receipt: Receipt
    key: str
    """Fingerprint of the key that it was signed with, empty where it was not."""


def _answers(came: list[_Came], closed: Container[str], redactor: Redactor) -> list[list[str]]:
    """Return the answers, oldest first: id, role, name, day, answer, comment, and the key of one that was signed."""
    return [
        [a.id, one.receipt.role, one.receipt.name, utc(one.receipt.time)[:_DAY], a.answer, redactor.redact(a.comment)]
        + ([one.key] if one.key else [])
        for one in came
        for a in one.receipt.answers
        if a.id not in closed
    ]


def _script(release: str, digest: str, answers: list[list[str]]) -> bytes:
    """Return the answers as a script that is safe inside a page too, and has no byte beyond ASCII."""
    data = {"format": _FORMAT, "release": release, "digest": digest, "answers": answers}
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.REQSITE_ANSWERS = {text};\n".encode()
