"""Which files of the project's folder of documents go into the site as they are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from reqsite.model.figures import FIELD as FIGURES
from reqsite.model.figures import figures_of
from reqsite.model.proofs import FIELD as EVIDENCE
from reqsite.model.proofs import KIND, file_of, names_file

if TYPE_CHECKING:
    from reqsite.model.catalog import Catalog
    from reqsite.source.load import Sources


def left_out(sources: Sources, shown: Catalog, texts: Iterable[str], docs_folder: str = "") -> set[str]:
    """Return the files, relative to the folder of documents, that are not copied into the site.

    A file that a shown record shows is published, and so is one that a shown change names as evidence.  One that only
    hidden records show is not, and one that lies in a folder with records is published only if an ordinary page
    (`texts`) names it: drafts, scans and mails lie beside the records that came from them.  Every other file belongs to
    ordinary pages and is left to MkDocs.
    """
    published = {a.file for record in shown for a in record.attachments if a.file}
    published |= _evidence(sources, shown, docs_folder)
    hidden = {a.file for record in sources.records for a in record.attachments if a.file} - published
    hidden |= _of_hidden_figures(sources, shown) - published
    folders = {posixpath.dirname(file) for file in (*sources.record_files, *sources.lists)} - {""}
    beside = {f for f in sources.files if f not in published and _within(f, folders)}
    doubtful = beside | hidden
    named = _named(doubtful, texts) if doubtful else set()
    return (doubtful - named) | set(sources.lists)


def _evidence(sources: Sources, shown: Catalog, docs_folder: str) -> set[str]:
    """Return the files that shown changes name as evidence."""
    changes = [record for record in shown.of(KIND) if record.kind == KIND and record.items(EVIDENCE)]
    if not changes:
        return set()
    known, start = frozenset(sources.files), f"{docs_folder}/" if docs_folder else ""
    found = {
        file_of(text, posixpath.dirname(record.file.removeprefix(start)), known)
        for record in changes
        for text in record.items(EVIDENCE)
        if names_file(text)
    }
    return found - {""}


def _of_hidden_figures(sources: Sources, shown: Catalog) -> set[str]:
    """Return the files of figures, where the project says that no client may see these."""
    field = shown.schema.fields.get(FIGURES)
    if field is None or not field.internal:
        return set()
    names = {
        posixpath.basename(figure.file)
        for record in sources.records
        for figure in figures_of(record.fields.get(FIGURES))
        if figure.file
    }
    return {file for file in sources.files if posixpath.basename(file) in names}


def _within(file: str, folders: set[str]) -> bool:
    """Return True where a file lies in one of the folders or below it."""
    folder = posixpath.dirname(file)
    while folder:
        if folder in folders:
            return True
        folder = posixpath.dirname(folder)
    return False


def _named(files: set[str], texts: Iterable[str]) -> set[str]:
    """Return the files whose name, plain or percent-encoded, occurs in one of the texts."""
    names: dict[str, set[str]] = {}
    for file in files:
        base = posixpath.basename(file)
        for name in {base, quote(base)}:
            names.setdefault(name, set()).add(file)
    found: set[str] = set()
    for text in texts:
        for name, owners in names.items():
            if name in text:
                found |= owners
    return found
