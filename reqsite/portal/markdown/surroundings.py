"""Everything that a record's text is rendered with besides itself, as one digest."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import reqsite
from reqsite.model.catalog import Catalog, term_names
from reqsite.portal.markdown.cache import digest

_PACKAGES = ("markdown", "pymdown-extensions", "pygments", "nh3", "jieba")
_CODE = ("portal/markdown", "portal/addresses.py", "model/mentions.py", "model/term_finder.py", "model/han.py")
_RECURSION = 6


def surroundings(
    full: Catalog,
    shown: Catalog,
    file_urls: Mapping[str, str],
    extensions: Sequence[Any],
    configs: Mapping[str, Any],
    *settings: str,
) -> str:
    """Return a digest of what a text may be shown with: other records' names, files, extensions, settings, programs."""
    return digest(
        [
            *_programs(),
            *map(_plain, extensions),
            _plain(configs),
            *settings,
            *_records(full, shown),
            *(f"{path} {url}" for path, url in sorted(file_urls.items())),
        ]
    )


@functools.cache
def _programs() -> tuple[str, ...]:
    versions = [reqsite.__version__]
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            versions.append(f"no {name}")
    package = Path(reqsite.__file__).parent
    files = (f for part in _CODE for f in ([package / part] if part.endswith(".py") else (package / part).glob("*.py")))
    return (*versions, *(path.read_text(encoding="utf-8") for path in sorted(files)))


def _records(full: Catalog, shown: Catalog) -> Iterator[str]:
    for record in full:
        names = "|".join(term_names(record)) + record.text("match") if record.kind == "term" else ""
        seen = "shown" if record.id in shown.records else "hidden"
        live = "live" if full.is_live(record) else "not live"
        yield f"{record.id} {record.kind} {record.type} {record.title} {record.file} {names} {seen} {live}"
    for name, section in full.schema.sections.items():
        yield f"{name} {section.label} {section.criteria} {section.internal}"


def _plain(value: Any, depth: int = 0) -> str:  # noqa: ANN401 whatever a site's configuration holds
    """Return a value of a configuration as text that is the same in every process."""
    if depth > _RECURSION:
        return "…"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{k}:{_plain(v, depth + 1)}" for k, v in sorted(value.items(), key=str)) + "}"
    if isinstance(value, str | int | float | bool | None):
        return repr(value)
    if isinstance(value, Iterable):
        return "[" + ",".join(_plain(item, depth + 1) for item in value) + "]"
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{named.__module__}.{named.__qualname__}"
