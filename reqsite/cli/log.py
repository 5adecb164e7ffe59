"""`reqsite log`: what became of one record, release by release."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from reqsite.cli.candidates import record_ids
from reqsite.cli.command import format_option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.terminal import may_color, printable, printable_json, write_data
from reqsite.history.difference import Changed, compare
from reqsite.history.entry import Entry, State
from reqsite.history.ledger import Baseline
from reqsite.i18n import Message, _
from reqsite.model.nearest import Suggestions
from reqsite.model.record import fold_id

if TYPE_CHECKING:
    from reqsite.cli.session import Session


@dataclass(frozen=True, slots=True)
class Step:
    """What one release did to the record."""

    release: Baseline | None
    """None for what no release has yet."""
    op: str
    """`add`, `change` or `remove`."""
    entry: Entry | None
    """The record from then on, None where it was removed."""
    changed: Changed | None
    """What differs from the release before; None for a new or removed record, and where only white space differs."""


@verb(
    "log",
    _(
        "Shows the releases that changed a record, the newest first, with what changed word by word; on top of them "
        "what no release has yet. A record that is gone has its log too."
    ),
    [
        ("reqsite log REQ-042", _("since when does it say this?")),
        ("reqsite log REQ-042 --format json", _("for a script")),
    ],
    [
        click.Argument(["record_id"], metavar="ID", shell_complete=record_ids),
        format_option(),
    ],
)
def command(session: Session, *, record_id: str, style: str) -> Exit:
    """Print the timeline of a record."""
    found = _find(session, record_id)
    steps = list(_steps(session, found))[::-1]
    if session.workspace.ledger.findings:
        session.warn(_("Releases are damaged, so that some may be missing here: `reqsite baseline verify` says which."))
    if style == "json":
        plain = {"id": found, "steps": [_plain(step) for step in steps]}
        write_data(printable_json(json.dumps(plain, ensure_ascii=False, indent=2)) + "\n")
    else:
        write_data("\n".join(_as_text(session, found, steps)) + "\n")
    return Exit.FINE


def _find(session: Session, written: str) -> str:
    """Return the id of a record that there is or was."""
    workspace = session.workspace
    here = workspace.catalog.resolve(written)
    if here is not None:
        return here.id
    by_fold = {fold_id(record_id): record_id for record_id in (*workspace.ledger.history, *workspace.catalog.records)}
    if (known := by_fold.get(fold_id(written))) is not None:
        return known
    near = workspace.catalog.suggest(written) or Suggestions(by_fold.values()).nearest(written)
    hint = _("Did you mean {id}?", id=near) if near else None
    raise wrong_call(_("There is no record {id}, and there was none in any release.", id=written), hint)


def _steps(session: Session, record_id: str) -> Iterator[Step]:
    """Yield what happened to the record, the oldest first."""
    workspace = session.workspace
    before: Entry | None = None
    for baseline, change in workspace.ledger.history.get(record_id, ()):
        binding_state = State(baseline.name, {}, baseline.binding)
        yield Step(baseline, change.op, change.entry, _changed(before, change.entry, binding_state))
        before = change.entry
    now = workspace.state.entries.get(record_id)
    changed = _changed(before, now, workspace.state)
    if changed is not None:
        yield Step(None, "change", now, changed)
    elif (before is None) != (now is None):
        yield Step(None, "remove" if now is None else "add", now, None)


def _changed(before: Entry | None, after: Entry | None, state: State) -> Changed | None:
    """Return what differs between two forms of a record; `state` says what binds."""
    if before is None or after is None:
        return None
    old, new = State("", {before.id: before}, state.binding), State(state.name, {after.id: after}, state.binding)
    return next(iter(compare(old, new).changed), None)


def _plain(step: Step) -> dict[str, Any]:
    release, changed, entry = step.release, step.changed, step.entry
    return {
        "release": release.name if release else "",
        "date": release.date if release else "",
        "op": step.op,
        "title": entry.title if entry else "",
        "fingerprint": entry.fingerprint if entry else "",
        "fields": list(changed.fields) if changed else [],
        "normative": changed.normative if changed else step.op != "change",
        "live": entry.live if entry else False,
    }


def _as_text(session: Session, record_id: str, steps: list[Step]) -> Iterator[str]:
    from reqsite.cli.diff_items import Redlines  # noqa: PLC0415 - JSON needs no redline
    from reqsite.cli.diff_text import TextPrinter  # noqa: PLC0415 - as above

    color = may_color(sys.stdout)
    printer = TextPrinter(Redlines(session.workspace.catalog, session.language), session.words, color=color)
    title = next((step.entry.title for step in steps if step.entry), "")
    here = session.workspace.state.entries.get(record_id)
    yield printable(f"{record_id}  {here.title if here else title}")
    for step in steps:
        yield ""
        release = step.release
        head = f"{release.name}  {release.date}" if release else session.words(_("unreleased"))
        name = f"  {release.title}" if release and release.title else ""
        line = f"{printable(head)}  {session.words(_happened(step))}{printable(name)}"
        yield click.style(line, bold=True) if color else line
        if step.changed is not None:
            yield from printer.changed(step.changed)


def _happened(step: Step) -> Message:
    """Return in words what a release did."""
    changed = step.changed
    if step.op == "add":
        return _("new")
    if step.op == "remove":
        return _("removed")
    if changed is None:
        return _("nothing but white space, or its place in the files, changed")
    if changed.old.live != changed.new.live:
        return _("binding again") if changed.new.live else _("withdrawn")
    return _("changed in substance") if changed.normative else _("changed in wording")
