"""Gaps of the trace graph that somebody has accepted: waivers of the rules that ask for a parent, a child or a test."""

from __future__ import annotations

from collections.abc import Iterable

from reqsite.checks.completeness import NOT_VERIFIED
from reqsite.checks.trace import ORPHAN
from reqsite.model.finding import Rule
from reqsite.model.record import Record, Waiver
from reqsite.portal.site import Site
from reqsite.portal.trace import Group


def accepted_rules(records: Iterable[Record]) -> dict[str, frozenset[str]]:
    """Return record id → what its waivers for the whole record name, without their reasons."""
    found = {r.id: frozenset(w.rule.casefold() for w in r.waivers if _is_for_all(w)) for r in records if r.waivers}
    return {record_id: rules for record_id, rules in found.items() if rules}


def reason(site: Site, record_id: str, below: Group) -> str | None:
    """Return why a record needs no link with this group, or None where nobody says so.

    The reason is empty where its readers must not know it: a portal for clients only says that the gap is accepted.
    """
    rules = _rules(site, record_id, below) if record_id in site.accepted else []
    if not any(_names(rule) & site.accepted[record_id] for rule in rules):
        return None
    if not site.is_internal:
        return ""
    names = {name for rule in rules for name in _names(rule)}
    waivers = site.catalog.records[record_id].waivers
    return next((w.reason for w in waivers if _is_for_all(w) and w.rule.casefold() in names), "")


def _rules(site: Site, record_id: str, below: Group) -> list[Rule]:
    """Return the rules by which a record of this type should have a link with the group."""
    rules = [NOT_VERIFIED] if below.kind == "test" else []
    type_ = site.catalog.schema.types.get(site.catalog.records[record_id].type)
    wanted = {*type_.up, *type_.down} if type_ else set()
    if below.kind in wanted or below.type in wanted:
        rules.append(ORPHAN)
    return rules


def _names(rule: Rule) -> set[str]:
    return {rule.code.casefold(), rule.name.casefold()}


def _is_for_all(waiver: Waiver) -> bool:
    return waiver.covers == (0, 0) and not waiver.word
