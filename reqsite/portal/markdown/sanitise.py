"""The last word on what a record's HTML may hold, spoken on the finished HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "blockquote", "pre", "hr", "br", "wbr"),
    *("ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "time", "u", "var", "ruby", "rp", "rt"),
    *("input", "label"),  # task lists, tabs
    *("svg", "path"),  # icons
}
_CELL = {"align", "colspan", "rowspan", "scope"}
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "rel"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "div": {"data-tabs"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked", "disabled", "name", "type"},
    "ins": {"datetime"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "path": {"d", "fill"},
    "span": {"data-linenos"},
    "svg": {"height", "viewBox", "width", "xmlns"},
    "td": _CELL,
    "th": _CELL,
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto"}

_THEME_ID = re.compile(r"__(?:tabbed|codelineno|span)[A-Za-z0-9_-]{0,60}")
_THEME_CLASS = re.compile(r"md-(?:button|tag|status|icon|typeset|annotation)(?:[_-]{1,2}[a-z_-]{1,40})?")
_ID_ATTRIBUTES = ("id", "for", "name")
_SIGNS_OF_THE_THEME = ("md-", '="__', "<input", "<label")
_INPUT_TYPES = ("checkbox", "radio")


class Sanitiser:
    """Keeps what Markdown and its extensions produce, and nothing that runs, loads, submits or restyles.

    No style, no handler, no frame, no form; addresses are http, https, mailto or relative.  The text of what is taken
    away stays.  The theme's own ids and classes are kept for the few widgets that extensions build with them.
    """

    def __init__(self) -> None:
        self._cleaner = _cleaner(None)
        self._particular = _cleaner(_allowed_value)

    def clean(self, html: str) -> str:
        """Return the HTML as it may be shown. Time is linear in its length as long as its depth is bounded.

        To look at every attribute's value costs ten times the rest, so it is done only where something of the theme's
        shows up in what the first round has left, in which nothing can hide in entities any more.
        """
        cleaned = self._cleaner.clean(html)
        if any(sign in cleaned for sign in _SIGNS_OF_THE_THEME):
            return self._particular.clean(cleaned)
        return cleaned


def _cleaner(attribute_filter: Callable[[str, str, str], str | None] | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        attribute_filter=attribute_filter,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        if "md-" not in value:
            return value
        return " ".join(name for name in value.split() if not name.startswith("md-") or _THEME_CLASS.fullmatch(name))
    if attribute in _ID_ATTRIBUTES:
        if value.startswith("__"):
            return value if _THEME_ID.fullmatch(value) else None
        return value if attribute == "id" else None
    if attribute == "type" and tag == "input":
        return value if value in _INPUT_TYPES else None
    return value
