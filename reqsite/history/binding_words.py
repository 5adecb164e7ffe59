"""The words that bind: numbers with their units, bounds, negations and modal verbs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from reqsite.history.matching import matches
from reqsite.history.vocabulary import BINDING, is_number, is_unit

Words = tuple[str, ...]


def binding_changes(changes: Iterable[tuple[Words, Words]]) -> tuple[tuple[str, str], ...]:
    """Return what binds and is not the same in the words (old, new) of each change, as pairs.

    What was taken out in one place and put in in another has moved, and does not count.
    """
    pairs: list[tuple[str, str]] = []
    for old, new in changes:
        ones, others = list(_binding(old)), list(_binding(new))
        for is_kind in (_is_figure, lambda word: not _is_figure(word)):
            pairs += _pairs([word for word in ones if is_kind(word)], [word for word in others if is_kind(word)])
    gone = Counter(before for before, after in pairs if not after)
    come = Counter(after for before, after in pairs if not before)
    moved = gone & come
    left = {True: moved.copy(), False: moved}
    kept: list[tuple[str, str]] = []
    for before, after in pairs:
        count = left[bool(before)]
        if (before and after) or not count[before or after]:
            kept.append((before, after))
        else:
            count[before or after] -= 1
    return tuple(kept)


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    start = new_start = 0
    for here, there in (*matches(old, new), (len(old), len(new))):
        gap, new_gap = old[start:here], new[new_start:there]
        shared = min(len(gap), len(new_gap))
        yield from zip(gap[:shared], new_gap[:shared], strict=True)
        yield from ((word, "") for word in gap[shared:])
        yield from (("", word) for word in new_gap[shared:])
        start, new_start = here + 1, there + 1


def _binding(words: Words) -> Iterator[str]:
    """Yield the words that bind, a number with its unit as one."""
    place = 0
    while place < len(words):
        word = words[place].lower()
        place += 1
        if _is_figure(word):
            unit: list[str] = []
            while place < len(words) and len(unit) < 2 and is_unit(words[place]):  # noqa: PLR2004 个 工作日
                unit.append(words[place])
                place += 1
            yield " ".join((word, *unit))
        elif word in BINDING:
            yield word


def _is_figure(word: str) -> bool:
    return word[0].isdecimal() or is_number(word.partition(" ")[0]) or (word[0] == "v" and word[1:2].isdecimal())
