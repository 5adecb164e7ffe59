"""Suspect links: one end has changed in what binds since the other end was last looked at beside it.

When that was, a pin says: `derives_from: [REQ-003@1.1.0]` names the release in which the two were as they were looked
at, `@` and hexadecimal digits a state that no release has frozen yet.  Without a pin, whoever changed the lower end of
a link is taken to have looked at the upper one, and whoever wrote the link to have looked at both.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqsite.history.entry import State
from reqsite.history.ledger import Ledger
from reqsite.history.past import Past
from reqsite.model.catalog import Catalog, TraceLink
from reqsite.model.collection import without_collection
from reqsite.model.fingerprint import without_pin

DIGITS = 8
"""How many hexadecimal digits a pin has at least."""
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGITS},64}}")


@dataclass(frozen=True, slots=True)
class Cause:
    """An end of a link that has changed."""

    id: str
    fields: tuple[str, ...]
    """Names of what changed of what binds, as in `Changed.fields`; empty where the state that was looked at is in no
    release."""
    releases: tuple[str, ...]
    """The releases in which it changed, first one first; an empty name stands for what is not released yet."""


@dataclass(frozen=True, slots=True)
class SuspectLink:
    """A link whose ends should be compared again."""

    link: TraceLink
    causes: tuple[Cause, ...]
    """The target, the source, or both."""
    reviewed: str
    """The release in which the two were as they were last looked at; empty where none was."""


@dataclass(frozen=True, slots=True)
class UnknownPin:
    """A link with a pin that says nothing."""

    link: TraceLink
    is_release: bool
    """True where the pin names a release in which the target was not there yet."""


@dataclass(frozen=True)
class Suspects:
    """What a review of all links comes to, in the order of the records."""

    links: tuple[SuspectLink, ...] = ()
    unknown_pins: tuple[UnknownPin, ...] = ()

    @functools.cached_property
    def by_source(self) -> Mapping[str, tuple[SuspectLink, ...]]:
        """Record id → the suspect links that it declares."""
        return _grouped((suspect.link.source, suspect) for suspect in self.links)

    @functools.cached_property
    def by_target(self) -> Mapping[str, tuple[SuspectLink, ...]]:
        """Record id → the suspect links that lead to it."""
        return _grouped((suspect.link.target, suspect) for suspect in self.links)


def suspects(catalog: Catalog, ledger: Ledger, state: State) -> Suspects:
    """Return the suspect links of the live records; without a ledger, or with a broken one, there are none.

    Args:
        catalog: The records as they are now.
        ledger: What the releases froze.
        state: `catalog` as a release would freeze it.
    """
    with without_collection():
        return Review(catalog, ledger, state).suspects()


class Review:
    """Looks at links with what the ledger says of their ends."""

    def __init__(self, catalog: Catalog, ledger: Ledger, state: State) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._past = Past(ledger, state)
        self._live: dict[str, bool] = {}

    def suspects(self) -> Suspects:
        """Return what is suspect."""
        links: list[SuspectLink] = []
        unknown: list[UnknownPin] = []
        if self._ledger and not self._ledger.findings:
            for record in self._catalog:
                for link in self._catalog.outgoing(record.id):
                    found = self._look_at(link)
                    if isinstance(found, SuspectLink):
                        links.append(found)
                    elif found is not None:
                        unknown.append(found)
        return Suspects(tuple(links), tuple(unknown))

    def pin(self, link: TraceLink) -> str:
        """Return the pin that says that a link was looked at now.

        That is the last release where the ends are as it froze them, else the first digits of a digest: of what binds
        in the target, and for a downward link in the source, too.
        """
        past = self._past
        last = past.now - 1
        if last >= 0 and all(past.is_as_it_was(end, last) for end in _ends(link)):
            return past.names[last]
        digest = self._digest(link, past.now)
        length = next(n for n in range(DIGITS, len(digest) + 1) if past.number(digest[:n]) is None)
        return digest[:length]

    def _look_at(self, link: TraceLink) -> SuspectLink | UnknownPin | None:
        if link.source == link.target or not (link.pin or _has_a_direction(link)):
            return None
        if not (self._is_live(link.source) and self._is_live(link.target)):
            return None
        return self._with_pin(link) if link.pin else self._without_pin(link)

    def _with_pin(self, link: TraceLink) -> SuspectLink | UnknownPin | None:
        past = self._past
        release = past.number(link.pin)
        if release is not None and past.entry(link.target, release) is None:
            return UnknownPin(link, is_release=True)
        if release is None:
            if not _DIGEST.fullmatch(link.pin):
                return UnknownPin(link, is_release=False)
            release = self._with_digest(link)
        if release is None:
            return SuspectLink(link, (Cause(link.target, (), ()),), "")
        causes = [cause for end in _ends(link) if (cause := _cause(past, end, release))]
        return SuspectLink(link, tuple(causes), past.names[release]) if causes else None

    def _without_pin(self, link: TraceLink) -> SuspectLink | None:
        past = self._past
        upper, lower = (link.source, link.target) if link.type.direction == "down" else (link.target, link.source)
        if past.always_bound_alike(upper):
            return None
        looked = past.last_change(lower)
        if link.type.direction == "down":
            if not past.may_bind_otherwise(upper, looked):
                return None
            looked = max(looked, self._written(link))
        cause = _cause(past, upper, looked)
        return SuspectLink(link, (cause,), past.names[looked]) if cause else None

    def _with_digest(self, link: TraceLink) -> int | None:
        """Return the number of the last release in which the ends of a link had the digest of its pin, or None."""
        past = self._past
        moments = {past.now, *(step.number for end in _ends(link) for step in past.steps(end))}
        for number in sorted(moments, reverse=True):
            if past.entry(link.target, number) and self._digest(link, number).startswith(link.pin):
                return number
        return None

    def _digest(self, link: TraceLink, number: int) -> str:
        """Return the digest of what binds in the ends of a link that a pin speaks for, as a release has them."""
        parts = [self._past.digest(end, number) for end in _ends(link)]
        return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _written(self, link: TraceLink) -> int:
        """Return the number of the release in which a link came to be that is still there."""
        written = self._past.now
        for step in reversed(self._past.steps(link.source)):
            targets = step.entry.links_of(link.type.name) if step.entry else ()
            if not any(self._means(target, link.target) for target in targets):
                break
            written = step.number
        return written

    def _means(self, written: str, target: str) -> bool:
        bare = without_pin(written)
        found = self._catalog.resolve(bare) or self._catalog.resolve(bare.partition("#")[0].strip())
        return found is not None and found.id == target

    def _is_live(self, record_id: str) -> bool:
        live = self._live.get(record_id)
        if live is None:
            live = self._live[record_id] = self._catalog.is_live(self._catalog.records[record_id])
        return live


def _ends(link: TraceLink) -> tuple[str, ...]:
    """Return the ends that a pin speaks for: the target, and the source too where that is the upper end."""
    return (link.target, link.source) if link.type.direction == "down" else (link.target,)


def _cause(past: Past, record_id: str, number: int) -> Cause | None:
    fields, releases = past.changes_since(record_id, number)
    return Cause(record_id, fields, releases) if fields else None


def _has_a_direction(link: TraceLink) -> bool:
    """Return True for a link that leads upwards or downwards because somebody has said so."""
    return link.type.acyclic and link.type.direction in ("up", "down")


def _grouped(pairs: Iterator[tuple[str, SuspectLink]]) -> dict[str, tuple[SuspectLink, ...]]:
    found: dict[str, list[SuspectLink]] = {}
    for record_id, suspect in pairs:
        found.setdefault(record_id, []).append(suspect)
    return {record_id: tuple(links) for record_id, links in found.items()}
