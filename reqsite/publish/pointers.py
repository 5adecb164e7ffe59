"""What a store says is in it: lists, aliases, the pages that lead to the newest release, the journal.

All of it is made anew from the releases that lie there, and never from memory, so that whatever a crash, a race or a
hand has done to it, the next publication mends it.  Where the alias points is the one thing that only a pointer knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reqsite.i18n import _
from reqsite.publish import journal
from reqsite.publish.errors import UnverifiedError
from reqsite.publish.journal import Event, Journal, parse_journal
from reqsite.publish.manifest import LONGEST, NAME, BadManifestError, Manifest, parse_manifest
from reqsite.publish.names import DRAFT, LATEST, is_final, order_key
from reqsite.publish.redirects import redirects
from reqsite.publish.root_page import root_page
from reqsite.publish.store import Pointers, Store

VERSIONS, VERSIONS_JS, ALIASES, INDEX = "versions.json", "versions.js", "aliases.json", "index.html"
LISTED = 50
"""So many releases stand in the version menu; the first page has all of them."""
LONGEST_POINTER = 16 * 1024 * 1024


def make_pointers(now: str) -> Callable[[Store], Pointers]:
    """Return what makes all pointers of a store; `now` is the time that its journal notes (ISO 8601, UTC)."""

    def make(store: Store) -> Pointers:
        releases = read_releases(store)
        noted = read_journal(store)
        if noted.problem and not noted.is_torn:
            hint = _("`reqsite verify` says what is there. Take the journal back from a copy of the store.")
            raise UnverifiedError(noted.problem, hint)
        latest = _latest(releases, read_aliases(store).get(LATEST, ""), noted)
        yield from _lists(releases, latest)
        if latest:
            there = (item.path for item in store.items(LATEST) if item.kind == "file")
            yield from redirects(latest, there)
        yield INDEX, root_page(releases, latest, read_manifest(store, DRAFT))
        yield journal.NAME, _noted(noted, releases, latest, now).content

    return make


def read_releases(store: Store) -> list[Manifest]:
    """Return the manifests of the releases of a store, newest first; a folder without a sound one is no release."""
    found = (read_manifest(store, name) for name in store.releases())
    return sorted((m for m in found if m), key=lambda m: order_key(m.version, m.date), reverse=True)


def read_manifest(store: Store, folder: str) -> Manifest | None:
    """Return the manifest of a folder, None where it has none that speaks of this folder."""
    content = store.read(f"{folder}/{NAME}", LONGEST)
    if content is None:
        return None
    try:
        manifest = parse_manifest(content)
    except BadManifestError:
        return None
    is_right = manifest.version == folder and (manifest.status == "draft") == (folder == DRAFT)
    return manifest if is_right else None


def read_journal(store: Store) -> Journal:
    """Return the journal of a store, an empty one where it has none."""
    return parse_journal(store.read(journal.NAME, journal.LONGEST) or b"")


def read_aliases(store: Store) -> Mapping[str, str]:
    """Return alias → release, as far as the file says such a thing."""
    data = _json(store.read(ALIASES, LONGEST_POINTER))
    if not isinstance(data, dict):
        return {}
    return {
        alias: named["version"]
        for alias, named in data.items()
        if isinstance(named, dict) and isinstance(named.get("version"), str)
    }


def listed_versions(store: Store) -> list[str] | None:
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


def _latest(releases: Sequence[Manifest], named: str, noted: Journal) -> Manifest | None:
    """Return the release that `latest` names: the newest one when it is new here, else the one it has named so far."""
    finals = [manifest for manifest in releases if is_final(manifest.version)] or releases
    if not finals:
        return None
    if finals[0].version not in noted.published:
        return finals[0]
    return next((manifest for manifest in releases if manifest.version == named), finals[0])


def _lists(releases: Sequence[Manifest], latest: Manifest | None) -> Iterator[tuple[str, bytes]]:
    """Yield the version menu, twice, and the aliases."""
    shown = list(releases[:LISTED])
    if latest and latest not in shown:
        shown.append(latest)
    versions = [{"version": m.version, "title": m.version, "aliases": [LATEST] if m is latest else []} for m in shown]
    text = json.dumps(versions, indent=1)
    yield VERSIONS, f"{text}\n".encode()
    yield VERSIONS_JS, f"window.REQSITE_VERSIONS = {text};\n".encode()  # a release's name has no `<` in it
    aliases = {LATEST: {"version": latest.version, "site_digest": latest.digest}} if latest else {}
    yield ALIASES, f"{json.dumps(aliases, indent=1)}\n".encode()


def _noted(noted: Journal, releases: Sequence[Manifest], latest: Manifest | None, now: str) -> Journal:
    """Return the journal with what is there and not yet in it, oldest first."""
    known = noted.published
    for manifest in reversed(releases):
        if manifest.version not in known:
            noted = noted.with_event(Event("publish", now, manifest.version, manifest.digest, manifest.catalog_digest))
    moves = [event for event in noted.events if event.event == "alias" and event.alias == LATEST]
    if latest and (not moves or moves[-1].version != latest.version):
        noted = noted.with_event(Event("alias", now, latest.version, latest.digest, alias=LATEST))
    return noted
