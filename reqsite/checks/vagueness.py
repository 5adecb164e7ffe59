"""Vague words in requirements, and what makes them exact."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reqsite.checks.context import Context
from reqsite.checks.lexicon import FULL, LIGHT, Entry, vague_words
from reqsite.checks.prose import without_notes, without_quotes
from reqsite.checks.quantities import EXACT, MAYBE_EXACT
from reqsite.checks.settings import Settings
from reqsite.checks.sieve import Sieve
from reqsite.checks.terms import inside_longer
from reqsite.checks.texts import Text
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.han import has_han, is_word
from reqsite.model.trie import beginning_pattern, trie_pattern

VAGUE_WORD = Rule(
    "RQ401",
    "vague-word",
    Severity.WARNING,
    _("A word that every reader takes in a way of their own"),
    _(
        "'Fast', 实时 or 'as needed' is agreed by all and understood by each differently; the dispute comes at "
        "acceptance. The word is fine where a number with a unit, or a term with a measure, makes it exact."
    ),
    "---\nid: REQ-001\ntype: functional\ntitle: 查询\n---\n系统应实时更新库存。\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 查询\n---\n系统应实时（≤ 5 秒）更新库存。\n",
)
RULES = (VAGUE_WORD,)

_KINDS = frozenset(("requirement", "rule"))
_NOT_SEARCHED = frozenset(("boundary",))
_LONG_HAN = 4
_SENTENCE_END = re.compile(r"[。！？!?；;]|\.(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)、])[ \t])|\|")
_CLAUSE_MARKS = "。！？!?；;|，,：:、（(\n."
_LONGEST_CLAUSE = 200
_OPEN_ENUMERATION = re.compile(
    r"、[^、，。；：\s]{1,20}(等)(?![待级級于於同效价價候额額距比腰边边分号號一二两三四五六七八九十百几多\d])"
)


def check(context: Context) -> Iterator[Finding]:
    """Yield the vague words in what binds: statements, criteria and the like of live requirements and rules."""
    if not context.settings.is_on(VAGUE_WORD):
        return
    searched = {
        key for key, section in context.schema.sections.items() if section.normative and key not in _NOT_SEARCHED
    }
    texts = [
        text for text in context.texts if text.section.key in searched and text.live and text.record.kind in _KINDS
    ]
    lexicon = Lexicon(context)
    for text in lexicon.remarkable(texts):
        yield from lexicon.findings(text)


class Lexicon:
    """The words that a project does not want, in one pattern, and what it has made exact."""

    def __init__(self, context: Context) -> None:
        self._catalog = context.catalog
        self._entries, self._light = _chosen(context.settings)
        self._open_lists = "等等" in self._entries

    @functools.cached_property
    def _ascii(self) -> re.Pattern[str]:
        return _one_of(word for word in self._entries if word.isascii())

    @functools.cached_property
    def _all(self) -> re.Pattern[str]:
        return _one_of(self._entries)

    def remarkable(self, texts: list[Text]) -> Iterator[Text]:
        """Yield the texts that may hold one of the words: those in ASCII that do, and all others."""
        yield from (text for text in texts if not text.words.isascii())
        plain = [text for text in texts if text.words.isascii()]
        words = [word for word in self._entries if word.isascii()]
        if plain and words:
            sieve = Sieve([text.words for text in plain])
            yield from (plain[number] for number in sieve.matching_translated(_LETTERS, _coarse(words)))

    def findings(self, text: Text) -> Iterator[Finding]:
        """Yield the vague words of one text."""
        lowered = lower(text.words)
        pattern = self._ascii if lowered.isascii() else self._all
        hits = [m.span() for m in pattern.finditer(lowered)]
        if self._open_lists and "、" in lowered:
            hits += [m.span(1) for m in _OPEN_ENUMERATION.finditer(lowered)]
        hits = [(start, end) for start, end in hits if self._entry(lowered[start:end]).group]
        if not hits:
            return
        said = without_notes(without_quotes(lowered))
        exactness: _Exactness | None = None
        for start, end in hits:
            if said[start] == " " or not self._is_meant(lowered, start, end):
                continue
            exactness = exactness or _Exactness(lowered)
            entry = self._entry(lowered[start:end])
            if entry.group in ("escape", "open-list", "hedge") or not exactness.covers(start, end):
                yield self._finding(text, start, end, entry)

    def _finding(self, text: Text, start: int, end: int, entry: Entry) -> Finding:
        message = _(
            "'{word}' is vague: every reader takes it in a way of their own.",
            word=" ".join(text.words[start:end].split()),
        )
        finding = Finding.of(VAGUE_WORD, text.place(start), message, entry.hint, text.record.id)
        return replace(finding, severity=Severity.INFO) if entry.group in self._light else finding

    def _entry(self, found: str) -> Entry:
        return self._entries.get(" ".join(found.split())) or _OPEN_LIST

    def _is_meant(self, text: str, start: int, end: int) -> bool:
        """Return False inside another word, inside a longer term, and for a term that has a measure."""
        word = text[start:end]
        term = self._catalog.terms.get(word)
        if term is not None and term.text("measure"):
            return False
        if inside_longer(text, start, end, self._longer_terms.get(word, [])):
            return False
        return word == "等" or not has_han(word) or len(word) >= _LONG_HAN or is_word(text, start, end)

    @functools.cached_property
    def _longer_terms(self) -> dict[str, list[str]]:
        """Vague word → names of terms that hold it."""
        longer: dict[str, list[str]] = {}
        for name in self._catalog.terms:
            pattern = self._ascii if name.isascii() else self._all
            for match in pattern.finditer(name):
                if len(name) > len(match[0]):
                    longer.setdefault(match[0], []).append(name)
        return longer


_ENOUGH_LETTERS = 8
_LETTERS = {c: chr(c).lower() if chr(c).isalnum() or chr(c) == "_" else " " for c in range(1, 128)}
"""Each letter in lower case, and a blank in the place of everything that stands between words."""


def _coarse(words: Iterable[str]) -> re.Pattern[str]:
    """Return what is found wherever one of these words begins, once `_LETTERS` has been put in the place of letters.

    It begins with a blank, which is what the engine of Python is quickest to look for, and is no longer than it needs
    to be to find little else.
    """
    return re.compile(" " + beginning_pattern(word.translate(_LETTERS).strip()[:_ENOUGH_LETTERS] for word in words))


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    chosen = list(words)
    return re.compile(trie_pattern(chosen) if chosen else r"(?!)")


_OPEN_LIST = Entry("等", "zh", "open-list", _("List everything that belongs to it, or name the rule that decides."))


def _chosen(settings: Settings) -> tuple[dict[str, Entry], frozenset[str]]:
    """Return the words that are looked for, and the classes that weigh little.

    Settings: `on` and `off` name classes, `allow` words to let pass, `words` more words (with their hints).
    """
    wanted = set(settings.words(VAGUE_WORD, "on"))
    classes = ({*FULL, *LIGHT} | wanted) - set(settings.words(VAGUE_WORD, "off"))
    entries = {e.word: e for e in vague_words() if not e.group or e.group in classes}
    for word, hint in settings.mapping(VAGUE_WORD, "words").items():
        meaning = _OWN_WORD if not hint else Message("{hint}", {"hint": hint})
        entries[lower(word)] = Entry(lower(word), "", "own", meaning)
    for word in settings.words(VAGUE_WORD, "allow"):
        entries.pop(lower(word), None)
    return entries, frozenset(LIGHT) - wanted


_OWN_WORD = _("Write what is meant so that it can be checked.")


def lower(text: str) -> str:
    """Return a text in lower case and of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class _Exactness:
    """Where numbers with units stand in a text, and how far they reach."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers = [m.start() for m in EXACT.finditer(text)] if MAYBE_EXACT.search(text) else []

    def covers(self, start: int, end: int) -> bool:
        """Return True where a number with a unit follows in the sentence, or stands before in the same clause."""
        if not self._numbers:
            return False
        clause = max(self._text.rfind(mark, max(0, start - _LONGEST_CLAUSE), start) for mark in _CLAUSE_MARKS)
        number = bisect.bisect_left(self._numbers, clause + 1)
        if number == len(self._numbers):
            return False
        sentence = _SENTENCE_END.search(self._text, end)
        return sentence is None or self._numbers[number] < sentence.start()
