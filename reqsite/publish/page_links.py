"""The links of a site: every one leads to a file that is there, and to a place in it that is there."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from reqsite.i18n import Message, _

_ANYWHERE = frozenset({"", "top"})
"""Places that every page has."""


class Links:
    """Collects the links of pages, and finds the broken ones at the end.

    Args:
        paths: of all files of the site, relative to its root.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = set(paths)
        self._ids: dict[str, set[str]] = {}
        self._wanted: dict[tuple[str, str], str] = {}
        self._broken: dict[str, dict[str, None]] = {}
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def add(self, page: str, ids: Iterable[str], links: Iterable[str]) -> None:
        """Take what a page has: the ids of its places, and its links as they stand."""
        self._ids[page] = {sys.intern(name) for name in ids}
        folder = posixpath.dirname(page)
        for link in links:
            if link.startswith("#"):
                target: tuple[str, str] | None = (page, unquote(link[1:]))
            else:
                key = (folder, link)
                if key not in self._known:
                    self._known[key] = self._target(folder, link)
                target = self._known[key]
            if target is None:
                self._broken.setdefault(page, {})[link] = None
            elif target[1] not in _ANYWHERE and not _is_setting(target[1]):
                self._wanted.setdefault(target, page)

    def broken(self) -> Iterator[tuple[str, Message]]:
        """Yield (page, what is wrong) for every link that leads nowhere, pages in order."""
        for page in sorted(self._broken):
            for link in sorted(self._broken[page]):
                yield page, _("It leads to what is not there: {address}", address=link)
        for (target, place), page in sorted(self._wanted.items()):
            if target in self._ids and place not in self._ids[target]:
                yield page, _("It leads to a place that is not there: {address}", address=f"{target}#{place}")

    def _target(self, folder: str, link: str) -> tuple[str, str] | None:
        """Return (file, place in it), None where there is no such file."""
        address, _mark, place = link.partition("#")
        path = unquote(address.partition("?")[0])
        if path.startswith("/"):
            return None
        full = posixpath.normpath(posixpath.join(folder, path or "."))
        if path.endswith("/") or full == "." or full not in self._paths:
            full = posixpath.normpath(posixpath.join(full, "index.html"))
        return (full, unquote(place)) if full in self._paths else None


def _is_setting(place: str) -> bool:
    """Return True for what tells a page how to show itself: `#status=draft`, `#1.1.0..1.2.0`."""
    return "=" in place or ".." in place
