"""A store that is a branch of a git repository, written without a working tree: nobody's files or index are touched.

Each step is one commit, put at the tip of the branch only if the tip is still the one that it follows.  Who loses that
race makes a commit anew, of what git has already, from what the winner left.  With a release comes a tag, in the same
step: it bears witness of what was published, whatever becomes of the branch.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path

from reqsite.i18n import Message, _
from reqsite.publish.conflicts import is_published, is_same
from reqsite.publish.errors import ConflictError, RaceError, TargetError
from reqsite.publish.git_branch import Branch, Refs, tags_of
from reqsite.publish.git_commits import Change, Kept, kept, write_commit, write_release
from reqsite.publish.git_local import LocalBranch
from reqsite.publish.git_reader import FILE, FOLDER, Tree
from reqsite.publish.git_remote import RemoteBranch
from reqsite.publish.manifest import LONGEST as LONGEST_MANIFEST
from reqsite.publish.manifest import NAME, Manifest
from reqsite.publish.names import DRAFT, why_not
from reqsite.publish.store import Item, Pointers, Store

_LONG = 64
"""Digits of a name in a repository that names objects by their SHA-256."""
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0


class GitStore:
    """Releases on a branch.

    Args:
        repository: a folder in the repository.
        branch: its name, without `refs/heads/`; made by the first publication.
        remote: a name of a remote, an address or a folder: the branch is that of the repository there, and the one
            here is left alone. Empty for the branch here.
        attempts: so often a lost race is run again.
    """

    def __init__(self, repository: Path, branch: str, remote: str = "", attempts: int = 30) -> None:
        self._attempts = attempts
        self._branch: Branch = RemoteBranch(repository, branch, remote) if remote else LocalBranch(repository, branch)
        self._tags = tags_of(branch).removeprefix("refs/tags/")
        self._seen: tuple[Refs, Tree] | None = None

    @property
    def place(self) -> str:
        """The branch."""
        return self._branch.place

    @property
    def lists(self) -> bool:
        """True: whatever lies there can be seen."""
        return True

    def releases(self) -> list[str]:
        """Return the names of the releases that are there whole, listed or not."""
        named = (name for name, found in self._tree.top.items() if found.mode == FOLDER and why_not(name) is None)
        return sorted(name for name in named if self._tree.find(f"{name}/{NAME}"))

    def has(self, folder: str) -> bool:
        """Return True where there is something of this name."""
        return folder in self._tree.top

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file, None where it is not there."""
        entry = self._tree.find(path)
        if entry is None:
            return None
        if entry.size > limit:
            raise TargetError(_("{path} is too large to be what it should be.", path=path))
        with self._tree.open(entry) as file:
            return file.read()

    def open(self, path: str) -> BufferedIOBase:
        """Open a file for reading; what is no plain file is none."""
        entry = self._tree.find(path)
        if entry is None or entry.mode != FILE:
            raise FileNotFoundError(path)
        return self._tree.open(entry)

    def items(self, folder: str) -> Iterator[Item]:
        """Yield whatever lies in a folder, at any depth; git knows folders only by their files."""
        seen = set()
        for path, entry in self._tree.entries(folder).items():
            for parent in _folders(path):
                if parent not in seen:
                    seen.add(parent)
                    yield Item(parent, "folder")
            yield Item(path, "file" if entry.mode == FILE else "other")

    def objections(self) -> Iterator[tuple[str, Message]]:
        """Yield the releases that are not what their tags hold."""
        refs, tree = self._now
        if not refs.tags:
            return
        self._branch.fetch_tags()
        for name, held in zip(refs.tags, self._held(refs), strict=True):
            tag = self._tags + name
            there = tree.top.get(name)
            if there is None:
                yield name, _("It is missing; {tag} holds it.", tag=tag)
            elif there.id != held:
                yield name, _("It is not what {tag} holds: the branch was changed by hand, or the tag was.", tag=tag)

    def check(self) -> None:
        """Look whether the branch could be written to."""
        self._branch.check()

    def commit_release(self, name: str, source: Path, manifest: Manifest) -> bool:
        """Lay a release onto the branch, with its tag: all of it or nothing."""
        said = f"Publish {name}"
        brought: list[Kept] = []
        tags: dict[str, str] = {}

        def changes() -> Iterable[Change] | None:
            tags.clear()
            if is_published(self, name, manifest):
                return None
            for other in self._tree.top:
                if other.casefold() == name.casefold():
                    raise ConflictError(_("{name} and {other} are one name on some computers.", name=name, other=other))
            if name in self._now[0].tags:
                return [(name, self._witnessed(name, manifest))]
            if not brought:
                brought.append(write_release(self._branch.writing, said, source, manifest))
            tags[name] = brought[0].commit
            return [(name, brought[0])]

        is_new = self._commit(said, changes, tags)
        if not is_new and name not in self._now[0].tags:
            # A repository whose computer lost its power between two refs, or one of before there were tags.
            brought.append(write_release(self._branch.writing, said, source, manifest))
            self._witness(name, brought[0])
        return is_new

    def replace_draft(self, source: Path, manifest: Manifest) -> bool:
        """Put a draft in the place of the one before, whole."""
        said = "Publish a draft"
        brought: list[Kept] = []

        def changes() -> Iterable[Change] | None:
            if self.read(f"{DRAFT}/{NAME}", LONGEST_MANIFEST) == manifest.content:
                return None
            if not brought:
                brought.append(write_release(self._branch.writing, said, source, manifest))
            return [(DRAFT, brought[0])]

        return self._commit(said, changes)

    def replace_release(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Put a few files in the place of all that a release holds; what was there stays in the history."""

        def changes() -> Iterable[Change] | None:
            if self._tree.entries(name).keys() == files.keys() and all(
                self._holds(f"{name}/{path}", content) for path, content in files.items()
            ):
                return None
            return [(name, None), *((f"{name}/{path}", content) for path, content in files.items())]

        return self._commit(f"Take the content of {name} away", changes)

    def update(self, make: Callable[[Store], Pointers]) -> tuple[str, ...]:
        """Replace pointers in one commit, and return the paths of those that changed."""
        changed: list[Change] = []

        def changes() -> Iterable[Change] | None:
            changed[:] = [(path, new) for path, new in make(self) if not self._holds(path, new)]
            return changed or None

        self._commit("List what is published", changes)
        return tuple(path for path, _content in changed)

    def _commit(
        self, said: str, changes: Callable[[], Iterable[Change] | None], tags: Mapping[str, str] | None = None
    ) -> bool:
        """Put a commit at the tip, from the tip as it is then. Return False where nothing changes.

        Args:
            said: its message.
            changes: looks at the tip, and says what is to change there.
            tags: release → the commit that holds it, as `changes` has left them.
        """
        for attempt in range(self._attempts):
            refs = self._look()
            wanted = changes()
            if wanted is None:
                return False
            new = write_commit(self._branch.writing, said, refs.tip, wanted)
            if self._branch.move(refs, new, tags or {}):
                self._seen = None
                return True
            # Lest two race for ever.
            time.sleep(random.uniform(0, min(_PAUSE_SECONDS * 2**attempt, _LONGEST_PAUSE_SECONDS)))  # noqa: S311
        raise RaceError(
            _("Others have moved the branch {branch} {count} times.", branch=self.place, count=self._attempts),
            _("Run the command again."),
        )

    def _witness(self, name: str, there: Kept) -> None:
        """Give a release on the branch a tag, if that is just what lies there."""
        refs, tree = self._now
        if tree.top[name].id == there.id:
            self._branch.move(refs, refs.tip, {name: there.commit})
            self._seen = None

    def _witnessed(self, name: str, manifest: Manifest) -> Kept:
        """Return what a tag holds of a release that the branch has lost; it must be what is published again.

        Raises:
            ConflictError: It is something else.
        """
        refs = self._now[0]
        self._branch.fetch_tags()
        commit = refs.tags[name]
        held = Tree(self._branch.reading, commit)
        manifest_there = held.find(NAME)
        content = b""
        if manifest_there:
            with held.open(manifest_there) as file:
                content = file.read()
        is_same(content, name, manifest)
        return kept(self._branch.reading, commit)

    def _held(self, refs: Refs) -> list[str]:
        """Return what the tags hold, empty where they hold nothing."""
        asked = "".join(f"{found}^{{tree}}\n" for found in refs.tags.values())
        done = self._branch.reading.run("cat-file", "--batch-check=%(objectname)", given=asked.encode())
        return [line if " " not in line else "" for line in done.stdout.decode().splitlines()]

    def _holds(self, path: str, content: bytes) -> bool:
        """Return True where this lies at a path; git names contents by what they are, so that none has to be read."""
        folder, slash, inner = path.partition("/")
        entry = self._tree.entries(folder).get(inner) if slash else self._tree.find(path)
        return entry is not None and entry.mode == FILE and entry.id == _named(content, len(entry.id))

    @property
    def _tree(self) -> Tree:
        return self._now[1]

    @property
    def _now(self) -> tuple[Refs, Tree]:
        """What was seen last."""
        if self._seen is None:
            self._look()
        if self._seen is None:
            raise AssertionError
        return self._seen

    def _look(self) -> Refs:
        """See what the branch holds now."""
        refs = self._branch.look()
        if self._seen is None or self._seen[0].tip != refs.tip:
            self._seen = refs, Tree(self._branch.reading, refs.tip)
        else:
            self._seen = refs, self._seen[1]
        return refs


def _named(content: bytes, length: int) -> str:
    """Return how git names a content, in a repository whose names have so many digits."""
    digest = hashlib.sha256() if length == _LONG else hashlib.new("sha1", usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest()


def _folders(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
