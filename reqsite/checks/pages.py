"""Ordinary pages that may speak of records: their words, and the waivers in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reqsite.checks.prose import without_code, words_only
from reqsite.checks.referring import has_odd_ids, may_refer
from reqsite.model.catalog import Catalog
from reqsite.model.finding import Finding, Place
from reqsite.model.record import Waiver
from reqsite.source.front_matter import split
from reqsite.source.limits import Limits
from reqsite.source.markdown_scan import scan
from reqsite.source.refused import Refused
from reqsite.source.text_file import read_text
from reqsite.source.waivers import in_comments


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is no record."""

    file: str
    """Relative to the project's root, with `/`."""
    line: int
    """The line of the file on which its text begins."""
    words: str
    """The text without front matter; code, comments and addresses are blank."""
    waivers: tuple[Waiver, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What is wrong with its waivers."""

    def place(self, offset: int) -> Place:
        """Return the place in the file of an offset into the words."""
        line = self.line + self.words.count("\n", 0, offset)
        return Place(self.file, line, offset - self.words.rfind("\n", 0, offset))


def read_pages(
    docs_dir: Path,
    shown: str,
    paths: Iterable[str],
    limits: Limits,
    catalog: Catalog,
    *,
    chapters: tuple[str, ...] = (),
) -> Iterator[Page]:
    """Yield the pages that may speak of records; what cannot be read has been reported by the reader.

    Args:
        docs_dir: The folder of documents.
        shown: What stands before a path in findings, with `/` at its end.
        paths: Ordinary pages, relative to the folder of documents.
        limits: How much is read of each.
        catalog: The records that they may speak of.
        chapters: Pages, and folders of pages, that are wanted whatever they speak of.
    """
    odd_ids = has_odd_ids(catalog)
    for path in paths:
        try:
            parts = split(read_text(f"{docs_dir}/{path}", limits))
        except Refused:
            continue
        body = parts.body
        is_chapter = chapters and any(path == chapter or path.startswith(f"{chapter}/") for chapter in chapters)
        if "<!--" in body or may_refer(body) or is_chapter or (odd_ids and not body.isascii()):
            waivers, findings = _waivers(body, shown + path, parts.body_line)
            yield Page(shown + path, parts.body_line, words_only(without_code(body)), waivers, findings)


def _waivers(body: str, file: str, first_line: int) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    if "<!--" not in body or "reqsite" not in body:
        return (), ()
    scanned = scan(body)
    found = list(in_comments(body, scanned.cut(body)[0], scanned.comments, first_line))
    waivers = tuple(waiver for waiver in found if isinstance(waiver, Waiver))
    return waivers, tuple(refused.finding(file) for refused in found if isinstance(refused, Refused))
