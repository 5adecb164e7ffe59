"""Signatures over manifests, made and checked by OpenSSH's `ssh-keygen -Y`, with keys that people have already.

What is signed is the manifest, and thereby every byte of a release and its name.  Who may sign stands in a file of
allowed signers (`man ssh-keygen`), one line a person: `li@example.org namespaces="reqsite-release@1" ssh-ed25519 AAAA…`
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.publish.errors import TargetError

NAMESPACE = "reqsite-release@1"
"""What a signature is for: one that was made for something else is none."""
LONGEST = 64 * 1024
"""A signature has no more bytes than this."""
_LONGEST_LIST = 4 * 1024 * 1024
_SECONDS = 120
_PROGRAM = "ssh-keygen"
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{1,64}", re.ASCII)
_BEGINNING = b"-----BEGIN SSH SIGNATURE-----"


class BadSignatureError(Exception):
    """A signature that is none, or that nobody made who may.

    Attributes:
        message: What is wrong with it.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


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
        _require_program()
        try:
            size = self.file.stat().st_size
            readable = self.file.is_file() and os.access(self.file, os.R_OK)
        except OSError as error:
            raise TargetError(
                _("{path} cannot be read: {reason}", path=self.file, reason=error.strerror or "")
            ) from None
        if not readable or size > _LONGEST_LIST:
            raise TargetError(_("{path} is no list of those who may sign.", path=self.file))

    def who(self, content: bytes, signature: bytes) -> str:
        """Return the name, as the list has it, of the one who signed a content.

        Raises:
            BadSignatureError: Nobody of the list did.
        """
        _look_like_one(signature)
        with _written(signature) as file:
            found = _run("-Y", "find-principals", "-s", str(file), "-f", str(self.file))
            names = found.stdout.decode("utf-8", "replace").splitlines() if found.returncode == 0 else []
            for name in names:
                if not name.startswith("-") and self._did(name, content, file):
                    return name
        raise BadSignatureError(_("None of those who may sign has signed it."))

    def _did(self, name: str, content: bytes, file: Path) -> bool:
        arguments = ("-f", str(self.file), "-I", name, "-n", NAMESPACE, "-s", str(file))
        return _run("-Y", "verify", *arguments, content=content).returncode == 0


def key_of(content: bytes, signature: bytes) -> str:
    """Return the fingerprint of the key that a content was signed with, `?` where there is no OpenSSH to look.

    Raises:
        BadSignatureError: It is no signature of this content, for this purpose.
    """
    _look_like_one(signature)
    if shutil.which(_PROGRAM) is None:
        return "?"
    with _written(signature) as file:
        checked = _run("-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(file), content=content)
    if checked.returncode != 0:
        raise BadSignatureError(_("It is no signature of this release."))
    found = _FINGERPRINT.search(checked.stdout.decode("utf-8", "replace"))
    return found[0] if found else "?"


def _look_like_one(signature: bytes) -> None:
    if len(signature) > LONGEST or not signature.startswith(_BEGINNING):
        raise BadSignatureError(_("It is no signature."))


def check_key(key: Path) -> None:
    """Look whether there is a key, and something to sign with.

    Raises:
        TargetError: There is not.
    """
    _require_program()
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
    done = _run("-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE, content=content)
    if done.returncode != 0 or not done.stdout.startswith(_BEGINNING):
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        hint = _("A key with a password is for the SSH agent: name its public file, {name}.pub.", name=key.name)
        raise TargetError(_("Nothing can be signed with {path}: {said}", path=key, said=said), hint)
    return done.stdout


def _require_program() -> None:
    if shutil.which(_PROGRAM) is None:
        hint = _("It is part of OpenSSH 8.2 and newer: install `openssh-client`.")
        raise TargetError(_("{program} is not installed.", program=_PROGRAM), hint)


@contextlib.contextmanager
def _written(signature: bytes) -> Iterator[Path]:
    """Give a file with a signature: OpenSSH reads it from nowhere else."""
    with tempfile.TemporaryDirectory(prefix="reqsite-") as held:
        file = Path(held, "signature")
        file.write_bytes(signature)
        yield file


def _run(*arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            (_PROGRAM, *arguments),
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired:
        message = _("{program} has not answered for {seconds} s.", program=_PROGRAM, seconds=_SECONDS)
        raise TargetError(message) from None
