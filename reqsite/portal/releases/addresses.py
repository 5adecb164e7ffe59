"""Where the pages of the releases lie."""

from __future__ import annotations

import functools

from reqsite.model.record import address

INDEX = "releases/index.md"
UNRELEASED = "releases/unreleased.md"
COMPARE = "releases/compare.md"


def release_source(name: str) -> str:
    """Return the path of the page that tells what a release changed; `unreleased` for the name of none."""
    stem = address(name) if name else "unreleased"
    return f"releases/{'v-' if stem in {'compare', 'unreleased'} and name else ''}{stem}.md"


@functools.lru_cache(maxsize=16384)
def record_anchor(record_id: str) -> str:
    """Return the id of the place on a release's page that tells of a record."""
    return f"item-{address(record_id)}"
