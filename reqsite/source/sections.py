"""A record's text taken apart: sections under their headings, and the first heading, which may be its title."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reqsite.model.languages import short_language, translated_key
from reqsite.model.record import Criterion, Section
from reqsite.model.schema import Schema
from reqsite.source.criteria import Criteria
from reqsite.source.markdown_scan import Scan

# As Python-Markdown reads them: hashes in the first column, with or without a space behind them, and a block's first
# line that is underlined.
_FIRST_HASHES = re.compile(r"#(#{0,5})([^\n]*)")
_HASHES = re.compile(r"\n#(#{0,5})([^\n]*)")  # its fixed beginning is found fast
_UNDERLINE = re.compile(r"\n(=+|-+)[ ]*(?![^\n])")
_EMPHASIS = re.compile(r"(?<!\\)[*_`]|\\(?=[*_`#\[\]])")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\](?:\([^()\n]{0,500}\)|\{[^{}\n]{0,100}\})")
_ATTRIBUTES = re.compile(r"[ ]*\{:?[ ]*[#.][^{}\n]{0,200}\}[ ]*$")
_LANGUAGE = re.compile(r"[ ]*\{:?([^{}\n]{0,200})\}[ ]*#*[ ]*$")
_LANG = re.compile(r"""(?:^|[ \t])lang=["']?([A-Za-z0-9_-]{2,35})["']?(?![^ \t])""")
_FIRST_WORDS = 60
_OWN_SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A record's text in its parts."""

    sections: tuple[Section, ...]
    criteria: Sequence[Criterion]
    heading: str = ""
    """The first heading, where front matter has no title and it names the record."""


class _Heading(NamedTuple):
    title: str
    level: int
    start: int
    """Offset of the heading's first line."""
    end: int
    """Offset behind its last line."""
    language: str = ""
    """In which it and what stands under it is written, where that is not the language that binds."""


def sections(  # noqa: PLR0917 the last two are a record's own
    body: str, first_line: int, schema: Schema, scan: Scan, title: str = "", binding: str = ""
) -> Text:
    """Return the parts of a record's text.

    A heading that the schema knows begins its section, whatever the heading's level; another one of the first two
    levels begins a section of the writer's own; a deeper one belongs to the section that it stands in.  A heading of
    the first level that opens the text and repeats the title, or stands in for a missing one, begins none.

    In a project with languages, a heading with the attribute `{lang=en}` begins a translation, unless that is the
    language that binds; what no client may read is not told apart.

    Args:
        body: The Markdown behind the front matter, with line feeds.
        first_line: The line of the file on which it begins.
        schema: Knows the headings.
        scan: Code and comments in `body`.
        title: The record's title, empty where front matter has none.
        binding: The language of a text without a mark, empty where the project has said nothing of languages.
    """
    text, fences = scan.cut(body)
    headings = _headings(text, fences)
    if binding and "lang=" in text:
        headings = [_with_language(text, heading, binding) for heading in headings]
    found: list[Section] = []
    line, counted = first_line, 0
    for key, name, level, start, end in _spans(text, headings, schema, title):
        inner = text[start:end].lstrip("\n")
        shown = inner.rstrip()
        if not shown and not name:  # text before the first heading is a section only if there is some
            continue
        begin = end - len(inner) if shown else start
        line += text.count("\n", counted, begin)
        counted = begin
        found.append(Section(key, name, level, shown, line))
    return Text(tuple(found), _all_criteria(found, schema), "" if title else _name(headings, schema))


def _spans(text: str, headings: list[_Heading], schema: Schema, title: str) -> list[tuple[str, str, int, int, int]]:
    """Return (key, heading, level, start, end) of each section, the one before the first heading too."""
    spans = []
    key, name, level, start = "statement", "", 0, 0
    for number, found in enumerate(headings):
        next_key = schema.section_key(found.title)
        if not next_key and found.level > _OWN_SECTION_LEVEL:
            continue
        if number == 0 and not next_key and found.level == 1 and not text[: found.start].strip():
            if fold(found.title) != fold(title or found.title):
                name, level = found.title, 1
        else:
            spans.append((key, name, level, start, found.start))
            key, name, level = _key(next_key, found, schema), found.title, found.level
        start = found.end
    spans.append((key, name, level, start, len(text)))
    return spans


def _with_language(text: str, heading: _Heading, binding: str) -> _Heading:
    """Return a heading without the attribute that names its language, which is kept where it is not the binding one."""
    line = text[heading.start : heading.end].split("\n", 1)[0].lstrip("#" if text[heading.start] == "#" else "")
    attributes = _LANGUAGE.search(line)
    named = _LANG.search(attributes[1]) if attributes else None
    language = short_language(named[1]) if named else ""
    if attributes is None or not language:
        return heading
    title = plain_heading(line[: attributes.start()].strip())
    return heading._replace(title=title or heading.title, language="" if language == binding else language)


def _key(key: str, heading: _Heading, schema: Schema) -> str:
    """Return the key of the section that a heading begins; one of the writer's own in a translation is its title."""
    if not heading.language or key in schema.secret_sections:
        return key
    return translated_key(key or " ".join(heading.title.split()), heading.language)


def _all_criteria(parts: list[Section], schema: Schema) -> Sequence[Criterion]:
    theirs = [part for part in parts if (known := schema.sections.get(part.key)) and known.criteria]
    return Criteria(theirs) if theirs else ()


def _name(headings: list[_Heading], schema: Schema) -> str:
    """Return the first heading, empty where it is the heading of a known section."""
    if not headings or headings[0].language or schema.section_key(headings[0].title):
        return ""
    return headings[0].title


def fold(title: str) -> str:
    """Return the form under which a heading repeats a title."""
    return "".join(title.split()).casefold()


def first_words(text: str) -> str:
    """Return the beginning of a Markdown text as a title: one line, no markup, cut at a space where it is long."""
    paragraph = next((line.strip() for line in text.split("\n") if line.strip(" \t-*+>#|=`~_")), "")
    plain = plain_heading(paragraph.lstrip("-*+># "))
    if len(plain) <= _FIRST_WORDS:
        return plain
    cut = plain[:_FIRST_WORDS]
    return (cut.rsplit(" ", 1)[0] if " " in cut[_FIRST_WORDS // 2 :] else cut) + "…"


def plain_heading(heading: str) -> str:
    """Return the words of a heading without Markdown's marks."""
    if heading.isascii() and heading.replace(" ", "").isalnum():
        return " ".join(heading.split())
    return " ".join(_EMPHASIS.sub("", _LINK.sub(r"\1", _ATTRIBUTES.sub("", heading))).split())


def _headings(text: str, fences: tuple[tuple[int, int], ...]) -> list[_Heading]:
    """Return the headings outside fenced code, in order."""
    found: list[_Heading] = []
    if text.startswith("#") and (first := _FIRST_HASHES.match(text)):
        found += _with_hashes(first)
    for match in _HASHES.finditer(text) if "\n#" in text else ():
        found += _with_hashes(match)
    if _UNDERLINE.search(text):
        found += _underlined(text, {heading.end for heading in found})
        found.sort(key=lambda heading: heading.start)
    return _outside(found, fences) if fences else found


def _with_hashes(match: re.Match[str]) -> tuple[_Heading, ...]:
    hashes, words = match.groups()
    title = _title(words)
    return (_Heading(title, len(hashes) + 1, match.start(1) - 1, match.end() + 1),) if title else ()


@functools.lru_cache(maxsize=1024)  # a project's records have the same headings
def _title(words: str) -> str:
    """Return the words of a heading of which `words` follows the hashes."""
    return plain_heading(words.strip().rstrip("#").rstrip())


def _underlined(text: str, behind_heading: set[int]) -> Iterator[_Heading]:
    """Yield headings that are underlined: with `=` of the first level, with `-` of the second."""
    for match in _UNDERLINE.finditer(text):
        over = text.rfind("\n", 0, match.start()) + 1
        line = text[over : match.start()].strip()
        above = text[text.rfind("\n", 0, max(over - 1, 0)) + 1 : over].strip() if over else ""
        if line and over < match.start() and line[0] != "#" and (not above or over in behind_heading):
            title = plain_heading(line)
            if title:
                yield _Heading(title, 1 if match[1][0] == "=" else 2, over, match.end() + 1)


def _outside(headings: list[_Heading], fences: tuple[tuple[int, int], ...]) -> list[_Heading]:
    kept = []
    ahead = iter(fences)
    start, end = next(ahead, (-1, -1))
    for heading in headings:
        while end >= 0 and end <= heading.start:
            start, end = next(ahead, (-1, -1))
        if not start <= heading.start < end:
            kept.append(heading)
    return kept
