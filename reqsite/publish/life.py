"""What becomes of a release after it is out: aliases lead to it or away from it, it is withdrawn, or its content goes.

Its bytes stay, but for the last of these.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from reqsite.i18n import Message, _
from reqsite.publish.errors import ConflictError, MisplacedError, RefusedError, UnverifiedError
from reqsite.publish.heads import Head
from reqsite.publish.holdings import Holdings
from reqsite.publish.journal import Event
from reqsite.publish.manifest import LONGEST
from reqsite.publish.names import is_final, why_no_alias, why_not
from reqsite.publish.pointers import make_pointers, read_holdings
from reqsite.publish.store import Store
from reqsite.publish.tombstone import HOME, KEPT, tombstone
from reqsite.publish.verify import Expected, verify_release

_SHOWN = 20


@dataclass(frozen=True)
class Steward:
    """Looks after the releases of one store."""

    store: Store
    now: str
    """The time that the journal notes (ISO 8601, UTC)."""
    by: str = ""
    """Who does it, as far as that is known."""

    def set_alias(self, alias: str, version: str) -> tuple[Head, bool]:
        """Let an alias lead to a release; only pointers change.

        Returns:
            The release, the newest edition of the one that was named, and whether the alias led elsewhere before.

        Raises:
            MisplacedError: No alias can have this name, or no release.
            ConflictError: A release has this name.
            RefusedError: The release is not there, is withdrawn, or is not what was published.
        """
        for name, reason in ((alias, why_no_alias(alias)), (version, why_not(version))):
            if reason is not None:
                raise MisplacedError(_("{name}: {reason}", name=name, reason=reason))
        held = read_holdings(self.store)
        head = _led_to(held, version)
        _refuse_alias(held, alias)
        verdict = verify_release(self.store, head.folder, Expected(held.journal.published.get(head.folder)))
        if verdict.problems:
            raise RefusedError(
                _("{alias} stays where it is: {folder} is not what was published.", alias=alias, folder=head.folder),
                _("`reqsite verify` says more."),
                [_("{path}: {what}", path=p.path, what=p.message) for p in verdict.problems[:_SHOWN]],
            )

        def move(held: Holdings) -> Holdings:
            target = _led_to(held, version)
            _refuse_alias(held, alias)
            if held.journal.aliases.get(alias) == target.folder and alias in held.aliases:
                return held if held.named.get(alias) == target.folder else _aimed(held, alias, target)
            event = Event("alias", self.now, target.folder, target.digest, alias=alias, by=self.by)
            return replace(_aimed(held, alias, target), journal=held.journal.with_event(event))

        before = held.aliases.get(alias)
        self.store.update(make_pointers(self.now, move))
        return head, before is None or before.folder != head.folder

    def withdraw(self, folder: str, reason: str) -> bool:
        """Say that a release holds no longer; its bytes stay, and its name is never used again.

        Returns:
            False where it was withdrawn before.

        Raises:
            MisplacedError: No release can have this name.
            RefusedError: It is not there, or an alias leads to it.
        """
        held = self._holding(folder)
        is_new = folder not in held.withdrawn

        def note(held: Holdings) -> Holdings:
            head = _leavable(held, folder)
            if folder in held.withdrawn:
                return held
            return self._noted(held, Event("withdraw", self.now, folder, head.digest, reason=reason, by=self.by))

        self.store.update(make_pointers(self.now, note))
        return is_new

    def redact(self, folder: str, reason: str, witness: str) -> bool:
        """Take the content of a release away: a page that says so comes in its place, and its manifest stays.

        Returns:
            False where it was gone before.

        Raises:
            MisplacedError: No release can have this name.
            RefusedError: It is not there, or an alias leads to it.
        """
        held = self._holding(folder)
        head = _leavable(held, folder)
        given = Event("redact", self.now, folder, head.digest, reason=reason, by=self.by, witness=witness)
        # A run that died before it came to the content is ended, and not begun again.
        event = held.journal.redacted.get(folder, given)
        page = tombstone(head, event)
        event = replace(event, page_digest=hashlib.sha256(page).hexdigest())

        def note(held: Holdings) -> Holdings:
            _leavable(held, folder)
            return held if held.journal.redacted.get(folder) == event else self._noted(held, event)

        self.store.update(make_pointers(self.now, note))
        kept = {name: content for name in KEPT if (content := self.store.read(f"{folder}/{name}", LONGEST)) is not None}
        is_new = self.store.replace_release(folder, {HOME: page, **kept})
        verdict = verify_release(self.store, folder, Expected(held.journal.published.get(folder), redaction=event))
        if verdict.problems:
            raise UnverifiedError(
                _("The content of {folder} is not taken away as it should be.", folder=folder),
                _("Run the command again."),
                [_("{path}: {what}", path=p.path, what=p.message) for p in verdict.problems[:_SHOWN]],
            )
        return is_new

    def _holding(self, folder: str) -> Holdings:
        if (reason := why_not(folder)) is not None:
            raise MisplacedError(_("{name}: {reason}", name=folder, reason=reason))
        return read_holdings(self.store)

    def _noted(self, held: Holdings, event: Event) -> Holdings:
        return replace(held, journal=held.journal.with_event(event))


def _found(held: Holdings, folder: str) -> Head:
    head = held.find(folder)
    if head is None:
        raise RefusedError(_("No release {name} lies in the store.", name=folder), _known(held))
    return head


def _known(held: Holdings) -> Message:
    names = ", ".join(head.folder for head in held.releases[:_SHOWN]) or "–"
    return _("There are: {names}", names=names)


def _led_to(held: Holdings, version: str) -> Head:
    """Return the release to which an alias leads that names `version`: its newest edition that is not withdrawn."""
    head = _found(held, version)
    head = held.replaced.get(version, head)
    if (event := held.withdrawn.get(head.folder)) is not None:
        message = _(
            "Release {name} is withdrawn since {date}: {reason}", name=version, date=event.at[:10], reason=event.reason
        )
        raise RefusedError(message)
    return head


def _refuse_alias(held: Holdings, alias: str) -> None:
    taken = {head.folder.casefold() for head in held.releases}
    if alias in taken:
        raise ConflictError(_("A release is called {name}; an alias cannot stand before it.", name=alias))


def _aimed(held: Holdings, alias: str, head: Head) -> Holdings:
    return replace(held, named={**held.named, alias: head.folder})


def _leavable(held: Holdings, folder: str) -> Head:
    """Return the release of a folder, to which no alias leads that could lead to another release."""
    head = _found(held, folder)
    led = [alias for alias, target in held.aliases.items() if target.folder == folder]
    others = [other for other in held.current if other.frame.version != head.frame.version]
    if led and others:
        other = next((other for other in others if is_final(other.folder)), others[0])
        lines = " && ".join(f"reqsite alias set {alias} {other.folder}" for alias in led)
        message = _("An alias leads to {name}: {aliases}.", aliases=", ".join(led), name=folder)
        raise RefusedError(message, _("Move it first: `{lines}`", lines=lines))
    return head
