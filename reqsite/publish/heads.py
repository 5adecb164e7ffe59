"""What a list says of a published folder, read from its manifest without the thousands of files that it names."""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass

from reqsite.publish.manifest import Manifest, parse_manifest

_BEFORE_FILES, _AFTER_FILES = b'\n "files": [\n', b'\n ],\n "format": '
_SIZE = re.compile(rb'^   "size": (\d{1,18})$', re.MULTILINE | re.ASCII)


@dataclass(frozen=True)
class Head:
    """A published folder, for a list."""

    frame: Manifest
    """Its manifest, without the files."""
    digest: str
    """The site digest."""
    size: int
    """How many bytes its files have."""
    has_copy: bool = False
    """True where a zip of the whole portal lies in it."""

    @functools.cached_property
    def folder(self) -> str:
        """Where it lies."""
        return self.frame.folder

    @property
    def copy(self) -> str:
        """Where the zip of the portal lies, in the folder; empty where there is none."""
        return copy_name(self.frame.version) if self.has_copy else ""


def copy_name(version: str) -> str:
    """Return the name of the zip that a release holds of itself."""
    return f"portal-{version}.zip"


def parse_head(content: bytes) -> Head:
    """Return what a manifest says, its files only counted; whether they are named rightly is not looked at.

    Raises:
        BadManifestError: It is no manifest.
    """
    before, found, rest = content.partition(_BEFORE_FILES)
    files, ended, after = rest.partition(_AFTER_FILES)
    digest = hashlib.sha256(content).hexdigest()
    if not (found and ended):  # not as reqsite writes it, of another format, or without files
        frame = parse_manifest(content)
        return Head(frame, digest, frame.size)
    frame = parse_manifest(before + b'\n "files": [],\n "format": ' + after)
    path = f'"path": "{copy_name(frame.version)}"'.encode()
    return Head(frame, digest, sum(map(int, _SIZE.findall(files))), path in files)
