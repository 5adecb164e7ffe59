"""A store behind a web server: it can be read and not listed, and nothing that it answers is believed.

A server may be slow, wrong or hostile.  Every answer has a deadline and a length, no answer comes from another host,
and what is no plain file of the store is an error, not content.
"""

from __future__ import annotations

import functools
import io
import json
import ssl
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from reqsite.i18n import Message, _
from reqsite.publish.errors import MisplacedError, TargetError, UnreadableError
from reqsite.publish.manifest import NAME
from reqsite.publish.names import why_not
from reqsite.publish.pointers import LONGEST_POINTER
from reqsite.publish.store import Item
from reqsite.publish.version_lists import VERSIONS
from reqsite.publish.web_answers import ask

SCHEMES = ("http://", "https://")


class WebStore:
    """Releases at an address.

    Args:
        address: of the folder that is the store, or a release.
        patience: seconds until an answer must be there whole.

    Raises:
        MisplacedError: It is no address of a folder.
    """

    def __init__(self, address: str, patience: float = 300.0) -> None:
        parts = urlsplit(address)
        if not parts.hostname or not address.startswith(SCHEMES) or parts.username is not None:
            raise MisplacedError(_("This is no address of a store: https://example.org/requirements/"))
        path = parts.path if parts.path.endswith("/") else f"{parts.path.removesuffix('/index.html')}/"
        self._root = f"{parts.scheme}://{parts.netloc}{path}"
        self._patience = patience

    @functools.cached_property
    def _security(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    @property
    def place(self) -> str:
        """The address."""
        return self._root

    @property
    def lists(self) -> bool:
        """False: a server hands out what it is asked for, and does not say what else it has."""
        return False

    def releases(self) -> list[str]:
        """Return the names of the releases that the version menu lists and that are there."""
        try:
            data = json.loads(self.read(VERSIONS, LONGEST_POINTER) or b"[]")
        except (ValueError, RecursionError):
            return []
        named = [v.get("version") for v in data if isinstance(v, dict)] if isinstance(data, list) else []
        return sorted({n for n in named if isinstance(n, str) and why_not(n) is None and self.has(n)})

    def has(self, folder: str) -> bool:
        """Return False where the server knows no manifest of a folder."""
        try:
            self.open(f"{folder}/{NAME}").close()
        except FileNotFoundError:
            return False
        except OSError:
            return True  # something is wrong with it, which who reads it will see
        return True

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file, None where it is not there."""
        try:
            with self.open(path) as file:
                content = file.read(limit + 1)
        except FileNotFoundError:
            return None
        if len(content) > limit:
            raise TargetError(_("{path} is too large to be what it should be.", path=path))
        return content

    def open(self, path: str) -> io.BufferedIOBase:
        """Ask for a file; what comes back fails where it does not come back whole."""
        return ask(self._root + quote(path), path, lambda: self._security, self._patience)

    def items(self, folder: str) -> Iterator[Item]:  # noqa: ARG002 - the store of a folder needs it
        """Yield nothing."""
        yield from ()

    def objections(self) -> Iterator[tuple[str, Message]]:
        """Yield nothing."""
        yield from ()

    def reach(self) -> None:
        """Ask for something, whether it is there or not.

        Raises:
            TargetError: Nobody answers.
        """
        try:
            self.open(VERSIONS).close()
        except UnreadableError as error:
            if error.is_silence:
                message = _("{path} cannot be reached: {reason}", path=self.place, reason=error.message)
                raise TargetError(message) from None
        except FileNotFoundError:
            return
