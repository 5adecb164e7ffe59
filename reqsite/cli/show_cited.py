"""`reqsite show REQ-012@1.2.0 '#ab12cd34'`: the words that a citation means, as the release froze them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import printable_json, write_data
from reqsite.confirm.given import entry_at
from reqsite.history.citation import Citation
from reqsite.i18n import Message, _
from reqsite.model.nearest import Suggestions
from reqsite.model.record import fold_id
from reqsite.model.schema import label_in

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.entry import Entry
    from reqsite.history.ledger import Ledger

_NOT_FIELDS = frozenset({"title", "status"})


def show_cited(session: Session, citation: Citation, style: str) -> Exit:
    """Print what a release has under an id; words with another fingerprint than the citation's are an error."""
    ledger = session.workspace.ledger
    if ledger.findings:
        message = _("The releases are not in order; nothing can be told of them.")
        raise CommandError(message, Exit.FINDINGS, _("`reqsite check` names the file."))
    entry = _entry(ledger, citation)
    full = Citation(entry.id, _release(ledger, citation), entry.normative)
    now = session.workspace.state.entries.get(entry.id)
    if style == "json":
        data = {
            "id": entry.id,
            "citation": str(full),
            "release": full.release,
            "normative": entry.normative,
            "fits": citation.names(entry.normative),
            "still_binding": now is not None and now.normative == entry.normative,
            "record": dict(entry.record),
        }
        write_data(printable_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n")
    else:
        session.print("\n".join(_as_text(session, entry, full)) + "\n")
        session.say(_standing(entry, now, full))
    if citation.names(entry.normative):
        return Exit.FINE
    message = _("{citation} names other words: those of the release are {right}.", citation=citation, right=full)
    raise CommandError(message, Exit.FINDINGS, _("Who cited them may have meant another release."))


def _release(ledger: Ledger, citation: Citation) -> str:
    baseline = ledger.find(citation.release)
    if baseline is None:
        hint = _("`reqsite baseline list` names those there are.")
        raise wrong_call(_("There is no release {name}.", name=citation.release), hint)
    return baseline.name


def _entry(ledger: Ledger, citation: Citation) -> Entry:
    """Return a record as a release has it, whatever the case and width of its id."""
    release = _release(ledger, citation)
    known = {fold_id(record_id): record_id for record_id in ledger.history}
    record_id = known.get(fold_id(citation.id), "")
    entry = entry_at(ledger, record_id, release)
    if entry is not None:
        return entry
    near = Suggestions(ledger.history).nearest(citation.id) if not record_id else None
    hint = _("Did you mean {id}?", id=near) if near else None
    raise wrong_call(_("Release {name} has no record {id}.", name=release, id=record_id or citation.id), hint)


def _as_text(session: Session, entry: Entry, citation: Citation) -> Iterator[str]:
    schema, language = session.schema_file.schema, session.language
    record = entry.record
    kind, type_name = schema.types.get(str(record.get("type", ""))), str(record.get("type", ""))
    status = str(entry.fields.get("status", ""))
    state = schema.states_of(type_name).get(status)
    yield f"{entry.id}  {entry.title}"
    head = (
        label_in(kind.label, language) if kind else type_name,
        label_in(state.label, language) if state else status,
        str(citation),
    )
    yield " · ".join(part for part in head if part)
    yield ""
    for name, value in entry.fields.items():
        if name not in _NOT_FIELDS:
            field = schema.fields.get(name)
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            label = field.values[said] if field and said in field.values else {}
            yield f"  {label_in(field.label, language) if field else name}: {label_in(label, language) or said}"
    for name, targets in record.get("links", {}).items():
        link = schema.links.get(name)
        yield f"  {label_in(link.label, language) if link else name} → {', '.join(targets)}"
    for section in record.get("sections", ()):
        if text := section["text"].strip("\n"):
            known = schema.sections.get(section["key"])
            yield ""
            yield section.get("title") or (label_in(known.label, language) if known else section["key"])
            yield from ("  " + line if line else "" for line in text.split("\n"))


def _standing(entry: Entry, now: Entry | None, citation: Citation) -> Message:
    """Return whether these words still bind."""
    if now is None:
        return _("{id} is there no longer.", id=entry.id)
    if now.normative == entry.normative:
        return _("What binds of it has not changed since {release}.", release=citation.release)
    return _(
        "What binds of it has changed since: now it is {fingerprint}. `reqsite diff {release}` shows how.",
        fingerprint=f"#{now.normative[:8]}",
        release=citation.release,
    )
