"""The words of changes: sentences that can be read, and neither vague nor technical words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.texts import Text
from reqsite.checks.thresholds import threshold
from reqsite.checks.vagueness import VAGUE_WORD, Lexicon
from reqsite.checks.wording import JARGON, Jargon
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Record, Section

LONG_SENTENCE = Rule(
    "RQ405",
    "long-sentence",
    Severity.INFO,
    _("A sentence of a change that is too long"),
    _(
        "Changes are explained to people who did not write them. The limit is 60 Chinese characters or 40 words unless "
        "the project sets another: `checks: {long-sentence: {characters: 80, words: 50}}`."
    ),
    f"---\nid: CR-001\ntype: change\ntitle: 登录\n---\n{'客户在登录时刷卡，' * 8}门就打开。\n",
    "---\nid: CR-001\ntype: change\ntitle: 登录\n---\n客户在登录时刷卡，门就打开。\n",
)
RULES = (LONG_SENTENCE,)

LIMITS = {"characters": 60, "words": 40}
"""What is counted → how many of it a sentence may have, where the project sets no other number."""
_TECHNICAL = "technical"
_SPOKEN_FIELD = "reason"
_SENTENCE_END = re.compile(
    r"[。！？!?；;|]|\.(?=\s|$)|\n[ \t]{0,80}\n|\n(?=[ \t]{0,40}(?:[-*+]|\d{1,3}[.)、]|#{1,6})[ \t])"
)
_MARK = re.compile(r"[\s>#*_+-]*(?:\d{1,3}[.)、]\s)?\s*")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’_-]*")


class _FieldText(Text):
    """What a field says, with the one place that a field has."""

    __slots__ = ("_place",)

    def __init__(self, record: Record, name: str) -> None:
        super().__init__(record, Section(name, "", 0, record.text(name), record.line), live=True)
        self._place = record.place(f"{name}=", name)

    def place(self, offset: int) -> Place:  # noqa: ARG002 quotes and folds hide where in the file a word of it stands
        return self._place


def check(context: Context) -> Iterator[Finding]:
    """Yield long sentences and vague or technical words in the reason and the sections of live changes."""
    changes = context.catalog.of("change")
    if not changes:
        return
    internal = {key for key, section in context.schema.sections.items() if section.internal}
    texts = [t for t in context.texts if t.record.kind == "change" and t.live and t.section.key not in internal]
    texts += [_FieldText(r, _SPOKEN_FIELD) for r in changes if r.text(_SPOKEN_FIELD) and context.is_live(r)]
    yield from _vague_and_technical(context, texts)
    limits = {name: threshold(context, LONG_SENTENCE, name, usual) for name, usual in LIMITS.items()}
    for text in texts:
        yield from _long_sentences(text, limits["characters"], limits["words"])


def _vague_and_technical(context: Context, texts: list[Text]) -> Iterator[Finding]:
    vague = Lexicon(context) if context.settings.is_on(VAGUE_WORD) else None
    jargon = Jargon(context) if context.settings.is_on(JARGON) else None
    for text in texts:
        if vague:
            yield from vague.findings(text)
        if jargon and text.section.key not in ("business", _TECHNICAL):  # business wording is looked at in every record
            yield from jargon.findings(text)


def _long_sentences(text: Text, most_characters: float, most_words: float) -> Iterator[Finding]:
    for start, sentence in _sentences(text.words):
        characters, words = len(_HAN.findall(sentence)), len(_WORD.findall(sentence))
        if characters > most_characters:
            message = _(
                "The sentence has {count} Chinese characters; the limit is {limit}.",
                count=characters,
                limit=f"{most_characters:g}",
            )
        elif words > most_words:
            message = _("The sentence has {count} words; the limit is {limit}.", count=words, limit=f"{most_words:g}")
        else:
            continue
        hint = _("Make two sentences of it.")
        yield Finding.of(LONG_SENTENCE, text.place(start), message, hint, text.record.id)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text, each with the offset of its first word."""
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        yield _trimmed(text, begin, match.start())
        begin = match.end()
    yield _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> tuple[int, str]:
    mark = _MARK.match(text, begin, end)
    start = mark.end() if mark else begin
    return start, text[start:end]
