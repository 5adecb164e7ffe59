"""What was probably meant by a word that is not known: the known word nearest to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from reqsite.model.record import fold_id

_LEADING_ZEROS = re.compile(r"(?<!\d)0{1,20}(?=\d)")
_JOINTS = re.compile(r"[\W_]{1,20}")
_LONGEST = 64
_NEAR_WORDS = 0.7
_MOST_CANDIDATES = 50


class Suggestions:
    """Finds the id nearest to a wrong one without comparing it with every id.

    Ids are near when they differ by one letter more, less, other, or swapped with its neighbour (each word is indexed
    under all the words that it becomes by leaving out a letter), or only by leading zeros and joints (REQ-9, REQ_009).
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = list(ids)

    def nearest(self, text: str) -> str:
        """Return the id that was probably meant, empty where none is near."""
        folded = fold_id(text)[:_LONGEST]
        if alike := self._index.get(_skeleton(folded)):
            return self._ids[alike[0]]
        candidates = dict.fromkeys(number for key in _shortened(folded) for number in self._index.get(key, ()))
        scored = sorted(
            (-_likeness(folded, fold_id(self._ids[number])), number) for number in list(candidates)[:_MOST_CANDIDATES]
        )
        return self._ids[scored[0][1]] if scored else ""

    @functools.cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, name in enumerate(self._ids):
            folded = fold_id(name)[:_LONGEST]
            for key in {_skeleton(folded), *_shortened(folded)}:
                index.setdefault(key, []).append(number)
        return index


def _skeleton(word: str) -> str:
    return "=" + _JOINTS.sub("", _LEADING_ZEROS.sub("", word))


def _shortened(word: str) -> list[str]:
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))] if len(word) > 2 else [word]  # noqa: PLR2004


def _likeness(one: str, other: str) -> float:
    import difflib  # noqa: PLC0415 - most calls find nothing to suggest anything for

    return difflib.SequenceMatcher(None, one, other).ratio()


def nearest_word(word: str, known: Iterable[str]) -> str:
    """Return the word of a short list that was probably meant, whatever its case; empty where none is near."""
    return _nearest_word(word, tuple(known))


@functools.lru_cache(maxsize=4096)
def _nearest_word(word: str, known: tuple[str, ...]) -> str:
    import difflib  # noqa: PLC0415 - as above

    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word[:_LONGEST].casefold(), list(folded), n=1, cutoff=_NEAR_WORDS)
    return folded[near[0]] if near else ""
