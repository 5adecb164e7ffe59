"""Reading one page: what it loads, runs and links to, and what of that must not be."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser

from reqsite.i18n import Message, _

_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
"""What browsers drop from an address, or what hides in one."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_LINK_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_LOADS = frozenset({"", "data"})
"""Schemes from which a page may load: its own folder, and what stands in the address itself."""
_LOADING_ATTRIBUTES = frozenset({"src", "data", "poster", "background", "manifest", "xlink:href", "lowsrc", "dynsrc"})
_FORBIDDEN = frozenset(
    {"base", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "foreignobject", "plaintext", "xmp"}
)
_HARMLESS_RELATIONS = frozenset(
    {"canonical", "alternate", "author", "license", "next", "prev", "me", "help", "search", "up", "edit", "bookmark"}
)
_ANIMATIONS = frozenset({"animate", "set", "animatetransform", "animatemotion"})
_PAINTED = frozenset(
    {"fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end", "cursor"}
)
"""Attributes of drawings that hold what a style may hold."""
_RUNS = frozenset({"", "text/javascript", "application/javascript", "module", "text/ecmascript"})
_SHOWN = 80


def scheme_of(address: str) -> str:
    """Return the scheme of an address as a browser reads it, in small letters; empty for a relative one."""
    found = _SCHEME.match(_BLANKS.sub("", address))
    return found[1].lower() if found else ""


def foreign(address: str) -> bool:
    """Return True where loading an address asks another host, or does what no loading should."""
    bare = _BLANKS.sub("", address)
    return bare.replace("\\", "/").startswith("//") or scheme_of(bare) not in _LOADS


class PageReader(HTMLParser):
    """Reads a page from its beginning to its end, once.

    Args:
        is_drawing: whether it is an SVG file, which no policy bounds when it is opened for itself.
    """

    def __init__(self, *, is_drawing: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self.defects: list[Message] = []
        self.policy = ""
        """What its Content-Security-Policy says, empty where it has none."""
        self.ids: set[str] = set()
        self.links: set[str] = set()
        """Addresses within the site, as they stand."""
        self.styles: list[str] = []
        """Style sheets and styles of elements."""
        self._is_drawing = is_drawing
        self._inline: list[str] | None = None
        self._sheet: list[str] | None = None
        self._depth = 0

    def read(self, text: str) -> None:
        """Read a whole page."""
        try:
            self.feed(text)
            rest = self.rawdata.lstrip()
            self.close()
        except AssertionError:  # so html.parser says that it cannot read a declaration
            self._refuse(_("It has a part that browsers read differently: {text}", text=self.rawdata[:_SHOWN]))
            return
        if rest.startswith("<") or self._inline is not None or self._sheet is not None:
            self._refuse(_("It is torn: {text}", text=rest[:_SHOWN]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See an element begin."""
        given = {name: value or "" for name, value in attrs}
        if tag in _FORBIDDEN:
            self._refuse(_("It has an element that no portal needs: <{tag}>", tag=tag))
        if len(given) != len(attrs):
            self._refuse(_("An element says something twice: <{tag}>", tag=tag))
        for name, value in attrs:
            self._attribute(tag, name, value or "", given)
        if tag == "script":
            self._script(given)
        elif tag == "style":
            self._sheet = []
        elif tag == "meta":
            self._meta(given)
        elif tag == "article":
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """See an element end."""
        if tag == "script" and self._inline is not None:
            self._ran("".join(self._inline))
            self._inline = None
        elif tag == "style" and self._sheet is not None:
            self.styles.append("".join(self._sheet))
            self._sheet = None
        elif tag == "article":
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Take what stands in a script or a style."""
        if self._inline is not None:
            self._inline.append(data)
        elif self._sheet is not None:
            self._sheet.append(data)

    def handle_comment(self, data: str) -> None:
        """Refuse comments that a browser may take to end elsewhere."""
        if data.startswith((">", "->")) or "--!" in data or "<!--" in data:
            self._refuse(_("It has a comment that browsers read differently: {text}", text=data[:_SHOWN]))

    def unknown_decl(self, data: str) -> None:
        """Refuse what is a comment in one place of a page and text in another."""
        if not self._is_drawing:
            self._refuse(_("It has a part that browsers read differently: {text}", text=data[:_SHOWN]))

    def _attribute(self, tag: str, name: str, value: str, given: dict[str, str]) -> None:
        if name in {"id", "name"} and value:
            self.ids.add(value)
        elif name.startswith("on"):
            self._refuse(_("It runs something of its own: {name} of <{tag}>", name=name, tag=tag))
        elif name == "srcdoc":
            self._refuse(_("It holds a page of its own: srcdoc of <{tag}>", tag=tag))
        elif name == "style" or name in _PAINTED:
            self.styles.append(value)
        elif name in {"srcset", "imagesrcset"}:
            for part in value.split(","):
                self._loaded(tag, part.strip().split(" ")[0])
        elif name in _LOADING_ATTRIBUTES or (name == "href" and self._is_loading(tag, given)):
            self._loaded(tag, value)
        elif name in {"href", "cite", "ping", "formaction", "action"}:
            self._linked(tag, name, value)
        elif tag in _ANIMATIONS and name in {"values", "to", "from"} and scheme_of(value) not in _LINK_SCHEMES:
            self._refuse(_("It leads where no page may lead: {address}", address=value[:_SHOWN]))

    def _is_loading(self, tag: str, given: dict[str, str]) -> bool:
        if tag == "link":
            return not _HARMLESS_RELATIONS.issuperset(given.get("rel", "").lower().split())
        return tag in {"image", "use", "feimage", "pattern", "lineargradient", "radialgradient", "filter"}

    def _loaded(self, tag: str, address: str) -> None:
        if foreign(address):
            self._refuse(_("It loads from elsewhere: {address} in <{tag}>", address=address[:_SHOWN], tag=tag))
        elif address and scheme_of(address) != "data":
            self.links.add(address)
        elif tag == "script":
            self._refuse(_("It runs something of its own: {address} in <{tag}>", address=address[:_SHOWN], tag=tag))

    def _linked(self, tag: str, name: str, address: str) -> None:
        scheme = scheme_of(address)
        is_sent = name in {"action", "formaction", "ping"} and foreign(address)
        if scheme not in _LINK_SCHEMES or is_sent:
            message = _("It leads where no page may lead: {address} in <{tag}>", address=address[:_SHOWN], tag=tag)
            self._refuse(message)
        elif not scheme and not foreign(address):
            self.links.add(address)

    def _meta(self, given: dict[str, str]) -> None:
        kind, content = given.get("http-equiv", "").lower(), given.get("content", "")
        if kind == "content-security-policy":
            self.policy = self.policy or content
        elif kind == "refresh":
            _seconds, _mark, address = content.partition("=")
            if foreign(address.strip("'\" ")):
                self._refuse(_("It sends its reader away: {address}", address=address[:_SHOWN]))
        elif kind == "set-cookie":
            self._refuse(_("It sets a cookie."))

    def _script(self, given: dict[str, str]) -> None:
        if self._is_drawing:
            self._refuse(_("A drawing runs something of its own: <script>"))
        elif "src" not in given and given.get("type", "").strip().lower() in _RUNS:
            self._inline = []

    def _ran(self, text: str) -> None:
        """Refuse a script that stands in a text, or that the page's policy does not name."""
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        if self._depth > 0:
            self._refuse(_("A script stands in the text: {text}", text=" ".join(text.split())[:_SHOWN]))
        elif self.policy and f"'sha256-{digest}'" not in html.unescape(self.policy):
            self._refuse(_("A script is not in the page's policy: {text}", text=" ".join(text.split())[:_SHOWN]))

    def _refuse(self, message: Message) -> None:
        self.defects.append(message)
