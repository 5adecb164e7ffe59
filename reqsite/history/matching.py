"""What two sequences have in common, in order: a shortest edit where it is small, else anchors that occur once.

After Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), and Bram Cohen's patience diff.  Both are
bounded, so that the time grows about linearly with the lengths, whatever the content; what they cannot match within
their bounds counts as replaced.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence

_MOST_EDITS = 64
"""Insertions and deletions that a shortest edit may have; the work grows with their square."""
_DEEPEST = 8
"""Times that a part between anchors is searched for anchors again."""


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs (place in old, place in new) of equal members, both places growing."""
    pairs: list[tuple[int, int]] = []
    parts = [(0, len(old), 0, len(new), _DEEPEST)]
    while parts:
        start, end, new_start, new_end, depth = parts.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            pairs.append((start, new_start))
            start += 1
            new_start += 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end -= 1
            new_end -= 1
            pairs.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        found = _shortest_edit(old[start:end], new[new_start:new_end])
        if found is not None:
            pairs += [(start + one, new_start + other) for one, other in found]
        elif depth:
            anchors = _anchors(old[start:end], new[new_start:new_end])
            previous = (start, new_start)
            for one, other in anchors:
                here = (start + one, new_start + other)
                pairs.append(here)
                parts.append((previous[0], here[0], previous[1], here[1], depth - 1))
                previous = (here[0] + 1, here[1] + 1)
            if anchors:
                parts.append((previous[0], end, previous[1], new_end, depth - 1))
    pairs.sort()
    return pairs


def _shortest_edit(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the pairs of a longest common subsequence, None where it takes more than the bounded number of edits."""
    length, new_length = len(old), len(new)
    if abs(length - new_length) > _MOST_EDITS:
        return None
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(length + new_length, _MOST_EDITS) + 1):
        trace.append(furthest.copy())
        for diagonal in range(-edits, edits + 1, 2):
            here = _step(furthest, diagonal, edits)
            there = here - diagonal
            while here < length and there < new_length and old[here] == new[there]:
                here += 1
                there += 1
            furthest[diagonal] = here
            if here >= length and there >= new_length:
                return _walked_back(trace, length, new_length)
    return None


def _step(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """Return the place in old that one more edit reaches on a diagonal."""
    if diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _walked_back(trace: list[dict[int, int]], here: int, there: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, 0, -1):
        furthest = trace[edits]
        diagonal = here - there
        came_down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
        previous = diagonal + 1 if came_down else diagonal - 1
        before = furthest[previous]
        after = before if came_down else before + 1
        while here > after:
            here -= 1
            there -= 1
            pairs.append((here, there))
        here, there = before, before - previous
    while here > 0 and there > 0:
        here -= 1
        there -= 1
        pairs.append((here, there))
    return pairs


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest row, growing in both, of members that occur once in each."""
    once = {member for member, count in Counter(old).items() if count == 1}
    places = {member: place for place, member in enumerate(old) if member in once}
    again = Counter(new)
    candidates = [(places[m], place) for place, m in enumerate(new) if m in places and again[m] == 1]
    tails: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for number, (place, _other) in enumerate(candidates):
        at = bisect.bisect_left(tails, place)
        before.append(chosen[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            chosen.append(number)
        else:
            tails[at] = place
            chosen[at] = number
    row: list[tuple[int, int]] = []
    number = chosen[-1] if chosen else -1
    while number >= 0:
        row.append(candidates[number])
        number = before[number]
    return row[::-1]
