"""Judge how work grows with what it is done to, whatever else the machine does meanwhile.

How long something takes says as much of the machine as of the code: `benchmarks/` measures that.  A test compares the
code with itself instead: eight inputs, one by one, with a single one that is eight times as long.  Work that grows in
proportion costs the same both times, work that grows with the square eight times as much the second time.  As both
go on for about as long, a busy machine disturbs both alike.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest

T = TypeVar("T")
TIMES = 8
ALLOWED = 3
"""So many times as long may one long input take as the short ones together; 8 were the square."""
FLOOR = 0.02
"""Seconds of work that do no harm, however they grow."""
ROUNDS = 6
"""So often is measured before work is said to grow too fast; the best of each side counts."""


def assert_linear(
    act: Callable[[T], object], make: Callable[[int], T], size: int, clock: Callable[[], float] = time.process_time
) -> None:
    """Fail where what is done to an input grows much faster than its size.

    Args:
        act: What is judged.
        make: Returns an input of a size, and is not measured.  No two sizes that it is asked for are the same, so
            that nothing the code may remember of one input helps it with the next.
        size: Of the short inputs, in whatever `make` counts, less a few; the long ones are `TIMES` as much.
        clock: Another one where the work is not done in this process.
    """
    serial = itertools.count(1)
    act(make(size))  # what is done once only: modules, patterns, dictionaries
    short = long = math.inf
    for _round in range(ROUNDS):
        many, one = [make(size - next(serial)) for _ in range(TIMES)], make(TIMES * size - next(serial))
        short, long = min(short, _seconds(act, many, clock)), min(long, _seconds(act, [one], clock))
        if long <= max(ALLOWED * short, FLOOR):
            return
    pytest.fail(f"{short:.3f} s for {TIMES} inputs of {size}, {long:.3f} s for one of {TIMES * size}")


@contextlib.contextmanager
def no_explosion(seconds: float = 10) -> Iterator[None]:
    """Fail where what is over in a moment takes very long, as only work that explodes does on the slowest machine.

    Args:
        seconds: Of work of this process, not by the clock on the wall.
    """
    begun = time.process_time()
    yield
    spent = time.process_time() - begun
    assert spent < seconds, f"{spent:.1f} s"


def _seconds(act: Callable[[T], object], inputs: Iterable[T], clock: Callable[[], float]) -> float:
    """Return how long `act` takes for all inputs, without the collector, whose work grows with what others left."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        begun = clock()
        for one in inputs:
            act(one)
        return clock() - begun
    finally:
        if was_on:
            gc.enable()
