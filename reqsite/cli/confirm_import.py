"""Receipts that came back: looked at, and filed together or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import write_message
from reqsite.confirm.importing import Filing, ReceiptGate, is_kept, keep
from reqsite.confirm.incoming import Incoming, Unreadable, incoming
from reqsite.confirm.receipt import BadReceiptError, Receipt
from reqsite.confirm.signed import NAMESPACE, Signers, now
from reqsite.i18n import Message, _, plural
from reqsite.source.openssh import BadSignatureError, OpenSshError

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.ledger import Ledger

_SHOWN = 50


def import_receipts(session: Session, files: Iterable[str], *, dry_run: bool) -> Exit:
    """File receipts, all of them or none."""
    found: dict[str, Filing] = {}
    refused = 0
    gate = ReceiptGate(sound_ledger(session), session.schema_file.schema)
    signers = Signers.of(session.project.root, session.schema_file.schema)
    for one in incoming(files):
        if isinstance(one, Unreadable):
            reasons = [one.error.message]
        else:
            reasons, filing = _looked_at(session, one, gate, signers)
            if filing:
                found[one.name] = filing
        for reason in reasons[:_SHOWN]:
            write_message(session.words(_("{file}: {reason}", file=one.name, reason=reason)))
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


def _looked_at(
    session: Session, one: Incoming, gate: ReceiptGate, signers: Signers
) -> tuple[list[Message], Filing | None]:
    """Return what is wrong with a receipt, and it as it is to be kept where nothing is."""
    try:
        receipt = one.parsed()
        reasons = list(gate.refusals(receipt))
        signed = one.signed(receipt)
        if signed is None:
            return [*reasons, *_unsigned(session, receipt)], Filing(receipt, one.content)
        if reasons:
            return reasons, None
        by = signers.who(signed, (receipt.time, now()))
        return [], Filing(receipt, one.content, replace(signed.signature, by=by))
    except (BadReceiptError, BadSignatureError) as error:
        return [error.message], None
    except OpenSshError as error:
        raise CommandError(error.message, Exit.FINDINGS, error.hint) from None


def _unsigned(session: Session, receipt: Receipt) -> Iterator[Message]:
    """Yield why a receipt that nobody has signed does not do."""
    confirmer = session.schema_file.schema.confirmation.get(receipt.role)
    if confirmer is not None and confirmer.signed:
        yield _(
            "It is not signed, and answers as {role} must be: `ssh-keygen -Y sign -n {namespace} -f KEY {file}`.",
            role=receipt.role,
            namespace=NAMESPACE,
            file="receipt.json",
        )


def file_receipts(session: Session, filings: Mapping[str, Filing], *, dry_run: bool) -> Exit:
    """Write receipts under `receipts/`, and say of each what it says."""
    root = session.project.root
    known = {name for name, filing in filings.items() if is_kept(filing, root)}
    try:
        kept = {} if dry_run else keep(filings, root)
    except OSError as error:
        reason = error.strerror or ""
        raise CommandError(_("The receipts cannot be written: {reason}", reason=reason), Exit.TARGET) from None
    for name, filing in filings.items():
        session.say(_said(session, filing.receipt))
        if filing.signature is not None:
            session.say(_("Signed by {name} with {key}.", name=filing.signature.by, key=filing.signature.key))
        if name in known:
            session.say(_("It was filed already."))
        if name in kept:
            session.print(f"{kept[name]}\n")
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
