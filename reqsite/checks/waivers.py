"""Waivers: which findings a writer accepts, and waivers that accept nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reqsite.checks.pages import Page
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
    """The waivers of all records and pages, each of which remembers whether it was of use."""

    def __init__(self, records: Iterable[Record], pages: Iterable[Page] = ()) -> None:
        self._of: dict[tuple[str, str], list[Waiver]] = {}
        """(file, record, empty for a page) → waivers."""
        for record in records:
            if record.waivers:
                self._of.setdefault((record.file, record.id), []).extend(record.waivers)
        for page in pages:
            if page.waivers:
                self._of.setdefault((page.file, ""), []).extend(page.waivers)
        self._used: set[tuple[str, int, str, str]] = set()

    def apply(self, finding: Finding) -> Finding:
        """Return the finding, with the reason of the waiver that covers it where one does."""
        file = finding.place.file
        covering = [waiver for waiver in self._of.get((file, finding.record), ()) if covers(waiver, finding)]
        for waiver in covering:
            self._used.add(_key(waiver, file))
        return replace(finding, waived=covering[0].reason) if covering else finding

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each waiver that covered nothing."""
        for (file, record_id), waivers in self._of.items():
            for waiver in waivers:
                if _key(waiver, file) not in self._used:
                    message = _("The waiver of '{rule}' covers nothing.", rule=waiver.rule or waiver.word)
                    yield Finding.of(UNUSED_WAIVER, Place(file, waiver.line), message, _("Take it out."), record_id)


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


def _key(waiver: Waiver, file: str) -> tuple[str, int, str, str]:
    return (file, waiver.line, waiver.rule, waiver.word)
