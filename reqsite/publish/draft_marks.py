"""What makes a draft look like one: a bar on every page, and no place in search engines."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from reqsite.i18n import _

_MAPS = ("sitemap.xml", "sitemap.xml.gz")
_ROBOTS = '<meta name="robots" content="noindex">'


def mark_as_draft(site: Path, language: str) -> None:
    """Mark every page of a built site as a draft, and take the lists for search engines away."""
    text = _("Draft, not a baseline: it changes without notice, and nobody has agreed to it.").to(language)
    # The classes are those of Material's announcement: a bar above everything, in colours that the theme answers for.
    bar = Markup(
        '<aside class="md-banner" role="note"><div class="md-banner__inner md-grid md-typeset">{}</div></aside>'
    ).format(text)
    for page in sorted(site.rglob("*.html")):
        page.write_bytes(_marked(page.read_text(encoding="utf-8"), str(bar)).encode())
    for name in _MAPS:
        (site / name).unlink(missing_ok=True)


def _marked(page: str, bar: str) -> str:
    head = page.find("</head>")
    body = page.find("<body", max(head, 0))
    opened = page.find(">", body) + 1 if body >= 0 else 0
    if head < 0 or not opened:
        return f"{bar}{page}"
    return f"{page[:head]}{_ROBOTS}{page[head:opened]}{bar}{page[opened:]}"
