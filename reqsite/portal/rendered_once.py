"""Each record's Markdown is converted once; other pages that show the same text get it with its links moved."""

from __future__ import annotations

import functools
import posixpath
import re

from reqsite.model.record import Record, address
from reqsite.portal.addresses import Addresses, relative
from reqsite.portal.markdown.render import Rendered as MovedText
from reqsite.portal.markdown.render import RenderedSection as MovedSection
from reqsite.portal.site import Rendered, Renderer

_TAG = re.compile(r"<[a-z][a-z0-9]{0,15} [^<>]{1,8000}>")
_ATTRIBUTE = re.compile(r' (href|src|id|for|name)="([^"]{1,4000})"')
_ELSEWHERE = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]{0,20}:")


class RenderedOnce:
    """A renderer that keeps what it has made for each record's own page, and makes every other form of it from that.

    On any page but the record's own, ids begin with the record's address (`REQ-1--flow`), so that a page may show many
    records; links inside the text follow.
    """

    def __init__(self, renderer: Renderer, addresses: Addresses) -> None:
        self._renderer = renderer
        self._addresses = addresses
        self._made: dict[str, Rendered] = {}

    def render(self, record: Record, here: str) -> Rendered:
        """Return the record's sections for the page with the URL `here`."""
        own_url = self._addresses.record_url(record)
        made = self._made.get(record.id)
        if made is None:
            made = self._made[record.id] = self._renderer.render(record, own_url)
        return made if here == own_url else _moved(made, address(record.id), own_url, here)

    def inline(self, text: str, here: str, record: Record | None = None) -> str:
        """Return one line of text with its references linked."""
        return self._renderer.inline(text, here, record)


def _moved(made: Rendered, name: str, old: str, new: str) -> Rendered:
    prefix = f"{name}--"
    return MovedText(
        tuple(
            MovedSection(s.key, s.title, f"{prefix}{s.anchor}", _moved_html(s.html, prefix, old, new))
            for s in made.sections
        ),
        _moved_html(made.footnotes, prefix, old, new),
        made.has_diagram,
        made.has_math,
    )


def _moved_html(html: str, prefix: str, old: str, new: str) -> str:
    """Return sanitised HTML with its ids and links as another page needs them.

    The sanitiser escapes angle brackets and quotes in attributes, so that what looks like a tag is one.
    """
    if '="' not in html:
        return html
    folder = old.rpartition("/")[0]

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name not in {"href", "src"}:
            return f' {name}="{prefix}{value}"'
        if value.startswith("#"):
            return f' {name}="#{prefix}{value[1:]}"'
        return f' {name}="{_moved_link(value, folder, new)}"'

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


@functools.lru_cache(maxsize=65536)
def _moved_link(link: str, old_folder: str, new_url: str) -> str:
    if _ELSEWHERE.match(link):
        return link
    path, sign, fragment = link.partition("#")
    path, question, query = path.partition("?")
    target = posixpath.normpath(posixpath.join(old_folder, path))
    if target.startswith(".."):
        return link
    slash = "/" if path.endswith("/") or path in {".", ".."} else ""
    return relative(f"{target}{slash}", new_url) + question + query + sign + fragment
