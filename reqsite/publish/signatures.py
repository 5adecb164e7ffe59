"""Signatures over manifests, made and checked by OpenSSH.

What is signed is the manifest, and thereby every byte of a release and its name.  Who may sign stands in a file of
allowed signers (`man ssh-keygen`), one line a person: `li@example.org namespaces="reqsite-release@1" ssh-ed25519 AAAA…`
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.errors import TargetError
from reqsite.source import openssh
from reqsite.source.openssh import LONGEST, BadSignatureError, OpenSshError

__all__ = ["LONGEST", "NAMESPACE", "BadSignatureError", "Signers", "check_key", "key_of", "sign"]

NAMESPACE = "reqsite-release@1"
"""What a signature is for: one that was made for something else is none."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Those who may sign releases.

    Attributes:
        file: In OpenSSH's format of allowed signers.
    """

    file: Path

    def check(self) -> None:
        """Look whether a signature could be checked.

        Raises:
            TargetError: It could not: the file cannot be read, or OpenSSH is not there.
        """
        with _told():
            openssh.require_program()
        self._content()

    def who(self, content: bytes, signature: bytes) -> str:
        """Return the name, as the list has it, of the one who signed a content.

        Raises:
            BadSignatureError: Nobody of the list did.
        """
        openssh.look_like_one(signature)
        with _told(), openssh.checking(signature, self._content(), NAMESPACE) as checker:
            for name in checker.names():
                if checker.is_by(name, content):
                    return name
        raise BadSignatureError(_("None of those who may sign has signed it."))

    def _content(self) -> bytes:
        try:
            size = self.file.stat().st_size
            if self.file.is_file() and size <= openssh.LONGEST_LIST:
                return self.file.read_bytes()
        except OSError as error:
            raise TargetError(
                _("{path} cannot be read: {reason}", path=self.file, reason=error.strerror or "")
            ) from None
        raise TargetError(_("{path} is no list of those who may sign.", path=self.file))


def key_of(content: bytes, signature: bytes) -> str:
    """Return the fingerprint of the key that a content was signed with, `?` where there is no OpenSSH to look.

    Raises:
        BadSignatureError: It is no signature of this content, for this purpose.
    """
    block = openssh.read_block(signature)
    if not openssh.is_installed():
        return "?"
    with _told(), openssh.checking(signature, b"", NAMESPACE) as checker:
        if not checker.fits(content):
            raise BadSignatureError(_("It is no signature of this release."))
    return block.fingerprint


def check_key(key: Path) -> None:
    """Look whether there is a key, and something to sign with.

    Raises:
        TargetError: There is not.
    """
    with _told():
        openssh.require_program()
    if not key.is_file():
        raise TargetError(_("There is no key {path}.", path=key))


def sign(key: Path, content: bytes) -> bytes:
    """Return the signature of a content.

    Args:
        key: a private key, or a public one whose private one the SSH agent holds.
        content: what is signed.

    Raises:
        TargetError: OpenSSH is not there, or cannot sign with this key.
    """
    with _told():
        return openssh.sign(key, content, NAMESPACE)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what OpenSSH cannot do into what publishing cannot do."""
    try:
        yield
    except OpenSshError as error:
        raise TargetError(error.message, error.hint) from None
