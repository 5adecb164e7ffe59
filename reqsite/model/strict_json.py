"""JSON from strangers: each key once, no numbers that are none, and no crash however deep it is nested."""

from __future__ import annotations

import json
from typing import Any


def parse(content: bytes) -> Any:  # noqa: ANN401 JSON of any shape
    """Return what a file in UTF-8 says, with or without a byte order mark.

    Raises:
        ValueError: It is no JSON, says something twice, or is nested too deep.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except RecursionError:
        raise ValueError from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError
    return data


def _no_number(_text: str) -> None:
    raise ValueError
