"""Which id comes next: numbers go up, and none is ever used again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from reqsite.model.record import fold_id, normal_id

DIGITS = 3
"""How wide the number of a project's first id is."""

_NUMBERED = re.compile(r"(.{1,100}?)(\d{1,18})", re.DOTALL)


def stem_of(prefix: str, ids: Iterable[str]) -> str:
    """Return what stands before the number of the next id, empty where that cannot be known.

    That is the type's prefix, unless the type has ids and none of them begins with it: then what most of them do.
    """
    stem = f"{prefix}-" if prefix else ""
    stems = Counter(match[1] for text in ids if (match := _NUMBERED.fullmatch(normal_id(text))))
    if not stems or (stem and any(own.startswith(stem) for own in stems)):
        return stem
    return stems.most_common(1)[0][0]


def next_id(stem: str, seen: Iterable[str]) -> str:
    """Return the id one above the highest number that was ever seen under this stem, with as many digits as it."""
    folded = fold_id(stem)
    highest, digits = 0, DIGITS
    for text in seen:
        match = _NUMBERED.fullmatch(fold_id(text))
        if match and match[1] == folded and int(match[2]) >= highest:
            highest, digits = int(match[2]), len(match[2])
    return f"{stem}{highest + 1:0{digits}d}"


def ids_in_ledger(folder: Path) -> Iterator[str]:
    """Yield every id that a release has ever held. A line that is damaged has none; `check` names it elsewhere."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    entry = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                    yield entry["id"]
