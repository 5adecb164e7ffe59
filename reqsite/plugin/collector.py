"""Python's garbage collector during a build."""

from __future__ import annotations

import gc

_SELDOM = (10_000, 1_000, 10_000)
"""New objects until a collection of the youngest, of these until one of the next, and of those until one of all."""


class Collector:
    """Spares the collector: what a build makes of thousands of records lasts as long as the build.

    It would look at each of these objects again and again, for a tenth of the time of a build.  What is garbage soon
    after it was made, as most is, still goes.
    """

    def __init__(self) -> None:
        self._usual: tuple[int, int, int] | None = None

    def spare(self) -> None:
        """Collect seldom from now on."""
        if self._usual is None:
            self._usual = gc.get_threshold()
        gc.set_threshold(*_SELDOM)

    def restore(self) -> None:
        """Collect as often as before."""
        if self._usual is not None:
            gc.set_threshold(*self._usual)
            self._usual = None
