"""Answers that were given on paper or in a meeting, noted down as a receipt with what proves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.cli.confirm_import import file_receipts, sound_ledger
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.confirm.importing import Filing, ReceiptGate, file_name
from reqsite.confirm.kept import FOLDER
from reqsite.confirm.receipt import WHOLE, Answer, Receipt
from reqsite.confirm.roles import roles_of
from reqsite.confirm.signed import NAMESPACE
from reqsite.history.public import public_state
from reqsite.i18n import Message, _
from reqsite.model.nearest import Suggestions
from reqsite.model.record import fold_id

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.entry import Entry
    from reqsite.history.ledger import Baseline, Ledger

_STAR = "*"
"""What people write for the release as a whole."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, and by whom."""

    role: str
    name: str
    evidence: tuple[str, ...]
    answer: str
    comment: str
    release: str
    date: str


def record(session: Session, spoken: Spoken, ids: Iterable[str], *, every: bool, dry_run: bool) -> Exit:
    """File what was said as a receipt."""
    _refuse_gaps(spoken)
    named = tuple(ids)
    for_all = _STAR in named
    if every == bool(named):
        raise wrong_call(_("Name the records that were answered, or write --all."))
    ledger = sound_ledger(session)
    baseline = _release(ledger, spoken.release)
    entries = public_state(ledger.state(baseline.name)).entries
    schema = session.schema_file.schema
    if every:
        asked = [entry for entry in entries.values() if spoken.role in roles_of(entry, schema)]
        if not asked:
            message = _("{role} has nothing to confirm in release {name}.", role=spoken.role, name=baseline.name)
            raise CommandError(message, Exit.FINDINGS, _("`confirmation:` in schema.yml says who confirms what."))
    else:
        asked = _named(entries, (record_id for record_id in named if record_id != _STAR), baseline)
    receipt = Receipt(
        role=spoken.role,
        name=spoken.name,
        time=_time(spoken.date),
        release=baseline.name,
        catalog_digest=baseline.catalog_digest,
        answers=(
            *(Answer(e.id, e.normative, spoken.answer, spoken.comment, e.title) for e in asked),
            *((Answer(WHOLE, baseline.catalog_digest, spoken.answer, spoken.comment),) if for_all else ()),
        ),
        project=session.project.site_name,
        evidence=spoken.evidence,
    )
    for reason in ReceiptGate(ledger, schema).refusals(receipt):
        raise wrong_call(reason, _roles(session))
    done = file_receipts(session, {"-": Filing.of(receipt)}, dry_run=dry_run)
    confirmer = schema.confirmation.get(spoken.role)
    if confirmer is not None and confirmer.signed:
        file = f"{FOLDER}/{file_name(receipt)}"
        session.say(
            _(
                "It counts once it is signed: `ssh-keygen -Y sign -n {namespace} -f KEY {file}`.",
                namespace=NAMESPACE,
                file=file,
            )
        )
    return done


def _refuse_gaps(spoken: Spoken) -> None:
    if not spoken.role or not spoken.name:
        raise wrong_call(_("Who has answered?"), _("`--role decider --name 'Li Si'`"))
    if not spoken.evidence:
        raise wrong_call(_("What proves it?"), _("`--evidence DOC-012`, or a mail in plain words: a spoken yes fades."))


def _release(ledger: Ledger, name: str) -> Baseline:
    found = ledger.find(name) if name else ledger.latest
    if found is None:
        raise wrong_call(
            _("There is no release {name}.", name=name), _("`reqsite baseline list` names those there are.")
        )
    return found


def _named(entries: Mapping[str, Entry], ids: Iterable[str], baseline: Baseline) -> list[Entry]:
    by_folded = {fold_id(entry.id): entry for entry in entries.values()}
    found = {}
    for record_id in ids:
        entry = by_folded.get(fold_id(record_id))
        if entry is None:
            near = Suggestions(entries).nearest(record_id)
            hint = _("Did you mean {id}?", id=near) if near else None
            raise wrong_call(_("Release {name} has no record {id}.", name=baseline.name, id=record_id), hint)
        found[entry.id] = entry
    return list(found.values())


def _time(date: str) -> str:
    """Return the time of the answers: now, or noon of the day that was named."""
    if not date:
        return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        raise wrong_call(_("{date} is no date.", date=date), _("Write it as 2026-03-01.")) from None
    return dt.datetime.combine(day, dt.time(12), dt.UTC).isoformat(timespec="seconds")


def _roles(session: Session) -> Message | None:
    known = session.schema_file.schema.confirmation
    return _("The roles of this project are {names}.", names=", ".join(known)) if known else None
