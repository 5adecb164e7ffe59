"""What a store says is in it: lists, aliases, the pages that lead to releases, the journal.

All of it is made anew from the releases that lie there, and never from memory, so that whatever a crash, a race or a
hand has done to it, the next publication mends it.  What cannot be seen from the releases is where aliases lead, and
what was withdrawn: the journal has it, line by line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reqsite.i18n import _
from reqsite.publish import journal
from reqsite.publish.errors import UnverifiedError
from reqsite.publish.heads import Head, parse_head
from reqsite.publish.holdings import Holdings
from reqsite.publish.host_files import host_files
from reqsite.publish.journal import Event, Journal, parse_journal
from reqsite.publish.late_answers import FOLDER as ANSWERS
from reqsite.publish.late_answers import answer_files
from reqsite.publish.manifest import LONGEST, NAME, BadManifestError, Manifest, parse_manifest
from reqsite.publish.names import DRAFT, LATEST, order_key
from reqsite.publish.redirects import dead_ends, redirects
from reqsite.publish.root_page import root_page
from reqsite.publish.store import Pointers, Shelf, Store
from reqsite.publish.version_lists import ALIASES, VERSIONS, VERSIONS_JS, version_lists

INDEX = "index.html"
LONGEST_POINTER = 16 * 1024 * 1024

Act = Callable[[Holdings], Holdings]
"""What is done to the releases of a store: notes it in the journal, or refuses it.  It may be called more than once."""


def make_pointers(
    now: str, act: Act | None = None, answers: Mapping[str, bytes] | None = None
) -> Callable[[Store], Pointers]:
    """Return what makes all pointers of a store.

    Args:
        now: the time that its journal notes (ISO 8601, UTC).
        act: what is done first.
        answers: release → the file of the answers that came after it, as a project has them; those of other releases
            stay as they are.
    """

    def make(store: Store) -> Pointers:
        held = _with_publications(read_holdings(store), now)
        acted = _with_moves(act(held) if act else held, now)
        noted = journal.NAME, acted.journal.content
        if act:  # it stands in the journal alone: there first, or the next publication would undo what a crash left
            yield noted
        yield from version_lists(acted)
        for alias in sorted({*acted.aliases, *acted.named}):
            yield from _pages(store, acted, alias)
        yield from answer_files(store, acted, answers or {})
        yield INDEX, root_page(acted)
        yield from host_files(acted, (INDEX, VERSIONS, VERSIONS_JS, ALIASES, journal.NAME, f"{ANSWERS}/*"))
        if not act:
            yield noted

    return make


def read_holdings(store: Shelf) -> Holdings:
    """Return what a store holds.

    Raises:
        UnverifiedError: Its journal is not what was written, or a newer reqsite has written to it.
    """
    noted = read_journal(store)
    if noted.problem and not noted.is_torn:
        hint = _("`reqsite verify` says what is there. Take the journal back from a copy of the store.")
        raise UnverifiedError(noted.problem, hint)
    named = {**noted.aliases, **read_aliases(store)}
    return Holdings(read_releases(store), named, noted, _read_head(store, DRAFT))


def read_releases(store: Shelf) -> tuple[Head, ...]:
    """Return the releases of a store, newest first; a folder without a sound manifest is none.

    Raises:
        UnverifiedError: A newer reqsite has written one of them.
    """
    found = (_read_head(store, name) for name in store.releases())
    return tuple(sorted((h for h in found if h), key=lambda h: order_key(h.folder, h.frame.date), reverse=True))


def read_manifest(store: Shelf, folder: str) -> Manifest | None:
    """Return the manifest of a folder, None where it has none that speaks of this folder."""
    content = store.read(f"{folder}/{NAME}", LONGEST)
    if content is None:
        return None
    try:
        manifest = parse_manifest(content)
    except BadManifestError:
        return None
    return manifest if _speaks_of(manifest, folder) else None


def read_journal(store: Shelf) -> Journal:
    """Return the journal of a store, an empty one where it has none."""
    return parse_journal(store.read(journal.NAME, journal.LONGEST) or b"")


def read_aliases(store: Shelf) -> Mapping[str, str]:
    """Return alias → release, as far as the file says such a thing."""
    data = _json(store.read(ALIASES, LONGEST_POINTER))
    if not isinstance(data, dict):
        return {}
    return {
        alias: named["version"]
        for alias, named in data.items()
        if isinstance(named, dict) and isinstance(named.get("version"), str)
    }


def listed_versions(store: Shelf) -> list[str] | None:
    """Return the releases of the version menu, None where the file is not what it should be."""
    data = _json(store.read(VERSIONS, LONGEST_POINTER))
    if not isinstance(data, list) or not all(isinstance(v, dict) and isinstance(v.get("version"), str) for v in data):
        return None
    return [entry["version"] for entry in data]


def _json(content: bytes | None) -> Any:  # noqa: ANN401 JSON of any shape
    try:
        return json.loads(content) if content is not None else None
    except (ValueError, RecursionError):
        return None


def _read_head(store: Shelf, folder: str) -> Head | None:
    """Return what the manifest of a folder says for a list, None where it has none that speaks of this folder."""
    content = store.read(f"{folder}/{NAME}", LONGEST)
    if content is None:
        return None
    try:
        head = parse_head(content)
    except BadManifestError as error:
        if error.is_newer:
            raise UnverifiedError(_("{path}: {what}", path=folder, what=error.message)) from None
        return None
    return head if _speaks_of(head.frame, folder) else None


def _speaks_of(manifest: Manifest, folder: str) -> bool:
    return manifest.folder == folder and (manifest.status == "draft") == (folder == DRAFT)


def _with_publications(held: Holdings, now: str) -> Holdings:
    """Return what a store holds with a line of the journal for each release that has none, the oldest first.

    Where aliases lead is settled before: a release moves `latest` while the journal does not know it.
    """
    noted, known = held.journal, held.journal.published
    for head in reversed(held.releases):
        if head.folder not in known:
            noted = noted.with_event(Event("publish", now, head.folder, head.digest, head.frame.catalog_digest))
    return replace(held, named={**held.named, **_folders(held)}, journal=noted)


def _with_moves(held: Holdings, now: str) -> Holdings:
    """Return what a store holds with a line of the journal for each alias that does not lead where it says."""
    noted, before = held.journal, held.journal.aliases
    for alias, head in held.aliases.items():
        if before.get(alias) != head.folder:
            noted = noted.with_event(Event("alias", now, head.folder, head.digest, alias=alias))
    return replace(held, named={**held.named, **_folders(held)}, journal=noted)


def _folders(held: Holdings) -> Mapping[str, str]:
    return {alias: head.folder for alias, head in held.aliases.items()}


def _pages(store: Store, held: Holdings, alias: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of an alias."""
    there = (item.path for item in store.items(alias) if item.kind == "file")
    head = held.aliases.get(alias)
    if head is None:
        if alias == LATEST or (held.find(alias) is None and alias in held.journal.aliases):
            yield from dead_ends(alias, held.releases[0].frame.language if held.releases else "en", there)
        return
    if (manifest := read_manifest(store, head.folder)) is not None:
        yield from redirects(alias, manifest, there)
