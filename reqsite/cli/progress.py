"""A sign of life on stderr while something takes long, for a person at a terminal only."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.i18n import Message

PATIENCE_SECONDS = 1.0
STEP_SECONDS = 0.5


class Progress:
    """A line that appears after a second, counts the seconds and is gone at the end."""

    def __init__(self, session: Session, doing: Message) -> None:
        self._session = session
        self._doing = doing
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self._session.quiet:
            self._thread = threading.Thread(target=self._tick, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def _tick(self) -> None:
        start = time.monotonic()
        if self._done.wait(PATIENCE_SECONDS):
            return
        words = self._session.words(self._doing)
        while True:
            self._write(f"\r{words} … {time.monotonic() - start:.0f} s")
            if self._done.wait(STEP_SECONDS):
                break
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            self._done.set()
