"""What a store holds, read once: its releases, where its aliases lead, and what its journal says of them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from reqsite.publish.heads import Head
from reqsite.publish.journal import Event, Journal
from reqsite.publish.names import LATEST, is_final, split_edition, why_no_alias


@dataclass(frozen=True)
class Holdings:
    """What a store holds."""

    releases: tuple[Head, ...] = ()
    """Newest first, the editions of a release one after the other."""
    named: Mapping[str, str] = field(default_factory=dict)
    """Alias → the folder that it was last said to lead to, which may be gone."""
    journal: Journal = field(default_factory=Journal)
    draft: Head | None = None

    def find(self, folder: str) -> Head | None:
        """Return the release of a folder."""
        return self._by_folder.get(folder)

    @functools.cached_property
    def withdrawn(self) -> Mapping[str, Event]:
        """Folder → how it was withdrawn."""
        return self.journal.withdrawn

    @functools.cached_property
    def current(self) -> tuple[Head, ...]:
        """What lists show, newest first: of each release the newest edition that is not withdrawn."""
        return tuple(self._by_version.values())

    @functools.cached_property
    def replaced(self) -> Mapping[str, Head]:
        """Folder → the newer edition of the same release that took its place."""
        found = ((head.folder, self._by_version.get(head.frame.version)) for head in self.releases)
        return {
            folder: newer
            for folder, newer in found
            if newer and split_edition(folder)[1] < split_edition(newer.folder)[1]
        }

    @functools.cached_property
    def newest(self) -> Head | None:
        """The release that a reader should see who asks for none: a final one where there is one."""
        finals = (head for head in self.current if is_final(head.folder))
        return next(finals, self.current[0] if self.current else None)

    @functools.cached_property
    def aliases(self) -> Mapping[str, Head]:
        """Alias → the release that it leads to; what names no alias, or leads nowhere, is left out."""
        asked = {LATEST: "", **self.named}
        found = ((alias, self._target(alias, folder)) for alias, folder in sorted(asked.items()))
        return {alias: head for alias, head in found if head and self._may_be(alias)}

    @property
    def latest(self) -> Head | None:
        """The release that `latest` leads to."""
        return self.aliases.get(LATEST)

    def _may_be(self, alias: str) -> bool:
        return alias not in self._by_folder and why_no_alias(alias) is None

    def _target(self, alias: str, folder: str) -> Head | None:
        """Return the newest edition of the release that an alias names; a new release moves `latest`, and only it."""
        if alias == LATEST and self.newest and self.newest.frame.version not in self._known:
            return self.newest
        named = self._by_folder.get(folder)
        found = self._by_version.get(named.frame.version) if named else None
        return found or (self.newest if alias == LATEST else None)

    @functools.cached_property
    def _by_folder(self) -> Mapping[str, Head]:
        return {head.folder: head for head in self.releases}

    @functools.cached_property
    def _by_version(self) -> Mapping[str, Head]:
        """Release → its newest edition that is not withdrawn, newest release first."""
        found: dict[str, Head] = {}
        for head in self.releases:
            if head.folder not in self.withdrawn:
                found.setdefault(head.frame.version, head)
        return found

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        """The releases of which the journal knows an edition."""
        return frozenset(split_edition(folder)[0] for folder in self.journal.published)
