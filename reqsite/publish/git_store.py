"""A store that is a branch of a git repository, written without a working tree: nobody's files or index are touched.

Each step is one commit, put at the tip of the branch only if the tip is still the one that it follows.  Who loses that
race tries again from what the winner left.  Nothing is pushed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import subprocess
import time
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BufferedIOBase, BytesIO
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.publish.conflicts import is_published
from reqsite.publish.errors import ConflictError, RaceError, TargetError
from reqsite.publish.manifest import LONGEST as LONGEST_MANIFEST
from reqsite.publish.manifest import NAME, SUMS, Manifest
from reqsite.publish.names import DRAFT, why_not
from reqsite.publish.store import Item, Pointers, Store

_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0")
_FROM_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
_SECONDS = 120
_ATTEMPTS = 30
_LONGEST_PAUSE_SECONDS = 0.2
_WHO = "reqsite <reqsite@invalid>"
_FILE = b"100644"

Change = tuple[str, bytes | Path | None]
"""(path, what it becomes): bytes, what a file holds, or None where it goes, with all below it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: bytes
    blob: bytes
    size: int


class GitStore:
    """Releases on a branch.

    Args:
        repository: a folder in the repository.
        branch: its name, without `refs/heads/`; made by the first publication.
    """

    def __init__(self, repository: Path, branch: str) -> None:
        self._repository = repository
        self._ref = f"refs/heads/{branch}"
        self._tip = ""
        self._entries: dict[str, _Entry] = {}
        self._reader: _Reader | None = None

    @property
    def place(self) -> str:
        """The branch."""
        return self._ref.removeprefix("refs/heads/")

    def releases(self) -> list[str]:
        """Return the names of the releases that are there whole, listed or not."""
        names = (path.partition("/") for path in self._files())
        return sorted(name for name, _slash, rest in names if rest == NAME and why_not(name) is None)

    def has(self, folder: str) -> bool:
        """Return True where there is something of this name."""
        return any(path == folder or path.startswith(f"{folder}/") for path in self._files())

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file, None where it is not there."""
        entry = self._files().get(path)
        if entry is None:
            return None
        if entry.size > limit:
            raise TargetError(_("{path} is too large to be what it should be.", path=path))
        return self._content(entry)

    def open(self, path: str) -> BufferedIOBase:
        """Open a file for reading; what is no plain file is none."""
        entry = self._files().get(path)
        if entry is None or entry.mode != _FILE:
            raise FileNotFoundError(path)
        return BytesIO(self._content(entry))

    def items(self, folder: str) -> Iterator[Item]:
        """Yield whatever lies in a folder, at any depth; git knows folders only by their files."""
        seen = set()
        for path, entry in self._files().items():
            if path.startswith(f"{folder}/"):
                inner = path.removeprefix(f"{folder}/")
                for parent in _folders(inner):
                    if parent not in seen:
                        seen.add(parent)
                        yield Item(parent, "folder")
                yield Item(inner, "file" if entry.mode == _FILE else "other")

    def check(self) -> None:
        """Look whether the branch could be written to."""
        if self._git("check-ref-format", self._ref).returncode != 0:
            raise TargetError(_("{branch} is no name for a branch.", branch=self.place))
        if self._git("rev-parse", "--git-dir").returncode != 0:
            raise TargetError(_("{path} is in no git repository.", path=self._repository))
        listed = self._git("worktree", "list", "--porcelain").stdout.decode("utf-8", "replace")
        if f"branch {self._ref}\n" in listed:
            hint = _("`git switch main` leaves it.")
            raise TargetError(_("The branch {branch} is checked out.", branch=self.place), hint)

    def commit_release(self, name: str, source: Path, manifest: Manifest) -> bool:
        """Lay a release onto the branch: all of it or nothing."""

        def changes() -> Iterable[Change] | None:
            if is_published(self, name, manifest):
                return None
            for other in {path.partition("/")[0] for path in self._files()}:
                if other.casefold() == name.casefold():
                    raise ConflictError(_("{name} and {other} are one name on some computers.", name=name, other=other))
            return _folder(name, source, manifest)

        return self._commit(f"Publish {name}", changes, manifest)

    def replace_draft(self, source: Path, manifest: Manifest) -> bool:
        """Put a draft in the place of the one before, whole."""

        def changes() -> Iterable[Change] | None:
            if self.read(f"{DRAFT}/{NAME}", LONGEST_MANIFEST) == manifest.content:
                return None
            return [(DRAFT, None), *_folder(DRAFT, source, manifest)]

        return self._commit("Publish a draft", changes, manifest)

    def update(self, make: Callable[[Store], Pointers]) -> tuple[str, ...]:
        """Replace pointers in one commit, and return the paths of those that changed."""
        changed: list[Change] = []

        def changes() -> Iterable[Change] | None:
            changed[:] = [(path, new) for path, new in make(self) if self.read(path, LONGEST_MANIFEST) != new]
            return changed or None

        self._commit("List what is published", changes, None)
        return tuple(path for path, _content in changed)

    def _commit(self, said: str, changes: Callable[[], Iterable[Change] | None], manifest: Manifest | None) -> bool:
        """Put a commit at the tip, from the tip as it is then. Return False where nothing changes."""
        self.check()
        for _attempt in range(_ATTEMPTS):
            self._look()
            wanted = changes()
            if wanted is None:
                return False
            if self._moved(said, wanted, manifest):
                self._look()
                return True
            time.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311 - lest two race for ever
        raise RaceError(
            _("Others have moved the branch {branch} {count} times.", branch=self.place, count=_ATTEMPTS),
            _("Run the command again."),
        )

    def _moved(self, said: str, changes: Iterable[Change], manifest: Manifest | None) -> bool:
        """Write a commit that follows the tip, and make it the tip. Return False where there is another one by now."""
        staging = f"refs/reqsite/staging-{uuid.uuid4().hex}"
        try:
            self._import(staging, said, changes, manifest)
            new = self._git("rev-parse", "--verify", "--end-of-options", staging).stdout.decode().strip()
            old = self._tip or "0" * len(new)
            done = self._git("update-ref", "--end-of-options", self._ref, new, old)
            if done.returncode != 0 and self._found() == self._tip:
                raise TargetError(_git_failed(done.stderr.decode("utf-8", "replace")))
            return done.returncode == 0
        finally:
            self._git("update-ref", "-d", "--end-of-options", staging)

    def _import(self, ref: str, said: str, changes: Iterable[Change], manifest: Manifest | None) -> None:
        """Write a commit with `git fast-import`: bytes as they are, whatever filters the repository has."""
        digests = {entry.path: entry.sha256 for entry in manifest.files} if manifest else {}
        with subprocess.Popen(
            ("git", *_QUIET, "fast-import", "--quiet", "--done", "--date-format=now"),
            cwd=self._repository,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            if process.stdin is None or process.stderr is None:
                raise AssertionError
            try:
                process.stdin.write(f"commit {ref}\ncommitter {_WHO} now\ndata {len(said)}\n{said}\n".encode())
                if self._tip:
                    process.stdin.write(f"from {self._tip}\n".encode())
                for path, content in changes:
                    process.stdin.write(_command(path, content, digests))
                process.stdin.write(b"done\n")
                process.stdin.close()
            except BrokenPipeError:
                pass  # git says why
            except BaseException:
                process.kill()
                raise
            said_by_git = process.stderr.read().decode("utf-8", "replace")
        if process.returncode != 0:
            raise TargetError(_git_failed(said_by_git))

    def _files(self) -> dict[str, _Entry]:
        if not self._tip:
            self._look()
        return self._entries

    def _look(self) -> None:
        """See what the branch holds now."""
        tip = self._found()
        if tip == self._tip:
            return
        self._tip, self._entries = tip, {}
        for line in self._git("ls-tree", "-r", "-l", "-z", "--full-tree", tip).stdout.split(b"\0"):
            head, _tab, name = line.partition(b"\t")
            if name:
                mode, _kind, blob, size = head.split()
                self._entries[os.fsdecode(name)] = _Entry(mode, blob, int(size) if size.isdigit() else 0)

    def _found(self) -> str:
        """Return the commit at the tip of the branch, empty where there is no such branch."""
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{self._ref}^{{commit}}")
        return found.stdout.decode().strip()

    def _content(self, entry: _Entry) -> bytes:
        if self._reader is None:
            self._reader = _Reader(self._repository)
        return self._reader.read(entry.blob)

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ("git", *_QUIET, *arguments),
                cwd=self._repository,
                env=_environment(),
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise TargetError(_("git is not installed.")) from None


class _Reader:
    """Reads contents, one process for all of them, which ends with this object."""

    def __init__(self, repository: Path) -> None:
        self._process = subprocess.Popen(
            ("git", *_QUIET, "cat-file", "--batch"),
            cwd=repository,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        weakref.finalize(self, _end, self._process)

    def read(self, blob: bytes) -> bytes:
        """Return a content."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise AssertionError
        asked.write(blob + b"\n")
        asked.flush()
        head = answers.readline().split()
        if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 - name, kind, size
            raise TargetError(_("The repository lacks the content {blob}.", blob=blob[:12].decode()))
        content = answers.read(int(head[2]))
        answers.read(1)
        return content


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()


def _folder(name: str, source: Path, manifest: Manifest) -> Iterator[Change]:
    for entry in manifest.files:
        yield f"{name}/{entry.path}", source / entry.path
    yield f"{name}/{NAME}", manifest.content
    yield f"{name}/{SUMS}", manifest.sums()


def _command(path: str, content: bytes | Path | None, digests: dict[str, str]) -> bytes:
    """Return what tells fast-import of a change; a file must be what the manifest says."""
    quoted = '"{}"'.format(path.replace("\\", "\\\\").replace('"', '\\"')).encode()
    if content is None:
        return b"D " + quoted + b"\n"
    if isinstance(content, Path):
        inner = path.partition("/")[2]
        data = content.read_bytes()
        if hashlib.sha256(data).hexdigest() != digests[inner]:
            raise TargetError(_("{path} changed while it was copied; nothing was published.", path=inner))
    else:
        data = content
    return b"M %s inline %s\ndata %d\n%s\n" % (_FILE, quoted, len(data), data)


def _folders(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _git_failed(said: str) -> Message:
    return _("git cannot write: {said}", said=" ".join(said.split())[:300])


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _FROM_HOOKS}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
