"""A release that lies for itself, out of its store, under whatever name somebody gave it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase

from reqsite.history.versions import Version
from reqsite.i18n import Message
from reqsite.publish.errors import TargetError
from reqsite.publish.manifest import LONGEST, NAME, BadManifestError, parse_manifest
from reqsite.publish.names import split_edition
from reqsite.publish.store import Item, Shelf


class LoneRelease:
    """What lies at the root of a shelf, as the one release of a store.

    Args:
        shelf: where it lies.
        name: of the release.
    """

    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf = shelf
        self._name = name

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return self._shelf.place

    @property
    def lists(self) -> bool:
        """As where it lies."""
        return self._shelf.lists

    def releases(self) -> list[str]:
        """Return its name."""
        return [self._name]

    def has(self, folder: str) -> bool:
        """Return True for its name."""
        return folder == self._name

    def read(self, path: str, limit: int) -> bytes | None:
        """Return one of its files, None where it is not there."""
        inner = self._inner(path)
        return None if inner is None else self._shelf.read(inner, limit)

    def open(self, path: str) -> BufferedIOBase:
        """Open one of its files."""
        inner = self._inner(path)
        if inner is None:
            raise FileNotFoundError(path)
        return self._shelf.open(inner)

    def items(self, folder: str) -> Iterator[Item]:
        """Yield whatever lies in it."""
        if folder == self._name:
            yield from self._shelf.items("")

    def objections(self) -> Iterator[tuple[str, Message]]:
        """Yield what is known where it lies."""
        yield from self._shelf.objections()

    def _inner(self, path: str) -> str | None:
        name, slash, inner = path.partition("/")
        return inner if slash and name == self._name else None


def lone_release(shelf: Shelf, folder: str) -> LoneRelease | None:
    """Return the release that lies at the root of a shelf, None where none does.

    Args:
        shelf: where to look.
        folder: what the root is called: where that is a version, it must be the one of the release.
    """
    is_version = Version.parse(split_edition(folder)[0]) is not None
    try:
        content = shelf.read(NAME, LONGEST)
        if content is None:
            return None
        return LoneRelease(shelf, folder if is_version else parse_manifest(content).folder)
    except (OSError, TargetError):
        return LoneRelease(shelf, folder) if is_version else None
    except BadManifestError:
        return LoneRelease(shelf, folder or "?")
