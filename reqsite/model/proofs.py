"""What the evidence of a change names: a file of the project, an address on the web, or a record or plain words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from urllib.parse import urlsplit

FIELD = "evidence"
KIND = "change"
_FILE = re.compile(
    r"(?!//)[^<>:\"|?*\n\\]{1,300}\."
    r"(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|txt|md|html?|png|jpe?g|gif|svg|webp|zip|eml|msg|json|xml|ya?ml)",
    re.IGNORECASE,
)


def names_file(text: str) -> bool:
    """Return True for a text that can be nothing but the name of a file."""
    return _FILE.fullmatch(text.strip()) is not None


def is_web_address(text: str) -> bool:
    """Return True for an address that a page may lead to."""
    text = text.strip()
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def file_of(text: str, folder: str, files: Container[str]) -> str:
    """Return the file that a text names, relative to the folder of documents; empty where there is none.

    Args:
        text: As written.
        folder: Of the record's file, relative to the folder of documents: from there first, else from the top.
        files: All of them, relative to the folder of documents, with `/`.
    """
    for start in (folder, ""):
        path = posixpath.normpath(posixpath.join(start, text.strip()))
        if path in files:
            return path
    return ""
