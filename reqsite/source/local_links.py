"""Where a record's text links to, or shows, a file of the project."""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

from reqsite.i18n import Message, _
from reqsite.source import rules
from reqsite.source.refused import Refused

_TARGET = re.compile(
    r"\]\([ \t]{0,9}(?:<(?P<angled>[^<>\n]{1,1000})>"
    r"|(?P<bare>[^\s()<>]{1,1000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200}){0,3}))"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]{0,9}\n?[ \t]{0,9}<?(?P<bare>[^\s<>#][^\s<>]{0,1000})", re.MULTILINE
)
_HTML = re.compile(
    r"<(?P<tag>img|a)\b[^<>]{0,500}?\b(?:src|href)\s{0,3}=\s{0,3}[\"'](?P<bare>[^\"'<>\n]{1,1000})[\"']", re.IGNORECASE
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_ESCAPE = re.compile(r"\\([!-/:-@\[\]-`{-~])")
_LABEL_LENGTH = 500
PAGE_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page."""


@dataclass(frozen=True, slots=True)
class LocalLink:
    """A link or image that leads to a file, not to an address."""

    path: str
    """As written, decoded, without query and fragment."""
    offset: int
    """Of the target in the text."""
    image: bool


def local_links(masked: str) -> list[LocalLink]:
    """Return the links and images that lead to files, in order.

    Addresses with a scheme (`https:`, `mailto:`, `data:` …) or a host (`//…`) are none, nor are links within the page.

    Args:
        masked: A Markdown text with code and comments taken out, every offset kept.
    """
    found: list[LocalLink] = []
    if "]" not in masked and "<" not in masked:
        return found
    if "](" in masked:
        for match in _TARGET.finditer(masked):
            group = "angled" if match["angled"] else "bare"
            found += _local(match[group], match.start(group), image=_is_image(masked, match.start()))
    if "]:" in masked:
        for match in _DEFINITION.finditer(masked):
            found += _local(match["bare"], match.start("bare"), image=False)
    if "<" in masked and ("<img" in masked or "<a " in masked or "<IMG" in masked):
        for match in _HTML.finditer(masked):
            found += _local(match["bare"], match.start("bare"), image=match["tag"].lower() == "img")
    return sorted(found, key=lambda link: link.offset) if found else found


def _local(target: str, offset: int, *, image: bool) -> list[LocalLink]:
    if target[0] in "#?" or (target.startswith("//")) or (_SCHEME.match(target) and not _DRIVE.match(target)):
        return []
    if "\\" in target:
        target = _ESCAPE.sub(r"\1", target)
    if "&" in target:
        target = html.unescape(target)
    path = unquote(target.split("#", 1)[0].split("?", 1)[0])
    return [LocalLink(path, offset, image)] if path.strip() else []


def _is_image(text: str, bracket: int) -> bool:
    """Return True where the `](` at `bracket` ends the label of an image."""
    if text[bracket - 1 : bracket] == ")":  # a link around an image
        return False
    start = text.rfind("[", max(0, bracket - _LABEL_LENGTH), bracket)
    return start > 0 and text[start - 1] == "!"


def resolve(path: str, folder: str) -> str:
    """Return what a link means, relative to the folder of documents, with `/`.

    Args:
        path: The link's path.
        folder: The folder of the file that has the link, relative to the folder of documents, with `/`.

    Raises:
        Refused: Where it is absolute, leads out of the folder of documents, or is a Windows path.
    """
    if "\\" in path or _DRIVE.match(path):
        raise _unsafe(_("'{path}' is a Windows path.", path=path), _("Write it with `/`, relative to this file."))
    if path.startswith("/"):
        raise _unsafe(_("'{path}' is an absolute path.", path=path), _("Write it relative to this file."))
    found = posixpath.normpath(posixpath.join(folder, path))
    if found == ".." or found.startswith("../"):
        raise _unsafe(
            _("'{path}' leads out of the folder of documents.", path=path),
            _("Copy the file into the folder of documents and link to it there."),
        )
    return found


def _unsafe(message: Message, hint: Message) -> Refused:
    return Refused(rules.UNSAFE_LINK, message, hint)
