"""Receipts as they come back: files, the signatures beside them, and archives with both."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from reqsite.confirm.receipt import LARGEST, BadReceiptError, Receipt, parse_receipt
from reqsite.confirm.signed import SUFFIX, Signature, SignedReceipt
from reqsite.i18n import _
from reqsite.source.openssh import LONGEST

_ARCHIVE = ".zip"
_RECEIPT = ".json"
_MOST = 200
"""An archive has no more files than this."""
_LARGEST_ARCHIVE = 4 * LARGEST
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Incoming:
    """A receipt, byte by byte as somebody sent it."""

    name: str
    """The file, as people call it; `answers.zip/receipt.json` for one in an archive."""
    content: bytes
    signature: bytes | None = None

    def parsed(self) -> Receipt:
        """Return what it says.

        Raises:
            BadReceiptError: It says nothing.
        """
        return parse_receipt(self.content)

    def signed(self, receipt: Receipt) -> SignedReceipt | None:
        """Return it with its signature, None where nobody has signed it.

        Raises:
            BadSignatureError: What lies beside it is no signature.
        """
        return (
            SignedReceipt(receipt, self.content, Signature.read(self.signature)) if self.signature is not None else None
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that no receipt can be taken from."""

    name: str
    error: BadReceiptError


def incoming(files: Iterable[str]) -> Iterator[Incoming | Unreadable]:
    """Yield the receipts that some files hold, in their order.

    A signature belongs to the file that is called as it is without `.sig`, whether both are named or one of them.

    Args:
        files: as somebody named them: receipts, their signatures, archives.
    """
    named = dict.fromkeys(file.removesuffix(SUFFIX) for file in files)
    for file in named:
        try:
            if file.lower().endswith(_ARCHIVE):
                yield from _in_archive(file)
            else:
                yield _beside_its_signature(Path(file), file)
        except BadReceiptError as error:
            yield Unreadable(file, error)


def _beside_its_signature(path: Path, name: str) -> Incoming:
    signature = Path(f"{path}{SUFFIX}")
    if not path.exists() and signature.exists():
        raise BadReceiptError(_("The receipt that this signature belongs to is missing."))
    found = Incoming(name, _content(path, LARGEST))
    return replace(found, signature=_content(signature, LONGEST)) if signature.exists() else found


def _content(path: Path, largest: int) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise BadReceiptError(_("This is no plain file of a sensible size."))
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise BadReceiptError(_("The file cannot be read: {reason}", reason=error.strerror or "")) from None
    if len(content) > largest:
        raise BadReceiptError(_("The file is too large for a receipt."))
    return content


def _in_archive(name: str) -> Iterator[Incoming]:
    """Yield the receipts in an archive; nothing is unpacked onto the disk."""
    path = Path(name)
    try:
        if path.is_file() and path.stat().st_size > _LARGEST_ARCHIVE:
            raise BadReceiptError(_("The file is too large for a receipt."))
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > _MOST:
                raise BadReceiptError(_("The archive has more than {limit} files.", limit=_MOST))
            by_name = {member.filename: member for member in members}
            receipts = [m for m in members if m.filename.lower().endswith(_RECEIPT) and not _is_mac(m.filename)]
            if not receipts:
                raise BadReceiptError(_("There is no receipt in this archive."))
            for member in receipts:
                signature = by_name.get(member.filename + SUFFIX)
                yield Incoming(
                    f"{name}/{member.filename}",
                    _member(archive, member, LARGEST),
                    _member(archive, signature, LONGEST) if signature else None,
                )
    except OSError as error:
        raise BadReceiptError(_("The file cannot be read: {reason}", reason=error.strerror or "")) from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
        raise BadReceiptError(_("This is no archive that can be read.")) from None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, largest: int) -> bytes:
    """Return what a file of an archive holds, never more than a receipt may have, whatever its head says."""
    if member.flag_bits & _ENCRYPTED:
        raise BadReceiptError(_("The archive is locked with a password."))
    with archive.open(member) as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise BadReceiptError(_("The file is too large for a receipt."))
    return content


def _is_mac(name: str) -> bool:
    """Return True for what macOS adds to archives."""
    path = PurePosixPath(name)
    return path.name.startswith("._") or "__MACOSX" in path.parts
