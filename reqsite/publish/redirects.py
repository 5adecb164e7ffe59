"""An alias's folder: for every page of its release a page that leads there, so that an address may be handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from markupsafe import Markup

from reqsite.i18n import Message, _
from reqsite.publish.html import page
from reqsite.publish.manifest import Manifest
from reqsite.publish.names import LATEST

HOME = "index.html"
NOT_FOUND = "404.html"
"""A page for an address that does not exist has none that could be handed on."""
_LEAD = 'location.replace(document.querySelector("link[rel=canonical]").href+location.search+location.hash)'
"""Carries on what a page was asked to show; without scripts, the page leads on by itself."""


def redirects(alias: str, manifest: Manifest, there: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of an alias: path in the store → content.

    Args:
        alias: its name.
        manifest: of the release that it leads to.
        there: the pages that it has already, relative to its folder; those that the release does not have lead to its
            home page.
    """
    pages = {entry.path for entry in manifest.files if entry.path.endswith(".html")} - {NOT_FOUND}
    leads = _("The newest release is {version}.", version=manifest.version)
    if alias != LATEST:
        leads = _("{alias} is release {version}.", alias=alias, version=manifest.version)
    gone = _("Release {version} has no such page. This leads to its first one.", version=manifest.version)
    for path in sorted(pages | {HOME} | {old for old in there if old.endswith(".html")}):
        target = path if path in pages else HOME
        text = leads if target == path else gone
        yield f"{alias}/{path}", _redirect(manifest.language, path, f"{manifest.folder}/{target}", text)


def dead_ends(alias: str, language: str, there: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of an alias that leads to no release any more: they lead to the first page of the store."""
    text = _("There is no such release any more. This leads to all there are.")
    for path in sorted(old for old in there if old.endswith(".html")):
        yield f"{alias}/{path}", _redirect(language, path, HOME, text)


def _redirect(language: str, path: str, target: str, text: Message) -> bytes:
    """Return a page.

    Args:
        language: of its words.
        path: where it lies, in the folder of the alias.
        target: where it leads, in the store.
        text: why.
    """
    address = f"{'../' * (path.count('/') + 1)}{quote(target)}"
    body = Markup('<main>\n<p>{}</p>\n<p><a href="{}">{}</a></p>\n</main>').format(text.to(language), address, target)
    head = Markup(
        '<meta name="robots" content="noindex"><link rel="canonical" href="{0}">'
        '<noscript><meta http-equiv="refresh" content="0; url={0}"></noscript>'
    ).format(address)
    return page(language, target.partition("/")[0], body, head=head, script=_LEAD)
