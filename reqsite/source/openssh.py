"""Signatures made and checked by OpenSSH's `ssh-keygen -Y`, with keys that people have already.

Who may sign stands in a list of allowed signers (`man ssh-keygen`), one line a person:
`li@example.org namespaces="…" ssh-ed25519 AAAA…`
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqsite.i18n import MessageError, _

PROGRAM = "ssh-keygen"
LONGEST = 64 * 1024
"""A signature has no more bytes than this."""
LONGEST_LIST = 4 * 1024 * 1024
"""A list of allowed signers has no more bytes than this."""
BEGINNING = b"-----BEGIN SSH SIGNATURE-----"
_END = b"-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_LENGTH = 4
_VERSION = 1
_SECONDS = 120
_SECONDS_TO_SAY_WHAT_IT_KNOWS = 10
_MOST_NAMES = 100
_UNKNOWN = re.compile(rb"(?:unknown|illegal|invalid|unrecognized) option")


class OpenSshError(MessageError):
    """OpenSSH is not there, or does not do what it is asked."""


class BadSignatureError(MessageError):
    """A signature that is none, or that nobody made who may."""


@dataclass(frozen=True, slots=True)
class SignedBlock:
    """What a signature says of itself, whether or not it fits anything."""

    key: bytes
    """The public key, as OpenSSH writes it in binary."""
    namespace: str
    """What the signature is for."""

    @property
    def fingerprint(self) -> str:
        """Return the key's fingerprint, as `ssh-keygen -l` prints it: `SHA256:…`."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.key).digest()).decode().rstrip("=")


def is_installed() -> bool:
    """Return True where signatures can be checked."""
    program = shutil.which(PROGRAM)
    return program is not None and _knows_signatures(program)


def require_program() -> None:
    """Look whether there is something to sign and to check with.

    Raises:
        OpenSshError: There is not.
    """
    hint = _("It is part of OpenSSH 8.2 and newer: install `openssh-client`.")
    program = shutil.which(PROGRAM)
    if program is None:
        raise OpenSshError(_("{program} is not installed.", program=PROGRAM), hint)
    if not _knows_signatures(program):
        raise OpenSshError(_("{program} is too old: it knows no signatures.", program=PROGRAM), hint)


def look_like_one(signature: bytes) -> None:
    """Look at a signature from outside.

    Raises:
        BadSignatureError: It is none, or longer than any.
    """
    if len(signature) > LONGEST or not signature.startswith(BEGINNING):
        raise BadSignatureError(_("It is no signature."))


def read_block(signature: bytes) -> SignedBlock:
    """Return what a signature says of itself; nothing of it is proven by that.

    Raises:
        BadSignatureError: It is no signature.
    """
    look_like_one(signature)
    armoured, _end, _rest = signature[len(BEGINNING) :].partition(_END)
    try:
        block = base64.b64decode(b"".join(armoured.split()), validate=True)
    except binascii.Error:
        block = b""
    head = _MAGIC + _VERSION.to_bytes(_LENGTH, "big")
    if not block.startswith(head):
        raise BadSignatureError(_("It is no signature."))
    key, rest = _string(block[len(head) :])
    namespace, _rest = _string(rest)
    return SignedBlock(key, namespace.decode("utf-8", "replace"))


def sign(key: Path, content: bytes, namespace: str) -> bytes:
    """Return the signature of a content.

    Args:
        key: a private key, or a public one whose private one the SSH agent holds.
        content: what is signed.
        namespace: what the signature is for.

    Raises:
        OpenSshError: OpenSSH is not there, or cannot sign with this key.
    """
    require_program()
    done = _run("-Y", "sign", "-q", "-f", str(key), "-n", namespace, content=content)
    if done.returncode != 0 or not done.stdout.startswith(BEGINNING):
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        hint = _("A key with a password is for the SSH agent: name its public file, {name}.pub.", name=key.name)
        raise OpenSshError(_("Nothing can be signed with {path}: {said}", path=key, said=said), hint)
    return done.stdout


@dataclass(frozen=True, slots=True)
class Checker:
    """A signature and a list of signers, where OpenSSH finds them: it reads both from files alone."""

    signature: Path
    signers: Path
    namespace: str
    environment: Mapping[str, str]

    def fits(self, content: bytes) -> bool:
        """Return True where somebody signed this content for this purpose, whoever that is."""
        done = _run("-Y", "check-novalidate", *self._purpose, content=content, environment=self.environment)
        return done.returncode == 0

    def names(self) -> list[str]:
        """Return the names that the list has for the key of the signature."""
        arguments = ("-Y", "find-principals", "-s", str(self.signature), "-f", str(self.signers))
        found = _run(*arguments, environment=self.environment)
        names = found.stdout.decode("utf-8", "replace").splitlines() if found.returncode == 0 else []
        return [name for name in names[:_MOST_NAMES] if _is_name(name)]

    def is_by(self, name: str, content: bytes, moment: str = "") -> bool:
        """Return True where the one that the list has under a name signed the content.

        Args:
            name: of the list.
            content: what was signed.
            moment: at which the key must have been valid, `YYYYMMDDhhmmss`; empty for now.
        """
        if not _is_name(name):
            return False
        time = ("-O", f"verify-time={moment}") if moment else ()
        arguments = ("-Y", "verify", *time, "-f", str(self.signers), "-I", name, *self._purpose)
        return _run(*arguments, content=content, environment=self.environment).returncode == 0

    @property
    def _purpose(self) -> tuple[str, ...]:
        return ("-n", self.namespace, "-s", str(self.signature))


@contextlib.contextmanager
def checking(
    signature: bytes, signers: bytes, namespace: str, environment: Mapping[str, str] | None = None
) -> Iterator[Checker]:
    """Give what checks a signature.

    Args:
        signature: as OpenSSH writes it.
        signers: the content of a list of allowed signers.
        namespace: what the signature must be for.
        environment: variables that OpenSSH gets, too.
    """
    with tempfile.TemporaryDirectory(prefix="reqsite-") as held:
        file, listed = Path(held, "signature"), Path(held, "signers")
        file.write_bytes(signature)
        listed.write_bytes(signers)
        yield Checker(file, listed, namespace, environment or {})


@functools.cache
def _knows_signatures(program: str) -> bool:
    """Return False for a program that does not know the option `-Y`, which came with OpenSSH 8.2."""
    try:
        said = subprocess.run(
            (program, "-Y"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS_TO_SAY_WHAT_IT_KNOWS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return True  # whatever is wrong with it shows when it is used
    return not _UNKNOWN.search(said.stderr)


def _is_name(name: str) -> bool:
    """Return False for what OpenSSH could read as an option."""
    return bool(name) and not name.startswith("-") and name.isprintable()


def _string(block: bytes) -> tuple[bytes, bytes]:
    """Return the first string of a block, which its length stands before, and what follows it."""
    length = int.from_bytes(block[:_LENGTH], "big")
    if len(block) < _LENGTH + length:
        raise BadSignatureError(_("It is no signature."))
    return block[_LENGTH : _LENGTH + length], block[_LENGTH + length :]


def _run(
    *arguments: str, content: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            (PROGRAM, *arguments),
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
        )
    except subprocess.TimeoutExpired:
        message = _("{program} has not answered for {seconds} s.", program=PROGRAM, seconds=_SECONDS)
        raise OpenSshError(message) from None
    except OSError as error:
        message = _("{program} cannot be run: {reason}", program=PROGRAM, reason=error.strerror or "")
        raise OpenSshError(message) from None
