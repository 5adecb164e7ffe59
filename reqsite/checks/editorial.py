"""Changes that their writer calls editorial: they may change words, but not what is meant."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reqsite.checks.context import Context
from reqsite.checks.parties import entries
from reqsite.history.difference import reviewable
from reqsite.history.entry import Entry
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record, Value

if TYPE_CHECKING:
    from reqsite.history.redline import Redline
    from reqsite.history.tokens import Tokeniser

_BEFORE = (
    "records:\n  - {id: GOAL-001, type: goal, title: Stock, body: Clerks shall have an answer in 2 s.}\n"
    "# Released as 1.0.0, and since then:\nrecords:\n  - id: GOAL-001\n    type: goal\n    title: Stock\n"
    "    changes: [{release: 1.1.0, change: editorial, reason: Easier to read}]\n"
)
EDITORIAL_CHANGES_MEANING = Rule(
    "RQ823",
    "editorial-changes-meaning",
    Severity.ERROR,
    _("A change that is called editorial and changes what is meant"),
    _(
        "What is confirmed stays confirmed through an editorial change, so it must not change a number, a unit, a "
        "bound, a negation, a word such as 'shall' or 应, a criterion, or a field that binds."
    ),
    f"{_BEFORE}    body: Clerks should have an answer within 3 s.\n",
    f"{_BEFORE}    body: In 2 s clerks shall have their answer.\n",
)
RULES = (EDITORIAL_CHANGES_MEANING,)

_EDITORIAL = frozenset(("editorial", "wording", "措辞", "编辑性"))
_KEYS = ("change", "kind")
_MOST = 5


def check(context: Context) -> Iterator[Finding]:
    """Yield the changes since the last release that are called editorial and are not."""
    if not context.ledger or context.ledger.findings:
        return
    claims = Claims(context)
    for record in context.catalog:
        claim = claims.of(record)
        if claim is None:
            continue
        changed = claims.meaning(record)
        if changed:
            message = _(
                "{id} is said to have changed in wording only, and has changed in: {what}.",
                id=record.id,
                what="; ".join(changed[:_MOST]) + ("; …" if len(changed) > _MOST else ""),
            )
            hint = _("Write `change: normative`, and let a change request name the record.")
            yield Finding.of(EDITORIAL_CHANGES_MEANING, claim, message, hint, record.id)


class Claims:
    """Which records say that their change since the last release is editorial, and whether that is so.

    A record says so under `changes:`, in an entry with `change: editorial` that names a release which is not there
    yet, or that names none and is new itself.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._last = context.ledger.last_state.entries

    def of(self, record: Record) -> Place | None:
        """Return where a record says so, None where it does not, or where some of its change is said to be more."""
        before = self._last.get(record.id)
        if before is None or before.is_hidden or "changes" not in record.fields:
            return None
        known = before.fields.get("changes", [])
        old = [_plain(note) for note in (known if isinstance(known, list) else [known])]
        place = None
        for number, note in enumerate(entries(record, "changes")):
            word = _word(note)
            if not word or not self._is_for_now(note, old):
                continue
            if word not in _EDITORIAL:
                return None
            paths = [f"changes[{number}].{key}=" for key in _KEYS]
            place = place or record.place(*paths, f"changes[{number}]", "changes")
        return place

    def meaning(self, record: Record) -> tuple[str, ...]:
        """Return what has changed in a record beyond the wording, each as a person would write it down."""
        before, now = self._last[record.id], self._context.state.entries[record.id]
        names = reviewable(before, now, self._context.state.binding)[1]
        return tuple(what for name in names for what in self._beyond_wording(name, before, now))

    def is_wording(self, record: Record) -> bool:
        """Return True where a record says that its change is editorial, and it is."""
        return self.of(record) is not None and not self.meaning(record)

    def _is_for_now(self, note: Value, old: list[object]) -> bool:
        release = note.get("release", "") if isinstance(note, Mapping) else ""
        if release:
            return isinstance(release, str) and self._context.ledger.find(release) is None
        return _plain(note) not in old

    def _beyond_wording(self, name: str, before: Entry, now: Entry) -> Iterator[str]:
        from reqsite.history.blocks import blocks  # noqa: PLC0415 - few changes are called editorial, and it takes time
        from reqsite.history.redline import ADDED, REMOVED, redline, redline_text  # noqa: PLC0415

        schema = self._context.schema
        section, field = schema.sections.get(name), schema.fields.get(name)
        if section is not None and name not in before.fields and name not in now.fields:
            lines = redline(blocks(before.text(name)), blocks(now.text(name)), self._tokeniser)
            if section.criteria and any(row.status in (ADDED, REMOVED) for row in lines.rows):
                yield name
            else:
                yield from _pairs(lines)
        elif field is not None and field.kind == "text":
            old, new = before.fields.get(name), now.fields.get(name)
            if isinstance(old, str) and isinstance(new, str):
                yield from _pairs(redline_text(old, new, self._tokeniser))
            else:
                yield name
        else:
            yield name

    @functools.cached_property
    def _tokeniser(self) -> Tokeniser:
        from reqsite.history.tokens import Tokeniser  # noqa: PLC0415 - as above

        return Tokeniser(self._context.catalog.terms)


def _pairs(lines: Redline) -> Iterator[str]:
    return (f"{old or '–'} → {new or '–'}" for old, new in lines.changed_numbers)


def _word(note: Value) -> str:
    if not isinstance(note, Mapping):
        return ""
    words = (note.get(key) for key in _KEYS)
    return next((word.strip().casefold() for word in words if isinstance(word, str) and word.strip()), "")


def _plain(value: object) -> object:
    """Return a value in which lists of any class are equal."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(member) for member in value] if isinstance(value, (list, tuple)) else value
