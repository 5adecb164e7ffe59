"""A branch of the repository here: one transaction moves it, and whoever dies in one is no obstacle to the next.

What a commit holds is made in a folder of its own, whose name is one of those that git itself takes away when they are
old, and comes to the objects of the repository only when it is there whole.
"""

from __future__ import annotations

import os
import shutil
import stat
import uuid
import weakref
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from reqsite.i18n import _
from reqsite.publish.disk import sync_folders
from reqsite.publish.errors import TargetError
from reqsite.publish.git_branch import HEADS, TAGS, Refs, read_refs, refuse_bad_name, tags_of
from reqsite.publish.git_calls import Git, Scratch, kind_of, words
from reqsite.publish.locks import held

_LOCK = "reqsite.lock"
_MOVING = "reqsite-moving"
"""There only while refs are moved: the refs, and the commits that they get."""
_STAGE = "tmp_objdir-reqsite-"
"""`git gc` removes what is called so, once it is old."""
_PATIENCE_SECONDS = 60.0
_UPDATE = ("-c", "core.filesRefLockTimeout=5000", "update-ref", "--stdin")


class LocalBranch:
    """A branch of a repository on this computer.

    Args:
        repository: a folder in it.
        branch: its name, without `refs/heads/`.
    """

    def __init__(self, repository: Path, branch: str) -> None:
        self._ref = f"{HEADS}{branch}"
        self._tags = tags_of(branch)
        self.place = branch
        self.reading = Git(repository)

    @property
    def writing(self) -> Git:
        """Git for a repository with refs of its own, and with objects of its own beside those of the user's."""
        return self._scratch.git

    @cached_property
    def _scratch(self) -> Scratch:
        scratch = Scratch(kind_of(self.reading), {"GIT_OBJECT_DIRECTORY": str(self._new)})
        weakref.finalize(self, shutil.rmtree, self._new, ignore_errors=True)
        (self._new / "pack").mkdir(parents=True)
        (self._new / "info").mkdir()
        (self._new / "info/alternates").write_text(f"{self._objects}\n", encoding="utf-8")
        return scratch

    def check(self) -> None:
        """Look whether the branch could be written to."""
        refuse_bad_name(self.reading, self.place)
        done = self.reading.run("rev-parse", "--git-dir")
        if b"dubious ownership" in done.stderr:
            raise TargetError(
                _("git does not trust the folder {folder}: it belongs to somebody else.", folder=self.reading.folder),
                _("`git config --global --add safe.directory {folder}` says that it may.", folder=self.reading.folder),
            )
        if done.returncode != 0:
            raise TargetError(_("{path} is in no git repository.", path=self.reading.folder))
        listed = os.fsdecode(self.reading.run("worktree", "list", "--porcelain").stdout)
        if f"branch {self._ref}\n" in listed:
            hint = _("`git switch main` leaves it.")
            raise TargetError(_("The branch {branch} is checked out.", branch=self.place), hint)

    def look(self) -> Refs:
        """Return where it is now."""
        listed = self.reading.run("for-each-ref", "--format=%(objectname) %(refname)", self._ref, self._tags)
        return read_refs(os.fsdecode(listed.stdout), self.place)

    def fetch_tags(self) -> None:
        """Do nothing: they are here."""

    def move(self, seen: Refs, new: str, tags: Mapping[str, str]) -> bool:
        """Put a new commit at the tip, and make new tags, in one transaction."""
        self.check()
        nothing = "0" * len(new)
        moved = {self._ref: new, **{self._tags + name: commit for name, commit in tags.items()}}
        steps = (
            f"update {ref} {commit} {seen.tip or nothing if ref == self._ref else nothing}\n"
            for ref, commit in moved.items()
        )
        with held(self._folder / _LOCK, self.place, _PATIENCE_SECONDS) as lock:
            self._sweep()
            self._bring()
            self._note(moved)
            kept = () if os.name == "nt" else (lock,)
            # A git that outlives this process keeps the lock, so that nobody takes its transaction for a dead one's.
            done = self.reading.run(*_UPDATE, given="".join(steps).encode(), kept=kept)
            now = self.look()
            (self._folder / _MOVING).unlink()
        if now.tip == new and tags.items() <= now.tags.items():
            return True
        if now.tip == seen.tip and not tags.keys() & now.tags.keys():
            raise TargetError(_("git cannot write: {said}", said=words(done.stderr)))
        return False

    def _note(self, moved: Mapping[str, str]) -> None:
        lines = (f"{ref} {commit}\n" for ref, commit in moved.items())
        (self._folder / _MOVING).write_text("".join(lines), encoding="utf-8")

    def _sweep(self) -> None:
        """Take away the locks of refs that one left who died in its transaction; git itself would wait for them."""
        try:
            noted = (self._folder / _MOVING).read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        for ref, commit in (line.split(" ") for line in noted.splitlines() if line.count(" ") == 1):
            lock = self._folder / f"{ref}.lock"
            is_ours = ref.startswith((HEADS, TAGS)) and lock.is_file()
            if is_ours and lock.read_text(encoding="utf-8").strip() in {"", commit}:
                lock.unlink(missing_ok=True)

    def _bring(self) -> None:
        """Put new objects beside the others; those that are there already are the same."""
        found = [path for part in self._new.iterdir() if part.name != "info" for path in part.iterdir()]
        folders = set()
        for path in sorted(found, key=lambda path: path.suffix == ".idx"):  # git looks into a pack once it has that
            folder = self._objects / path.parent.name
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                folder.chmod(stat.S_IMODE(self._objects.stat().st_mode))  # some repositories belong to a group
            if not (folder / path.name).exists():
                path.replace(folder / path.name)
            folders.add(folder)
        sync_folders(folders)

    @cached_property
    def _objects(self) -> Path:
        return self._path("--git-path", "objects")

    @cached_property
    def _new(self) -> Path:
        return self._objects / f"{_STAGE}{uuid.uuid4().hex}"

    @cached_property
    def _folder(self) -> Path:
        """Where the refs are, for all working trees of the repository."""
        return self._path("--git-common-dir")

    def _path(self, *asked: str) -> Path:
        return Path(self.reading.folder, self.reading.said("rev-parse", *asked)).resolve()
