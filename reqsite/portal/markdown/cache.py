"""Rendered texts, kept from one build to the next: what has not changed is not rendered again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.portal import kept_texts
from reqsite.portal.digests import digest
from reqsite.portal.markdown.render import Rendered, RenderedSection

if TYPE_CHECKING:
    from reqsite.model.record import Record
    from reqsite.portal.kept_texts import Entry
    from reqsite.portal.markdown.render import RecordRenderer

_PARTS = 4
"""Texts of a section: key, title, anchor, html."""


class CachedRenderer:
    """Renders records as its renderer does, but takes from the cache what was rendered from the same text before.

    Args:
        renderer: does the work.
        cache: what is kept.
        surroundings: everything that a text is rendered with besides itself: see `digest`.
    """

    def __init__(self, renderer: RecordRenderer, cache: RenderCache, surroundings: str) -> None:
        self._renderer = renderer
        self._cache = cache
        cache.begin(surroundings)
        self.inline = renderer.inline

    def render(self, record: Record, here: str) -> Rendered:
        """Return the HTML of a record's sections for the page at `here`, a URL relative to the site's root."""
        key = _key(record, here)
        found = self._cache.get(key)
        if found is None:
            found = self._renderer.render(record, here)
            self._cache.put(key, found)
        return found


class RenderCache:
    """Rendered texts in memory, and in a file where there is one.

    What a build has not used is forgotten at its end.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._surroundings = ""
        self._old: dict[str, Entry] = {}
        self._used: dict[str, Entry] = {}
        self._fresh = False

    @classmethod
    def of_user(cls, root: Path) -> RenderCache:
        """Return the cache that this user has for the project in `root`; in memory where there is no folder for it."""
        return cls(kept_texts.path_for(root, "texts"))

    def begin(self, surroundings: str) -> None:
        """Start a build; what was rendered in other surroundings is forgotten."""
        if self._surroundings == surroundings:
            self._old = self._used
        else:
            self._old = kept_texts.read(self._path, surroundings)
        self._used = {}
        self._surroundings = surroundings
        self._fresh = False

    def get(self, key: str) -> Rendered | None:
        """Return what was rendered under this key, or None."""
        entry = self._used.get(key) or self._old.get(key)
        if entry is None or len(entry) % _PARTS != 2:  # noqa: PLR2004 as `put` writes it
            return None
        self._used[key] = entry
        flags, footnotes, *texts = entry
        sections = tuple(RenderedSection(*texts[at : at + _PARTS]) for at in range(0, len(texts), _PARTS))
        return Rendered(sections, footnotes, "d" in flags, "m" in flags, "p" in flags)

    def put(self, key: str, rendered: Rendered) -> None:
        """Keep what was rendered."""
        self._fresh = True
        flags = "d" * rendered.has_diagram + "m" * rendered.has_math + "p" * rendered.as_plain_text
        texts = (text for s in rendered.sections for text in (s.key, s.title, s.anchor, s.html))
        self._used[key] = (flags, rendered.footnotes, *texts)

    def save(self) -> None:
        """Write the file, if there is anything new."""
        if self._fresh or len(self._used) != len(self._old):
            kept_texts.write(self._path, self._surroundings, self._used)
            self._old, self._fresh = self._used, False


def _key(record: Record, here: str) -> str:
    """Return a digest of everything of a record that its rendering depends on."""
    parts = [here, record.id, record.file]
    for section in record.sections:
        parts += [section.key, section.title, str(section.level), str(section.line - record.line), section.text]
    parts += [f"{criterion.id} {criterion.line - record.line}" for criterion in record.criteria]
    return digest(parts)
