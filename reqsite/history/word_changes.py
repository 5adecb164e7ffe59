"""Where the words of two texts differ, as a reader would mark it: few marks, each around what means something.

A shortest edit is what a machine would mark; it keeps every "the" and every comma that two sentences happen to share.
Here a short unchanged run between two changes counts as changed with them, a change takes in the unit of its number,
and what was put in or taken out begins at a sentence or clause where it can.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from reqsite.history.matching import matches
from reqsite.history.tokens import Tokens
from reqsite.history.vocabulary import SMALL_WORDS, is_number, is_unit
from reqsite.model.han import HAN


class Change(NamedTuple):
    """Words old[start:end] became new[new_start:new_end]; one of the two may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


_LIGHT = 4
"""An unchanged run lighter than this joins the changes around it: a comma, "the", one Han character."""
_HEAVY = 16
"""An unchanged run as heavy as this, three or four words, stays what it is."""
_HEAVIEST_WORD = 10
_HAN_CHARACTER = 2
_REMEMBERED = 4096
"""Words whose weight is not worked out again."""
_ALIKE = 0.3
"""Share of the shorter text that must have stayed for single words to be marked."""
_FURTHEST = 64
"""Words by which a change may be moved."""
_HAN_FIRST = re.compile(f"[{HAN}]")
_END_OF_SENTENCE = frozenset(".!?。！？;；")
_END_OF_CLAUSE = frozenset(",:，、：)）")


def changes(old: Tokens, new: Tokens) -> list[Change]:
    """Return where the words differ, in order, none touching the next; styles and white space do not count."""
    if old.words == new.words:
        return []
    found = _shortest(old.words, new.words)
    if len(found) > 1 or found[0].start == found[0].end or found[0].new_start == found[0].new_end:
        found = _joined(_moved(found, old.words, new.words), old.words, new.words)
    found = _with_units(found, old.words, new.words)
    return _all_if_little_stayed(found, old.words, new.words)


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the changes of a shortest edit, or one near it."""
    start, end, new_end = 0, len(old), len(new)
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        start += 1
    while end > start and new_end > start and old[end - 1] == new[new_end - 1]:
        end -= 1
        new_end -= 1
    if start in (end, new_end) or end - start == new_end - start == 1:
        return [Change(start, end, start, new_end)]
    pairs = matches(old[start:end], new[start:new_end])
    return [Change(*(start + place for place in change)) for change in _between(pairs, end - start, new_end - start)]


def _between(pairs: Sequence[tuple[int, int]], length: int, new_length: int) -> list[Change]:
    found: list[Change] = []
    start = new_start = 0
    for here, there in (*pairs, (length, new_length)):
        if here > start or there > new_start:
            found.append(Change(start, here, new_start, there))
        start, new_start = here + 1, there + 1
    return found


def _moved(found: list[Change], old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the changes, those that only put in or take out moved to where a sentence or clause begins."""
    moved: list[Change] = []
    for number, change in enumerate(found):
        one_sided = change.start == change.end or change.new_start == change.new_end
        if not one_sided:
            moved.append(change)
            continue
        before = change.start - (moved[-1].end if moved else 0)
        after = (found[number + 1].start if number + 1 < len(found) else len(old)) - change.end
        words, start, end = (
            (new, change.new_start, change.new_end) if change.start == change.end else (old, change.start, change.end)
        )
        shift = _best_shift(words, start, end, min(before, _FURTHEST), min(after, _FURTHEST))
        moved.append(Change(*(place + shift for place in change)))
    return moved


def _best_shift(words: Sequence[str], start: int, end: int, before: int, after: int) -> int:
    """Return by how many words words[start:end] may be moved, within (before, after), to read best."""
    best, best_score = 0, _score(words, start, end)
    for step, most in ((-1, before), (1, after)):
        shift = 0
        while abs(shift) < most:
            leaving, coming = (start + shift - 1, end + shift - 1) if step < 0 else (start + shift, end + shift)
            if words[leaving] != words[coming]:
                break
            shift += step
            score = _score(words, start + shift, end + shift)
            if score > best_score:
                best, best_score = shift, score
    return best


def _score(words: Sequence[str], start: int, end: int) -> int:
    return _border(words, start) + _border(words, end)


def _border(words: Sequence[str], place: int) -> int:
    """Return how well a change may begin or end before words[place]."""
    if place in (0, len(words)):
        return 3
    before = words[place - 1]
    if before in _END_OF_SENTENCE:
        return 3
    return 2 if before in _END_OF_CLAUSE else 0


def _joined(found: list[Change], old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the changes, those joined between which too little stayed."""
    joined: list[Change] = []
    weights: list[tuple[int, int]] = []
    for change in found:
        whole = change
        weight = _weight(old[change.start : change.end]), _weight(new[change.new_start : change.new_end])
        while joined:
            last, last_weight = joined[-1], weights[-1]
            between = _weight(old[last.end : whole.start])
            if not _is_too_little(between, last, last_weight, whole, weight):
                break
            joined.pop()
            weights.pop()
            whole = Change(last.start, whole.end, last.new_start, whole.new_end)
            weight = last_weight[0] + between + weight[0], last_weight[1] + between + weight[1]
        joined.append(whole)
        weights.append(weight)
    return joined


def _is_too_little(
    between: int, last: Change, last_weight: tuple[int, int], here: Change, weight: tuple[int, int]
) -> bool:
    """Return True where so little stayed between two changes that they read better as one."""
    side, other_side = _side(last), _side(here)
    if side and side == other_side:
        return False  # what was only put in, or only taken out, stays by itself
    if side or other_side:
        return between < _LIGHT
    return between < _LIGHT or (between < _HEAVY and between < min(max(last_weight), max(weight)))


def _side(change: Change) -> str:
    """Return `ins` or `del` for a change that is nothing else."""
    if change.start == change.end:
        return "ins"
    return "del" if change.new_start == change.new_end else ""


def _weight(words: Sequence[str]) -> int:
    """Return about how many letters a reader sees, words that say little and marks left out."""
    return sum(map(_weight_of, words))


@functools.lru_cache(_REMEMBERED)
def _weight_of(word: str) -> int:
    if word in SMALL_WORDS:
        return 1
    if _HAN_FIRST.match(word):
        return _HAN_CHARACTER * len(word)
    return min(len(word), _HEAVIEST_WORD) if word[0].isalnum() else 0


def _with_units(found: list[Change], old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the changes, each with the unit behind its last number and the number before its first unit."""
    grown: list[Change] = []
    for change in found:
        start, end, new_start, new_end = change
        least = (grown[-1].end, grown[-1].new_end) if grown else (0, 0)
        if (
            start > least[0]
            and new_start > least[1]
            and is_number(old[start - 1])
            and any(map(is_unit, (*old[start : min(end, start + 1)], *new[new_start : min(new_end, new_start + 1)])))
        ):
            start, new_start = start - 1, new_start - 1
        if (
            end < len(old)
            and new_end < len(new)
            and old[end] == new[new_end]
            and is_unit(old[end])
            and any(map(is_number, (*old[max(start, end - 1) : end], *new[max(new_start, new_end - 1) : new_end])))
        ):
            end, new_end = end + 1, new_end + 1
        if grown and (start <= grown[-1].end or new_start <= grown[-1].new_end):
            before = grown.pop()
            start, new_start = before.start, before.new_start
            end, new_end = max(end, before.end), max(new_end, before.new_end)
        grown.append(Change(start, end, new_start, new_end))
    return grown


def _all_if_little_stayed(found: list[Change], old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return one change of everything where single words would be lost between the marks."""
    whole = Change(0, len(old), 0, len(new))
    if found[0] == whole:
        return found
    if len(found) == 1:
        only = found[0]
        return [whole] if not _side(only) and _weighs_little((*old[: only.start], *old[only.end :])) else found
    total = _weight(old)
    stayed = total - sum(_weight(old[change.start : change.end]) for change in found)
    return [whole] if stayed < _ALIKE * total and stayed < _ALIKE * _weight(new) else found


def _weighs_little(words: Sequence[str]) -> bool:
    """Return True for words that weigh no more than a single small one."""
    return all(total <= 1 for total in itertools.accumulate(map(_weight_of, words)))
