"""Receipts that came back: looked at, and filed together or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import write_message
from reqsite.confirm.importing import ReceiptGate, is_kept, keep
from reqsite.confirm.receipt import LARGEST, BadReceiptError, Receipt, parse_receipt
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.ledger import Ledger

_SHOWN = 50


def import_receipts(session: Session, files: Iterable[str], *, dry_run: bool) -> Exit:
    """File receipts, all of them or none."""
    found: dict[Path, Receipt] = {}
    refused = 0
    gate = ReceiptGate(sound_ledger(session), session.schema_file.schema)
    for file in dict.fromkeys(files):
        path = Path(file)
        try:
            found[path] = receipt = _read(path)
        except BadReceiptError as error:
            reasons = [error.message]
        else:
            reasons = list(gate.refusals(receipt))
        for reason in reasons[:_SHOWN]:
            write_message(session.words(_("{file}: {reason}", file=file, reason=reason)))
        if len(reasons) > _SHOWN:
            write_message(session.words(_("… and {count} more.", count=len(reasons) - _SHOWN)))
        refused += bool(reasons)
    if refused:
        message = plural(
            "{count} receipt is not what this project asked for; nothing was filed.",
            "{count} receipts are not what this project asked for; nothing was filed.",
            refused,
        )
        hint = _("Ask for a new receipt, made with the portal of that release.")
        raise CommandError(message, Exit.FINDINGS, hint)
    return file_receipts(session, found, dry_run=dry_run)


def file_receipts(session: Session, receipts: dict[Path, Receipt], *, dry_run: bool) -> Exit:
    """Write receipts under `receipts/`, and say of each what it says."""
    root = session.project.root
    known = {path for path, receipt in receipts.items() if is_kept(receipt, root)}
    try:
        kept = {} if dry_run else keep(receipts, root)
    except OSError as error:
        reason = error.strerror or ""
        raise CommandError(_("The receipts cannot be written: {reason}", reason=reason), Exit.TARGET) from None
    for path, receipt in receipts.items():
        session.say(_said(session, receipt))
        if path in known:
            session.say(_("It was filed already."))
        if path in kept:
            session.print(f"{kept[path]}\n")
    if dry_run:
        session.say(_("Nothing was written."))
    return Exit.FINE


def sound_ledger(session: Session) -> Ledger:
    """Return the ledger, in which every release must be what was written."""
    ledger = session.ledger
    if ledger.findings:
        raise CommandError(
            _("The releases cannot be read, so nothing can be compared with them."),
            Exit.FINDINGS,
            _("`reqsite check` names the file."),
        )
    if not ledger:
        raise CommandError(
            _("There is no release yet, so nobody can have answered one."),
            Exit.FINDINGS,
            _("`reqsite release 1.0.0` makes one."),
        )
    return ledger


def _read(path: Path) -> Receipt:
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise BadReceiptError(_("The file is too large for a receipt."))
        return parse_receipt(path.read_bytes())
    except OSError as error:
        raise BadReceiptError(_("The file cannot be read: {reason}", reason=error.strerror or "")) from None


def _said(session: Session, receipt: Receipt) -> Message:
    counts = Counter(answer.answer for answer in receipt.answers)
    return _(
        "{name} ({role}) on {release}: {agreed} agreed, {objected} objected, {discussed} to discuss.",
        name=receipt.name,
        role=session.schema_file.schema.role_label(receipt.role, session.language),
        release=receipt.release,
        agreed=counts["agree"],
        objected=counts["object"],
        discussed=counts["discuss"],
    )
