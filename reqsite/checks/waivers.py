"""Waivers: which findings a writer accepts, and waivers that accept nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record, Waiver

UNUSED_WAIVER = Rule(
    "RQ901",
    "unused-waiver",
    Severity.INFO,
    _("A waiver that covers nothing"),
    _("What it waived was mended, or never was there; the next such mistake would pass unseen."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\n<!-- reqsite: ok RQ402 because the client asks -->\n"
    "The system shall ask.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\n<!-- reqsite: ok RQ402 because the client asks -->\n"
    "The system shall ask TBD times.\n",
)
RULES = (UNUSED_WAIVER,)


class Waivers:
    """The waivers of all records, each of which remembers whether it was of use."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._of_file: dict[tuple[str, str], list[tuple[Waiver, Record]]] = {}
        for record in records:
            for waiver in record.waivers:
                self._of_file.setdefault((record.file, record.id), []).append((waiver, record))
        self._used: set[tuple[str, int, str, str]] = set()

    def apply(self, finding: Finding) -> Finding:
        """Return the finding, with the reason of the waiver that covers it where one does."""
        covering = [
            (waiver, record)
            for waiver, record in self._of_file.get((finding.place.file, finding.record), ())
            if covers(waiver, finding)
        ]
        for waiver, record in covering:
            self._used.add(_key(waiver, record))
        return replace(finding, waived=covering[0][0].reason) if covering else finding

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each waiver that covered nothing."""
        for waivers in self._of_file.values():
            for waiver, record in waivers:
                if _key(waiver, record) not in self._used:
                    message = _("The waiver of '{rule}' covers nothing.", rule=waiver.rule or waiver.word)
                    place = Place(record.file, waiver.line)
                    yield Finding.of(UNUSED_WAIVER, place, message, _("Take it out."), record.id)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Return True where a waiver speaks of this finding: by rule or by word, in its lines or the whole record."""
    first, last = waiver.covers
    if last and not first <= finding.place.line <= last:
        return False
    word = str(finding.message.values.get("word", "")).casefold()
    if waiver.rule in (finding.rule.code, finding.rule.name):
        return not waiver.word or waiver.word.casefold() == word
    wanted = (waiver.word or waiver.rule).casefold()
    return bool(wanted) and (not waiver.rule or not waiver.word) and wanted == word


def _key(waiver: Waiver, record: Record) -> tuple[str, int, str, str]:
    return (record.file, waiver.line, waiver.rule, waiver.word)
