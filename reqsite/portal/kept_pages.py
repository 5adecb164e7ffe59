"""Whole pages, kept from one build to the next: where nothing has changed at all, nothing is made again.

A portal is a function of plain values: its project, the texts of its files, its settings, the programs.  All of them
together are the key under which everything that one build has made is kept, so that what is found cannot be stale.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from reqsite.portal import kept_texts
from reqsite.portal.kept_texts import Entry
from reqsite.portal.site import Fragment, Page, TocEntry

_PAGE, _FILE, _BYTES, _BLOCK = "page ", "file ", "bytes ", "block "
_SAID_OF_PAGE = tuple(f.name for f in fields(Page) if f.name != "build")
_SAID_OF_FRAGMENT = tuple(f.name for f in fields(Fragment) if f.name not in {"html", "search", "toc"})
_line = operator.attrgetter(*(f.name for f in fields(TocEntry)))
_JSON = json.JSONEncoder(check_circular=False)


class KeptPages:
    """What one build has made, in memory, and in a file where there is one."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._key = ""
        self._found: Mapping[str, Entry] = {}
        self._made: dict[str, Entry] = {}

    @classmethod
    def of_user(cls, root: Path) -> KeptPages:
        """Return what this user has kept of the project in `root`; in memory where there is no folder for it."""
        return cls(kept_texts.path_for(root, "pages"))

    def begin(self, key: str) -> None:
        """Start a build; what was made from anything else is forgotten."""
        if key != self._key:
            self._key = key
            self._found = kept_texts.read(self._path, key)
        self._made = {}

    def pages(self, make: Callable[[], Iterable[Page]]) -> list[Page]:
        """Return all pages, in order: as they were in the build before, else as `make` gives them."""
        if self._found:
            return [_page(entry) for name, entry in self._found.items() if name.startswith(_PAGE)]
        pages = [replace(page, build=functools.partial(self._build, page)) for page in make()]
        # In the order of the pages, whatever the order in which they are asked for.
        self._made = dict.fromkeys((_PAGE + page.source for page in pages), ())
        return pages

    def files(self, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
        """Return text files by their paths: as they were in the build before, else as `make` gives them."""
        if self._found:
            found = self._found.items()
            return {name.removeprefix(_FILE): text.encode() for name, (text, *_) in found if name.startswith(_FILE)}
        files = make()
        self._made |= {_FILE + path: (content.decode(),) for path, content in files.items()}
        return files

    def binaries(self, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
        """Return files that are no texts, as `files` does."""
        if self._found:
            found = ((name, text) for name, (text, *_) in self._found.items() if name.startswith(_BYTES))
            return {name.removeprefix(_BYTES): text.encode("latin-1") for name, text in found}
        files = make()
        self._made |= {_BYTES + path: (content.decode("latin-1"),) for path, content in files.items()}
        return files

    def block(self, name: str, make: Callable[[], Fragment]) -> Fragment:
        """Return a part of an ordinary page by its name: as it was in the build before, else as `make` gives it."""
        entry = self._found.get(_BLOCK + name)
        if entry is not None:
            return _taken_apart(entry)[1]
        made = make()
        self._made[_BLOCK + name] = _entry(made)
        return made

    def save(self) -> None:
        """Keep what has been made; a build that has not made all pages leaves nothing."""
        if self._found or not all(self._made.values()):
            return
        self._found = self._made
        kept_texts.write(self._path, self._key, self._made)

    def _build(self, page: Page) -> Fragment:
        fragment = page.build()
        # As plain text, and so the same one in memory for the page and for what is kept of it.
        made = replace(fragment, html=str(fragment.html), search=str(fragment.search))
        self._made[_PAGE + page.source] = _entry(made, _said(page, _SAID_OF_PAGE))
        return made


def _page(entry: Entry) -> Page:
    page, made = _taken_apart(entry)
    return Page(build=lambda: made, **page)


def _taken_apart(entry: Entry) -> tuple[dict[str, Any], Fragment]:
    html, search, said = entry
    page, fragment, toc = json.loads(said)
    return page, Fragment(html, tuple(TocEntry(*line) for line in toc), search, **fragment)


def _entry(fragment: Fragment, page: dict[str, object] | None = None) -> Entry:
    said = _JSON.encode([page, _said(fragment, _SAID_OF_FRAGMENT), [_line(entry) for entry in fragment.toc]])
    return (str(fragment.html), str(fragment.search), said)


def _said(value: object, names: tuple[str, ...]) -> dict[str, object]:
    """Return the plain values of a page or of a fragment; what JSON cannot hold raises, so that nothing is lost."""
    return {name: getattr(value, name) for name in names}
