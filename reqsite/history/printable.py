"""Text without the characters that no page and no terminal can show."""

from __future__ import annotations

import re

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")


def printable(text: str) -> str:
    """Return the text with control characters, lone surrogates and non-characters as U+FFFD."""
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)
