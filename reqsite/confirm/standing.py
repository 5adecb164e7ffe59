"""What holds of the answers that were given: role by role and record by record."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reqsite.confirm.given import Given, entry_at
from reqsite.confirm.receipt import AGREE, OBJECT, WHOLE
from reqsite.confirm.roles import all_roles, before, roles_of, wants_evidence
from reqsite.history.entry import Entry, State
from reqsite.history.ledger import Ledger
from reqsite.model.schema import Schema


class Standing(StrEnum):
    """How a role stands to a record's present words."""

    AGREED = "agreed"
    OBJECTED = "objected"
    DISCUSSED = "discussed"
    """Wants to talk about it."""
    AGAIN = "again"
    """Has answered for other words than those of now."""
    UNPROVEN = "unproven"
    """Has agreed, but by word of mouth or without a signature, where that is not enough."""
    OPEN = "open"
    """Has not answered."""


@dataclass(frozen=True, slots=True)
class Item:
    """What one role has to confirm, and how it stands."""

    id: str
    """`WHOLE` for the release itself."""
    role: str
    standing: Standing
    given: Given | None = None
    """The answer that decides: the last one for these words, else the last one at all."""
    is_reworded: bool = False
    """True where the role has agreed, and what does not bind was changed since."""

    @property
    def is_settled(self) -> bool:
        """True where nothing more is asked."""
        return self.standing is Standing.AGREED


class Confirmations:
    """The answers of all roles to the records of one state.

    Args:
        state: the records; what is hidden or does not bind is asked of nobody.
        ledger: its releases say which words an answer was given for.
        schema: who has to confirm what.
        given: all answers, in any order.
    """

    def __init__(self, state: State, ledger: Ledger, schema: Schema, given: Iterable[Given]) -> None:
        self.state = state
        self.schema = schema
        self._ledger = ledger
        self._given: dict[tuple[str, str], list[Given]] = {}
        for answer in sorted(given, key=lambda g: (g.moment, g.file)):
            self._given.setdefault((answer.role, answer.id), []).append(answer)

    @functools.cached_property
    def roles(self) -> tuple[str, ...]:
        """Every role that has something to confirm, in the order of the schema."""
        return all_roles(self.state.entries.values(), self.schema)

    @functools.cached_property
    def by_record(self) -> Mapping[str, tuple[Item, ...]]:
        """Record → what each role has to say to it; records that nobody has to confirm are not in it."""
        found = {}
        for entry in self.state.entries.values():
            if roles := roles_of(entry, self.schema):
                found[entry.id] = tuple(self._item(entry, role) for role in roles)
        return found

    @functools.cached_property
    def by_role(self) -> Mapping[str, tuple[Item, ...]]:
        """Role → its items, in the order of the records."""
        found: dict[str, list[Item]] = {role: [] for role in self.roles}
        for items in self.by_record.values():
            for item in items:
                found[item.role].append(item)
        return {role: tuple(items) for role, items in found.items()}

    @functools.cached_property
    def signatures(self) -> tuple[Item, ...]:
        """What the roles that sign a release as a whole have said to it."""
        digest = self.state.catalog_digest()
        signing = (c.name for c in self.schema.confirmation.values() if c.signs)
        return tuple(self._standing(WHOLE, role, digest) for role in signing)

    @property
    def open_items(self) -> Iterator[Item]:
        """What is not settled, role by role."""
        for role in self.roles:
            yield from (item for item in self.by_role[role] if not item.is_settled)

    def counts(self, role: str) -> Mapping[Standing, int]:
        """Return how many items of a role stand how."""
        return Counter(item.standing for item in self.by_role.get(role, ()))

    def waits_for(self, role: str) -> tuple[str, ...]:
        """Return the roles that answer before this one and have not agreed to all that is asked of them."""
        return tuple(
            other for other in before(role, self.schema) if any(not i.is_settled for i in self.by_role.get(other, ()))
        )

    def answers_to(self, record_id: str) -> list[Given]:
        """Return all answers to a record, oldest first, for whatever words of it they were given."""
        return self._by_record.get(record_id, [])

    @functools.cached_property
    def _by_record(self) -> Mapping[str, list[Given]]:
        found: dict[str, list[Given]] = {}
        for (_role, record_id), answers in self._given.items():
            found.setdefault(record_id, []).extend(answers)
        return {i: sorted(answers, key=lambda g: (g.moment, g.role, g.file)) for i, answers in found.items()}

    def words_of(self, item: Item) -> Entry | None:
        """Return the words that an item's answer was given for, as its release had them; None where nobody knows."""
        return entry_at(self._ledger, item.id, item.given.release) if item.given else None

    def _item(self, entry: Entry, role: str) -> Item:
        item = self._standing(entry.id, role, entry.normative)
        answer = item.given
        if item.standing is not Standing.AGREED or answer is None:
            return item
        if not answer.is_written and wants_evidence(entry, role, self.schema):
            return Item(entry.id, role, Standing.UNPROVEN, answer)
        then = entry_at(self._ledger, entry.id, answer.release)
        return Item(entry.id, role, Standing.AGREED, answer, then is not None and then.fingerprint != entry.fingerprint)

    def _standing(self, record_id: str, role: str, fingerprint: str) -> Item:
        """Return how a role stands to words with this fingerprint, after all its answers."""
        given = self._given.get((role, record_id), ())
        if not given:
            return Item(record_id, role, Standing.OPEN)
        fitting = [g for g in given if g.fingerprint == fingerprint]
        if not fitting:
            return Item(record_id, role, Standing.AGAIN, given[-1])
        confirmer = self.schema.confirmation.get(role)
        must_sign = confirmer is not None and confirmer.signed
        if must_sign:
            fitting = [g for g in fitting if g.key or g.answer != AGREE] or fitting
        answer = fitting[-1]
        if answer.answer == AGREE:
            is_proven = bool(answer.key) or not must_sign
            return Item(record_id, role, Standing.AGREED if is_proven else Standing.UNPROVEN, answer)
        return Item(record_id, role, Standing.OBJECTED if answer.answer == OBJECT else Standing.DISCUSSED, answer)
