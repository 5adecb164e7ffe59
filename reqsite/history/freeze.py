"""Writing the ledger: one change set a release, all of it or nothing."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reqsite.history.entry import Entry, State
from reqsite.history.ledger import FOLDER, Change, Ledger
from reqsite.history.ledger_files import FORMAT, dump, seal


class ReleaseExistsError(Exception):
    """A release of this name has been written already, perhaps a moment ago by somebody else."""


def changes_between(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[Change]:
    """Yield what makes one state the other, in the order of the ids; whatever differs, white space too, is a change."""
    for record_id, entry in after.items():
        old = before.get(record_id)
        if old is None:
            yield Change("add", record_id, entry)
        elif old is not entry and old != entry:
            yield Change("change", record_id, entry)
    for record_id in before:
        if record_id not in after:
            yield Change("remove", record_id, None)


@dataclass(frozen=True, slots=True)
class Tip:
    """The last release: what a new one follows."""

    name: str = ""
    """Empty before the first release."""
    digest: str = ""
    """sha256 of its file."""
    state: State = field(default_factory=lambda: State("", {}))

    @classmethod
    def of(cls, ledger: Ledger) -> Tip:
        """Return the last release of a ledger."""
        last = ledger.latest
        return cls(last.name, last.digest, ledger.last_state) if last else cls()

    def followed_by(self, state: State, content: bytes) -> Tip:
        """Return the release that `change_set_after` made of a state."""
        return Tip(state.name, hashlib.sha256(content).hexdigest(), state)


def change_set(
    ledger: Ledger,
    state: State,
    name: str,
    date: str,
    title: str,
    *,
    findings: Mapping[str, int] | None = None,
    valid_until: str = "",
    receipts: Iterable[str] = (),
    results: Iterable[str] = (),
) -> bytes:
    """Return the file of a new release that follows the last one of the ledger.

    Args:
        ledger: the releases before.
        state: what the release freezes.
        name: of the release.
        date: `YYYY-MM-DD`.
        title: a few words for readers, may be empty.
        findings: how many findings the checks had then, by severity; None where that is not known.
        valid_until: `YYYY-MM-DD`, the last day on which the release holds; empty where it has none.
        receipts: the files of the answers that were there then, relative to the project's root.
        results: the files of the results of tests that were there then, likewise.
    """
    return change_set_after(
        Tip.of(ledger),
        replace(state, name=name),
        date,
        title,
        findings=findings,
        valid_until=valid_until,
        receipts=receipts,
        results=results,
    )


def change_set_after(
    tip: Tip,
    state: State,
    date: str,
    title: str,
    *,
    findings: Mapping[str, int] | None = None,
    valid_until: str = "",
    receipts: Iterable[str] = (),
    results: Iterable[str] = (),
) -> bytes:
    """Return the file of the release that follows another one; it is called as the state is, else as `change_set`."""
    changes = list(changes_between(tip.state.entries, state.entries))
    lines = "".join(f"{dump(_line(change))}\n" for change in changes).encode()
    counted = {op: sum(change.op == op for change in changes) for op in ("add", "change", "remove")}
    head: dict[str, Any] = {
        "format": FORMAT,
        "baseline": state.name,
        "date": date,
        "title": title,
        "previous": tip.name,
        "previous_digest": tip.digest,
        "catalog_digest": state.catalog_digest(),
        "binds": state.binding.plain(),
        "changes": len(changes),
        "counts": {
            "records": len(state.entries),
            "added": counted["add"],
            "changed": counted["change"],
            "removed": counted["remove"],
        },
    }
    if findings is not None:
        head["findings"] = dict(findings)
    if valid_until:
        head["valid_until"] = valid_until
    if known := sorted(receipts):
        head["receipts"] = known
    if known := sorted(results):
        head["results"] = known
    head["digest"] = seal(head, lines)
    return f"{dump(head)}\n".encode() + lines


def write_baseline(root: Path, name: str, content: bytes) -> Path:
    """Write a release's file whole, and never over another one.

    Raises:
        ReleaseExistsError: There is a file of this name.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    descriptor, draft = tempfile.mkstemp(dir=folder, prefix=f".{name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        os.link(draft, path)  # fails where the name is taken, whoever was faster
    except FileExistsError:
        raise ReleaseExistsError(name) from None
    finally:
        Path(draft).unlink(missing_ok=True)
    return path


def _line(change: Change) -> dict[str, Any]:
    line: dict[str, Any] = {"op": change.op, "id": change.id}
    return line if change.entry is None else {**line, **change.entry.plain()}
