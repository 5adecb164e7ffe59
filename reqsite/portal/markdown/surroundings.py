"""Everything that a record's text is rendered with besides itself, as one digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reqsite.model.catalog import Catalog, term_names
from reqsite.portal.digests import digest, extension, plain, programs
from reqsite.portal.titles import title_in


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
            programs(),
            *map(extension, extensions),
            plain(configs),
            plain(full.schema),
            *settings,
            *_records(full, shown),
            *(f"{path} {url}" for path, url in sorted(file_urls.items())),
        ]
    )


def _records(full: Catalog, shown: Catalog) -> Iterator[str]:
    for record in full:
        names = "|".join(term_names(record)) + record.text("match") if record.kind == "term" else ""
        seen = "shown" if record.id in shown.records else "hidden"
        live = "live" if full.is_live(record) else "not live"
        titles = " ".join(dict.fromkeys((record.title, title_in(record, "en"), title_in(record, "zh"))))
        yield f"{record.id} {record.kind} {record.type} {titles} {record.file} {names} {seen} {live}"
