"""The order of words of Chinese and Latin script, and the letter under which each stands."""

from __future__ import annotations

import bisect
import functools
import importlib
import unicodedata
from types import ModuleType

from reqsite.model.han import has_han

OTHER = "#"
"""The heading for what begins with neither a Latin letter nor a Chinese character, last of all."""

# The first character of each initial in GB 2312's first plane, which is sorted by pinyin (GB/T 2312-1980, level 1).
_FIRST_OF_INITIAL = (
    (0xB0A1, "A"), (0xB0C5, "B"), (0xB2C1, "C"), (0xB4EE, "D"), (0xB6EA, "E"), (0xB7A2, "F"), (0xB8C1, "G"),
    (0xB9FE, "H"), (0xBBF7, "J"), (0xBFA6, "K"), (0xC0AC, "L"), (0xC2E8, "M"), (0xC4C3, "N"), (0xC5B6, "O"),
    (0xC5BE, "P"), (0xC6DA, "Q"), (0xC8BB, "R"), (0xC8F6, "S"), (0xCBFA, "T"), (0xCDDA, "W"), (0xCEF4, "X"),
    (0xD1B9, "Y"), (0xD4D1, "Z"), (0xD7FA, OTHER),
)  # fmt: skip

SortKey = tuple[int, str, tuple[str, ...], bytes]


def sort_key(word: str) -> SortKey:
    """Return a key that sorts Chinese by pinyin among Latin words, with pypinyin where it is installed.

    Without it Chinese words stand in the order of their bytes in GB 18030 under their initial, which is pinyin order
    for the 3,755 commonest characters.
    """
    letter = initial(word)
    sounds = tuple(pinyin(word)) if has_han(word) else (word.casefold(),)
    return (int(letter == OTHER), letter, sounds, word.encode("gb18030", "replace"))


def initial(word: str) -> str:
    """Return the capital letter under which a word stands: its own, that of its pinyin, or `OTHER`."""
    first = word.strip()[:1]
    if has_han(first):
        letter = _letter("".join(pinyin(first)))
        return _letter_of_gb2312(first) if letter == OTHER else letter
    return _letter(first)


def _letter(text: str) -> str:
    base = unicodedata.normalize("NFKD", text)[:1].upper()
    return base if base.isascii() and base.isalpha() else OTHER


def _letter_of_gb2312(character: str) -> str:
    code = int.from_bytes(character.encode("gb18030"))
    place = bisect.bisect_right(_FIRST_OF_INITIAL, (code, "\uffff")) - 1
    return _FIRST_OF_INITIAL[place][1] if place >= 0 and code <= 0xFFFF else OTHER  # noqa: PLR2004 two bytes


def pinyin(word: str) -> list[str]:
    """Return the sounds of a word, a syllable or a Latin word each; empty without pypinyin."""
    pypinyin = _pypinyin()
    return [str(sound).casefold() for sound in pypinyin.lazy_pinyin(word)] if pypinyin else []


@functools.cache
def _pypinyin() -> ModuleType | None:
    try:
        return importlib.import_module("pypinyin")  # an extra
    except ImportError:
        return None
