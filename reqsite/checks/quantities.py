"""Numbers with units in text: what makes a requirement exact."""

from __future__ import annotations

import re

from reqsite.model.late_pattern import LatePattern

_SIGN = r"(?<![A-Za-z0-9_.\-–/])"
_FIGURE = r"\d{1,12}(?:[.,]\d{1,6}){0,3}"
_LETTER_UNITS = (
    r"(?:[nµμm]?s|secs?|seconds?|milliseconds?|microseconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?"
    r"|working|business|calendar|[kKMGT]i?[bB](?:it)?(?:ps|/s)?|bytes?|bits?|[kMG]?Hz|[cmkµμ]?m|[kmµμ]?g|px|pixels?|dpi|°C|[VWA]|kWh?"
    r"|users?|sessions?|requests?|records?|rows?|items?|pages?|files?|characters?|chars?|digits?|letters?|words?"
    r"|times|attempts?|retries|transactions?|messages?|events?|lines?|percent|per|rps|[tq]ps|concurrent|x)"
)
_HAN_UNITS = (
    "(?:毫秒|微秒|秒|分钟|分|小时|个?工作日|天|日|周|个?星期|个?月|季度|年|次|个|条|人|名|并发|位|笔|项|台|份|页|行|"
    "字符|字节|字|兆|倍|元|万|亿|像素|米|千米|公里|克|千克|度)"
)
_TIME = "(?:毫秒|秒|分钟|小时|个?工作日|天|日内|周|个?星期|个月|年)"
_WORD_NUMBERS = "(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|hundred)"
_TIME_WORDS = "(?:milliseconds?|seconds?|minutes?|hours?|(?:working |business )?days?|weeks?|months?|years?)"

EXACT = LatePattern(
    rf"{_SIGN}{_FIGURE}\s{{0,2}}(?:[%％‰]|{_LETTER_UNITS}(?![A-Za-z])|{_HAN_UNITS})"
    rf"|(?<![A-Za-z]){_WORD_NUMBERS}[ -]{_TIME_WORDS}(?![A-Za-z])"
    rf"|[一二两三四五六七八九十百千半]{{1,6}}{_TIME}|百分之",
    re.IGNORECASE,
)
"""A number with a unit that is known to be one."""

FIGURE_WITH_UNIT = LatePattern(
    rf"{_SIGN}{_FIGURE}\s{{0,2}}[%％‰°A-Za-zµμ\u4e00-\u9fff]"
    rf"|(?<![A-Za-z]){_WORD_NUMBERS}[ -]{_TIME_WORDS}(?![A-Za-z])"
    rf"|[一二两三四五六七八九十百千半]{{1,6}}{_TIME}|百分之"
    r"|[<>≤≥＜＞]=?\s{0,2}\d",
    re.IGNORECASE,
)
"""A number with anything behind it that may be a unit, or one behind a comparison sign."""

FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千半]|百分之")
"""Any number."""

MAYBE_EXACT = LatePattern(rf"[0-9一二两三四五六七八九十百千半]|{_WORD_NUMBERS}[ -]")
"""What every exact figure in a lower-case text holds: quick to look for."""
