"""Signed receipts: whose signature lies beside a receipt, and whether that person may answer in this role.

A receipt is signed with `ssh-keygen -Y sign -n reqsite-receipt -f KEY receipt.json`.  Whose keys there are stands in
`receipts/allowed_signers`, in OpenSSH's format; who of them signs for which role, under `confirmation:` in schema.yml.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from reqsite.confirm.receipt import Receipt
from reqsite.confirm.rules import UNFIT_SIGNATURE
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place
from reqsite.model.schema import Confirmer, Schema
from reqsite.source import openssh
from reqsite.source.openssh import BadSignatureError, Checker, OpenSshError, SignedBlock

NAMESPACE = "reqsite-receipt"
"""What a signature is for: one that was made for something else is none."""
SIGNERS = "receipts/allowed_signers"
"""Who may sign, relative to the project's root."""
SUFFIX = ".sig"
"""What OpenSSH adds to the name of what it has signed."""
_LIMITED = re.compile(rb"valid-(?:after|before)=", re.IGNORECASE)
_BLANK = re.compile(r"[\W_]+")
_WORKERS = 4
_UTC = {"TZ": "UTC0"}
"""The days in a list of signers begin everywhere at the same moment."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What lies beside a receipt."""

    content: bytes
    """As it lies there; empty once it was looked at, as nobody needs it any more."""
    block: SignedBlock
    by: str = ""
    """The name that the list of signers has for the key; empty until somebody has looked."""

    @classmethod
    def read(cls, content: bytes) -> Signature:
        """Return the signature that a file holds.

        Raises:
            BadSignatureError: It holds none.
        """
        return cls(content, openssh.read_block(content))

    @property
    def key(self) -> str:
        """Return the fingerprint of the key: `SHA256:…`."""
        return self.block.fingerprint


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt as it came, byte by byte, with its signature."""

    receipt: Receipt
    content: bytes
    signature: Signature


@dataclass(frozen=True, slots=True)
class Signatures:
    """What became of the signatures of a project's receipts."""

    by: Mapping[str, str] = field(default_factory=dict)
    """Receipt's file → who signed it."""
    findings: Mapping[str, Finding] = field(default_factory=dict)
    """Receipt's file → what is wrong with its signature."""


class Signers:
    """Those who may sign the receipts of a project.

    Args:
        content: their keys, in OpenSSH's format of allowed signers.
        schema: who of them may sign for which role.
    """

    def __init__(self, content: bytes, schema: Schema) -> None:
        self._content = content
        self._schema = schema

    @classmethod
    def of(cls, root: Path, schema: Schema) -> Signers:
        """Return the signers of a project; nobody where it has no list of them, or one that is no plain file."""
        path = root / SIGNERS
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > openssh.LONGEST_LIST:
                return cls(b"", schema)
            return cls(path.read_bytes(), schema)
        except OSError:
            return cls(b"", schema)

    def who(self, signed: SignedReceipt, moments: Iterable[str]) -> str:
        """Return who signed a receipt, as the list has it.

        Args:
            signed: the receipt.
            moments: each moment at which the key must have been valid (ISO 8601); `now()` is one of them.

        Raises:
            BadSignatureError: It does not fit the receipt, or whoever made it may not sign for this role.
            OpenSshError: Nobody can look.
        """
        receipt, block = signed.receipt, signed.signature.block
        if block.namespace != NAMESPACE:
            raise BadSignatureError(
                _(
                    "Its signature was made for '{theirs}', not for receipts: `ssh-keygen -Y sign -n {ours}`.",
                    theirs=block.namespace[:80],
                    ours=NAMESPACE,
                )
            )
        openssh.require_program()
        times = [_moment(moment) for moment in moments] if _LIMITED.search(self._content) else [""]
        names = self._names(receipt)
        with openssh.checking(signed.signature.content, self._content, NAMESPACE, _UTC) as checker:
            for name in names:
                if all(checker.is_by(name, signed.content, time) for time in times):
                    return name
            raise BadSignatureError(self._why_not(signed, checker))

    def _names(self, receipt: Receipt) -> list[str]:
        """Return who may sign in a receipt's role; one who is listed by name and no address, for that name alone."""
        confirmer = self._schema.confirmation.get(receipt.role) or Confirmer(receipt.role)
        return [name for name in confirmer.signers if "@" in name or _letters(name) == _letters(receipt.name)]

    def _why_not(self, signed: SignedReceipt, checker: Checker) -> Message:
        """Return why nobody who may has signed a receipt: in plain words, the plainest reason first."""
        role, key = signed.receipt.role, signed.signature.key
        if not checker.fits(signed.content):
            return _("Its signature does not fit: one of the two was changed afterwards, or belongs to something else.")
        if not self._content:
            return _("Its signature fits, but nobody's key is known here: {file} is missing.", file=SIGNERS)
        if not self._schema.confirmation.get(role, Confirmer(role)).signers:
            return _(
                "Its signature fits, but nobody may sign as {role}: `confirmation:` names no `signers` for this role.",
                role=role,
            )
        may = self._names(signed.receipt)
        others = [name for name in checker.names() if name not in may]
        if others:
            return _(
                "It was signed by {name}, who may not sign as {role} in the name of {person}.",
                name=", ".join(others),
                role=role,
                person=signed.receipt.name,
            )
        if _in_base64(signed.signature.block.key) in self._content:
            return _(
                "It was signed with {key}, which was not valid at that time, or is listed for something else.", key=key
            )
        return _("It was signed with {key}, which is not in {file}.", key=key, file=SIGNERS)


def now() -> str:
    """Return the present moment (ISO 8601, UTC)."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def look_at(signed: Mapping[str, SignedReceipt], signers: Signers) -> Signatures:
    """Check the signatures of receipts that are kept.

    A key must have been valid when the answers were given: one that has expired since leaves them as they are. Where a
    receipt was checked out with other line ends than it was signed with, it still says the same.

    Args:
        signed: file → receipt.
        signers: who may sign.
    """
    if not signed or not openssh.is_installed():
        return Signatures()
    with ThreadPoolExecutor(_WORKERS) as pool:
        found = dict(zip(signed, pool.map(lambda one: _look(one, signers), signed.values()), strict=True))
    hint = _("Take both files back from git; a key that was changed by intent belongs into {file}.", file=SIGNERS)
    return Signatures(
        {file: said for file, said in found.items() if isinstance(said, str)},
        {
            file: Finding.of(UNFIT_SIGNATURE, Place(file + SUFFIX, 1), said, hint)
            for file, said in found.items()
            if not isinstance(said, str)
        },
    )


def _look(signed: SignedReceipt, signers: Signers) -> str | Message:
    """Return who signed a receipt, or why it does not count as signed."""
    lines = signed.content.replace(b"\r\n", b"\n")
    reason: Message | None = None
    for content in dict.fromkeys((signed.content, lines, lines.replace(b"\n", b"\r\n"))):
        try:
            return signers.who(replace(signed, content=content), (signed.receipt.time,))
        except (BadSignatureError, OpenSshError) as error:
            reason = reason or error.message
    return reason or Message("")


def _moment(time: str) -> str:
    return dt.datetime.fromisoformat(time).astimezone(dt.UTC).strftime("%Y%m%d%H%M%S")


def _letters(name: str) -> str:
    return _BLANK.sub("", name).casefold()


def _in_base64(key: bytes) -> bytes:
    return base64.b64encode(key)
