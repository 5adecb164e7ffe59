"""The answers that were given, and those of them that stand in the records themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reqsite.confirm.receipt import AGREE, DISCUSS, OBJECT
from reqsite.history.entry import Entry, State
from reqsite.history.ledger import Baseline, Ledger

CONFIRMATIONS = "confirmations"
_SHORTEST_PREFIX = 8
_NO = frozenset(("object", "objected", "disagreed", "rejected", "no", "异议", "有异议", "不同意", "反对"))
_MAYBE = frozenset(("discuss", "discussion", "open", "讨论", "需讨论", "待讨论"))
_WALKTHROUGH = "walkthrough"
_YES = frozenset(("true", "yes", "agreed", "是", "同意"))
_NAMES = ("by", "person", "name", "who")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, and the circumstances in which it was given."""

    id: str
    role: str
    name: str
    moment: str
    """In UTC, as text that sorts: `2026-03-01` or `2026-03-01T12:00:00`."""
    answer: str
    fingerprint: str
    """The normative one of the words that it is about."""
    comment: str = ""
    release: str = ""
    """Where those words were read; empty for an answer of no release."""
    evidence: tuple[str, ...] = ()
    file: str = ""
    """The receipt, relative to the project's root; empty for an answer in the record."""
    key: str = ""
    """Fingerprint of the key that the receipt was signed with, empty for one that nobody signed."""
    signer: str = ""
    """Whose key that is, empty where nobody has looked."""

    @property
    def is_written(self) -> bool:
        """True where more than somebody's word stands behind it."""
        return bool(self.file or self.evidence)

    @property
    def date(self) -> str:
        """`YYYY-MM-DD`."""
        return self.moment[:10]


def given_in(state: State, ledger: Ledger) -> Iterator[Given]:
    """Yield the answers that the records of a state hold themselves: in `confirmations:`, and in walk-throughs."""
    roles = _roles_of_people(state.entries.values())
    for entry in state.entries.values():
        if entry.kind == "meeting" and entry.fields.get("meeting_type") == _WALKTHROUGH:
            yield from _walked_through(entry, state, ledger, roles)
        listed = entry.fields.get(CONFIRMATIONS)
        for said in listed if isinstance(listed, (list, tuple)) else [listed]:
            if isinstance(said, Mapping):
                yield from _given(entry, said, ledger, roles)


def entry_at(ledger: Ledger, record_id: str, release: str) -> Entry | None:
    """Return a record as a release froze it, None where it was not in it."""
    place = {baseline.name: number for number, baseline in enumerate(ledger.baselines)}
    if release not in place:
        return None
    entry = None
    for baseline, change in ledger.history.get(record_id, ()):
        if place[baseline.name] > place[release]:
            break
        entry = change.entry
    return entry


def utc(time: str) -> str:
    """Return a time in UTC, as text that sorts."""
    return dt.datetime.fromisoformat(time).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _given(entry: Entry, said: Mapping[str, Any], ledger: Ledger, roles: Mapping[str, str]) -> Iterator[Given]:
    name = next((text for key in _NAMES if (text := _text(said, key))), "")
    role = _text(said, "role") or roles.get(_fold(name), "")
    date, release = _text(said, "date")[:10], _text(said, "release")
    if not role:
        return
    read_in = ledger.find(release) if release else _in_force(ledger, date)
    words = entry_at(ledger, entry.id, read_in.name) if read_in else entry
    proof = said.get("evidence", ())
    yield Given(
        entry.id,
        role,
        name,
        date,
        _answer(_text(said, "result")),
        _fingerprint(_text(said, "fingerprint"), words, entry, ledger),
        _text(said, "comment"),
        read_in.name if read_in else "",
        (proof,) if isinstance(proof, str) and proof else tuple(p for p in proof if isinstance(p, str)),
    )


def _walked_through(meeting: Entry, state: State, ledger: Ledger, roles: Mapping[str, str]) -> Iterator[Given]:
    """Yield the yes of each attendee who is marked `agreed`, to each record that the meeting discusses."""
    attendees = meeting.fields.get("attendees")
    for attendee in attendees if isinstance(attendees, (list, tuple)) else ():
        if not isinstance(attendee, Mapping) or _text(attendee, "agreed").casefold() not in _YES:
            continue
        said = {name: value for name, value in attendee.items() if name in {*_NAMES, "role"}}
        said |= {"date": _text(meeting.fields, "held"), "evidence": meeting.id}
        for target in meeting.links_of("discusses"):
            if (entry := state.entries.get(target)) is not None:
                yield from _given(entry, said, ledger, roles)


def _fingerprint(prefix: str, words: Entry | None, entry: Entry, ledger: Ledger) -> str:
    """Return the fingerprint that an answer is bound to: the one it names the beginning of, else that of the words."""
    if len(prefix) >= _SHORTEST_PREFIX:
        known = [entry.normative, *(c.entry.normative for _b, c in ledger.history.get(entry.id, ()) if c.entry)]
        return next((fingerprint for fingerprint in known if fingerprint.startswith(prefix)), prefix)
    return words.normative if words else ""


def _in_force(ledger: Ledger, date: str) -> Baseline | None:
    """Return the release that was the newest one on a day, None where there was none."""
    return next((baseline for baseline in reversed(ledger.baselines) if date and baseline.date <= date), None)


def _roles_of_people(entries: Iterable[Entry]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        role = entry.fields.get("role")
        if entry.kind == "stakeholder" and isinstance(role, str):
            found.setdefault(_fold(entry.id), role)
            found.setdefault(_fold(entry.title), role)
    return found


def _answer(result: str) -> str:
    word = result.strip().casefold()
    return OBJECT if word in _NO else DISCUSS if word in _MAYBE else AGREE


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
