"""Text from records on its way to a terminal or a log: nothing in it is obeyed."""

from __future__ import annotations

import re

_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """Return a text as one line in which control and direction characters are shown by their codes."""
    if text.isascii() and text.isprintable():
        return text
    return _OBEYED.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\t\n":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 one byte
