"""`latest/`: for every page of the newest release a page that leads there, so that an address may be handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.publish.html import page
from reqsite.publish.manifest import Manifest
from reqsite.publish.names import LATEST

HOME = "index.html"
NOT_FOUND = "404.html"
"""A page for an address that does not exist has none that could be handed on."""


def redirects(manifest: Manifest, there: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of `latest/`: path in the store → content.

    Args:
        manifest: of the release that `latest` names.
        there: the pages that `latest/` has already, relative to it; those that the release does not have lead to its
            home page.
    """
    pages = {entry.path for entry in manifest.files if entry.path.endswith(".html")} - {NOT_FOUND}
    for path in sorted(pages | {HOME} | {old for old in there if old.endswith(".html")}):
        yield f"{LATEST}/{path}", _redirect(manifest, path, path if path in pages else HOME)


def _redirect(manifest: Manifest, path: str, target: str) -> bytes:
    up = "../" * (path.count("/") + 1)
    address = f"{up}{quote(manifest.version)}/{quote(target)}"
    gone = _("Release {version} has no such page. This leads to its first one.", version=manifest.version)
    here = _("The newest release is {version}.", version=manifest.version)
    body = Markup('<p>{}</p>\n<p><a href="{}">{}</a></p>').format(
        (here if path == target else gone).to(manifest.language), address, f"{manifest.version}/{target}"
    )
    head = Markup(
        '<meta name="robots" content="noindex"><link rel="canonical" href="{0}">'
        '<meta http-equiv="refresh" content="0; url={0}">'
    ).format(address)
    return page(manifest.language, manifest.version, body, head=head)
