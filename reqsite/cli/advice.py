"""What `reqsite release --suggest` says: the next version, and the records because of which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reqsite.cli.errors import Exit
from reqsite.cli.terminal import printable_json, write_data
from reqsite.history.advice import FIRST, Reason, advise
from reqsite.history.difference import compare
from reqsite.history.public import public_state
from reqsite.i18n import Message, _, plural
from reqsite.model.schema import EVERY_RECORD, NO_PRIORITY

if TYPE_CHECKING:
    from reqsite.cli.session import Session

NAMED = 5
"""So many records are named of each reason."""

_CHANGES: Mapping[str, Message] = {
    "added": _("new"),
    "removed": _("removed"),
    "withdrawn": _("withdrawn"),
    "revived": _("binding again"),
    "normative": _("changed in substance"),
    "editorial": _("changed in wording"),
}


def print_advice(session: Session, style: str) -> Exit:
    """Print which version the next release should have."""
    workspace = session.workspace
    ledger, schema = workspace.ledger, workspace.schema
    hidden = [entry.id for entry in workspace.state.entries.values() if entry.is_hidden]
    difference = compare(public_state(ledger.last_state, hidden), public_state(workspace.state))
    last = ledger.latest
    greatest = max((found for b in ledger.baselines if (found := b.version)), default=None)
    advice = advise(difference, schema, greatest)
    version = "" if last and advice.version is None else str(advice.version or FIRST)
    if style == "json":
        plain = {**advice.plain(), "from": last.name if last else "", "version": version}
        write_data(printable_json(json.dumps(plain, ensure_ascii=False, indent=2)) + "\n")
        return Exit.FINE
    if last is None:
        session.print(session.words(_("{version}: the first release.", version=version)) + "\n")
        return Exit.FINE
    if not advice.part:
        session.print(
            session.words(_("No release: nothing that a client sees has changed since {last}.", last=last.name))
        )
        session.print("\n")
        return Exit.FINE
    if version:
        head = _("{version} ({part}): after {last}", version=version, part=advice.part, last=last.name)
    else:
        head = _("{part}: after {last}, whose name is no version", part=advice.part, last=last.name)
    lines = [session.words(head), *(f"  {session.words(_reason(session, reason))}" for reason in advice.reasons)]
    session.print("\n".join(lines) + "\n")
    return Exit.FINE


def _reason(session: Session, reason: Reason) -> Message:
    bare = session.words(_("no priority"))
    because = {EVERY_RECORD: "", NO_PRIORITY: f" ({bare})"}
    named = [f"{record_id}{because.get(word, f' ({word})')}" for record_id, word in reason.records[:NAMED]]
    more = len(reason.records) - NAMED
    return _(
        "{part}: {count} {change}: {ids}{more}",
        part=reason.part,
        count=len(reason.records),
        change=_CHANGES[reason.change],
        ids=", ".join(named),
        more=plural(" and {count} more", " and {count} more", more) if more > 0 else "",
    )
