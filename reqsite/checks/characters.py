"""Characters that nobody sees, or that are no longer what was written."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.ids import name_of
from reqsite.checks.texts import Text
from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.han import HAN
from reqsite.model.late_pattern import LatePattern
from reqsite.model.record import Record

INVISIBLE_CHARACTER = Rule(
    "RQ612",
    "invisible-character",
    Severity.WARNING,
    _("A character that cannot be seen"),
    _("Text with direction marks can read differently from what it says; zero-width ones hide words from the search."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a pass\u200bword.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe system shall ask for a password.\n",
)
MOJIBAKE = Rule(
    "RQ613",
    "mojibake",
    Severity.WARNING,
    _("Text that was read in the wrong encoding"),
    _("The letters that stood there are lost to the reader, and often for good."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe user\u2019s caf\u00c3\u00a9 shall be shown.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe user\u2019s caf\u00e9 shall be shown.\n",
)
PINYIN_GLOSS = Rule(
    "RQ614",
    "pinyin-gloss",
    Severity.INFO,
    _("A pronunciation in brackets behind a character"),
    _("Such glosses come in with copied dictionary text; they split the word for search and for the glossary."),
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n系统应列出各项(xiàng)内容。\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 登录\n---\n系统应列出各项内容。\n",
)
RULES = (INVISIBLE_CHARACTER, MOJIBAKE, PINYIN_GLOSS)

_UNSEEN = LatePattern(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u200b\u2060-\u2064\ufeff\u00ad\ue000-\uf8ff\ufff9-\ufffb\U000e0000-\U000e007f]"
    f"|(?<=[A-Za-z0-9{HAN}])[\u200c\u200d](?=[A-Za-z0-9{HAN}])"
)
_GARBLED = LatePattern("\ufffd{1,200}|[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u00bf™œ˜“”¦]|锟斤拷|烫烫烫|ï»¿")
_GLOSS = LatePattern(f"[{HAN}][(（]([a-zü]{{0,6}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{{0,4}})[)）]")


def check(context: Context) -> Iterator[Finding]:
    """Yield the odd characters of every text and field; code is looked at too."""
    for text in context.texts:
        written = text.section.text
        if not written.isascii():
            yield from _odd(written, text)
    for value, places in context.field_texts.items():
        if not value.isascii():
            for record, name in places:
                if name != "id":
                    yield from _odd_field(record, name, value)


def _odd(written: str, text: Text) -> Iterator[Finding]:
    record = text.record
    for match in _UNSEEN.finditer(written):
        yield _unseen(match[0], text.place(match.start()), record)
    for match in _GARBLED.finditer(written):
        yield _garbled(match[0], text.place(match.start()), record)
    for match in _GLOSS.finditer(text.words):
        message = _("The pronunciation '{gloss}' stands behind a character.", gloss=match[1])
        place = text.place(match.start() + 1)
        yield Finding.of(PINYIN_GLOSS, place, message, _("Take it out."), record.id)


def _odd_field(record: Record, name: str, value: str) -> Iterator[Finding]:
    place = record.place(f"{name}=", name)
    unseen, garbled = _UNSEEN.search(value), _GARBLED.search(value)
    if unseen:
        yield _unseen(unseen[0], place, record)
    if garbled:
        yield _garbled(garbled[0], place, record)


def _unseen(character: str, place: Place, record: Record) -> Finding:
    message = _("The invisible character {character}.", character=name_of(character))
    return Finding.of(INVISIBLE_CHARACTER, place, message, _("Take it out."), record.id)


def _garbled(letters: str, place: Place, record: Record) -> Finding:
    message = _("'{letters}' was read in the wrong encoding.", letters=letters)
    return Finding.of(MOJIBAKE, place, message, _("Write the letters anew, and save the file as UTF-8."), record.id)
