"""git, asked in its own plumbing: what a revision is, what its tree holds, and the bytes of its files.

Nothing here writes to a repository, fetches, or runs anything that a repository names.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reqsite.i18n import Message, _

_SECONDS = 120
_CHUNK = 1 << 20
_QUIET = (
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=0",
)
_OVERRIDES = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}
_FROM_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""A hook or `git rebase --exec` sets them for a repository that need not be the project's."""


class GitError(Exception):
    """git is not there, is no repository here, or cannot do what was asked.

    Attributes:
        message: What is wrong.
        hint: What to do about it.
        is_tool: True where git itself is missing or broken, False where it was asked for what is not there.
    """

    def __init__(self, message: Message, hint: Message | None = None, *, is_tool: bool = False) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint
        self.is_tool = is_tool


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a tree."""

    id: str
    """The name of its content: the same for the same bytes."""
    is_link: bool = False
    """True for a symbolic link, whose content is where it leads."""


@dataclass(frozen=True)
class Repository:
    """The git repository that a project lies in."""

    root: Path
    """The folder of the working tree."""
    prefix: str
    """Where the project lies in it, with `/` at its end; empty for the root itself."""
    is_shallow: bool
    """True for a clone without all of the history."""

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """Return the repository that a folder lies in.

        Raises:
            GitError: git is missing, or the folder is in no repository.
        """
        asked = ("rev-parse", "--show-toplevel", "--show-prefix", "--is-shallow-repository")
        done = _run(folder, asked)
        if done.returncode != 0:
            said = _said(done)
            if "dubious ownership" in said:
                raise GitError(
                    _("git does not trust the folder {folder}: it belongs to somebody else.", folder=folder),
                    _("`git config --global --add safe.directory {folder}` says that it may.", folder=folder),
                )
            raise GitError(_("The project is in no git repository."), _("git says: {said}", said=said))
        top, prefix, shallow = os.fsdecode(done.stdout).split("\n")[:3]
        return cls(Path(top), prefix, shallow == "true")

    def commit(self, revision: str) -> str | None:
        """Return the full id of the commit that a revision means, None where it means none."""
        if not revision or revision.startswith("-") or "\0" in revision or "\n" in revision:
            return None
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        return done.stdout.decode().strip() or None if done.returncode == 0 else None

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the last commit that two commits have in common, None where there is none."""
        done = self._run("merge-base", one, other)
        return done.stdout.decode().split("\n")[0].strip() or None if done.returncode == 0 else None

    def is_ancestor(self, one: str, other: str) -> bool:
        """Return True where the history of one commit holds another one."""
        return self._run("merge-base", "--is-ancestor", one, other).returncode == 0

    def names(self) -> list[str]:
        """Return the short names of all branches and tags."""
        lines = self.output("for-each-ref", "--format=%(refname:short)").split("\n")
        return [line for line in lines if line]

    def in_order(self, commits: Iterable[str]) -> list[str]:
        """Return commits so that each stands behind its ancestors, and else in the order of their dates."""
        wanted = set(commits)
        listed = self._run(
            "rev-list", "--date-order", "--reverse", "--stdin", given="".join(f"{c}\n" for c in sorted(wanted)).encode()
        )
        if listed.returncode != 0:
            raise GitError(_("git cannot follow the history: {said}", said=_said(listed)), is_tool=True)
        return [line for line in listed.stdout.decode().split("\n") if line in wanted]

    def tree(self, commit: str) -> dict[str, Blob]:
        """Return the files of a commit: path from the root of the repository → content.

        Submodules are left out, and paths that could lead out of a folder.
        """
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit)
        if listed.returncode != 0:
            raise GitError(_("git cannot list the files of {commit}: {said}", commit=commit[:12], said=_said(listed)))
        found: dict[str, Blob] = {}
        for line in listed.stdout.split(b"\0"):
            head, _tab, name = line.partition(b"\t")
            mode, _space, rest = head.partition(b" ")
            path = os.fsdecode(name)
            if mode in (b"100644", b"100755", b"100664", b"120000") and is_inside(path):
                found[path] = Blob(rest.split(b" ")[1].decode(), mode == b"120000")
        return found

    def output(self, *arguments: str) -> str:
        """Return what git prints.

        Raises:
            GitError: It fails.
        """
        done = self._run(*arguments)
        if done.returncode != 0:
            raise GitError(_("`git {verb}` failed: {said}", verb=arguments[0], said=_said(done)), is_tool=True)
        return done.stdout.decode("utf-8", "replace")

    def told(self, given: str, *arguments: str, at_root: bool = False) -> str:
        """Return what git prints about what it is told on its standard input.

        Args:
            given: What it reads.
            arguments: What it is asked.
            at_root: Paths are those of the repository, not of the project's folder in it.

        Raises:
            GitError: It fails.
        """
        done = _run(self.root, arguments, given.encode()) if at_root else self._run(*arguments, given=given.encode())
        if done.returncode != 0:
            raise GitError(_("`git {verb}` failed: {said}", verb=arguments[0], said=_said(done)), is_tool=True)
        return done.stdout.decode("utf-8", "replace")

    def succeeds(self, *arguments: str) -> bool:
        """Return True where git has nothing against what it is asked."""
        return self._run(*arguments).returncode == 0

    @contextmanager
    def blobs(self) -> Iterator[Blobs]:
        """Open a reader of the contents of files; one process for all of them."""
        process = subprocess.Popen(
            ("git", *_QUIET, "cat-file", "--batch"),
            cwd=self.root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            if process.stdin is None or process.stdout is None:
                raise AssertionError
            try:
                yield Blobs(process.stdin, process.stdout)
            finally:
                process.kill()

    def _run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return _run(self.root / self.prefix if (self.root / self.prefix).is_dir() else self.root, arguments, given)


class Blobs:
    """Reads the contents of files, one after the other."""

    def __init__(self, asked: IO[bytes], answers: IO[bytes]) -> None:
        self._asked = asked
        self._answers = answers

    def write(self, blob: Blob, target: Path) -> None:
        """Write a content to a file."""
        rest = self._size(blob)
        with target.open("wb") as file:
            while rest:
                chunk = self._answers.read(min(rest, _CHUNK))
                if not chunk:
                    raise _missing(blob)
                file.write(chunk)
                rest -= len(chunk)
        self._answers.read(1)

    def read(self, blob: Blob, limit: int) -> bytes:
        """Return a content, empty where it has more bytes than `limit`."""
        size = self._size(blob)
        content = self._answers.read(size)
        self._answers.read(1)
        return content if size <= limit else b""

    def _size(self, blob: Blob) -> int:
        try:
            self._asked.write(f"{blob.id}\n".encode())
            self._asked.flush()
        except OSError:  # git is gone
            raise _missing(blob) from None
        _id, _space, rest = self._answers.readline().decode().strip().partition(" ")
        kind, _space, size = rest.partition(" ")
        if kind != "blob" or not size.isdecimal():
            raise _missing(blob)
        return int(size)


def is_inside(path: str) -> bool:
    """Return True for a relative path that leads to no other folder, and into no `.git`."""
    parts = path.split("/")
    return bool(path) and "\\" not in path and not any(part.lower() in {"", ".", "..", ".git"} for part in parts)


def _missing(blob: Blob) -> GitError:
    return GitError(
        _("The clone lacks the content {blob}.", blob=blob.id[:12]),
        _("It is a partial clone, or damaged: `git fetch --refetch --tags`, or clone it anew, whole."),
    )


def _run(folder: Path, arguments: Iterable[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ("git", *_QUIET, *arguments),
            cwd=folder,
            env=_environment(),
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise GitError(
            _("git is not installed."),
            _("Releases can be compared without it; what stands in git cannot."),
            is_tool=True,
        ) from None
    except subprocess.TimeoutExpired:
        raise GitError(_("git did not answer within {limit} seconds.", limit=_SECONDS), is_tool=True) from None


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _FROM_HOOKS}
    return {**kept, **_OVERRIDES}


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(done.stderr.decode("utf-8", "replace").removeprefix("fatal: ").split())[:300]
