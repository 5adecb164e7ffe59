"""Writing commits without a working tree: bytes as they are, whatever filters a repository has."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reqsite.i18n import _
from reqsite.publish.copying import pieces
from reqsite.publish.errors import TargetError
from reqsite.publish.git_calls import Git, words
from reqsite.publish.git_reader import FILE, FOLDER
from reqsite.publish.manifest import Manifest

_WHO = "reqsite <reqsite@invalid>"
_REF = "refs/reqsite/new"


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder that git has already."""

    id: str
    commit: str
    """One that holds it, and nothing else."""


Change = tuple[str, bytes | Kept | None]
"""(path, what lies there from now on): None where nothing does."""


def write_release(git: Git, said: str, source: Path, manifest: Manifest) -> Kept:
    """Write a commit that holds a release alone: what a manifest says, and what lies beside that.

    Args:
        git: for a repository that nobody else uses.
        said: its message.
        source: the folder of the site.
        manifest: what of it belongs to the release.

    Raises:
        TargetError: What is copied is not what the manifest says.
    """

    def write(pipe: IO[bytes]) -> None:
        _begin(pipe, said, "")
        for entry in manifest.files:
            pipe.write(b"M %s inline %s\ndata %d\n" % (FILE.encode(), _quoted(entry.path), entry.size))
            for piece in pieces(source, entry):
                pipe.write(piece)
            pipe.write(b"\n")
        for name, content in manifest.beside().items():
            _put(pipe, name, content)

    return kept(git, _import(git, write))


def kept(git: Git, commit: str) -> Kept:
    """Return what a commit holds."""
    return Kept(git.said("rev-parse", "--verify", f"{commit}^{{tree}}"), commit)


def write_commit(git: Git, said: str, parent: str, changes: Iterable[Change]) -> str:
    """Write a commit, and return its id.

    Args:
        git: for a repository that nobody else uses.
        said: its message.
        parent: the commit before it; empty where there is none.
        changes: what is different.
    """

    def write(pipe: IO[bytes]) -> None:
        _begin(pipe, said, parent)
        for path, new in changes:
            if isinstance(new, Kept):
                pipe.write(b"M %s %s %s\n" % (FOLDER.encode(), new.id.encode(), _quoted(path)))
            elif new is None:
                pipe.write(b"D %s\n" % _quoted(path))
            else:
                _put(pipe, path, new)

    return _import(git, write)


def _import(git: Git, write: Callable[[IO[bytes]], None]) -> str:
    """Have `git fast-import` write a commit, and return its id."""
    with git.start(
        "fast-import", "--quiet", "--done", "--force", "--date-format=now", stderr=subprocess.PIPE
    ) as process:
        if process.stdin is None or process.stderr is None:
            raise AssertionError
        try:
            write(process.stdin)
            process.stdin.write(b"done\n")
            process.stdin.close()
        except BrokenPipeError:
            pass  # git says why
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read()
    if process.returncode != 0:
        why = [line for line in said.splitlines() if not line.startswith(b"fast-import: dumping")]
        raise TargetError(_("git cannot write: {said}", said=words(b"\n".join(why))))
    return git.said("rev-parse", "--verify", _REF)


def _begin(pipe: IO[bytes], said: str, parent: str) -> None:
    message = said.encode()
    pipe.write(b"commit %s\ncommitter %s now\ndata %d\n%s\n" % (_REF.encode(), _WHO.encode(), len(message), message))
    if parent:
        pipe.write(f"from {parent}\n".encode())
    else:
        pipe.write(b"deleteall\n")


def _put(pipe: IO[bytes], path: str, content: bytes) -> None:
    pipe.write(b"M %s inline %s\ndata %d\n%s\n" % (FILE.encode(), _quoted(path), len(content), content))


def _quoted(path: str) -> bytes:
    return '"{}"'.format(path.replace("\\", "\\\\").replace('"', '\\"')).encode()
