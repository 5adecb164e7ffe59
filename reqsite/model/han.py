"""Chinese words: where one ends and the next begins, with jieba where it is installed."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable
from typing import Any

from reqsite.model.late_pattern import LatePattern

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Han characters, for use inside a character class."""
CJK = HAN + "\u3000-\u303f\u3040-\u30ff\uff00-\uffef"
"""Han characters, kana, and full-width forms and punctuation, for use inside a character class."""

_HAN_RUN = LatePattern(f"[{HAN}]+")
_HAN_TAIL = LatePattern(f"[{HAN}]*\\Z")
_CONTEXT = 12
_COMPOUND = 4
_LOG_WARNINGS = 30
"""`logging.WARNING`, without loading `logging` for those who write no Chinese."""


def has_han(text: str) -> bool:
    """Return True where the text has a Han character."""
    return not text.isascii() and _HAN_RUN.search(text) is not None


class Words:
    """Tells words from parts of words.

    The words of the project's glossary are given to jieba beside its own dictionary, so that 清结算 stays whole.
    Without jieba every match is taken for a word.
    """

    def __init__(self, glossary: Iterable[str] = ()) -> None:
        self._glossary = tuple(word for word in glossary if has_han(word))
        self._glossary_words = frozenset(self._glossary)

    def is_word(self, text: str, start: int, end: int) -> bool:
        """Return True where text[start:end] begins and ends at word boundaries.

        Only the Han characters right around it are looked at.
        """
        left = start - len(_HAN_TAIL.compiled.findall(text[max(0, start - _CONTEXT) : start])[0])
        run = _HAN_RUN.compiled.match(text, end, end + _CONTEXT)
        right = run.end() if run else end
        if (left, right) == (start, end):
            return True
        edges = self._edges(text[left:right])
        return not edges or (start - left in edges and end - left in edges)

    def cut(self, run: str) -> tuple[str, ...]:
        """Return the words that a run of Han characters consists of, none where there is no jieba.

        They are short ones, and all from the dictionaries: jieba's guesses change with what stands around them, and
        its dictionary has 敏感数据 but not 敏感信息, so that such compounds are parted.
        """
        if self._tokenizer is None:
            return ()
        words: list[str] = []
        for word in self._tokenizer.cut(run, HMM=False):
            words += (word,) if len(word) < _COMPOUND or word in self._glossary_words else self._parted(word)
        return tuple(words)

    def _parted(self, word: str) -> tuple[str, ...]:
        known = self._tokenizer.FREQ
        for place in (_COMPOUND // 2, len(word) - 1):
            if known.get(word[:place]) and known.get(word[place:]):
                return word[:place], word[place:]
        return (word,)

    @functools.cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 jieba has no types
        base = _jieba()
        if base is None or not self._glossary:
            return base
        own = type(base)()
        own.FREQ, own.total, own.initialized = dict(base.FREQ), base.total, True
        for word in self._glossary:
            if not own.FREQ.get(word):
                own.add_word(word)
        return own

    @functools.lru_cache(maxsize=65536)  # noqa: B019 lives as long as the project's mentions
    def _edges(self, run: str) -> frozenset[int]:
        """Return the offsets at which words begin or end, empty where there is no jieba."""
        if self._tokenizer is None:
            return frozenset()
        edges = [0]
        for word in self._tokenizer.cut(run):
            edges.append(edges[-1] + len(word))
        return frozenset(edges)


@functools.cache
def _jieba() -> Any:  # noqa: ANN401 jieba has no types
    """Return jieba's tokenizer with its dictionary loaded, or None where jieba is not installed."""
    try:
        jieba = importlib.import_module("jieba")  # an extra, and slow to load
    except ImportError:
        return None
    jieba.setLogLevel(_LOG_WARNINGS)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def is_word(text: str, start: int, end: int) -> bool:
    """Return True where text[start:end] begins and ends at the boundaries of words in jieba's own dictionary."""
    return _PLAIN_WORDS.is_word(text, start, end)


_PLAIN_WORDS = Words()
