"""What a browser makes of a piece of HTML, and whether it is harmless."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

_ADDRESSES = ("href", "src", "action", "formaction", "cite", "poster", "background", "data", "xlink:href", "srcset")
_FORBIDDEN_ELEMENTS = {
    *("script", "style", "iframe", "frame", "object", "embed", "form", "button", "base", "meta", "link"),
    *("template", "noscript", "textarea", "select", "video", "audio", "math", "foreignobject", "use", "animate", "set"),
}
_FORBIDDEN_ATTRIBUTES = {"style", "srcdoc", "formaction", "srcset", "target", "ping", "background", "poster"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def parse(html: str) -> Element:
    tree: Element = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return tree


def shown_text(html: str) -> str:
    return "".join(parse(html).itertext())


def offences(html: str) -> Iterator[str]:
    """Name everything in the HTML that could run, load, submit or restyle."""
    for element in parse(html).iter():
        if not isinstance(element.tag, str):
            yield "comment"
            continue
        name = element.tag.rpartition("}")[2].lower()
        if name in _FORBIDDEN_ELEMENTS:
            yield f"<{name}>"
        for key, value in element.attrib.items():
            attribute = str(key).rpartition("}")[2].lower()
            if attribute.startswith("on") or attribute in _FORBIDDEN_ATTRIBUTES:
                yield f"<{name} {attribute}>"
            if attribute in _ADDRESSES and not _is_harmless(value):
                yield f"{attribute}={value!r}"
            if attribute == "id" and value.startswith("__") and not re.match(r"__(tabbed|codelineno|span)", value):
                yield f"id={value!r}"
            if attribute == "class" and re.search(r"(^|\s)md-(?!button|tag|status|icon|typeset|annotation)", value):
                yield f"class={value!r}"


def _is_harmless(url: str) -> bool:
    """Return True for http, https, mailto and relative addresses, as browsers read them: without control characters."""
    bare = re.sub(r"[\x00-\x20]", "", url)
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[0].lower() in ("http:", "https:", "mailto:")


def assert_harmless(html: str) -> None:
    assert list(offences(html)) == [], html
