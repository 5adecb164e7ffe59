"""Whether what lies in a store is what was once written there, and how much that proves.

Nothing is written, and nothing outside of the store is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from reqsite.i18n import _
from reqsite.publish.catalog_file import CATALOG, LARGEST_CATALOG, catalog_digest
from reqsite.publish.errors import TargetError
from reqsite.publish.journal import NAME as JOURNAL
from reqsite.publish.journal import Event, Journal
from reqsite.publish.manifest import LONGEST, NAME, SIGNATURE, BadManifestError, Manifest, parse_manifest
from reqsite.publish.names import DRAFT, LATEST, newest_editions, split_edition
from reqsite.publish.pointers import listed_versions, read_aliases, read_journal
from reqsite.publish.release_files import Problem, differing_files, unreadable
from reqsite.publish.signatures import LONGEST as LONGEST_SIGNATURE
from reqsite.publish.signatures import BadSignatureError, Signers, key_of
from reqsite.publish.store import Shelf
from reqsite.publish.tombstone import HOME, differing_tombstone
from reqsite.publish.version_lists import ALIASES, LISTED, VERSIONS

_T = TypeVar("_T")


@dataclass(frozen=True)
class Expected:
    """What is known of a release from elsewhere."""

    event: Event | None = None
    """Its publication, as the journal of the store has it."""
    catalog_digest: str = ""
    """As the ledger of the project has it."""
    redaction: Event | None = None
    """How its content was taken away, as the journal has it."""
    signers: Signers | None = None
    """One of them must have signed it; None where that is not looked at."""


@dataclass(frozen=True)
class Verdict:
    """What was found out about one release."""

    version: str
    """Its folder."""
    problems: tuple[Problem, ...]
    manifest: Manifest | None = None
    is_signed_for: bool = False
    """True where the ledger of the project knows its catalog."""
    redaction: Event | None = None
    """How its content was taken away; None where it is there."""
    signer: str = ""
    """Who signed it, as the list of those who may has it."""
    key: str = ""
    """The fingerprint of the key that it was signed with, whoever has that; `?` where there is no OpenSSH to look."""


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
    store: Shelf,
    names: Collection[str] = (),
    known: Mapping[str, str] | None = None,
    head: str = "",
    signers: Signers | None = None,
) -> Report:
    """Look at releases of a store, and at what it says of itself; one bad release does not stop the others.

    Args:
        store: where they lie.
        names: of their folders; all where there is none, and then the lists are looked at too.
        known: release → catalog digest, of the ledger of the project; None where there is no project.
        head: of the journal, as somebody has kept it: the journal must still hold that line.
        signers: one of them must have signed each release; None where that is not looked at.
    """
    problems: list[Problem] = []
    noted = _told(lambda: read_journal(store), JOURNAL, problems) or Journal()
    there = _told(store.releases, VERSIONS, problems) or []
    published, redacted = noted.published, noted.redacted
    verdicts = []
    for name in list(names) or sorted({*there, *published}):
        digest = (known or {}).get(split_edition(name)[0], "")
        expected = Expected(published.get(name), digest, redacted.get(name), signers)
        verdicts.append(verify_release(store, name, expected))
    problems += _of_the_journal(noted, head)
    known_wrong = ((name, why) for name, why in store.objections() if name not in redacted)
    problems += (Problem(name, why) for name, why in known_wrong if not names or name in names)
    if not names:
        problems += _of_the_lists(store, there, noted.withdrawn)
        if known is not None:
            problems += _of_the_unknown(there, known)
    return Report(tuple(verdicts), tuple(problems), noted.head)


def verify_release(store: Shelf, name: str, expected: Expected) -> Verdict:
    """Look at one release: every byte of it is read."""
    path = f"{name}/{NAME}"
    try:
        if not store.has(name):
            return Verdict(name, (Problem(name, _("It is missing.")),))
        content = store.read(path, LONGEST)
        if content is None:
            return Verdict(name, (Problem(path, _("It is missing.")),))
        manifest = parse_manifest(content)
    except (OSError, TargetError) as error:
        return Verdict(name, (unreadable(path, error),))
    except BadManifestError as error:
        return Verdict(name, (Problem(path, error.message),))
    problems = list(_of_the_manifest(manifest, name, expected))
    signer, key = _signature(store, name, content, expected.signers, problems)
    redaction = expected.redaction
    if redaction is None:
        problems += differing_files(store, name, manifest)
        if not problems:
            problems += _of_the_catalog(store, name, manifest)
    else:
        gone = _told(lambda: list(differing_tombstone(store, name, redaction)), f"{name}/{HOME}", problems)
        problems += gone or ()
    is_known = bool(expected.catalog_digest) and not problems and redaction is None
    return Verdict(name, tuple(problems), manifest, is_known, redaction, signer, key)


def _told(look: Callable[[], _T], path: str, problems: list[Problem]) -> _T | None:
    """Return what is seen, None where it cannot be seen, which becomes a problem."""
    try:
        return look()
    except (OSError, TargetError) as error:
        problems.append(unreadable(path, error))
        return None


def _of_the_manifest(manifest: Manifest, name: str, expected: Expected) -> Iterator[Problem]:
    path = f"{name}/{NAME}"
    if manifest.folder != name:
        yield Problem(
            path, _("It is the manifest of {version}: another release was put here.", version=manifest.folder)
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


def _signature(
    store: Shelf, name: str, content: bytes, signers: Signers | None, problems: list[Problem]
) -> tuple[str, str]:
    """Return who signed a manifest, as far as somebody vouches for it, and the key that it was signed with."""
    path = f"{name}/{SIGNATURE}"
    try:
        signature = store.read(path, LONGEST_SIGNATURE)
        if signature is not None:
            key = key_of(content, signature)
            return (signers.who(content, signature) if signers else ""), key
        if signers:
            problems.append(Problem(path, _("It is missing: nobody has signed the release.")))
    except BadSignatureError as error:
        problems.append(Problem(path, error.message))
    except (OSError, TargetError) as error:
        problems.append(unreadable(path, error))
    return "", ""


def _of_the_catalog(store: Shelf, name: str, manifest: Manifest) -> Iterator[Problem]:
    """Compute the catalog digest again from the records that the release holds for machines."""
    if not manifest.catalog_digest:
        return
    path = f"{name}/{CATALOG}"
    if CATALOG not in manifest.by_path:
        yield Problem(path, _("It is missing."))
        return
    problems: list[Problem] = []
    content = _told(lambda: store.read(path, LARGEST_CATALOG), path, problems)
    yield from problems
    if not problems and catalog_digest(content or b"") != manifest.catalog_digest:
        yield Problem(path, _("Its records do not have the catalog digest that the manifest names."))


def _of_the_unknown(there: Iterable[str], known: Mapping[str, str]) -> Iterator[Problem]:
    for name in there:
        if split_edition(name)[0] not in known:
            yield Problem(name, _("The ledger of the project knows no such release."))


def _of_the_journal(noted: Journal, head: str) -> Iterator[Problem]:
    if noted.problem:
        yield Problem(JOURNAL, noted.problem)
    if head and head not in noted.heads:
        yield Problem(JOURNAL, _("It does not hold the line that was kept: something was rolled back."))


def _of_the_lists(store: Shelf, there: list[str], withdrawn: Container[str]) -> list[Problem]:
    """Return what is wrong with the lists of a store, which name the newest editions of what is not withdrawn."""
    problems: list[Problem] = []
    wanted = newest_editions(name for name in there if name not in withdrawn)
    listed = _told(lambda: listed_versions(store), VERSIONS, problems)
    if listed is None:
        if there and not problems:
            problems.append(Problem(VERSIONS, _("It is missing, or is no list of releases.")))
    else:
        problems += (
            Problem(VERSIONS, _("It names {version}, which is not there.", version=name))
            for name in listed
            if name not in there
        )
        problems += (
            Problem(VERSIONS, _("It names {version}, which is withdrawn.", version=name))
            for name in listed
            if name in withdrawn
        )
        if len(there) <= LISTED and not problems:
            problems += (
                Problem(VERSIONS, _("It does not name {version}. The next publication mends that.", version=name))
                for name in sorted(wanted)
                if name not in listed
            )
    latest = (_told(lambda: read_aliases(store), ALIASES, problems) or {}).get(LATEST)
    if wanted and latest not in wanted:
        problems.append(Problem(ALIASES, _("It names no release that is there as `{alias}`.", alias=LATEST)))
    return problems
