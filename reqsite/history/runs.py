"""One line of text in both its states: runs of words that stayed, came or went, with the blanks between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from reqsite.history.inline import PLAIN, Inline, Style
from reqsite.history.tokens import Tokeniser, Tokens
from reqsite.history.word_changes import Change, changes

SAME, INS, DEL = "same", "ins", "del"


class Run(NamedTuple):
    """Words that share a fate and a style."""

    op: str
    """`same`, `ins` or `del`."""
    text: str
    style: Style = PLAIN
    was: Style | None = None
    """The style before, where that alone changed: a formatting change, or a link that leads elsewhere."""


Cell = tuple[Run, ...]


def cell_runs(
    old: Inline, new: Inline, tokeniser: Tokeniser, found: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> Cell:
    """Return the runs of one line of text; its changes go to `found`."""
    if old == new:
        return tuple(Run(SAME, span.text, span.style) for span in new)
    one, other = tokeniser.tokens(old), tokeniser.tokens(new)
    edits = changes(one, other)
    found += ((one.words[edit.start : edit.end], other.words[edit.new_start : edit.new_end]) for edit in edits)
    runs: list[Run] = []
    start = new_start = 0
    blank = other.lead
    for edit in (*edits, Change(len(one.words), len(one.words), len(other.words), len(other.words))):
        before, new_before = _blank_behind(one, edit.start - 1), _blank_behind(other, edit.new_start - 1)
        kept = new_before if before and new_before else ""
        runs += _same_runs(one, other, (start, edit.start), (new_start, edit.new_start), lead=blank, trail=kept)
        deleted = _runs(DEL, one, edit.start, edit.end, "" if kept else before)
        inserted = _runs(INS, other, edit.new_start, edit.new_end, "" if kept else new_before)
        blank = _common_blank(deleted, inserted)
        runs += deleted
        runs += inserted
        start, new_start = edit.end, edit.new_end
    return tuple(runs)


def _blank_behind(text: Tokens, place: int) -> str:
    if place < 0:
        return ""
    piece = text.pieces[place]
    return piece[len(piece.rstrip()) :]


def _common_blank(deleted: list[Run], inserted: list[Run]) -> str:
    """Take the white space off the end of both, if both have it, and return it: it stayed."""
    if not (deleted and inserted):
        return ""
    last, new_last = deleted[-1], inserted[-1]
    if not (last.text[-1:].isspace() and new_last.text[-1:].isspace()):
        return ""
    for runs, run in ((deleted, last), (inserted, new_last)):
        text = run.text.rstrip()
        runs[-1:] = [Run(run.op, text, run.style, run.was)] if text else []
    return new_last.text[len(new_last.text.rstrip()) :]


def _same_runs(
    old: Tokens, new: Tokens, place: tuple[int, int], new_place: tuple[int, int], *, lead: str, trail: str
) -> Iterator[Run]:
    """Yield the runs of words that stayed between these blanks, with their old style where that differs."""
    if place[0] == place[1]:
        if lead + trail:
            yield Run(SAME, lead + trail)
        return
    pieces = new.pieces[slice(*new_place)]
    was_set, is_set = old.styles and old.styles[slice(*place)], new.styles and new.styles[slice(*new_place)]
    if was_set == is_set and (is_set is None or is_set.count(PLAIN) == len(is_set)):
        yield Run(SAME, f"{lead}{''.join(pieces).rstrip()}{trail}")
        return
    parts: list[str] = [lead] if lead else []
    style: Style = PLAIN
    was: Style | None = None
    plain = itertools.repeat(PLAIN, len(pieces))
    for piece, before, here in zip(pieces, was_set or plain, is_set or plain, strict=True):
        change = None if before == here else before
        if parts and (here != style or change != was):
            yield Run(SAME, "".join(parts), style, was)
            parts = []
        style, was = here, change
        parts.append(piece)
    yield Run(SAME, "".join(parts).rstrip() + trail, style, was)


def _runs(op: str, text: Tokens, start: int, end: int, lead: str) -> list[Run]:
    """Return the runs of words that were put in or taken out, the white space `lead` with them."""
    if start == end:
        return [Run(op, lead)] if lead else []
    if text.styles is None:
        return [Run(op, lead + "".join(text.pieces[start:end]))]
    runs: list[Run] = []
    first = start
    for place in range(start + 1, end + 1):
        if place == end or text.styles[place] != text.styles[first]:
            runs.append(Run(op, lead + "".join(text.pieces[first:place]), text.styles[first]))
            first, lead = place, ""
    return runs
