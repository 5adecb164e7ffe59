"""The numbers of a text and of its translation: `2 s`, `两秒` and `two seconds` are the same, `3 s` is another one.

A number that is written in words is taken for one only in front of a unit, where it can be nothing else; anywhere else
it explains a number that the other side has in digits, so that a good translation is let pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from reqsite.checks.prose import without_code, words_only

_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june"),
            *("july", "august", "september", "october", "november", "december"),
        ),
        1,
    )
}
_MONTH = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r")\.?"
_DATES = (
    re.compile(r"(?P<year>\d{4})\s?年\s?(?P<number>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]"),
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s{_MONTH}\s(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?<![A-Za-z]){_MONTH}\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})", re.IGNORECASE),
)
_NUMBERING = re.compile(r"(?m)^[ \t]{0,20}(?:[-*+][ \t]{1,4})?\d{1,3}[.)、][ \t]")
_RANGE = re.compile(r"(?<=\d)\s?[-–—~～至到]\s?(?=\d)")
_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9_]{0,40}(?:-[A-Za-z0-9]{1,12}){0,6}-?\d[\w.-]{0,40}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+")
_DECIMAL_COMMA = frozenset({"de", "es", "fr", "it", "pt", "ru", "vi"})

_ONE_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TENS = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}
_WORD_VALUES = {**{word: number for number, word in enumerate(_ONE_TO_TWELVE, 1)}, **_TENS}
_ENGLISH = "|".join(_WORD_VALUES)
_HAN_DIGITS = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "两": 2, "〇": 0}
_HAN_STEPS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_HAN_SIGN = "[零〇一二两三四五六七八九十百千]"
_HAN = f"{_HAN_SIGN}{{1,7}}"
_UNITS = {
    "ms": r"ms(?![A-Za-z])|milliseconds?|毫秒",
    "s": r"s(?![A-Za-z])|secs?(?![A-Za-z])|seconds?|秒",
    "min": r"mins?(?![A-Za-z])|minutes?|分钟",
    "h": r"h(?![A-Za-z])|hrs?(?![A-Za-z])|hours?|个?小时",
    "working day": r"(?:working|business)[ -]days?|个?工作日",
    "day": r"(?:calendar )?days?|天|日(?!期)|个?自然日",
    "week": r"weeks?|周|个?星期",
    "month": r"months?|个?月",
    "year": r"years?|年",
    "%": r"%|per ?cent",
}
_UNIT = "|".join(f"(?P<u{number}>{pattern})" for number, pattern in enumerate(_UNITS.values()))
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.])(?:(?P<digits>\d{1,15}(?:[.,]\d{1,9}){0,4})"
    r"(?P<times>\s?(?:thousand|million|billion|万|亿|千(?![米克瓦字]))|[kK](?![A-Za-z]))?"
    rf"|(?P<percent>百分之)(?P<han_percent>{_HAN}|\d{{1,3}}(?:\.\d{{1,6}})?)"
    rf"|(?P<han>{_HAN})(?=\s?(?:毫秒|秒|分钟|个?小时|个?工作日|个星期|个月|天))"
    rf"|(?P<english>(?<![A-Za-z-])(?:{_ENGLISH})"
    r"(?=[ -](?:(?:milli)?seconds?|minutes?|hours?|working|business|days?|weeks?|months?|years?|percent))))"
    rf"(?:[\s-]{{0,2}}(?:{_UNIT}))?",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\d|{_HAN_SIGN}|(?<![A-Za-z-])(?:{_ENGLISH})[ -]", re.IGNORECASE)
"""What every number holds: quick to look for."""
_TIMES = {"thousand": 1e3, "k": 1e3, "千": 1e3, "万": 1e4, "million": 1e6, "亿": 1e8, "billion": 1e9}
_LOOSE = re.compile(
    rf"(?<![A-Za-z])(?:{_ENGLISH}|once|twice|half|double|second|third|daily|weekly|monthly|{'|'.join(_MONTHS)})(?![A-Za-z])"
    r"|[〇二两三四五六七八九十百千万亿半双]",
    re.IGNORECASE,
)
"""Words that may stand for a number."""
_ONES = re.compile(r"(?<![A-Za-z])(?:an?|each|every|both|first|single)(?![A-Za-z])|[一每首]", re.IGNORECASE)
"""Words that may stand for one, or for nothing at all."""


class Differing(NamedTuple):
    """Numbers that stand on one side only, as people write them."""

    missing: tuple[str, ...]
    """In the original alone."""
    added: tuple[str, ...]
    """In the translation alone."""


class _Number(NamedTuple):
    value: str
    unit: str


def differing(original: str, translation: str, languages: tuple[str, str]) -> Differing:
    """Return the numbers in which a translation is not what it translates.

    Args:
        original: Markdown.
        translation: Markdown.
        languages: Of the one and of the other, for what a comma means in a number.
    """
    if not _ANY.search(original) and not _ANY.search(translation):
        return Differing((), ())
    ours, theirs = _plain(original), _plain(translation)
    here, there = list(_numbers(ours, languages[0])), list(_numbers(theirs, languages[1]))
    values, others = Counter(n.value for n in here), Counter(n.value for n in there)
    missing, added = list((values - others).elements()), list((others - values).elements())
    patterns = (_LOOSE,) if missing and added else (_LOOSE, _ONES)
    if missing and len(missing) <= _count(theirs, patterns):
        missing = []
    if added and len(added) <= _count(ours, patterns):
        added = []
    if not missing and not added and values == others:
        return _in_other_units(here, there)
    return Differing(tuple(missing), tuple(added))


def _in_other_units(here: list[_Number], there: list[_Number]) -> Differing:
    """Return the numbers that both sides have, in units that are known and not the same."""
    missing: list[str] = []
    added: list[str] = []
    for value in dict.fromkeys(number.value for number in here):
        ours = sorted(n.unit for n in here if n.value == value)
        theirs = sorted(n.unit for n in there if n.value == value)
        if all(ours) and all(theirs) and ours != theirs:
            missing += [f"{value} {unit}" for unit in ours]
            added += [f"{value} {unit}" for unit in theirs]
    return Differing(tuple(missing), tuple(added))


def _plain(markdown: str) -> str:
    """Return the words of a text, full-width letters folded, dates of one form, without names that hold digits."""
    text = unicodedata.normalize("NFKC", words_only(without_code(markdown)))
    text = _NUMBERING.sub(" ", text)
    for date in _DATES:
        text = date.sub(_iso, text)
    return _RANGE.sub(" ", _NAME.sub(" ", text))


def _iso(match: re.Match[str]) -> str:
    """Return a date as one number, which no range and no unit takes apart."""
    said = match.groupdict()
    month = said.get("number") or next(n for name, n in _MONTHS.items() if name.startswith(said["month"].lower()[:3]))
    return f" {said['year']}{int(month):02}{int(said['day']):02} "


def _numbers(text: str, language: str) -> Iterator[_Number]:
    for match in _FIGURE.finditer(text):
        unit = next((name for number, name in enumerate(_UNITS) if match[f"u{number}"]), "")
        if match["percent"]:
            said = match["han_percent"]
            yield _Number(_folded(said, language) if said[0].isdecimal() else str(_from_han(said)), "%")
        elif match["han"]:
            yield _Number(str(_from_han(match["han"])), unit)
        elif match["english"]:
            yield _Number(str(_WORD_VALUES[match["english"].lower()]), unit)
        else:
            times = _TIMES[match["times"].strip().lower()] if match["times"] else 1
            yield _Number(_folded(match["digits"], language, times), unit)


def _folded(digits: str, language: str, times: float = 1) -> str:
    """Return a number in one form: no commas between thousands, no zeros behind a point that say nothing."""
    if language in _DECIMAL_COMMA and _CONTINENTAL.fullmatch(digits):
        digits = digits.translate({ord("."): ",", ord(","): "."})
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    if digits.count(".") + digits.count(",") > 1 or "," in digits:
        return digits
    value = float(digits) * times
    return f"{value:.9f}".rstrip("0").rstrip(".")


def _from_han(written: str) -> int:
    """Return the value of a Chinese numeral below ten thousand; digit by digit where it has no steps (二〇)."""
    if not any(sign in _HAN_STEPS for sign in written):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in written))
    total, digit = 0, 0
    for sign in written:
        if sign in _HAN_STEPS:
            total += (digit or 1) * _HAN_STEPS[sign]
            digit = 0
        else:
            digit = _HAN_DIGITS[sign]
    return total + digit


def _count(text: str, patterns: tuple[re.Pattern[str], ...]) -> int:
    """Return how many words of a text may stand for a number that is not read as one."""
    rest = _FIGURE.sub(" ", text)
    return sum(1 for pattern in patterns for _word in pattern.finditer(rest))
