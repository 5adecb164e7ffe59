"""The frame around record pages, rendered once for all pages that have the same one.

A theme's template is the dearest part of a page, and around a thousand records it says a thousand times the same: head,
navigation, footer.  So it is rendered once with marks where pages differ, and then filled.  What a page may differ in
is known (title, content, addresses, neighbours); everything else is part of the key under which a frame is kept.

It is used only where it cannot be wrong: for pages whose context and meta data no other plugin has touched, and only
if none of the site's own templates looks at the page.  The first pages of every frame are rendered both ways; should
they ever differ, frames are given up for the rest of the build.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import jinja2
from jinja2 import nodes

from reqsite.plugin.pages import PortalPage
from reqsite.portal.strict import DIAGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping

    from mkdocs.config.defaults import MkDocsConfig

TEMPLATE = "reqsite-framed.html"
"""The template that framed pages name; in its place they get their frame."""

_CONTEXT = frozenset(
    "nav pages base_url extra_css extra_javascript mkdocs_version build_date_utc config page".split()  # noqa: SIM905
)
"""What MkDocs hands to a page's template."""
_OWN_META = frozenset({"title", "reqsite", "search", "template"})
_CHECKED = 2
"""How many pages of a frame are rendered both ways."""
_KEPT = 200
"""How many frames are kept; a site with more different ones gains nothing by them."""
_HOLE = re.compile(r"rs-hole-([a-z_]{1,20})-hole")
_H1 = "<h1 rs-hole-content-hole>"
"""The hole for a content that has its own h1; themes look for one."""


@dataclass
class _Frame:
    parts: list[str]
    """Text and names of holes in turn, text first."""
    checked: int = 0
    """How many pages have been rendered both ways."""


class Frames:
    """The frames of one build.

    Args:
        env: the theme's environment.
        finish: what gives a finished page its policy; None where that must come later, after another plugin.
    """

    def __init__(self, env: jinja2.Environment, finish: Callable[[str, PortalPage], str] | None) -> None:
        self._env = env
        self._finish = finish
        self._frames: dict[Hashable, _Frame] = {}
        self._given_up = False

    @classmethod
    def install(cls, env: jinja2.Environment, finish: Callable[[str, PortalPage], str] | None) -> None:
        """Give a theme's environment the template `TEMPLATE`."""
        ours = _FrameLoader(cls(env, finish))
        env.loader = jinja2.ChoiceLoader([ours, *([env.loader] if env.loader else [])])

    def render(self, variables: Mapping[str, Any]) -> str:
        """Return the whole page that MkDocs has these variables for; called as a template's is."""
        page = variables["page"]
        if self._given_up or not _is_plain(variables, page):
            return self._whole(variables, page)
        # What draws a diagram belongs to the page alone.
        finishes = self._finish is not None and DIAGRAM not in (page.content or "")
        key = (finishes, _key(page))
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) >= _KEPT:
                return self._whole(variables, page)
            holes = _with_holes(page)
            frame = self._frames[key] = _Frame(_split(self._made(variables, holes, finishes=finishes)))
        filled = _fill(frame, page)
        if frame.checked < _CHECKED:
            frame.checked += 1
            self._given_up = self._made(variables, page, finishes=finishes) != filled
            if self._given_up:
                return self._whole(variables, page)
        page.is_finished = finishes
        return filled

    def _made(self, variables: Mapping[str, Any], page: PortalPage, *, finishes: bool) -> str:
        whole = self._whole(variables, page)
        return self._finish(whole, page) if self._finish and finishes else whole

    def _whole(self, variables: Mapping[str, Any], page: PortalPage) -> str:
        return self._env.get_template("main.html").render({**variables, "page": page})


class _FrameLoader(jinja2.DictLoader):
    """Loads the one template that is none of Jinja's, which would make a context for each of a thousand pages."""

    def __init__(self, frames: Frames) -> None:
        super().__init__({})
        self._frames = frames

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> jinja2.Template:
        """Return what MkDocs takes for the template of framed pages."""
        return cast("jinja2.Template", self._frames) if name == TEMPLATE else super().load(environment, name, globals)


def _is_plain(variables: Mapping[str, Any], page: PortalPage) -> bool:
    """Return True for a page that no other plugin has given anything of its own."""
    return variables.keys() <= _CONTEXT and page.meta.keys() <= _OWN_META and page.edit_url is None


def look_at_the_page(config: MkDocsConfig) -> bool:
    """Return True where a template of the site's own looks at the page, so that every page may need its own."""
    if not config.theme.custom_dir:
        return False
    parser = jinja2.Environment()  # noqa: S701 nothing is rendered
    for path in Path(config.theme.custom_dir).rglob("*.html"):
        if path.is_relative_to(Path(config.theme.custom_dir) / "reqsite"):
            continue
        try:
            tree = parser.parse(path.read_text(encoding="utf-8"))
        except (jinja2.TemplateError, OSError, UnicodeError):
            return True
        if any(name.name == "page" for name in tree.find_all(nodes.Name)):
            return True
    return False


def _key(page: PortalPage) -> Hashable:
    """Return everything that may make one record's frame differ from another's, but for what the holes hold."""
    return (
        page.url.rpartition("/")[0] if not page.url.endswith("/") else page.url[:-1].rpartition("/")[0],
        id(page.parent),
        page.previous_page is None,
        page.next_page is None,
        tuple(_lines(page)),
        "<h1" in (page.content or ""),
        "search" in page.meta,
        page.canonical_url is None,
    )


def _lines(page: PortalPage) -> Iterator[Hashable]:
    """Yield what themes show of a page's table of contents; its top is but the page's title."""
    for item in page.toc:
        if item.level > 1:
            yield item.title, item.id, item.level
        else:
            yield item.id
            yield from ((line.title, line.id, line.level) for line in item.children)


def _with_holes(page: PortalPage) -> PortalPage:
    """Return a page that has marks where pages differ."""
    shadow = _shadow(page, "")
    shadow.content = _H1 if "<h1" in (page.content or "") else _hole("content")
    for name in ("previous_page", "next_page"):
        neighbour = getattr(page, name)
        if neighbour is not None:
            setattr(shadow, name, _shadow(neighbour, f"{name}_"))
    return shadow


def _shadow(page: PortalPage, prefix: str) -> PortalPage:
    shadow = copy.copy(page)
    shadow.rename(_hole(f"{prefix}title"))
    shadow.file = copy.copy(page.file)
    folder, _, end = _name_in(page.url)
    shadow.file.url = f"{folder}{_hole(f'{prefix}name')}{end}"
    if page.canonical_url:
        shadow.canonical_url = page.canonical_url.removesuffix(page.url) + shadow.file.url
        shadow.abs_url = (page.abs_url or "").removesuffix(page.url) + shadow.file.url
    shadow.meta = {**shadow.meta, "reqsite": {"kind": page.portal.kind, "record": _hole(f"{prefix}record")}}
    return shadow


def _split(whole: str) -> list[str]:
    """Return what stands between the holes, and their names, in turn."""
    return _HOLE.split(whole.replace(_H1, _hole("content")))


def _fill(frame: _Frame, page: PortalPage) -> str:
    parts = frame.parts.copy()
    values = _values(page)
    for number in range(1, len(parts), 2):
        parts[number] = values[parts[number]]
    return "".join(parts)


def _values(page: PortalPage) -> dict[str, str]:
    values = {"content": page.content or ""}
    for prefix, one in (("", page), ("previous_page_", page.previous_page), ("next_page_", page.next_page)):
        if isinstance(one, PortalPage):
            values[f"{prefix}title"] = one.title
            values[f"{prefix}name"] = _name_in(one.url)[1]
            values[f"{prefix}record"] = one.portal.record
    return values


def _name_in(url: str) -> tuple[str, str, str]:
    """Return (folder, name, ending) of a page's URL: `requirements/`, `REQ-1`, `.html` or `/`."""
    end = "/" if url.endswith("/") else ".html"
    folder, slash, name = url.removesuffix(end).rpartition("/")
    return folder + slash, name, end


def _hole(name: str) -> str:
    return f"rs-hole-{name}-hole"
