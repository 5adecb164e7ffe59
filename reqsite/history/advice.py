"""Which version a release should be called: from what differs, by the rules that schema.yml sets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from reqsite.history.difference import Difference
from reqsite.history.entry import Entry
from reqsite.history.versions import Version
from reqsite.model.schema import EVERY_RECORD, MAJOR_CHANGE, NO_PRIORITY, VERSION_CHANGES, VERSION_PARTS, Schema

FIRST = Version(1, 0, 0)
"""What a project's first release is called where it has no other wish."""
_BINDING_KINDS = ("requirement", "rule")
_DONE = ("implemented", "verified")
"""States of a change request whose change is there."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Records with which the same has happened, and what that asks for."""

    part: str
    """`major`, `minor` or `patch`."""
    change: str
    """`added`, `removed`, `withdrawn`, `revived`, `normative` or `editorial`."""
    records: tuple[tuple[str, str], ...]
    """(id, the word of the rule that speaks of it: a priority, kind or type, `all`, `none`), in natural order."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The number of the version to raise, and why."""

    part: str
    """`major`, `minor` or `patch`; empty where nothing asks for a release."""
    version: Version | None
    """What the release would be called; None where nothing asks for one, or the last one's name is no version."""
    reasons: tuple[Reason, ...]
    """The weightiest first; also those that ask for less."""

    def plain(self) -> dict[str, Any]:
        """Return the advice as `reqsite release --suggest --format json` has it."""
        return {
            "part": self.part or "none",
            "version": str(self.version) if self.version else "",
            "reasons": [
                {
                    "part": reason.part,
                    "change": reason.change,
                    "records": [{"id": record_id, "because": word} for record_id, word in reason.records],
                }
                for reason in self.reasons
            ],
        }


def advise(difference: Difference, schema: Schema, last: Version | None) -> Advice:
    """Return what the release after `difference` should be called.

    Args:
        difference: From the last release to now, as a client sees it.
        schema: With the rules of the project, and its kinds.
        last: The version of the last release, None where there is none.
    """
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for record_id, changes, forms in _changed(difference):
        asked = _asked(changes, forms, schema)
        if asked is not None:
            found.setdefault(asked[:2], []).append((record_id, asked[2]))
    reasons = tuple(Reason(VERSION_PARTS[p], VERSION_CHANGES[c], tuple(found[p, c])) for p, c in sorted(found))
    part = reasons[0].part if reasons else ""
    return Advice(part, last.next(part) if part and last else None, reasons)


def _changed(difference: Difference) -> Iterator[tuple[str, Collection[str], tuple[Entry, ...]]]:
    """Yield what became of each record that differs, and the forms in which there is it."""
    old, new = difference.old.entries, difference.new.entries
    for record_id in difference.added:
        yield record_id, ("added",), (new[record_id],)
    for record_id in difference.removed:
        yield record_id, ("removed",), (old[record_id],)
    for changed in difference.changed:
        changes = ["normative" if changed.normative else "editorial"]
        if changed.old.live != changed.new.live:
            changes.append("revived" if changed.new.live else "withdrawn")
        yield changed.id, changes, (changed.old, changed.new)


def _asked(changes: Collection[str], forms: tuple[Entry, ...], schema: Schema) -> tuple[int, int, str] | None:
    """Return the weightiest part that a change asks for, the change, and the word of the rule; as numbers to sort."""
    words = [word for entry in forms for word in _words(entry, schema)]
    if _is_major_change(forms[-1]) and not _is_major_change(*forms[:-1]):
        words.insert(0, MAJOR_CHANGE)
    for number, part in enumerate(VERSION_PARTS):
        rules = schema.versioning.get(part, {})
        for order, change in enumerate(VERSION_CHANGES):
            if change in changes and (word := next((w for w in words if w in rules.get(change, ())), "")):
                return number, order, word
    return None


def _is_major_change(*forms: Entry) -> bool:
    """Return True for a form of a change request that is major and done; False for none."""
    return any(
        entry.kind == "change" and entry.fields.get("size") == "major" and entry.fields.get("status") in _DONE
        for entry in forms
    )


def _words(entry: Entry, schema: Schema) -> Iterator[str]:
    """Yield the words by which a rule may mean a record, the most telling one first."""
    priority = entry.fields.get("priority")
    kind = schema.kind_of(str(entry.record["type"])) if entry.record["type"] in schema.types else entry.kind
    if priority:
        yield str(priority)
    elif kind in _BINDING_KINDS:
        yield NO_PRIORITY
    yield str(entry.record["type"])
    yield kind
    yield EVERY_RECORD
