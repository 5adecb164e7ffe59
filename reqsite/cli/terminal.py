"""The two streams: data goes to stdout, messages go to stderr, and neither may break the command."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TextIO

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What a terminal obeys instead of showing it: controls, and marks that turn the direction of the text."""


def prepare_streams() -> None:
    """Make both streams able to take any text, even where they are closed or the locale is C."""
    _occupy_standard_descriptors()
    sys.stdout = _opened(sys.stdout, 1)
    sys.stderr = _opened(sys.stderr, 2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=_encoding(stream), errors="backslashreplace")


def _occupy_standard_descriptors() -> None:
    """Open what the caller closed, lest the next file that is opened become our stdout."""
    descriptor = os.open(os.devnull, os.O_RDWR)
    while descriptor < 3:  # noqa: PLR2004 - stdin, stdout, stderr
        descriptor = os.open(os.devnull, os.O_RDWR)
    os.close(descriptor)


def _opened(stream: TextIO | None, descriptor: int) -> TextIO:
    """Return the stream, or a new one where Python found it closed and set None."""
    return stream if stream is not None else os.fdopen(descriptor, "w", encoding="utf-8", closefd=False)


def _encoding(stream: io.TextIOWrapper) -> str:
    """Return UTF-8 for files and pipes, and for a terminal what it understands."""
    ascii_only = stream.encoding.lower().replace("_", "-") in {"ascii", "us-ascii", "ansi-x3.4-1968", "646"}
    return stream.encoding if stream.isatty() and not ascii_only else "utf-8"


def write_data(text: str) -> None:
    """Write to stdout. A reader that went away (`| head`) ends the writing, not the command: its exit code stands."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)


def write_message(text: str) -> None:
    """Write a line to stderr; where nobody listens, nothing happens."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Point the stream at nothing, so that Python's own flush at the end does not fail again."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)


def silence_stdout() -> None:
    """Give up on stdout, such as on a full disk, once its failure has been told."""
    _silence(sys.stdout)


def printable(text: str) -> str:
    r"""Return the text with what a terminal would obey written out (`\x1b`, `\u202e`); line ends and tabs stay."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - as Python writes them


def printable_json(text: str) -> str:
    r"""Return JSON with the same characters as `\u….` escapes: the same data, harmless on a terminal."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def may_color(stream: TextIO) -> bool:
    """Return True where a person looks at the stream and did not ask for plain text (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
