"""The whole folder of documents, read once: records, ordinary pages, other files, and every mistake in them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from typing import Any

from reqsite.model.collection import without_collection
from reqsite.model.finding import Finding
from reqsite.model.record import Attachment, Record
from reqsite.model.schema import Schema
from reqsite.source.folder import walk
from reqsite.source.local_links import PAGE_ENDINGS
from reqsite.source.project import Project
from reqsite.source.record_file import Read, read_markdown
from reqsite.source.record_list import is_list, read_list
from reqsite.source.record_node import Origin
from reqsite.source.refused import Refused
from reqsite.source.text_file import open_regular, read_text

LIST_ENDINGS = (".yml", ".yaml")

Cache = dict[str, Any]
"""What `load` keeps between two calls; make an empty dictionary and hand it over each time."""


@dataclass(frozen=True)
class Sources:
    """What a folder of documents holds; paths are relative to it, with `/`, and sorted."""

    records: tuple[Record, ...]
    """In the order of the files; two with the same id are both here."""
    findings: tuple[Finding, ...]
    """In the order of the files."""
    pages: tuple[str, ...]
    """Ordinary Markdown pages."""
    lists: tuple[str, ...]
    """YAML files with records."""
    record_files: tuple[str, ...]
    """Markdown files with a record."""
    files: tuple[str, ...]
    """Every other regular file."""
    refused: tuple[str, ...] = ()
    """What could not be read, and must not be handed to MkDocs: files, folders, links, pipes."""
    digest: str = ""
    """sha256 in hex of every name, every text and every attached file: the same for two folders that hold the same."""


def load(project: Project, schema: Schema, cache: Cache | None = None) -> Sources:
    """Read every file of the folder of documents.

    Args:
        project: Where it is, and its limits.
        schema: The vocabulary.
        cache: With the dictionary of the call before, a file that has kept its size and time is not read again.
    """
    folder = walk(project.docs_dir, project.limits)
    reader = _Reader(project, schema, cache)
    with without_collection():  # all that is read is kept
        for path in folder.files:
            reader.read(path)
    for path, reason in folder.refused:
        reader.refuse(path, reason)
    records = reader.with_attachments(frozenset(folder.files))
    reader.keep_cache()
    return Sources(
        records,
        tuple(sorted(reader.findings, key=lambda finding: finding.sort_key)),
        tuple(reader.pages),
        tuple(reader.lists),
        tuple(reader.record_files),
        tuple(reader.files),
        tuple(sorted(reader.refused)),
        reader.digest(),
    )


class _Reader:
    """Reads file by file and sorts what it finds."""

    def __init__(self, project: Project, schema: Schema, cache: Cache | None) -> None:
        self.findings: list[Finding] = []
        self.pages: list[str] = []
        self.lists: list[str] = []
        self.record_files: list[str] = []
        self.files: list[str] = []
        self.refused: set[str] = set()
        self._records: list[Record] = []
        self._docs_dir = str(project.docs_dir)
        self._shown = f"{project.shown_docs_dir}/" if project.shown_docs_dir else ""
        self._schema = schema
        self._limits = project.limits
        self._seen: list[str] = []
        self._cache = cache
        self._old: Cache = {}
        if cache and cache.get("for") == (schema, project.limits, self._shown):
            self._old = cache
        self._new: Cache = {"for": (schema, project.limits, self._shown)}

    def read(self, path: str) -> None:
        """Read one file, if it may hold records or is a page."""
        ending = path[path.rfind(".") :].lower()  # no name begins with a dot
        if ending not in PAGE_ENDINGS and ending not in LIST_ENDINGS:
            self.files.append(path)
            return
        try:
            digest, found = self._remembered("read:", path, self._markdown if ending in PAGE_ENDINGS else self._list)
        except Refused as reason:
            if ending in LIST_ENDINGS and not self._may_be_list(path):
                self.files.append(path)
            else:
                self.refuse(path, reason)
            return
        self._seen += (path, digest)
        if found is None:
            self.files.append(path)
            return
        self._records += found.records
        self.findings += found.findings
        if ending in LIST_ENDINGS:
            self.lists.append(path)
        elif found.records:
            self.record_files.append(path)
        elif found.is_page:
            self.pages.append(path)
        else:
            self.refused.add(path)

    def refuse(self, path: str, reason: Refused) -> None:
        """Leave a file or folder out, and say why."""
        self.findings.append(reason.finding(self._shown + path))
        self.refused.add(path.rstrip("/"))

    def with_attachments(self, known: frozenset[str]) -> tuple[Record, ...]:
        """Return the records, in which each attachment that is a file has the digest of its bytes."""
        records = []
        for record in self._records:
            if record.attachments:
                attachments = tuple(self._attachment(a, known) for a in record.attachments)
                records.append(replace(record, attachments=attachments))
            else:
                records.append(record)
        return tuple(records)

    def digest(self) -> str:
        """Return a digest of all that has been read."""
        parts = [*self._seen, *self.files, "", *sorted(self.refused)]
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def keep_cache(self) -> None:
        """Put what was read into the cache, in the place of what was there."""
        if self._cache is not None:
            self._cache.clear()
            self._cache.update(self._new)

    def _markdown(self, path: str) -> tuple[str, Read]:
        text = read_text(self._absolute(path), self._limits)
        return _digest_of(text), read_markdown(text, self._origin(path))

    def _list(self, path: str) -> tuple[str, Read | None]:
        text = read_text(self._absolute(path), self._limits)
        return _digest_of(text), read_list(text, self._origin(path)) if is_list(text) else None

    def _origin(self, path: str) -> Origin:
        return Origin(self._shown + path, path.rpartition("/")[0], self._schema, self._limits)

    def _absolute(self, path: str) -> str:
        return f"{self._docs_dir}/{path}"

    def _remembered(self, what: str, path: str, read: Any) -> Any:  # noqa: ANN401 a cache holds anything
        """Return what `read` makes of a file, from the cache where the file has not changed."""
        if self._cache is None:
            return read(path)
        try:
            status = os.stat(self._absolute(path))  # noqa: PTH116 a Path for each file takes longer than the call
        except OSError:
            return read(path)
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        key = what + path
        known = self._new.get(key) or self._old.get(key)
        if known is None or known[0] != stamp:
            known = (stamp, read(path))
        self._new[key] = known
        return known[1]

    def _may_be_list(self, path: str) -> bool:
        """Return True where a YAML file that cannot be read seems to have the top key `records`."""
        try:
            with open_regular(self._absolute(path)) as file:
                return is_list(file.read(self._limits.file_bytes).decode("utf-8", "replace"))
        except Refused:
            return True

    def _attachment(self, attachment: Attachment, known: frozenset[str]) -> Attachment:
        file = attachment.file
        if file not in known:
            return replace(attachment, file="")
        if file.lower().endswith(PAGE_ENDINGS):
            return attachment
        try:
            digest = self._digest(file)
        except Refused as reason:
            if file not in self.refused:
                self.refuse(file, reason)
            return replace(attachment, file="")
        self._seen += (file, digest)
        return replace(attachment, digest=digest)

    def _digest(self, path: str) -> str:
        if self._cache is not None:
            return str(self._remembered("digest:", path, self._hash))
        key = "digest:" + path
        if key not in self._new:
            self._new[key] = self._hash(path)
        return str(self._new[key])

    def _hash(self, path: str) -> str:
        with open_regular(self._absolute(path)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
