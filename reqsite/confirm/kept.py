"""The receipts that a project keeps, those that are what they were when they came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reqsite.confirm.given import Given, utc
from reqsite.confirm.receipt import LARGEST, BadReceiptError, Receipt, parse_receipt
from reqsite.confirm.rules import BROKEN_RECEIPT, UNFIT_SIGNATURE
from reqsite.confirm.signed import SUFFIX, Signature, SignedReceipt, Signers, look_at
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place
from reqsite.model.schema import Schema
from reqsite.source import openssh
from reqsite.source.openssh import BadSignatureError

FOLDER = "receipts"
"""Where receipts lie, relative to the project's root."""


@dataclass(frozen=True)
class Receipts:
    """All receipts of a project, in the order in which they were given, and what is wrong with the others."""

    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    """File → receipt."""
    findings: tuple[Finding, ...] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    """File → what lies beside it, of the receipts that were signed."""
    is_checked: bool = True
    """False where there are signatures, and no OpenSSH to check them."""

    def only(self, files: Iterable[str]) -> Receipts:
        """Return some of the receipts."""
        wanted = set(files)
        found = {file: receipt for file, receipt in self.receipts.items() if file in wanted}
        signatures = {file: signature for file, signature in self.signatures.items() if file in wanted}
        return Receipts(found, signatures=signatures, is_checked=self.is_checked)

    def given(self) -> Iterator[Given]:
        """Yield all answers."""
        for file, receipt in self.receipts.items():
            moment = utc(receipt.time)
            signature = self.signatures.get(file)
            key, signer = (signature.key, signature.by) if signature else ("", "")
            for a in receipt.answers:
                yield Given(
                    a.id,
                    receipt.role,
                    receipt.name,
                    moment,
                    a.answer,
                    a.fingerprint,
                    a.comment,
                    receipt.release,
                    receipt.evidence,
                    file,
                    key,
                    signer,
                )


def read_receipts(root: Path, schema: Schema) -> Receipts:
    """Read the files under `receipts/` of a project; a receipt that its signature does not fit is as good as none.

    Args:
        root: of the project.
        schema: who may sign in which role.
    """
    try:
        paths = sorted(p for p in (root / FOLDER).iterdir() if not p.name.startswith("."))
    except OSError:
        return Receipts()
    found: dict[str, _Kept] = {}
    findings: list[Finding] = []
    for path in paths:
        try:
            if path.suffix == ".json":
                found[_shown(path)] = _Kept.read(path)
        except BadReceiptError as error:
            hint = _("Take the file back from git, or import the receipt again: `reqsite confirm import FILE`.")
            findings.append(Finding.of(BROKEN_RECEIPT, Place(_shown(path), 1), error.message, hint))
    signed, unfit = _signed(paths, found)
    looked = look_at(signed, Signers.of(root, schema))
    unfit |= looked.findings
    receipts = {file: kept.receipt for file, kept in found.items() if file not in unfit}
    in_time = sorted(receipts.items(), key=lambda item: (utc(item[1].time), item[0]))
    return Receipts(
        dict(in_time),
        (*findings, *unfit.values()),
        {
            file: replace(one.signature, content=b"", by=looked.by.get(file, ""))
            for file, one in signed.items()
            if file not in unfit
        },
        is_checked=not signed or openssh.is_installed(),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    receipt: Receipt
    content: bytes

    @classmethod
    def read(cls, path: Path) -> _Kept:
        content = _content(path)
        return cls(parse_receipt(content), content)


def _signed(paths: Iterable[Path], found: Mapping[str, _Kept]) -> tuple[dict[str, SignedReceipt], dict[str, Finding]]:
    """Return the receipts with a signature beside them, and what is wrong with a signature at first sight, by file."""
    signed, unfit, there = {}, {}, set(paths)
    for path in sorted(p for p in there if p.suffix == SUFFIX):
        file = _shown(path).removesuffix(SUFFIX)
        reason = None if path.with_suffix("") in there else _("The receipt that it belongs to is missing.")
        try:
            signature = Signature.read(_content(path))
        except (BadReceiptError, BadSignatureError) as error:
            reason = reason or error.message
        else:
            if file in found:
                signed[file] = SignedReceipt(found[file].receipt, found[file].content, signature)
        if reason is not None:
            hint = _("Take both files back from git.")
            unfit[file] = Finding.of(UNFIT_SIGNATURE, Place(_shown(path), 1), reason, hint)
    return signed, unfit


def _content(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            raise BadReceiptError(_("This is no plain file of a sensible size."))
        return path.read_bytes()
    except OSError as error:
        raise BadReceiptError(_("The file cannot be read: {reason}", reason=error.strerror or "")) from None


def _shown(path: Path) -> str:
    return f"{FOLDER}/{path.name}"
