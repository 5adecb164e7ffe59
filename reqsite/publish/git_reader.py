"""Reading what a commit holds, without a working tree."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import subprocess
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.i18n import _
from reqsite.publish.errors import TargetError
from reqsite.publish.git_calls import Git

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

FILE, FOLDER = "100644", "040000"
_HELD = 1 << 20
"""A content with more bytes is streamed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a tree holds."""

    mode: str
    id: str
    """Of its content."""
    size: int = 0
    """In bytes."""


class Tree:
    """What a commit holds, looked up as it is asked for.

    Args:
        git: for the repository that has the commit.
        commit: its id; empty for a branch that is not there yet.
    """

    def __init__(self, git: Git, commit: str) -> None:
        self._git = git
        self._commit = commit
        self.top: Mapping[str, Entry] = dict(_listed(git, commit)) if commit else {}
        """What lies at the root, by its name."""
        self._last: tuple[str, Mapping[str, Entry]] = ("", {})
        self._contents: _Contents | None = None

    def entries(self, folder: str) -> Mapping[str, Entry]:
        """Return the files in a folder at the root, at any depth, by their path in it."""
        found = self.top.get(folder)
        if found is None or found.mode != FOLDER:
            return {}
        if self._last[0] != found.id:
            self._last = (found.id, dict(_listed(self._git, found.id, "-r")))
        return self._last[1]

    def find(self, path: str) -> Entry | None:
        """Return the file at a path, None where none is there."""
        folder, _slash, inner = path.partition("/")
        found = self.top.get(folder)
        if found is None or not inner:
            return found if found and found.mode != FOLDER else None
        if self._last[0] == found.id:
            return self._last[1].get(inner)
        if found.mode != FOLDER:
            return None
        listed = dict(_listed(self._git, found.id, "-r", inner))
        return listed.get(inner)

    def open(self, entry: Entry) -> io.BufferedIOBase:
        """Open a content."""
        if entry.size > _HELD:
            return io.BufferedReader(_Stream(self._git, entry), _HELD)
        if self._contents is None:
            self._contents = _Contents(self._git)
        return io.BytesIO(self._contents.read(entry.id))


def _listed(git: Git, tree: str, deep: str = "", path: str = "") -> Iterator[tuple[str, Entry]]:
    """Yield what lies in a tree, or at one path of it: (path, what)."""
    options = [option for option in ("-l", "-z", "--full-tree", deep) if option]
    done = git.run("ls-tree", *options, tree, *(["--", path] if path else []))
    if done.returncode != 0:
        raise TargetError(_("The repository lacks the content {blob}.", blob=tree[:12]))
    for line in done.stdout.split(b"\0"):
        head, _tab, name = line.partition(b"\t")
        if name:
            mode, _kind, content, size = head.decode().split()
            yield os.fsdecode(name), Entry(mode, content, int(size) if size.isdigit() else 0)


class _Contents:
    """Reads contents, one process for all of them, which ends with this object."""

    def __init__(self, git: Git) -> None:
        self._process = git.start("cat-file", "--batch")
        weakref.finalize(self, _end, self._process)

    def read(self, blob: str) -> bytes:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise AssertionError
        with contextlib.suppress(BrokenPipeError):
            asked.write(f"{blob}\n".encode())
            asked.flush()
        head = answers.readline().split()
        if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 - name, kind, size
            raise TargetError(_("The repository lacks the content {blob}.", blob=blob[:12]))
        content = answers.read(int(head[2]))
        answers.read(1)
        return content


class _Stream(io.RawIOBase):
    """A large content, of which only a piece is in memory at a time."""

    def __init__(self, git: Git, entry: Entry) -> None:
        self._process = git.start("cat-file", "blob", entry.id)
        self._left = entry.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        if self._process.stdout is None:
            raise AssertionError
        piece = self._process.stdout.read(memoryview(buffer).nbytes)
        self._left -= len(piece)
        if not piece and self._left:
            raise OSError(errno.EIO, os.strerror(errno.EIO))  # git failed: what it did not say is no content
        memoryview(buffer)[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            _end(self._process)
        super().close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()
