"""How tests ended, as pages say it: a word with a sign, when that was and what was tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.record import Record
from reqsite.portal import tones
from reqsite.portal.press import Press
from reqsite.portal.tones import Tone
from reqsite.results.kept import Verdict
from reqsite.results.run import CRITERION

_FIELD = "result"
_VERIFIED = "verified_by"
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Ended:
    """How one test, or all tests of a criterion, ended the last time."""

    raw: str
    """`passed`, `failed`, `open`, or as a record has it."""
    word: str
    tone: Tone
    date: str = ""
    """`YYYY-MM-DD`; empty where only the record says how it ended."""
    on: str = ""
    """The release or the commit that was tested, in words; empty where nobody has said."""
    tool: str = ""

    def badge(self, press: Press, *, dated: bool = True) -> Markup:
        """Return it as HTML; not `dated` where the date stands beside it."""
        return press.once("_result", self.word, self.tone, self.date if dated else "", self.on)


def result_of(press: Press, test: Record) -> str:
    """Return how a test ended: as its last run says, else as its record does; empty where neither does."""
    verdict = press.site.results.last.get(test.id)
    return verdict.result if verdict is not None else test.text(_FIELD)


def ended(press: Press, test: Record) -> Ended | None:
    """Return how a test ended; None where nobody knows."""
    verdict = press.site.results.last.get(test.id)
    if verdict is not None:
        return _of_verdict(press, verdict)
    raw = test.text(_FIELD)
    return Ended(raw, press.words.value(_FIELD, raw), tones.tone_of_result(raw)) if raw else None


def of_criteria(press: Press, record: Record) -> Iterator[tuple[str, Ended]]:
    """Yield (id, how its tests ended) of the acceptance criteria that tests name."""
    last = press.site.results.last
    if not last:
        return
    for criterion in record.criteria:
        verdict = last.get(f"{record.id}{CRITERION}{criterion.id}")
        if verdict is not None:
            yield criterion.id, _of_verdict(press, verdict)


def tests_of(press: Press, record: Record) -> list[str]:
    """Return the ids of the tests that a requirement is verified by, each once."""
    links = press.site.catalog.outgoing(record.id)
    return list(dict.fromkeys(link.target for link in links if link.type.name == _VERIFIED))


def _of_verdict(press: Press, verdict: Verdict) -> Ended:
    run = verdict.run
    word = press.words.value(_FIELD, verdict.result)
    return Ended(verdict.result, word, tones.tone_of_result(verdict.result), run.date, _on(press, verdict), run.tool)


def _on(press: Press, verdict: Verdict) -> str:
    if verdict.run.release:
        return press.words.say(_("release {version}", version=verdict.run.release))
    return press.words.say(_("commit {id}", id=verdict.run.commit[:_SHORT])) if verdict.run.commit else ""
