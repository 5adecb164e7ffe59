"""The words of a text, as a redline sets them: what a reader takes for one thing is one word."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reqsite.history.inline import PLAIN, Inline, Span, Style
from reqsite.history.vocabulary import BINDING, COMMON_HAN
from reqsite.model.han import HAN, Words
from reqsite.model.trie import trie_pattern

_LETTERS = "A-Za-z0-9_\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\ua4d0-\uabff\uac00-\ud7ff"
_FIGURE = r"\d+(?:[.,:/-]\d+)*(?:%|％|‰|(?![A-Za-z0-9_]))"
_ADDRESS = r"(?:https?|ftp)://[^\s<>\"'，。；、（）]+(?<![.,;:!?)])"
_WORD = rf"[{_LETTERS}]+(?:[-'’.&+/][{_LETTERS}]+)*"
_KANA = "[\u3040-\u30ff\u31f0-\u31ff]+"
_SIGN = r"[<>=!]=|->|=>|\.\.\.|--|……|——|\S"
_CACHED = 16384
"""Runs of Chinese characters whose words are kept."""
_REMEMBERED = 1024
"""Lines of text whose words are kept: more than one text has, mostly."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as words; joined, `pieces` give the text, without blanks at its beginning and end."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    """Each word with the white space behind it."""
    styles: tuple[Style, ...] | None
    """One a word; None where all are plain."""
    lead: str = ""
    """White space before the first word; code alone has it."""


class Tokeniser:
    """Cuts texts into words.

    The names in a project's glossary are words, however long; so are ids, numbers, versions and dates.  Chinese is
    cut by jieba where that is installed; else into the glossary's names, common words of requirements, and single
    characters.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        names = sorted({" ".join(term.split()) for term in terms})
        han_names = [name for name in names if _HAN_ONLY.match(name)]
        phrases = [name for name in names if len(name) > 1 and not _HAN_ONLY.match(name) and not _ONE_WORD.match(name)]
        pattern = trie_pattern(phrases)
        phrase = [f"(?{'ai' if pattern.isascii() else 'i'}:{pattern})"] if phrases else []
        alternatives = [*phrase, "[A-Za-z]+(?= )", f"[{HAN}]+(?: [{HAN}]+)*", _ADDRESS, _FIGURE, _WORD, _KANA, _SIGN]
        self._pattern = re.compile(rf"(?:{'|'.join(alternatives)})\s*")
        self._names = re.compile(trie_pattern(han_names)) if han_names else None
        self._jieba = Words((*han_names, *(word for word in BINDING if len(word) > 1)))
        self._lexicon = re.compile(trie_pattern({*han_names, *COMMON_HAN}) + "|.", re.DOTALL)
        self._cut_han = functools.lru_cache(_CACHED)(self._han)
        self.tokens = functools.lru_cache(_REMEMBERED)(self._tokens)
        """`tokens(text: Inline) -> Tokens`, remembered for the texts that were asked for last."""

    def _tokens(self, text: Inline) -> Tokens:
        if len(text) == 1:
            span = text[0]
            pieces, lead = self._pieces(span)
            return _tokens_of(
                pieces, None if span.style == PLAIN else [span.style] * len(pieces), lead, is_ascii=span.text.isascii()
            )
        all_pieces: list[str] = []
        styles: list[Style] = []
        first_lead = ""
        for span in text:
            pieces, lead = self._pieces(span)
            if all_pieces and lead:
                all_pieces[-1] += lead
            elif lead:
                first_lead += lead
            all_pieces += pieces
            styles += [span.style] * len(pieces)
        is_ascii = all(span.text.isascii() for span in text)
        return _tokens_of(all_pieces, styles, first_lead, is_ascii=is_ascii)

    def _pieces(self, span: Span) -> tuple[list[str], str]:
        """Return the words of a span, each with the white space behind it, and the white space before the first."""
        text = span.text
        stripped = text.lstrip()
        lead = text[: len(text) - len(stripped)]
        if "ref" in span.style.marks:
            return [stripped] if stripped else [], lead
        pieces: list[str] = self._pattern.findall(stripped)
        if text.isascii():
            return pieces, lead
        cut: list[str] = []
        for piece in pieces:
            if len(piece) > 1 and _HAN_FIRST.match(piece):
                cut += self._cut_run(piece)
            else:
                cut.append(piece)
        return cut, lead

    def _cut_run(self, piece: str) -> Iterator[str]:
        """Yield the words of a run of Han characters, blanks inside the run kept and seen through."""
        place = 0
        for word in self._cut_han("".join(piece.split())):
            end = place + len(word)
            while end < len(piece) and (piece[end].isspace() or len("".join(piece[place:end].split())) < len(word)):
                end += 1
            yield piece[place:end]
            place = end

    def _han(self, run: str) -> tuple[str, ...]:
        """Return the words of a run of Han characters; a name in the glossary that stands as a word is one."""
        if self._names is not None and self._names.fullmatch(run):
            return (run,)
        words = self._jieba.cut(run)
        if not words:
            return tuple(self._lexicon.findall(run))
        if self._names is None or not (found := list(self._names.finditer(run))):
            return words
        edges = [0]
        for word in words:
            edges.append(edges[-1] + len(word))
        inner = {place for name in found if {*name.span()} <= {*edges} for place in range(name.start() + 1, name.end())}
        kept = [edge for edge in edges if edge not in inner]
        return tuple(run[start:end] for start, end in itertools.pairwise(kept))


def _tokens_of(pieces: list[str], styles: list[Style] | None, lead: str, *, is_ascii: bool) -> Tokens:
    if pieces:
        pieces[-1] = pieces[-1].rstrip()
    words = tuple(map(str.rstrip, pieces))
    if not is_ascii and any(" " in word for word in words):
        words = tuple([word.replace(" ", "") if _HAN_FIRST.match(word) else word for word in words])
    return Tokens(words, tuple(pieces), None if styles is None else tuple(styles), lead)


_HAN_ONLY = re.compile(f"[{HAN}]+\\Z")
_HAN_FIRST = re.compile(f"[{HAN}]")
_ONE_WORD = re.compile(f"(?:{_FIGURE}|{_WORD})\\Z")
