"""Change requests against what has really changed: each change is asked for, and each one asked for is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reqsite.checks.context import Context
from reqsite.checks.editorial import Claims
from reqsite.checks.history import RELEASED_RECORD_REMOVED, is_unread
from reqsite.checks.stages import Stages
from reqsite.checks.suggest import did_you_mean
from reqsite.checks.suspect_links import place_of
from reqsite.history.difference import reviewable
from reqsite.history.past import Past
from reqsite.history.versions import Version
from reqsite.i18n import Message, _
from reqsite.model.catalog import TraceLink
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.fingerprint import without_pin
from reqsite.model.record import Record, fold_id

_REQUIREMENT = "  - {id: REQ-00%s, type: functional, title: Look up, body: It shall answer in %s s.}\n"
_REQUEST = (
    "  - {id: CR-001, type: change, title: Quicker, status: %s, reason: Calls are long., proposer: Li, "
    "modifies: [%s]}\n"
)
_BEFORE = (
    f"records:\n{_REQUIREMENT % (1, 3)}{_REQUIREMENT % (2, 3)}# Released as 1.0.0, and since then:\n"
    f"records:\n{_REQUIREMENT % (1, 2)}"
)
CHANGE_WITHOUT_REQUEST = Rule(
    "RQ830",
    "change-without-request",
    Severity.WARNING,
    _("Something that binds has changed since the last release, and no change request names it"),
    _(
        "Both parties agreed to the old words, and learn from the change request why they no longer hold. The rule is "
        "silent in a project without change requests. A change that is marked `change: editorial` needs none."
    ),
    f"{_BEFORE}{_REQUIREMENT % (2, 2)}{_REQUEST % ('applied', 'REQ-001')}",
    f"{_BEFORE}{_REQUIREMENT % (2, 2)}{_REQUEST % ('applied', 'REQ-001, REQ-002')}",
)
CHANGE_NOT_MADE = Rule(
    "RQ831",
    "change-not-made",
    Severity.WARNING,
    _("A change request names a change that was not made"),
    _(
        "A change that is called implemented and is not there is found at acceptance. While the request is only "
        "approved, the finding is a reminder."
    ),
    f"{_BEFORE}{_REQUIREMENT % (2, 3)}{_REQUEST % ('implemented', 'REQ-001, REQ-002')}",
    f"{_BEFORE}{_REQUIREMENT % (2, 3)}{_REQUEST % ('implemented', 'REQ-001')}",
)
UNKNOWN_RELEASE = Rule(
    "RQ832",
    "unknown-release",
    Severity.WARNING,
    _("An implemented change names a release that does not exist"),
    _(
        "Readers follow the change to the release that carries it. A release that is still to come is only noted, a "
        "milestone may stand in its place."
    ),
    f"{_BEFORE}{_REQUIREMENT % (2, 3)}"
    "  - {id: CR-001, type: change, title: Quicker, status: implemented, reason: Calls are long., proposer: Li,\n"
    "     modifies: [REQ-001], implemented_in: 0.9.0}\n",
    f"{_BEFORE}{_REQUIREMENT % (2, 3)}{_REQUEST % ('implemented', 'REQ-001')}",
)
RULES = (CHANGE_WITHOUT_REQUEST, CHANGE_NOT_MADE, UNKNOWN_RELEASE)

ADDS, MODIFIES, REMOVES, AFFECTS = "adds", "modifies", "removes", "affects"
_CONTROLLED = frozenset(("requirement", "goal", "scenario", "rule", "term", "milestone"))
"""Kinds of records that the parties agree on."""


def check(context: Context) -> Iterator[Finding]:
    """Yield changes that nobody asked for, and requests that nobody acted on, once there is a release."""
    ledger = context.ledger
    if not ledger or ledger.findings:
        return
    requests = [request for request in context.catalog.of("change") if context.is_live(request)]
    if not context.catalog.of("change"):
        return
    yield from _unasked(context, requests)
    approved, implemented = Stages(context.schema, "approved"), Stages(context.schema, "implemented")
    promises = _Promises(context, implemented)
    for request in requests:
        if approved.reached_by(request):
            yield from promises.broken(request)
        if implemented.reached_by(request):
            yield from _release(context, request)


def _unasked(context: Context, requests: list[Record]) -> Iterator[Finding]:
    """Yield what has changed in released records, or become of them, without a request of the coming release."""
    asked = _asked_for(context, requests)
    claims = Claims(context)
    release = context.ledger.last_state.name
    for change in context.unreleased.changed:
        old, new = change.old, change.new
        if old.is_hidden or new.kind not in _CONTROLLED or fold_id(change.id) in asked:
            continue
        record = context.catalog.records[change.id]
        if old.live and not new.live:
            message = _(
                "{id} no longer holds ('{status}'), and no change request of the coming release names it.",
                id=change.id,
                status=record.text("status"),
            )
            hint = _("Name it in a change record under `removes:`.")
            yield Finding.of(CHANGE_WITHOUT_REQUEST, record.place("status=", "status"), message, hint, change.id)
            continue
        fields = reviewable(old, new, context.state.binding)[1]
        if fields and not claims.is_wording(record):
            message = _(
                "{id} has changed since release {release} in what binds ({fields}), and no change request names it.",
                id=change.id,
                release=release,
                fields=", ".join(fields),
            )
            hint = _(
                "Name it in a change record under `modifies:`, or, where the meaning is the same, write "
                "`changes: [{example}]`.",
                example="{change: editorial, reason: …}",
            )
            yield Finding.of(CHANGE_WITHOUT_REQUEST, _place(record, fields[0]), message, hint, change.id)
    if not context.settings.is_on(RELEASED_RECORD_REMOVED):
        yield from _removed(context, asked)


def _removed(context: Context, asked: frozenset[str]) -> Iterator[Finding]:
    """Yield the records that are gone, in a project that lets them go."""
    for record_id in context.unreleased.removed:
        old = context.ledger.last_state.entries[record_id]
        file = str(old.record.get("file", ""))
        if old.is_hidden or old.kind not in _CONTROLLED or fold_id(record_id) in asked or is_unread(context, file):
            continue
        message = _("{id} is gone since the last release, and no change request names it.", id=record_id)
        hint = _("Name it in a change record under `removes:`.")
        yield Finding.of(CHANGE_WITHOUT_REQUEST, Place(file), message, hint, record_id)


def _asked_for(context: Context, requests: list[Record]) -> frozenset[str]:
    """Return the folded ids of all that the requests of the coming release name, those that are gone too."""
    unreleased, ledger = context.unreleased, context.ledger
    news = {*unreleased.added, *(change.id for change in unreleased.changed)}
    asked: set[str] = set()
    for request in requests:
        if request.id not in news and ledger.find(request.text("implemented_in")) is not None:
            continue
        asked.update(fold_id(link.target) for link in context.catalog.outgoing(request.id) if link.type.name in _NAMING)
        asked.update(
            fold_id(without_pin(target).partition("#")[0]) for name in _NAMING for target in request.links.get(name, ())
        )
    return frozenset(asked)


_NAMING = frozenset((ADDS, MODIFIES, REMOVES, AFFECTS))


def _place(record: Record, name: str) -> Place:
    """Return where a field, link or section of a record stands."""
    section = next((s for s in record.sections if name in (s.key, s.title)), None)
    if name in record.fields or name in record.links or section is None:
        return record.place(f"{name}=", name, "id=", "id")
    return Place(record.file, section.line if record.body_indent >= 0 else record.body_line)


class _Promises:
    """What change requests say that they change, beside what has changed."""

    def __init__(self, context: Context, implemented: Stages) -> None:
        self._context = context
        self._implemented = implemented
        self._past = Past(context.ledger, context.state)

    def broken(self, request: Record) -> Iterator[Finding]:
        """Yield the changes that a request names and nobody has made."""
        written = request.text("implemented_in")
        carrier = self._past.number(written) if written else None
        done = self._implemented.reached_by(request)
        if carrier == 0 or (carrier is None and (self._is_older_than_the_ledger(request) or (written and not done))):
            return  # nothing before the first release to compare with, or planned for later
        for link in self._context.catalog.outgoing(request.id):
            if link.type.name not in _NAMING - {AFFECTS} or self._is_made(request, link, carrier):
                continue
            found = self._finding(request, link, carrier)
            yield found if done or carrier is not None else replace(found, severity=Severity.INFO)

    def _is_older_than_the_ledger(self, request: Record) -> bool:
        """Return True for a request that was implemented before the first release was made."""
        first = self._past.entry(request.id, 0)
        return first is not None and self._implemented.reached_by(replace(request, fields=first.fields))

    def _is_made(self, request: Record, link: TraceLink, carrier: int | None) -> bool:
        past, target = self._past, link.target
        if link.type.name == REMOVES:
            entry = past.entry(target, past.now if carrier is None else carrier)
            return entry is None or not entry.live
        if carrier is not None:
            moments = range(carrier, carrier + 1)
        else:
            moments = range(max(past.steps(request.id)[0].number, 1), past.now + 1)
        steps = [step for step in past.steps(target) if step.number in moments and past.changes(step)]
        if link.type.name == ADDS:
            return any(step.entry and past.entry(target, step.number - 1) is None for step in steps)
        return bool(steps)

    def _finding(self, request: Record, link: TraceLink, carrier: int | None) -> Finding:
        words: Mapping[str, object] = {
            "id": request.id,
            "status": request.text("status"),
            "target": link.target,
            "release": self._past.names[-1 if carrier is None else carrier],
        }
        message = (_NOT_MADE if carrier is None else _NOT_IN_RELEASE)[link.type.name]
        hint = _("Make the change, or take {target} out of '{field}'.", target=link.target, field=link.type.name)
        if carrier is None and self._implemented.reached_by(request):
            hint = _(
                "Make the change, take {target} out of '{field}', or say under 'implemented_in:' which release has it.",
                target=link.target,
                field=link.type.name,
            )
        place = place_of(self._context.catalog, link)
        return Finding.of(CHANGE_NOT_MADE, place, replace(message, values=words), hint, request.id)


_NOT_MADE: Mapping[str, Message] = {
    ADDS: _("{id} is {status} and adds {target}, which was there before."),
    MODIFIES: _("{id} is {status} and modifies {target}, which says what it said in release {release}."),
    REMOVES: _("{id} is {status} and removes {target}, which still holds."),
}
_NOT_IN_RELEASE: Mapping[str, Message] = {
    ADDS: _("{id} adds {target} in release {release}, which did not bring it."),
    MODIFIES: _("{id} modifies {target} in release {release}, which left it as it was."),
    REMOVES: _("{id} removes {target} in release {release}, in which it still holds."),
}


def _release(context: Context, request: Record) -> Iterator[Finding]:
    """Yield the finding on a release that carries a change and is not there."""
    written = request.text("implemented_in").strip()
    if not written or context.ledger.find(written) is not None:
        return
    milestone = context.catalog.resolve(written)
    if milestone is not None and milestone.kind == "milestone":
        return
    place = request.place("implemented_in=", "implemented_in")
    if _is_to_come(context, written):
        message = _("{id} is {status}, and release {release} is not out yet.", **_words(request, written))
        yield replace(Finding.of(UNKNOWN_RELEASE, place, message, None, request.id), severity=Severity.INFO)
        return
    message = _("{id} is {status} in release {release}, which does not exist.", **_words(request, written))
    names = [baseline.name for baseline in context.ledger.baselines]
    hint = did_you_mean(written, names) or _("The last release is {release}.", release=names[-1])
    yield Finding.of(UNKNOWN_RELEASE, place, message, hint, request.id)


def _is_to_come(context: Context, name: str) -> bool:
    """Return True for a version above that of the last release."""
    version, last = Version.parse(name), context.ledger.baselines[-1].version
    return version is not None and (last is None or version > last)


def _words(request: Record, release: str) -> dict[str, str]:
    return {"id": request.id, "status": request.text("status"), "release": release}
