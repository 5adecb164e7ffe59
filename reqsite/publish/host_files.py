"""What tells a web host how to serve a store: how long to keep what, and whom to let frame it.

There is no `robots.txt`: it would keep search engines from reading that a draft wants to be in no index, and it has no
effect where a store is served under a path, as on GitHub Pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.publish.holdings import Holdings
from reqsite.publish.names import DRAFT

HEADERS, NO_JEKYLL = "_headers", ".nojekyll"
_RULES = 60
"""Cloudflare Pages takes a hundred rules; a release without one is served with what the host does by itself."""
_EVERYWHERE = (
    "Content-Security-Policy: frame-ancestors 'self'",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: SAMEORIGIN",
)
_FOR_EVER, _ASK_FIRST = "Cache-Control: public, max-age=31536000, immutable", "Cache-Control: no-cache"


def host_files(held: Holdings, pointers: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the files: path in the store → content.

    Args:
        held: what the store holds.
        pointers: the files of the store that change.
    """
    redacted = held.journal.redacted
    kept = [head.folder for head in held.releases if head.folder not in redacted][:_RULES]
    changing = ["/", *(f"/{path}" for path in pointers), *(f"/{alias}/*" for alias in held.aliases), f"/{DRAFT}/*"]
    # No two rules for a path name Cache-Control: hosts put both values into one header.
    rules = [
        ("/*", _EVERYWHERE),
        *((path, (_ASK_FIRST,)) for path in changing),
        *((f"/{folder}/*", (_FOR_EVER,)) for folder in kept),
    ]
    text = "".join(f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules)
    yield HEADERS, text.encode()
    yield NO_JEKYLL, b""  # GitHub Pages would leave out what begins with an underscore
