"""Words that stand for something still to be said: placeholders, abbreviations, jargon."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping

from reqsite.checks.context import Context
from reqsite.checks.lexicon import jargon_words
from reqsite.checks.prose import without_quotes
from reqsite.checks.sieve import Sieve
from reqsite.checks.terms import inside_longer
from reqsite.checks.texts import Text
from reqsite.checks.vagueness import lower
from reqsite.i18n import Message, _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.han import has_han, is_word
from reqsite.model.record import Record
from reqsite.model.trie import trie_pattern

PLACEHOLDER = Rule(
    "RQ402",
    "placeholder",
    Severity.WARNING,
    _("A placeholder"),
    _("What is still to be decided cannot be built, tested or confirmed."),
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe session shall end after TBD minutes.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Log in\n---\nThe session shall end after 15 minutes.\n",
)
UNDEFINED_ABBREVIATION = Rule(
    "RQ403",
    "undefined-abbreviation",
    Severity.INFO,
    _("An abbreviation that is defined nowhere"),
    _("Abbreviations mean different things in different houses; readers from outside do not ask, they guess."),
    "---\nid: REQ-001\ntype: functional\ntitle: Report\n---\nThe system shall report the RTO of each service.\n",
    "---\nid: REQ-001\ntype: functional\ntitle: Report\n---\nIt shall report the Recovery Time Objective (RTO).\n",
)
JARGON = Rule(
    "RQ404",
    "jargon",
    Severity.WARNING,
    _("A technical word in a text in business words"),
    _("This section is for readers who do not build software; what they do not understand they cannot confirm."),
    "---\nid: REQ-001\ntype: functional\ntitle: 查询\n---\n系统应显示库存。\n\n## 业务表述\n\n数据来自缓存。\n",
    "---\nid: REQ-001\ntype: functional\ntitle: 查询\n---\n系统应显示库存。\n\n## 业务表述\n\n打开页面即可看到库存。\n",
)
RULES = (PLACEHOLDER, UNDEFINED_ABBREVIATION, JARGON)

_PLACEHOLDER = re.compile(
    r"TB[ABCDRS](?![A-Za-z0-9_])|TODO(?![A-Za-z0-9_]|(?:-| )(?:list|comment|marker|item|tag))|FIXME(?![A-Za-z0-9_])"
    r"|XXX(?![A-Za-z0-9_])|\?\?\?|？？？"
    r"|to be (?:determined|decided|defined|clarified)(?=[\s]{0,2}(?:[.,;:)\]]|$|later|with|by the client))"
    r"|待定(?![位义義价價向点])|待补充|待補充|待完善|待明确|待明確|待商定|待讨论|暂定(?![价價金])|暫定"
    r"|待确认(?=[\s）)】\]。，；]|$)|待確認(?=[\s）)】\]。，；]|$)",
    re.MULTILINE,
)
_CAPITALS = bytes(ord("A") if chr(c) in string.ascii_uppercase else c for c in range(256))
"""Class of a byte of UTF-8: `A` for capitals, itself for any other one."""
_MAY_BEGIN = "A-Za-z0-9_\\-"
_BORDER = re.compile(f"[{_MAY_BEGIN}]")
_NO_BORDER_BEFORE = "（(【[：:，。；是为為 \t\n"
_WHOLE_FIELD = frozenset(
    ("TBD", "TBC", "TBA", "TBS", "TBR", "TODO", "FIXME", "???", "？？？", "待定", "待补充", "待补", "待确认")
)
_LETTING_PASS = frozenset(("meeting", "feedback"))

_ABBREVIATION = re.compile(r"[A-Z]{2}[A-Z0-9]{0,4}")
_LONG_ABBREVIATION = 5
_CAPITAL_OR_NOT = re.compile(r"[A-Za-z]{2,30}")
_KINDS = frozenset(("requirement", "rule"))
_UNIVERSAL = """
AC AES AI AM AND ANSI API APP ARM ASCII ATM BCC BIOS BMP BOM CA CAD CC CD CEO CFO CI CIO CLI CM CNY COM CPU CRC
CRM CSS CSV CTO DB DC DHCP DNA DNS DPI DVD EDI EMAIL ERP ETA EU EUR FAQ FAX FTP GB GBK GDPR GIF GIT GMT GNU GPL
GPS GPU GUI HD HDMI HMAC HR HTML HTTP HTTPS IBM ID IDE IDS IEC IEEE IM IMEI IO IOS IP IPV4 IPV6 ISBN ISO IT ITU
JPEG JPG JS JSON JWT KB KG KM KPI LAN LCD LDAP LED LF LTE MAC MB MD MD5 MIME MIT MP3 MP4 MS NASA NATO NFC NO NTP
OAUTH OCR ODF OEM OK OS OWASP PC PDF PHP PIN PM PNG POSIX PPT QA QPS QR RAM RAR RFC RFID RGB RMB ROM RPC RSA RSS
RTF SD SDK SHA SIM SMS SMTP SOAP SOC SQL SSD SSH SSL SVG TB TCP TIFF TLS TPS TV TXT UDP UI UK UML UN UPS URI URL
US USA USB USD UTC UTF UUID UX VAT VIP VM VPN WAV WIFI WLAN WWW XLS XLSX XML YAML ZIP TBA TBB TBC TBD TBR TBS
UNIX XOR NOR NAND NIST CRLF II III IV VI VII VIII IX XI XII ABC XYZ
"""
_WORDS_IN_CAPITALS = """
ADD ALL ALSO ANY ARE BUT CAN DATA DATE DEBUG DOES DONE EACH ELSE END ERROR FAIL FALSE FILE FOR FROM GET GIVEN
HIGH IF IN INFO INT IS IT ITS KEY LIST LOW MAIN MAY MUST NAME NEVER NEW NONE NOT NOTE NOW NULL OF OFF OLD ON ONE
ONLY OPEN OR OUT PASS POST PUT READ RED RUN SELF SET SHALL SHOW STOP TAG TEST TEXT THAT TITLE THE THEN THIS TIME
TIP TO TRUE TWO TYPE UP USE USER VOID WARN WHEN WILL WITH WRITE YES YOU ZERO
"""
_KNOWN = frozenset(_UNIVERSAL.split()) | frozenset(_WORDS_IN_CAPITALS.split())


def check(context: Context) -> Iterator[Finding]:
    """Yield placeholders, abbreviations that nobody explains, and jargon."""
    jargon = Jargon(context)
    abbreviations = _Abbreviations(context)
    texts = context.texts
    for text in texts.at(_remarkable(texts.words)):
        record = text.record
        if record.kind in _LETTING_PASS or not text.live:
            continue
        section = context.schema.sections.get(text.section.key)
        if section is None or not section.internal:
            yield from _placeholders(context, text)
        if section is not None and section.normative and record.kind in _KINDS:
            abbreviations.note(text)
    yield from abbreviations.findings()
    for text in texts:
        if text.section.key == "business" and text.live and text.record.kind not in _LETTING_PASS:
            yield from jargon.findings(text)
    for value, places in context.field_texts.items():
        if value.strip().upper() in _WHOLE_FIELD:
            yield from _placeholder_fields(context, value, places)


def _remarkable(words: Sieve) -> list[int]:
    """Return the texts that may hold a placeholder or an abbreviation."""
    numbers = {*words.shaped(_CAPITALS, b"AA"), *words.holding("?", "to be ")}
    if not words.is_ascii:
        numbers.update(words.holding("待", "暂定", "暫定", "？"))
    return sorted(numbers)


def _placeholders(context: Context, text: Text) -> Iterator[Finding]:
    words = text.words
    said = ""
    for match in _PLACEHOLDER.finditer(words):
        start = match.start()
        before = words[start - 1] if start else "\n"
        if match[0][0].isascii() and _BORDER.match(before):
            continue
        if "/" in (before, words[match.end() : match.end() + 1]):
            continue  # "count every TBD/TBC" speaks of placeholders
        if match[0] in ("待确认", "待確認") and before not in _NO_BORDER_BEFORE:
            continue  # 订单待确认 is a state of the order
        said = said or without_quotes(words)
        if said[start] == " " or match[0].lower() in context.catalog.terms:
            continue
        yield _placeholder(match[0], text.place(start), text.record)


def _placeholder(word: str, place: Place, record: Record) -> Finding:
    message = _("'{word}' is still to be filled in.", word=word)
    return Finding.of(PLACEHOLDER, place, message, _("Write what was decided, or who decides it by when."), record.id)


def _placeholder_fields(context: Context, value: str, places: list[tuple[Record, str]]) -> Iterator[Finding]:
    for record, name in places:
        if record.kind not in _LETTING_PASS and context.is_live(record):
            field = context.schema.fields.get(name)
            if field and not field.internal and field.kind in ("text", "person"):
                yield _placeholder(value, record.place(f"{name}=", name), record)


class _Abbreviations:
    """Capital letters that stand for words."""

    def __init__(self, context: Context) -> None:
        self._terms = context.catalog.terms
        self._is_on = context.settings.is_on(UNDEFINED_ABBREVIATION)
        self._allowed = _KNOWN | set(context.settings.words(UNDEFINED_ABBREVIATION, "allow"))
        self._allowed |= {t.prefix for t in context.schema.types.values() if t.prefix}
        self._uses: dict[str, dict[tuple[str, int], tuple[Text, int]]] = {}
        """Abbreviation → record → where it is first used there, for what is defined nowhere."""

    def note(self, text: Text) -> None:
        """Note the abbreviations of a text that neither the glossary nor the record itself explains."""
        if not self._is_on:
            return
        words = text.words
        key = (text.record.file, text.record.line)
        for match in _ABBREVIATION.finditer(words):
            short = match[0]
            if short in self._allowed or not _stands_alone(words, match.start(), match.end()):
                continue
            if len(short) > _LONG_ABBREVIATION or short.lower() in self._terms or key in self._uses.get(short, ()):
                continue
            if not (_is_shouted(words, match.start(), match.end()) or _is_expanded(text.record, short)):
                self._uses.setdefault(short, {})[key] = (text, match.start())

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for each abbreviation, where it is first used; a hundred more would say nothing new."""
        for short, uses in self._uses.items():
            text, start = min(uses.values(), key=lambda use: use[0].place(use[1]))
            message = (
                _("'{word}' is defined nowhere; {count} records use it.", word=short, count=len(uses))
                if len(uses) > 1
                else _("'{word}' is defined nowhere.", word=short)
            )
            hint = _("Make it a term, or write it out the first time: Service Level Agreement (SLA).")
            yield Finding.of(UNDEFINED_ABBREVIATION, text.place(start), message, hint, text.record.id)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return True for letters that are no part of an id, a constant, a path or a name."""
    before = text[start - 1 : start]
    after = text[end : end + 2]
    if before and (_BORDER.match(before) or before in "./\\@#$%&<={+"):
        return False
    if after[:1] == "s" and not (after[1:] and _BORDER.match(after[1:])):
        return True  # SLAs
    return not after or not (
        _BORDER.match(after[0]) or after[0] in "/\\=(+" or (after[0] == "." and after[1:].isalnum())
    )


def _is_shouted(text: str, start: int, end: int) -> bool:
    """Return True where the words around are in capitals too."""
    around = _CAPITAL_OR_NOT.findall(text[max(0, start - 40) : start] + " " + text[end : end + 40])
    return len(around) > 1 and sum(w.isupper() for w in around) * 2 > len(around)


def _is_expanded(record: Record, short: str) -> bool:
    """Return True where the record writes it out: `Service Level Agreement (SLA)`, `SLA（服务水平协议）`."""
    shapes = [f"{left}{short}{right}" for left in "(（" for right in ")）"]
    shapes += [f"{short}{mark}" for mark in ("(", "（", " (", " （", ": ", "：", " = ", " – ", " — ")]
    texts = [record.title, *(section.text for section in record.sections)]
    return any(shape in text for text in texts for shape in shapes if short in text)


class Jargon:
    """Technical words that a text for business readers should do without, unless the glossary explains them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        hints: dict[str, Message] = {entry.word: entry.hint for entry in jargon_words()}
        for word in context.settings.words(JARGON, "words"):
            hints[lower(word)] = next(iter(hints.values()))
        for word in context.settings.words(JARGON, "allow"):
            hints.pop(lower(word), None)
        self._hints: Mapping[str, Message] = hints
        self._longer: dict[str, list[str]] = {}
        self._pattern: re.Pattern[str] | None = None

    def findings(self, text: Text) -> Iterator[Finding]:
        """Yield the technical words of a text."""
        pattern = self._compiled()
        said = without_quotes(lower(text.words))
        for match in pattern.finditer(said):
            word = " ".join(match[0].split())
            if word in self._context.catalog.terms:
                continue
            if inside_longer(said, match.start(), match.end(), self._longer.get(word, [])):
                continue
            if has_han(word) and not is_word(said, match.start(), match.end()):
                continue
            message = _("'{word}' is a technical word in a text for business readers.", word=match[0])
            yield Finding.of(JARGON, text.place(match.start()), message, self._hints[word], text.record.id)

    def _compiled(self) -> re.Pattern[str]:
        if self._pattern is None:
            self._pattern = re.compile(trie_pattern(self._hints))
            for name in self._context.catalog.terms:
                for match in self._pattern.finditer(name):
                    self._longer.setdefault(match[0], []).append(name)
        return self._pattern
