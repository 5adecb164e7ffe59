"""The manifest of a published folder: every file with its size and sha256. Its own sha256 is the site digest.

It says nothing of when, where and by whom it was made, so that the same content has the same digest.  `SHA256SUMS`
says the same for `sha256sum -c`; it follows from the manifest, which it names, and is not listed in it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reqsite.i18n import Message, _
from reqsite.model import strict_json
from reqsite.model.day import is_day
from reqsite.publish.errors import RefusedError
from reqsite.publish.names import edition_folder

NAME = "reqsite-manifest.json"
SUMS = "SHA256SUMS"
SIGNATURE = "reqsite-manifest.json.sig"
"""Of the manifest, by whoever published it; only where somebody signed it."""
OWN = frozenset({NAME, SUMS, SIGNATURE})
"""What lies beside the files that a manifest lists."""
FORMAT = 1
"""Grows when a reader of the old form would misread the new one."""
LONGEST = 64 * 1024 * 1024
"""A manifest has no more bytes than this."""
_LONGEST_PATH = 1000
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TEXTS = ("version", "status", "date", "title", "site", "language", "catalog_digest", "commit")
_LATER = ("valid_until",)
"""Texts that stand in a manifest only where they say something: older manifests lack them."""
_STATUSES = ("release", "draft")


class BadManifestError(Exception):
    """A manifest that is none, or one that leads out of its folder.

    Attributes:
        message: What is wrong with it.
        is_newer: True where nothing may be wrong with it, but a newer reqsite has written it.
    """

    def __init__(self, message: Message, *, is_newer: bool = False) -> None:
        super().__init__(str(message))
        self.message = message
        self.is_newer = is_newer


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file."""

    path: str
    """Relative to the folder, with `/`."""
    size: int
    """In bytes."""
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a published folder is, and what is in it."""

    version: str
    """Of the release; `next` for the draft."""
    files: tuple[FileEntry, ...]
    """Sorted by path."""
    status: str = "release"
    """`release` or `draft`."""
    edition: int = 1
    """Grows where the same records are published again, with a mended theme."""
    date: str = ""
    """`YYYY-MM-DD` of the release."""
    title: str = ""
    """A few words for readers, may be empty."""
    valid_until: str = ""
    """`YYYY-MM-DD`: the last day on which the release holds; empty where it has none."""
    site: str = ""
    """Name of the site."""
    language: str = "en"
    catalog_digest: str = ""
    """What a client signs."""
    commit: str = ""
    """Of the source, empty where that is in no git repository."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Name → version of what the bytes depend on."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many records: in all, added, changed and removed."""
    signature: bytes = field(default=b"", compare=False)
    """Of `content`, empty where nobody has signed it; it lies beside the manifest, and is no part of it."""

    @functools.cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        plain = {
            "format": FORMAT,
            **{name: getattr(self, name) for name in _TEXTS},
            **{name: text for name in _LATER if (text := getattr(self, name))},
            "edition": self.edition,
            "tools": dict(self.tools),
            "counts": dict(self.counts),
            "files": [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in self.files],
        }
        return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

    @functools.cached_property
    def digest(self) -> str:
        """The site digest."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def folder(self) -> str:
        """Where it lies in a store."""
        return edition_folder(self.version, self.edition)

    @property
    def size(self) -> int:
        """How many bytes the files have."""
        return sum(entry.size for entry in self.files)

    @property
    def by_path(self) -> Mapping[str, FileEntry]:
        """The files by their path."""
        return {entry.path: entry for entry in self.files}

    def sums(self) -> bytes:
        """Return the bytes of `SHA256SUMS`, in the format of GNU coreutils."""
        lines = [f"{entry.sha256}  {entry.path}\n" for entry in self.files]
        return "".join([*lines, f"{self.digest}  {NAME}\n"]).encode()

    def beside(self) -> Mapping[str, bytes]:
        """Return the files that lie beside those it lists: name → content."""
        signed = {SIGNATURE: self.signature} if self.signature else {}
        return {NAME: self.content, SUMS: self.sums(), **signed}


def list_files(folder: Path) -> tuple[FileEntry, ...]:
    """Return the files of a folder, sorted; each is read once, piece by piece.

    Raises:
        RefusedError: Something in it is no plain file, or has a name that not every computer can keep.
    """
    found = sorted(_walk(folder, ""))
    _refuse_equal_names(found)
    entries = []
    for path in found:
        with (folder / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            entries.append(FileEntry(path, file.tell(), digest))
    return tuple(entries)


def parse_manifest(content: bytes) -> Manifest:
    """Return the manifest that a file says.

    Raises:
        BadManifestError: It says none, or names what lies outside of its folder.
    """
    if len(content) > LONGEST:
        raise BadManifestError(_("The manifest is too large."))
    try:
        data = strict_json.parse(content)
    except ValueError:
        raise BadManifestError(_("The manifest is no JSON, or says something twice.")) from None
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        raise BadManifestError(_("This is no manifest."))
    if data["format"] != FORMAT:
        message = _("The manifest has the format {number}: it needs a newer reqsite.", number=data["format"])
        raise BadManifestError(message, is_newer=data["format"] > FORMAT)
    manifest = _manifest(data)
    if manifest.content != content:
        raise BadManifestError(_("The manifest is not written as reqsite writes it."))
    return manifest


def differences(one: Manifest, other: Manifest) -> list[str]:
    """Return the paths whose content is not the same in both, sorted."""
    old, new = ({f.path: f.sha256 for f in manifest.files} for manifest in (one, other))
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


def bad_path(path: str) -> bool:
    """Return True for a path that leads out of its folder, or that not every computer can keep."""
    return (
        not path
        or len(path.encode("utf-8", "surrogatepass")) > _LONGEST_PATH
        or path in OWN
        or not path.isprintable()
        or "\\" in path
        or unicodedata.normalize("NFC", path) != path
        or any(part in {"", ".", ".."} or part.endswith((".", " ")) for part in path.split("/"))
    )


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = prefix + entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if bad_path(path):
                raise RefusedError(_("{path} cannot be published: its name.", path=ascii(path)), _NAMES)
            if stat.S_ISDIR(mode):
                yield from _walk(Path(entry.path), f"{path}/")
            elif stat.S_ISREG(mode):
                yield path
            else:
                raise RefusedError(_("{path} is no plain file: a link, or something stranger.", path=path))


_NAMES = _("Use letters, digits and plain punctuation; no backslash, and no dot or blank at the end.")


def _refuse_equal_names(paths: Sequence[str]) -> None:
    """Refuse names that are one name on Windows and macOS: there, one file would take the place of the other."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(path.casefold(), path)
        if other is not path:
            raise RefusedError(_("{one} and {other} are one file on some computers.", one=other, other=path))


def _manifest(data: Mapping[str, Any]) -> Manifest:
    texts = {name: data.get(name) for name in _TEXTS} | {name: data.get(name, "") for name in _LATER}
    named = (data.get("tools"), data.get("counts"), data.get("files"), data.get("edition"))
    match named:
        case (dict() as tools, dict() as counts, list() as files, int() as edition) if (
            all(isinstance(text, str) for text in texts.values())
            and all(isinstance(version, str) for version in tools.values())
            and all(isinstance(count, int) for count in counts.values())
            and texts["status"] in _STATUSES
            and edition >= 1
            and (not texts["valid_until"] or is_day(texts["valid_until"]))
        ):
            entries = tuple(_entry(file) for file in files)
        case _:
            raise BadManifestError(_("The manifest lacks what a manifest says."))
    paths = [entry.path for entry in entries]
    if paths != sorted(set(paths)):
        raise BadManifestError(_("The manifest names a file twice, or out of order."))
    return Manifest(files=entries, edition=edition, tools=tools, counts=counts, **texts)  # type: ignore[arg-type]


def _entry(data: object) -> FileEntry:
    match data:
        case {"path": str() as path, "size": int() as size, "sha256": str() as digest} if (
            size >= 0 and _DIGEST.fullmatch(digest)
        ):
            if bad_path(path):
                raise BadManifestError(_("The manifest names {path}, which no manifest may.", path=ascii(path)))
            return FileEntry(path, size, digest)
        case _:
            raise BadManifestError(_("The manifest lacks what a manifest says."))
