"""Which blocks of two texts belong together.

Equal blocks exactly, then those between them by the words they share.  Where more than `_MOST_PAIRS` pairs would have
to be compared, only blocks that begin with the same words are, and rows with the same first cell; the others count as
replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reqsite.history.blocks import Block
from reqsite.history.matching import matches
from reqsite.history.tokens import Tokeniser

_MOST_PAIRS = 2500
_ALIKE = 0.4
"""Share of words that two blocks must have in common to be one block, changed."""
_ONE_TO_ONE = 0.2
"""The same for two blocks with nothing but equal ones around them."""
_NAME_LENGTH = 16
_OTHER_NAME = 0.75
"""What the likeness of two rows counts whose first cells differ."""
_KINDS = {"row": "row", "code": "code", "rule": "rule"}


def unpaired(length: int, paired: Iterable[int]) -> set[int]:
    """Return the places below `length` that are in no pair."""
    return set(range(length)).difference(paired)


def is_reflowed(old: Sequence[Block], new: Sequence[Block]) -> bool:
    """Return True where the same words stand in other blocks: a paragraph parted in two."""
    if len(old) == len(new) == 1 or any(block.kind in _KINDS for block in (*old, *new)):
        return False
    return "".join("".join(b.text for b in old).split()) == "".join("".join(b.text for b in new).split())


def aligned(old: Sequence[Block], new: Sequence[Block], tokeniser: Tokeniser) -> list[tuple[int, int]]:
    """Return the pairs of blocks that are one block, in the order of both."""
    exact = matches([_key(block) for block in old], [_key(block) for block in new])
    pairs: list[tuple[int, int]] = []
    start = new_start = 0
    for here, there in (*exact, (len(old), len(new))):
        if here > start and there > new_start and not is_reflowed(old[start:here], new[new_start:there]):
            pairs += (
                (start + one, new_start + other)
                for one, other in _alike(old[start:here], new[new_start:there], tokeniser)
            )
        if here < len(old):
            pairs.append((here, there))
        start, new_start = here + 1, there + 1
    return pairs


def _key(block: Block) -> str:
    return f"{_KINDS.get(block.kind, '')}\x1e{' '.join(block.text.split()) if block.kind == 'code' else block.text}"


def _alike(old: Sequence[Block], new: Sequence[Block], tokeniser: Tokeniser) -> list[tuple[int, int]]:
    """Return the pairs that share most words in all, none crossing another."""
    likeness = _Likeness(tokeniser)
    if len(old) == len(new) == 1:
        if old[0].kind == new[0].kind and begin_or_end_alike(old[0].text, new[0].text):
            return [(0, 0)]
        return [(0, 0)] if likeness(old[0], new[0]) >= _ONE_TO_ONE else []
    if len(old) * len(new) > _MOST_PAIRS:
        named = matches([_name(block) for block in old], [_name(block) for block in new])
        return [(one, other) for one, other in named if likeness(old[one], new[other]) >= _ALIKE]
    return _best_pairs(len(old), len(new), lambda one, other: likeness(old[one], new[other]))


def _name(block: Block) -> str:
    """Return what a block is most likely still known by when its other words have changed."""
    first = "".join(span.text for span in block.cells[0])
    return f"row {first}" if block.kind == "row" else f"{_KINDS.get(block.kind, '')} {first[:_NAME_LENGTH]}"


def begin_or_end_alike(old: str, new: str) -> bool:
    """Return True for texts that are surely one text, changed: quicker to tell than by their words."""
    length = max(1, min(len(old), len(new)) // 4)
    return old[:length] == new[:length] or old[-length:] == new[-length:]


def _best_pairs(length: int, new_length: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    best = [[0.0] * (new_length + 1) for _row in range(length + 1)]
    scores: dict[tuple[int, int], float] = {}
    for one in range(length - 1, -1, -1):
        for other in range(new_length - 1, -1, -1):
            best[one][other] = max(best[one + 1][other], best[one][other + 1])
            alike = score(one, other)
            if alike >= _ALIKE:
                scores[one, other] = alike + best[one + 1][other + 1]
                best[one][other] = max(best[one][other], scores[one, other])
    pairs: list[tuple[int, int]] = []
    one = other = 0
    while one < length and other < new_length:
        if scores.get((one, other), -1) == best[one][other]:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif best[one + 1][other] >= best[one][other + 1]:
            one += 1
        else:
            other += 1
    return pairs


class _Likeness:
    """How much of their words two blocks share, from 0 to 1; a block's words are taken once."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._words: dict[int, frozenset[str]] = {}

    def __call__(self, old: Block, new: Block) -> float:
        if _KINDS.get(old.kind) != _KINDS.get(new.kind):
            return 0
        one, other = self._set(old), self._set(new)
        if not one or not other:
            return float(one == other)
        shared = len(one & other)
        alike = 0.5 * shared / len(one) + 0.5 * shared / len(other)
        if old.kind == "row" and old.cells and new.cells:  # the first cell names the row
            return 0.5 + alike / 2 if old.cells[0] == new.cells[0] else alike * _OTHER_NAME
        return alike

    def _set(self, block: Block) -> frozenset[str]:
        words = self._words.get(id(block))
        if words is None:
            found = {word for cell in block.cells for word in self._tokeniser.tokens(cell).words}
            words = frozenset({word for word in found if word[0].isalnum()} or found)
            self._words[id(block)] = words
        return words
