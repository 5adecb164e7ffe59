"""What makes a draft look like one: a note on every page, and no place in search engines."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from reqsite.i18n import _

_MAPS = ("sitemap.xml", "sitemap.xml.gz")
_ROBOTS = '<meta name="robots" content="noindex">'
_NOTE = '<div class="rs-standing rs-standing-draft"'
"""How the note of a portal built for a store begins; no text has this in it, because a text's `<` is escaped."""


def mark_as_draft(site: Path, language: str) -> None:
    """Mark every page of a built site as a draft, and take the lists for search engines away.

    A portal's own pages say it already.  This is for all others: those that a site has as they are, or that another
    plugin writes.
    """
    text = _("Draft, not a baseline: it changes without notice, and nobody has agreed to it.").to(language)
    # The classes are those of Material's announcement: a bar above everything, in colours that the theme answers for.
    bar = Markup(
        '<aside class="md-banner" role="note"><div class="md-banner__inner md-grid md-typeset">{}</div></aside>'
    ).format(text)
    for page in sorted(site.rglob("*.html")):
        content = page.read_text(encoding="utf-8")
        if _NOTE not in content or _ROBOTS not in content:
            page.write_bytes(_marked(content, str(bar)).encode())
    for name in _MAPS:
        (site / name).unlink(missing_ok=True)


def _marked(page: str, bar: str) -> str:
    head = page.find("</head>")
    body = page.find("<body", max(head, 0))
    opened = page.find(">", body) + 1 if body >= 0 else 0
    if head < 0 or not opened:
        return f"{bar}{page}"
    return f"{page[:head]}{_ROBOTS}{page[head:opened]}{bar}{page[opened:]}"
