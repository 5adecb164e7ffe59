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


@dataclass(frozen=True, slots=True)
class Event:
    """One line."""

    event: str
    """`publish`, or `alias` where an alias was moved."""
    at: str
    """ISO 8601, UTC, to the second."""
    version: str
    site_digest: str
    catalog_digest: str = ""
    alias: str = ""


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
        """Release → its publication, the last one where there are editions."""
        return {event.version: event for event in self.events if event.event == "publish"}

    def with_event(self, event: Event) -> Journal:
        """Return the journal with one more line."""
        said = {"event": event.event, "at": event.at, "version": event.version, "site_digest": event.site_digest}
        more = {"catalog_digest": event.catalog_digest, "alias": event.alias}
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
            problem = _("Line {number} of the journal does not follow the one before.", number=number)
            torn = _("The last line of the journal, {number}, is torn.", number=number)
            return Journal(tuple(events), head, content[:end], torn if is_torn else problem, is_torn)
        events.append(event)
        head = _digest(line)
        end += len(line)
    return Journal(tuple(events), head, content)


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
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT or data.pop("previous", None) != head:
        return None
    if not all(isinstance(text, str) for text in data.values()):
        return None
    try:
        return Event(**data)
    except TypeError:
        return None
