"""Rendered texts, kept from one build to the next: what has not changed is not rendered again.

They are kept outside the project, in the reader's own cache folder: a file that comes with a project could hold
anything, and would get past the sanitiser.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqsite.portal.markdown.render import Rendered, RenderedSection

if TYPE_CHECKING:
    from reqsite.model.record import Record
    from reqsite.portal.markdown.render import RecordRenderer

_FORMAT = 1
_KEPT = 20
"""Projects whose rendered texts are kept."""


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

    A file that cannot be read is as good as none.  What a build has not used is forgotten at its end.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._surroundings = ""
        self._old: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        self._fresh = False

    @classmethod
    def of_user(cls, root: Path) -> RenderCache:
        """Return the cache that this user has for the project in `root`; in memory where there is no folder for it."""
        folder = user_cache_folder()
        return cls(folder / f"{digest([str(root.resolve())])[:32]}.json" if folder else None)

    def begin(self, surroundings: str) -> None:
        """Start a build; what was rendered in other surroundings is forgotten."""
        if self._surroundings == surroundings:
            self._old = self._used
        else:
            self._old = self._read(surroundings)
        self._used = {}
        self._surroundings = surroundings
        self._fresh = False

    def get(self, key: str) -> Rendered | None:
        """Return what was rendered under this key, or None."""
        entry = self._used.get(key) or self._old.get(key)
        if entry is None:
            return None
        self._used[key] = entry
        sections, footnotes, has_diagram, has_math, as_plain_text = entry
        return Rendered(tuple(RenderedSection(*s) for s in sections), footnotes, has_diagram, has_math, as_plain_text)

    def put(self, key: str, rendered: Rendered) -> None:
        """Keep what was rendered."""
        self._fresh = True
        sections = [[s.key, s.title, s.anchor, s.html] for s in rendered.sections]
        flags = [rendered.has_diagram, rendered.has_math, rendered.as_plain_text]
        self._used[key] = [sections, rendered.footnotes, *flags]

    def save(self) -> None:
        """Write the file, if there is anything new; a folder that cannot be written to is no mistake."""
        if self._path is None or (not self._fresh and len(self._used) == len(self._old)):
            return
        data = {"format": _FORMAT, "surroundings": self._surroundings, "texts": self._used}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
            draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            draft.replace(self._path)
            _forget_old(self._path.parent)

    def _read(self, surroundings: str) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(data, dict) or (data.get("format"), data.get("surroundings")) != (_FORMAT, surroundings):
            return {}
        texts = data.get("texts")
        return {k: v for k, v in texts.items() if _is_entry(v)} if isinstance(texts, dict) else {}


def user_cache_folder() -> Path | None:
    """Return the folder for what this user's programs may forget, None where the user has no home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if base and Path(base).is_absolute():
        return Path(base) / "reqsite"
    try:
        return Path.home() / ".cache" / "reqsite"
    except RuntimeError:
        return None


def digest(parts: Iterable[str]) -> str:
    """Return a digest of texts, in their order."""
    state = hashlib.sha256()
    for part in parts:
        state.update(part.encode("utf-8", "surrogatepass"))
        state.update(b"\x00")
    return state.hexdigest()


def _forget_old(folder: Path) -> None:
    """Delete the caches of projects that have not been built for the longest time."""
    caches = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in caches[:-_KEPT]:
        path.unlink(missing_ok=True)


def _key(record: Record, here: str) -> str:
    """Return a digest of everything of a record that its rendering depends on."""
    parts = [here, record.id, record.file]
    for section in record.sections:
        parts += [section.key, section.title, str(section.level), str(section.line - record.line), section.text]
    parts += [f"{criterion.id} {criterion.line - record.line}" for criterion in record.criteria]
    return digest(parts)


def _is_entry(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 5  # noqa: PLR2004 as `put` writes it
        and isinstance(value[0], list)
        and all(isinstance(s, list) and len(s) == 4 and all(isinstance(t, str) for t in s) for s in value[0])  # noqa: PLR2004
        and isinstance(value[1], str)
        and all(isinstance(flag, bool) for flag in value[2:])
    )
