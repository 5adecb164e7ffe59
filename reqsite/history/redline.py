"""The redline of a text: what of it stayed, what was put in and what was taken out, word by word.

Blocks are aligned first, then the words of those that belong together.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reqsite.history.alignment import aligned, begin_or_end_alike, is_reflowed, unpaired
from reqsite.history.binding_words import binding_changes
from reqsite.history.blocks import Block
from reqsite.history.inline import PLAIN, Inline, Span
from reqsite.history.matching import matches
from reqsite.history.runs import DEL, INS, SAME, Cell, Run, cell_runs
from reqsite.history.tokens import Tokeniser

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


class Row(NamedTuple):
    """A block of either text, or of both."""

    kind: str
    """As in `Block`; of the new text where it is in both.  So are `path`, `marker` and `opens`."""
    status: str
    """`same`, `added`, `removed`, `changed` or `moved`: that is shown twice, all `del` where it was, all `ins` where it
    is."""
    cells: tuple[Cell, ...]
    path: tuple[str, ...] = ()
    marker: str = ""
    opens: bool = False
    reshaped: bool = False
    """True where the words stayed, and the block became another kind: a paragraph an item, or an item nested."""
    changes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """The words (old, new) of each change."""

    @property
    def runs(self) -> Iterator[Run]:
        """The runs of all cells."""
        return (run for cell in self.cells for run in cell)


@dataclass(frozen=True)
class Redline:
    """Two states of a text in one.

    The `same` and `ins` of all rows are the words of the new one, the `same` and `del` those of the old one.
    """

    rows: tuple[Row, ...]
    only_space: bool = False
    """True where the texts differ in white space and in nothing else."""

    @functools.cached_property
    def has_changes(self) -> bool:
        """True where a reader could see a difference, if only in how words are set."""
        return any(row.status != SAME or row.reshaped for row in self.rows)

    @functools.cached_property
    def only_formatting(self) -> bool:
        """True where there are changes, and all words and addresses of links stayed."""
        return self.has_changes and not any(
            run.op != SAME or (run.was is not None and run.was.url != run.style.url)
            for row in self.rows
            for run in row.runs
        )

    @functools.cached_property
    def changed_links(self) -> tuple[tuple[str, str], ...]:
        """The addresses (old, new) of links whose words stayed."""
        runs = (run for row in self.rows for run in row.runs if run.was is not None)
        return tuple((run.was.url, run.style.url) for run in runs if run.was and run.was.url != run.style.url)

    @functools.cached_property
    def changed_numbers(self) -> tuple[tuple[str, str], ...]:
        """The numbers with their units, bounds, negations and modal verbs that changed, as (old, new).

        One of the two is empty where it came or went.  What only moved within the text is not among them.
        """
        return binding_changes(change for row in self.rows if row.status != MOVED for change in row.changes)


def redline(old: Sequence[Block], new: Sequence[Block], tokeniser: Tokeniser) -> Redline:
    """Return the redline of two texts."""
    if tuple(old) == tuple(new):
        return Redline(tuple(_kept(block, block, tokeniser) for block in new))
    rows = tuple(_rows(old, new, tokeniser))
    result = Redline(rows)
    if result.has_changes:
        return result
    return Redline(rows, only_space=[block.text for block in old] != [block.text for block in new])


def redline_text(old: str, new: str, tokeniser: Tokeniser) -> Redline:
    """Return the redline of a field of one line that is no Markdown: a title, a name."""
    return redline(_plain_blocks((old,)), _plain_blocks((new,)), tokeniser)


def redline_items(old: Sequence[str], new: Sequence[str], tokeniser: Tokeniser) -> Redline:
    """Return the redline of a list of values, a row each; their order counts."""
    del tokeniser  # a value is a name: there is another one in its place, never a changed one
    rows: list[Row] = []
    ones, others = _plain_blocks(old, "item"), _plain_blocks(new, "item")
    pairs = matches([block.text for block in ones], [block.text for block in others])
    moved = {ones[place].text for place in unpaired(len(ones), (one for one, _other in pairs))}
    moved &= {others[place].text for place in unpaired(len(others), (other for _one, other in pairs))}
    start = new_start = 0
    for here, there in (*pairs, (len(ones), len(others))):
        rows += [_whole(block, DEL, MOVED if block.text in moved else REMOVED) for block in ones[start:here]]
        rows += [_whole(block, INS, MOVED if block.text in moved else ADDED) for block in others[new_start:there]]
        if there < len(others):
            rows.append(_whole(others[there], SAME, SAME))
        start, new_start = here + 1, there + 1
    return Redline(tuple(rows))


def unchanged(blocks: Sequence[Block]) -> Redline:
    """Return a text as a redline without any change."""
    return Redline(tuple(_whole(block, SAME, SAME) for block in blocks))


_MOVED_LENGTH = 12
"""Characters of a block that is moved rather than written again; Han characters count for more."""


def _plain_blocks(values: Sequence[str], kind: str = "paragraph") -> list[Block]:
    path = ("ul",) if kind == "item" else ()
    folded = (" ".join(value.split()) for value in values)
    return [Block(kind, ((Span(text, PLAIN),),), path) for text in folded if text]


def _rows(old: Sequence[Block], new: Sequence[Block], tokeniser: Tokeniser) -> list[Row]:
    """Return the rows of both texts in one order: what was removed stands before what was added in its place."""
    if len(old) == len(new) == 1 and old[0].kind == new[0].kind and begin_or_end_alike(old[0].text, new[0].text):
        return [_kept(old[0], new[0], tokeniser, _Columns())]  # one paragraph, changed: most texts are such
    pairs = aligned(old, new, tokeniser)
    gone = {old[place].text for place in unpaired(len(old), (one for one, _other in pairs))}
    come = {new[place].text for place in unpaired(len(new), (other for _one, other in pairs))}
    moved = {text for text in gone & come if len(text.encode("utf-8", "surrogatepass")) >= _MOVED_LENGTH}
    columns = _Columns()
    rows: list[Row] = []
    start = new_start = 0
    for here, there in (*pairs, (len(old), len(new))):
        gap, new_gap = old[start:here], new[new_start:there]
        if gap and new_gap and is_reflowed(gap, new_gap):
            rows += [_whole(block, SAME, SAME, reshaped=True) for block in new_gap]
        else:
            rows += [_whole(block, DEL, MOVED if block.text in moved else REMOVED, tokeniser) for block in gap]
            rows += [_whole(block, INS, MOVED if block.text in moved else ADDED, tokeniser) for block in new_gap]
        if here < len(old):
            rows.append(_kept(old[here], new[there], tokeniser, columns))
        start, new_start = here + 1, there + 1
    return rows


def _whole(block: Block, op: str, status: str, tokeniser: Tokeniser | None = None, *, reshaped: bool = False) -> Row:
    """Return the row of a block that is in one text only, or the same in both."""
    cells = tuple(tuple(Run(op, span.text, span.style) for span in cell) for cell in block.cells)
    words: tuple[str, ...] = ()
    if tokeniser is not None and status in (ADDED, REMOVED):
        words = tuple(word for cell in block.cells for word in tokeniser.tokens(cell).words)
    change = ((words, ()) if op == DEL else ((), words),) if words else ()
    return Row(block.kind, status, cells, block.path, block.marker, block.opens, reshaped, change)


def _kept(old: Block, new: Block, tokeniser: Tokeniser, columns: _Columns | None = None) -> Row:
    """Return the row of a block that is in both texts."""
    reshaped = (old.kind, old.path) != (new.kind, new.path) or (
        old.marker != new.marker and new.kind in ("heading", "row", "admonition")
    )
    if old.cells == new.cells:
        return _whole(new, SAME, SAME, reshaped=reshaped)
    found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    pairs = columns.cells(old, new) if columns else zip(old.cells, new.cells, strict=True)
    cells = tuple(cell_runs(one, other, tokeniser, found) for one, other in pairs)
    is_changed = any(run.op != SAME or run.was is not None for cell in cells for run in cell)
    status = CHANGED if is_changed or len(old.cells) != len(new.cells) else SAME
    return Row(new.kind, status, cells, new.path, new.marker, new.opens, reshaped, tuple(found))


class _Columns:
    """Which columns of a table belong together: as its header says, or the cells themselves where that does not."""

    def __init__(self) -> None:
        self._pairs: list[tuple[int | None, int | None]] = []
        self._counts = (0, 0)

    def cells(self, old: Block, new: Block) -> Iterator[tuple[Inline, Inline]]:
        """Yield the cells (old, new) that belong together; of a column that came or went, one is empty."""
        counts = len(old.cells), len(new.cells)
        if counts[0] == counts[1]:
            yield from zip(old.cells, new.cells, strict=True)
            return
        if counts != self._counts or new.marker == "header":
            self._counts = counts
            self._pairs = _paired([_words(cell) for cell in old.cells], [_words(cell) for cell in new.cells])
        for one, other in self._pairs:
            yield () if one is None else old.cells[one], () if other is None else new.cells[other]


def _words(cell: Inline) -> str:
    return "".join(span.text for span in cell)


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    start = new_start = 0
    for here, there in (*matches(old, new), (len(old), len(new))):
        gap, new_gap = range(start, here), range(new_start, there)
        pairs += itertools.zip_longest(gap, new_gap)
        if here < len(old):
            pairs.append((here, there))
        start, new_start = here + 1, there + 1
    return pairs
