"""The journal of a store: what was done to it and when, each line bound to the one before by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reqsite.i18n import Message, _

NAME = "journal.jsonl"
LONGEST = 64 * 1024 * 1024
FORMAT = 1
"""Grows when a reader of the old form would misread the new one, for an event of another kind too."""
_WORDS = ("catalog_digest", "alias", "reason", "by", "witness", "page_digest")
EVENTS = ("publish", "alias", "withdraw", "redact")


@dataclass(frozen=True, slots=True)
class Event:
    """One line."""

    event: str
    """One of `EVENTS`."""
    at: str
    """ISO 8601, UTC, to the second."""
    version: str
    """The folder of the release: `1.2.0`, or `1.2.0+e2` for its second edition."""
    site_digest: str
    """Of the release as it was published."""
    catalog_digest: str = ""
    alias: str = ""
    """The one that leads to the release from then on."""
    reason: str = ""
    by: str = ""
    """Who did it, as far as they said so."""
    witness: str = ""
    """Who saw to it that it was right."""
    page_digest: str = ""
    """sha256 of the page that took the place of a release's content."""


@dataclass(frozen=True)
class Journal:
    """All lines as far as they are in order."""

    events: tuple[Event, ...] = ()
    head: str = ""
    """sha256 of the last line, empty where there is none: who keeps it can prove that nothing was rolled back."""
    content: bytes = b""
    """The lines that are in order."""
    problem: Message | None = None
    """What is wrong with the line after them."""
    is_torn: bool = False
    """True where that is only a last line that was not written to its end."""

    @property
    def heads(self) -> frozenset[str]:
        """The digests of all lines: each was the head once."""
        return frozenset(_digest(line) for line in _lines(self.content))

    @property
    def published(self) -> Mapping[str, Event]:
        """Release → its publication."""
        return {event.version: event for event in self.events if event.event == "publish"}

    @property
    def withdrawn(self) -> Mapping[str, Event]:
        """Release → how it was withdrawn; where its content was taken away after that, how that was done."""
        return {event.version: event for event in self.events if event.event in {"withdraw", "redact"}}

    @property
    def redacted(self) -> Mapping[str, Event]:
        """Release → how its content was taken away."""
        return {event.version: event for event in self.events if event.event == "redact"}

    @property
    def aliases(self) -> Mapping[str, str]:
        """Alias → the release that it was last moved to."""
        return {event.alias: event.version for event in self.events if event.event == "alias"}

    def with_event(self, event: Event) -> Journal:
        """Return the journal with one more line."""
        said = {"event": event.event, "at": event.at, "version": event.version, "site_digest": event.site_digest}
        more = {name: getattr(event, name) for name in _WORDS}
        plain = {"format": FORMAT, "previous": self.head, **said, **{name: text for name, text in more.items() if text}}
        line = (json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
        return Journal((*self.events, event), _digest(line), self.content + line)


def parse_journal(content: bytes) -> Journal:
    """Return what a journal says, up to the first line that is not what was written."""
    events: list[Event] = []
    head, end = "", 0
    for number, line in enumerate(_lines(content), 1):
        event = _event(line, head) if line.endswith(b"\n") else None
        if event is None:
            is_torn = not line.endswith(b"\n")
            return Journal(tuple(events), head, content[:end], _problem(line, number), is_torn)
        events.append(event)
        head = _digest(line)
        end += len(line)
    return Journal(tuple(events), head, content)


def _problem(line: bytes, number: int) -> Message:
    """Return what is wrong with the first line that cannot be followed."""
    if not line.endswith(b"\n"):
        return _("The last line of the journal, {number}, is torn.", number=number)
    data = _object(line)
    if isinstance(found := data.get("format"), int) and found > FORMAT:
        return _(
            "Line {number} of the journal has the format {found}: it needs a newer reqsite.", number=number, found=found
        )
    return _("Line {number} of the journal does not follow the one before.", number=number)


def _lines(content: bytes) -> Iterator[bytes]:
    *lines, rest = content.split(b"\n")
    for line in lines:
        yield line + b"\n"
    if rest:
        yield rest


def _digest(line: bytes) -> str:
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def _event(line: bytes, head: str) -> Event | None:
    """Return what a line says, None where it does not follow the line with the digest `head`."""
    data = _object(line)
    if data.pop("format", None) != FORMAT or data.pop("previous", None) != head or data.get("event") not in EVENTS:
        return None
    if not all(isinstance(text, str) for text in data.values()):
        return None
    try:
        return Event(**data)
    except TypeError:
        return None


def _object(line: bytes) -> dict[str, Any]:
    """Return the JSON object that a line is, an empty one where it is none."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
