"""What a store can do, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import Protocol

from reqsite.i18n import Message
from reqsite.publish.manifest import Manifest

Pointers = Iterator[tuple[str, bytes]]
"""(path, content) of the files that say what is there, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a published folder."""

    path: str
    """Relative to the folder."""
    kind: str
    """`file`, `folder`, or `other` for what no published folder holds."""
    is_readable: bool = True
    """False where a server could not hand it out."""


class Shelf(Protocol):
    """Where releases can be read, each in a folder of its own, and files that point to them."""

    @property
    def place(self) -> str:
        """Where it is, for people."""

    @property
    def lists(self) -> bool:
        """False where nobody can see what lies there, and `items` yields nothing."""

    def releases(self) -> list[str]:
        """Return the names of the releases that are there whole, listed or not."""

    def has(self, folder: str) -> bool:
        """Return True where there is something of this name."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file, None where it is not there; one with more than `limit` bytes is refused.

        Raises:
            TargetError: It cannot be read, or is too large.
        """

    def open(self, path: str) -> BufferedIOBase:
        """Open a file for reading; no link is followed.

        Raises:
            OSError: It is not there, or cannot be read.
        """

    def items(self, folder: str) -> Iterator[Item]:
        """Yield whatever lies in a folder, at any depth; nothing where there is none."""

    def objections(self) -> Iterator[tuple[str, Message]]:
        """Yield what the store knows to be wrong from elsewhere than from what lies in it: (folder, what)."""


class Store(Shelf, Protocol):
    """Where releases lie, each written once."""

    def check(self) -> None:
        """Look whether the store could be written to, without doing it.

        Raises:
            TargetError: It could not.
        """

    def commit_release(self, name: str, source: Path, manifest: Manifest) -> bool:
        """Lay a release into the store: all of it or nothing. Return False where the same lies there already.

        Raises:
            ConflictError: Something else lies there, or a name that is the same on some computers is taken.
            TargetError: What is copied is not what the manifest says.
        """

    def replace_draft(self, source: Path, manifest: Manifest) -> bool:
        """Put a draft in the place of the one before, whole. Return False where it is the same."""

    def replace_release(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Put a few files in the place of all that a release holds; only for content that must not be anywhere.

        Returns:
            False where just these files lie there already.
        """

    def update(self, make: Callable[[Store], Pointers]) -> tuple[str, ...]:
        """Replace pointers, none written by anybody else in between, and return the paths of those that changed.

        Args:
            make: makes all pointers of what is there; called again where somebody else was faster.
        """
