"""Python's garbage collector during a build."""

from __future__ import annotations

import gc

_SELDOM = (1_000, 10_000, 10_000)
"""New objects until a collection of the youngest, of these until one of the next, and of those until one of all.

The youngest are few, so that the processor still has them at hand: the next ones are hardly ever looked at.
"""


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

    def leave_all(self) -> None:
        """Never look at what is there now; for the end of a process, which takes all of it along.

        Python would search it for garbage three times on its way out.
        """
        gc.freeze()

    def restore(self) -> None:
        """Collect as often as before."""
        if self._usual is not None:
            gc.set_threshold(*self._usual)
            self._usual = None
