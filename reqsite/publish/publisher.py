"""Publishing a project: build, look over, describe, lay into the store, point to it, read it back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reqsite.i18n import _, plural
from reqsite.model.scratch import scratch_folder
from reqsite.publish.catalog_file import CATALOG, catalog_digest
from reqsite.publish.conflicts import is_published, refuse_burnt, refuse_taken, same_edition
from reqsite.publish.draft_marks import mark_as_draft
from reqsite.publish.environment import build_environment
from reqsite.publish.errors import MisplacedError, RefusedError, UnverifiedError
from reqsite.publish.gate import Rules, look_over
from reqsite.publish.manifest import Manifest, list_files
from reqsite.publish.names import DRAFT, why_no_version
from reqsite.publish.offline_copy import add_offline_copy
from reqsite.publish.pointers import make_pointers, read_holdings, read_journal, read_manifest
from reqsite.publish.store import Store
from reqsite.publish.verify import Expected, verify_release

Build = Callable[[Path, Mapping[str, str]], None]
"""Builds the site into a folder, in an environment, and raises what it likes where that fails."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a publication."""

    manifest: Manifest
    is_new: bool
    """False where the same was out already."""
    pointers: tuple[str, ...] = ()
    """Those that changed."""


@dataclass(frozen=True)
class Publisher:
    """Publishes to one store."""

    store: Store
    build: Build
    now: str
    """The time that the journal notes (ISO 8601, UTC)."""
    caller: Mapping[str, str]
    """The environment of the caller."""
    sign: Callable[[bytes], bytes] | None = None
    """Signs the manifest of a release that is new; None where nobody signs."""
    answers: Mapping[str, bytes] = field(default_factory=dict)
    """Release → the file of the answers that came after it."""

    def publish(self, frame: Manifest, epoch: int, rules: Rules, *, dry_run: bool = False) -> Outcome:
        """Publish the project as a release, or as the draft.

        Args:
            frame: the manifest without its files; for a draft without its catalog digest, too.
            epoch: seconds since 1970 that the build takes for now.
            rules: what the site must be.
            dry_run: only say what would happen: everything but the store is done.

        Raises:
            PublishError: It cannot be; what is out stays as it is.
        """
        is_draft = frame.status == "draft"
        if not is_draft and (reason := why_no_version(frame.version)) is not None:
            raise MisplacedError(_("{name} cannot be published: {reason}", name=frame.version, reason=reason))
        self.store.check()
        held = read_holdings(self.store)
        if not is_draft:
            refuse_taken(held, frame)
        with self._built(frame, epoch, rules) as (site, manifest):
            return self._draft(site, manifest, dry_run) if is_draft else self._release(site, manifest, dry_run)

    def describe(self, frame: Manifest, epoch: int, rules: Rules) -> Manifest:
        """Build the project as `publish` does, and return its manifest; the store is left alone."""
        with self._built(frame, epoch, rules) as (_site, manifest):
            return manifest

    @contextlib.contextmanager
    def _built(self, frame: Manifest, epoch: int, rules: Rules) -> Iterator[tuple[Path, Manifest]]:
        """Give the folder of a built site, fit to leave the house, and its manifest; it is gone at the end."""
        is_draft = frame.status == "draft"
        with scratch_folder() as held:
            site, private = held / "site", held / "private"
            private.mkdir()
            release = "" if is_draft else frame.version
            self.build(site, build_environment(self.caller, private, epoch, release))
            if is_draft:
                mark_as_draft(site, frame.language)
            manifest = _described(site, frame)
            _look_over(site, manifest, rules)
            yield site, manifest if is_draft else add_offline_copy(site, manifest)

    def _release(self, site: Path, manifest: Manifest, dry_run: bool) -> Outcome:
        event = read_journal(self.store).published.get(manifest.folder)
        if not self.store.has(manifest.folder):
            refuse_burnt(event.site_digest if event else "", manifest)
        if (same := same_edition(self.store, manifest)) is not None:
            return Outcome(same, is_new=False)
        if dry_run:
            return Outcome(manifest, not is_published(self.store, manifest.folder, manifest))
        if self.sign and not self.store.has(manifest.folder):
            manifest = replace(manifest, signature=self.sign(manifest.content))
        is_new = self.store.commit_release(manifest.folder, site, manifest)
        # Pointers are looked at in any case: an earlier run may have died before it came to them.
        changed = self.store.update(make_pointers(self.now, answers=self.answers))
        verdict = verify_release(self.store, manifest.folder, Expected())
        if verdict.problems:
            raise UnverifiedError(
                _("Release {name} lies in the store, but not as it was written.", name=manifest.folder),
                _("Look at the disk, and at who else writes to {place}.", place=self.store.place),
                [_("{path}: {what}", path=p.path, what=p.message) for p in verdict.problems[:_SHOWN]],
            )
        return Outcome(verdict.manifest or manifest, is_new, changed)

    def _draft(self, site: Path, manifest: Manifest, dry_run: bool) -> Outcome:
        if dry_run:
            there = read_manifest(self.store, DRAFT)
            return Outcome(manifest, there is None or there.content != manifest.content)
        is_new = self.store.replace_draft(site, manifest)
        return Outcome(manifest, is_new, self.store.update(make_pointers(self.now, answers=self.answers)))


def _described(site: Path, frame: Manifest) -> Manifest:
    """Return the manifest of a built site, whose records must be those that its frame names."""
    files = list_files(site)
    if not any(entry.path == "index.html" for entry in files):
        raise RefusedError(_("The site that was built has no first page: index.html"))
    catalog = site / CATALOG
    shown = catalog_digest(catalog.read_bytes()) if catalog.is_file() else ""
    if frame.status == "release" and shown != frame.catalog_digest:
        raise RefusedError(
            _(
                "The portal that was built shows other records than release {name} froze: "
                "its catalog digest is {shown}…, the release's {frozen}….",
                name=frame.version,
                shown=shown[:12],
                frozen=frame.catalog_digest[:12],
            ),
            _("A plugin or a hook of the site may change records while it is built."),
        )
    return replace(frame, files=files, catalog_digest=shown)


def _look_over(site: Path, manifest: Manifest, rules: Rules) -> None:
    """Refuse a site with a defect, and say where it has one."""
    defects = list(look_over(site, (entry.path for entry in manifest.files), rules))
    if not defects:
        return
    shown = [_("{path}: {what}", path=d.path, what=d.message) for d in defects[:_SHOWN]]
    if len(defects) > _SHOWN:
        shown.append(_("… and {count} more.", count=len(defects) - _SHOWN))
    message = plural(
        "The site was built, and {count} thing in it must not be published.",
        "The site was built, and {count} things in it must not be published.",
        len(defects),
    )
    raise RefusedError(message, None, shown)
