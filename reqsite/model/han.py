"""Chinese words: where one ends and the next begins, with jieba where it is installed."""

from __future__ import annotations

import functools
import importlib
import logging
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Han characters, for use inside a character class."""
CJK = HAN + "\u3000-\u303f\u3040-\u30ff\uff00-\uffef"
"""Han characters, kana, and full-width forms and punctuation, for use inside a character class."""

_HAN_RUN = re.compile(f"[{HAN}]+")


def has_han(text: str) -> bool:
    """Return True where the text has a Han character."""
    return not text.isascii() and _HAN_RUN.search(text) is not None


@functools.cache
def _jieba() -> ModuleType | None:
    try:
        jieba = importlib.import_module("jieba")  # an extra, and slow to load
    except ImportError:
        return None
    jieba.setLogLevel(logging.WARNING)
    return jieba


def is_word(text: str, start: int, end: int) -> bool:
    """Return True where text[start:end] begins and ends at word boundaries, as far as can be told.

    Only the run of Han characters around it is looked at.  Without jieba every match is taken.
    """
    jieba = _jieba()
    if jieba is None:
        return True
    left = start
    while left > 0 and start - left < 12 and _HAN_RUN.match(text[left - 1]):
        left -= 1
    right = end
    while right < len(text) and right - end < 12 and _HAN_RUN.match(text[right]):
        right += 1
    if (left, right) == (start, end):
        return True
    return _fits(text[left:right], start - left, end - left)


@functools.lru_cache(maxsize=65536)
def _fits(run: str, start: int, end: int) -> bool:
    position = 0
    edges = {0}
    jieba = _jieba()
    for word in jieba.cut(run) if jieba else ():
        position += len(word)
        edges.add(position)
    return start in edges and end in edges
