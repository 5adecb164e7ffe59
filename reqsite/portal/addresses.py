"""Where each page lies: the path of its generated source, and the URL that MkDocs gives it."""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from dataclasses import dataclass

from reqsite.model.record import Record, address
from reqsite.model.schema import KINDS

GLOSSARY = "glossary.md"
TRACEABILITY = "traceability/index.md"
QUALITY = "quality/index.md"
DATA_JSON = "requirements.json"
DATA_JS = "requirements.js"

_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_WORD = re.compile(r"(?!type_)[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Pure functions from what a page shows to its path and its URL.

    A path is that of a Markdown source relative to docs_dir; a URL is relative to the root of the site, without a
    leading slash, as `mkdocs.structure.files.File.url` has it.
    """

    directory_urls: bool = False
    """As `use_directory_urls` in mkdocs.yml."""

    def record_source(self, record: Record) -> str:
        """Return the path of a record's page; it depends on its id and kind only."""
        return f"{KINDS[record.kind]}/{address(record.id)}.md"

    def record_url(self, record: Record) -> str:
        """Return the URL of a record's page."""
        return self.url(self.record_source(record))

    def list_source(self, kind: str) -> str:
        """Return the path of the page that lists the records of a kind; for terms that is the glossary."""
        return GLOSSARY if kind == "term" else f"{KINDS[kind]}/index.md"

    def pair_source(self, above: str, below: str) -> str:
        """Return the path of the page that traces one group of records to another, given by their slugs."""
        return f"traceability/{above}-{below}.md"

    def url(self, source: str) -> str:
        """Return the URL of the page with this source, as MkDocs makes it."""
        return _url(source, self.directory_urls)


@functools.lru_cache(maxsize=16384)
def _url(source: str, directory_urls: bool) -> str:
    folder, name = posixpath.split(source)
    stem = posixpath.splitext(name)[0]
    if not directory_urls:
        return posixpath.join(folder, f"{stem}.html")
    return f"{folder or '.'}/" if stem == "index" else posixpath.join(folder, stem, "")


def relative(to_url: str, from_url: str) -> str:
    """Return the link that leads from one URL of the site to another, with its `#fragment`; `./` for a folder's index.

    Both are URLs of this site: a last part without a slash is a file.
    """
    path, mark, fragment = to_url.partition("#")
    folder, _, name = path.rpartition("/")
    link = _steps(folder, from_url.rpartition("/")[0]) + name
    if not link or ":" in link.partition("/")[0]:
        link = f"./{link}"  # what stands before a colon would be read as a scheme
    return link + mark + fragment


@functools.lru_cache(maxsize=4096)
def _steps(to_folder: str, from_folder: str) -> str:
    """Return the way from one folder to another: `../goals/`; empty where they are the same."""
    here = [part for part in from_folder.split("/") if part not in ("", ".")]
    there = [part for part in to_folder.split("/") if part not in ("", ".")]
    shared = len(posixpath.commonprefix([here, there]))
    return "../" * (len(here) - shared) + "".join(f"{part}/" for part in there[shared:])


def slug(name: str, taken: frozenset[str] = frozenset()) -> str:
    """Return a name of the project's (a type) as one ASCII word without hyphens, safe in a path and in a class.

    A name of `taken` gets the prefix `type_`; one that is no such word, eight hex digits of its sha256.
    """
    if _WORD.fullmatch(name):
        return f"type_{name}" if name in taken else name
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    return f"{word or 'x'}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def anchor(prefix: str, value: str) -> str:
    """Return the id of the place on a page that speaks of one value: the value itself as far as it may be an id."""
    return f"{prefix}-{value if _ANCHOR.fullmatch(value) else slug(value)}"
