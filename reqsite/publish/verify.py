"""Whether what lies in a store is what was once written there, and how much that proves.

Nothing is written, and nothing outside of the store is opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reqsite.i18n import Message, _
from reqsite.model import fingerprint as fp
from reqsite.publish.journal import NAME as JOURNAL
from reqsite.publish.journal import Event, Journal
from reqsite.publish.manifest import LONGEST, NAME, SUMS, BadManifestError, FileEntry, Manifest, parse_manifest
from reqsite.publish.names import DRAFT, LATEST
from reqsite.publish.pointers import ALIASES, LISTED, VERSIONS, listed_versions, read_aliases, read_journal
from reqsite.publish.store import Store

CATALOG = "requirements.json"
"""The records of a release, for machines."""
_LARGEST_CATALOG = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written."""

    path: str
    """In the store."""
    message: Message


@dataclass(frozen=True)
class Expected:
    """What is known of a release from elsewhere."""

    event: Event | None = None
    """Its publication, as the journal of the store has it."""
    catalog_digest: str = ""
    """As the ledger of the project has it."""


@dataclass(frozen=True)
class Verdict:
    """What was found out about one release."""

    version: str
    problems: tuple[Problem, ...]
    manifest: Manifest | None = None
    is_signed_for: bool = False
    """True where the ledger of the project knows its catalog."""


@dataclass(frozen=True)
class Report:
    """What was found out about a store."""

    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    """Of the store itself: its lists, aliases and journal."""
    head: str
    """Of the journal."""

    @property
    def is_fine(self) -> bool:
        """True where nothing was found."""
        return not self.problems and not any(verdict.problems for verdict in self.verdicts)


def verify_store(
    store: Store, names: Collection[str] = (), known: Mapping[str, str] | None = None, head: str = ""
) -> Report:
    """Look at releases of a store, and at what it says of itself; one bad release does not stop the others.

    Args:
        store: where they lie.
        names: of the releases; all where there is none, and then the lists are looked at too.
        known: release → catalog digest, of the ledger of the project; None where there is no project.
        head: of the journal, as somebody has kept it: the journal must still hold that line.
    """
    noted = read_journal(store)
    published = noted.published
    there = store.releases()
    asked = list(names) or sorted({*there, *published})
    verdicts = tuple(
        verify_release(store, name, Expected(published.get(name), (known or {}).get(name, ""))) for name in asked
    )
    problems = [*_of_the_journal(noted, head), *([] if names else _of_the_store(store, there, known))]
    return Report(verdicts, tuple(problems), noted.head)


def verify_release(store: Store, name: str, expected: Expected) -> Verdict:
    """Look at one release: every byte of it is read."""
    if not store.has(name):
        return Verdict(name, (Problem(name, _("It is missing.")),))
    try:
        content = store.read(f"{name}/{NAME}", LONGEST)
    except OSError:
        return Verdict(name, (Problem(f"{name}/{NAME}", _("It cannot be read.")),))
    if content is None:
        return Verdict(name, (Problem(f"{name}/{NAME}", _("It is missing.")),))
    try:
        manifest = parse_manifest(content)
    except BadManifestError as error:
        return Verdict(name, (Problem(f"{name}/{NAME}", error.message),))
    problems = [*_of_the_manifest(manifest, name, expected), *_of_the_files(store, name, manifest)]
    if not problems:
        problems += _of_the_catalog(store, name, manifest)
    return Verdict(name, tuple(problems), manifest, bool(expected.catalog_digest) and not problems)


def _of_the_manifest(manifest: Manifest, name: str, expected: Expected) -> Iterator[Problem]:
    path = f"{name}/{NAME}"
    if manifest.version != name:
        yield Problem(
            path, _("It is the manifest of {version}: another release was put here.", version=manifest.version)
        )
    if (manifest.status == "draft") != (name == DRAFT):
        yield Problem(path, _("It is the manifest of a draft, and no release."))
    event = expected.event
    if event and event.site_digest != manifest.digest:
        yield Problem(
            path, _("The journal knows the release with another digest: {digest}…", digest=event.site_digest[:12])
        )
    if expected.catalog_digest not in {"", manifest.catalog_digest}:
        message = _(
            "The ledger of the project has another catalog digest: {digest}…", digest=expected.catalog_digest[:12]
        )
        yield Problem(path, message)


def _of_the_files(store: Store, name: str, manifest: Manifest) -> Iterator[Problem]:
    """Yield what differs between a folder and its manifest: files, folders, and whether they can be read."""
    wanted = dict(manifest.by_path)
    folders = {folder for path in wanted for folder in _folders(path)}
    seen = set()
    for item in store.items(name):
        path = f"{name}/{item.path}"
        seen.add(item.path)
        if item.kind == "other":
            yield Problem(path, _("It is no plain file."))
        elif item.kind == "folder":
            if item.path not in folders:
                yield Problem(path, _("It is a folder that was not there."))
            elif not item.is_readable:
                yield Problem(path, _("It cannot be read by others."))
        elif not item.is_readable:
            yield Problem(path, _("It cannot be read by others."))
        elif item.path == SUMS:
            if store.read(path, LONGEST) != manifest.sums():
                yield Problem(path, _("It is changed."))
        elif item.path != NAME:
            yield from _of_the_file(store, path, wanted.get(item.path))
    yield from (Problem(f"{name}/{path}", _("It is missing.")) for path in (*wanted, SUMS) if path not in seen)


def _of_the_file(store: Store, path: str, entry: FileEntry | None) -> Iterator[Problem]:
    if entry is None:
        yield Problem(path, _("It is unexpected: nothing of this name was published."))
        return
    try:
        with store.open(path) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        yield Problem(path, _("It cannot be read."))
        return
    if digest != entry.sha256:
        yield Problem(path, _("It is changed."))


def _of_the_catalog(store: Store, name: str, manifest: Manifest) -> Iterator[Problem]:
    """Compute the catalog digest again from the records that the release holds for machines."""
    if not manifest.catalog_digest:
        return
    path = f"{name}/{CATALOG}"
    if CATALOG not in manifest.by_path:
        yield Problem(path, _("It is missing."))
    elif catalog_digest(store.read(path, _LARGEST_CATALOG) or b"") != manifest.catalog_digest:
        yield Problem(path, _("Its records do not have the catalog digest that the manifest names."))


def catalog_digest(content: bytes) -> str:
    """Return the catalog digest of a `requirements.json`, computed from its records; empty where it has none."""
    try:
        records = json.loads(content)["records"]
        return fp.digest_of({record["id"]: _fingerprint(record) for record in records})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _fingerprint(record: Mapping[str, Any]) -> str:
    """Return the fingerprint of what a record says there, whatever it says of its fingerprint."""
    return fp.Content(
        record["type"],
        record["title"],
        record["fields"],
        [(section["key"], section["title"], section["text"]) for section in record["sections"]],
        {**record["links"], **record["as_written"]},
        [(attached["path"], attached["sha256"]) for attached in record["attachments"]],
    ).digest()


def _of_the_store(store: Store, there: list[str], known: Mapping[str, str] | None) -> Iterator[Problem]:
    """Yield what is wrong with the lists of a store, and with what lies in it."""
    yield from _of_the_lists(store, there)
    for name in there:
        if known is not None and name not in known:
            yield Problem(name, _("The ledger of the project knows no such release."))


def _of_the_journal(noted: Journal, head: str) -> Iterator[Problem]:
    if noted.problem:
        yield Problem(JOURNAL, noted.problem)
    if head and head not in noted.heads:
        yield Problem(JOURNAL, _("It does not hold the line that was kept: something was rolled back."))


def _of_the_lists(store: Store, there: list[str]) -> Iterator[Problem]:
    listed = listed_versions(store)
    if listed is None:
        if there:
            yield Problem(VERSIONS, _("It is missing, or is no list of releases."))
    else:
        yield from (
            Problem(VERSIONS, _("It names {version}, which is not there.", version=name))
            for name in listed
            if name not in there
        )
        if len(there) <= LISTED:
            yield from (
                Problem(VERSIONS, _("It does not name {version}. The next publication mends that.", version=name))
                for name in there
                if name not in listed
            )
    latest = read_aliases(store).get(LATEST)
    if there and (latest is None or latest not in there):
        yield Problem(ALIASES, _("It names no release that is there as `{alias}`.", alias=LATEST))


def _folders(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
