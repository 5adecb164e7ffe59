"""The command line, one verb a file: the one room that imports click."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run `reqsite` with the arguments of the process and end it with the exit code that the README lists."""
    gc.disable()  # a call reads, answers and ends: it makes no garbage worth looking for
    try:
        from reqsite.cli.app import run  # noqa: PLC0415 - Ctrl-C while this is imported must not show a traceback

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
