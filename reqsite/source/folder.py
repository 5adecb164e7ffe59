"""The files of the folder of documents, and what in it is no file to be read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from reqsite.i18n import _
from reqsite.source import rules
from reqsite.source.limits import Limits
from reqsite.source.refused import Refused
from reqsite.source.text_file import CONTROL, special_file, unreadable

MKDOCS_LEAVES_OUT = "templates"
"""A folder of this name at the top, like all that begins with a dot, is left out by MkDocs and so by us."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in the folder of documents; paths are relative to it, with `/`, and sorted."""

    files: tuple[str, ...]
    refused: tuple[tuple[str, Refused], ...]
    """Path (fit to be shown) and reason of what is not read."""


def walk(root: Path, limits: Limits) -> Folder:
    """Return the regular files below a folder. Nothing is opened, no link to a folder followed."""
    files: list[str] = []
    refused: list[tuple[str, Refused]] = []
    real_root = os.path.realpath(root)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                found = list(entries)
        except OSError as error:
            refused.append((shown(folder), unreadable(error)))
            continue
        for entry in found:
            name = entry.name
            if name[0] == "." or (name == MKDOCS_LEAVES_OUT and not folder and entry.is_dir()):
                continue
            path = f"{folder}{name}"
            try:
                _refuse_name(name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path + "/")
                    continue
                _refuse_no_file(entry, real_root)
            except Refused as reason:
                refused.append((shown(path), reason))
            except OSError as error:
                refused.append((shown(path), unreadable(error)))
            else:
                files.append(path)
        if len(files) > limits.files:
            refused.append((shown(folder.rstrip("/")), _too_many(limits)))
            break
    return Folder(tuple(sorted(files)), tuple(sorted(refused, key=lambda pair: pair[0])))


def shown(path: str) -> str:
    """Return a path fit to be shown: bytes that are no UTF-8, and control characters, by their hex codes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return CONTROL.sub(lambda match: f"\\x{ord(match[0]):02X}", text.replace("\n", "\\x0A").replace("\t", "\\x09"))


def _refuse_name(name: str) -> None:
    if name.isprintable():
        return
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Refused(
            rules.UNSAFE_PATH, _("The name of this file is no UTF-8."), _("Rename it; letters of any script will do.")
        ) from None
    if CONTROL.search(name) or "\n" in name or "\t" in name:
        raise Refused(
            rules.UNSAFE_PATH,
            _("The name of this file holds a control character."),
            _("Rename it; letters of any script will do."),
        )


def _refuse_no_file(entry: os.DirEntry[str], real_root: str) -> None:
    if entry.is_file(follow_symlinks=False):
        return
    if not entry.is_symlink():
        raise special_file()
    target = os.path.realpath(entry.path)
    hint = _("Put a copy of the file in its place.")
    try:
        status = entry.stat()
    except OSError:
        raise Refused(rules.SYMBOLIC_LINK, _("This symbolic link leads to nothing, or to itself."), hint) from None
    if stat.S_ISDIR(status.st_mode):
        raise Refused(
            rules.SYMBOLIC_LINK,
            _("This symbolic link leads to a folder."),
            _("Put a copy of the folder in its place."),
        )
    if not stat.S_ISREG(status.st_mode):
        raise special_file()
    if os.path.commonpath([target, real_root]) != real_root:
        raise Refused(rules.SYMBOLIC_LINK, _("This symbolic link leads out of the folder of documents."), hint)


def _too_many(limits: Limits) -> Refused:
    return Refused(
        rules.TOO_MANY_FILES,
        _("The folder of documents has more than {limit} files.", limit=limits.files),
        _("Name the right folder (`docs_dir: …`), or raise `limits.files` of the reqsite plugin in mkdocs.yml."),
    )
