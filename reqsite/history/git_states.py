"""States of a project as git has them: each read with its own mkdocs.yml and schema, each content once.

The files of a commit are written into a temporary folder; of the next commit only those that differ, so that
`reqsite.source.load` reads again nothing that it has read.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reqsite.history.entry import State, state_of
from reqsite.history.git import Blob, Blobs, Repository
from reqsite.i18n import Message, _
from reqsite.model.catalog import Catalog
from reqsite.model.finding import Finding, Severity
from reqsite.model.record import Record, fold_id
from reqsite.model.scratch import scratch_folder
from reqsite.source.load import Cache, load
from reqsite.source.project import CONFIG_NAMES, Project, ProjectError
from reqsite.source.schema_file import SchemaFile, default_schema, read_schema
from reqsite.source.site_config import SiteConfig, SiteConfigError

_MOST_PARENTS = 10
_MOST_LINKS = 10
_LONGEST_LINK = 4096


class UnreadableStateError(Exception):
    """A commit that holds no project that can be read.

    Attributes:
        place: File and line, as `docs/a.md:3`; empty where it is about no file.
        message: What is wrong.
    """

    def __init__(self, place: str, message: Message) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


@dataclass(frozen=True)
class GitState:
    """The records of one commit, and what could not be read of it."""

    state: State
    findings: tuple[Finding, ...]
    """Errors of the reader and of the schema file: what they stand at is missing, or read otherwise than meant."""
    doubles: tuple[tuple[Record, Record], ...]
    """(the record that counts, one with the same id that does not)."""


class GitStates:
    """Reads the states of one repository; make it with `open_states`."""

    def __init__(self, repository: Repository, config_name: str, blobs: Blobs, folder: Path) -> None:
        self.repository = repository
        self._config_names = tuple(dict.fromkeys((config_name, *CONFIG_NAMES)))
        self._blobs = blobs
        self._tree = _WrittenTree(folder, blobs)
        self._settings_files: set[str] = set()
        """mkdocs.yml and those that it inherits from."""
        self._cache: Cache = {}
        self._last: tuple[str, dict[str, Blob], GitState] | None = None

    @property
    def folder(self) -> Path:
        """Where the files of the commit that was read last lie, until all is closed."""
        return self._tree.folder

    def read(self, commit: str, name: str) -> GitState:
        """Return the state of a commit.

        Args:
            commit: Its full id.
            name: What the state is to be called.

        Raises:
            UnreadableStateError: It holds no project.
            GitError: git does not give it away.
        """
        tree = self.repository.tree(commit)
        config = self._config_of(tree)
        with _explained(self._tree.folder):
            settings = self._settings(tree, config)
            docs = self._beside(config, settings.text("docs_dir") or "docs")
            wanted = {path: tree[path] for path in self._settings_files if path in tree} | _below(tree, docs)
            schema = settings.text("plugins", "reqsite", "schema")
            if schema and (path := self._beside(config, schema)) in tree:
                wanted[path] = tree[path]
            self._tree.become(wanted)
            if self._last and self._last[:2] == (config, wanted):  # a commit that changed nothing of it
                return replace(self._last[2], state=replace(self._last[2].state, name=name))
            project = Project.find(self._tree.folder, self._tree.folder / config)
        schema_file = _schema_of(project)
        sources = load(project, schema_file.schema, self._cache)
        catalog = Catalog(sources.records, schema_file.schema)
        errors = tuple(f for f in (*schema_file.findings, *sources.findings) if f.severity is Severity.ERROR)
        read = GitState(state_of(catalog, name), errors, _doubles(sources.records))
        self._last = config, wanted, read
        return read

    def export(self, commit: str, folder: Path) -> Path:
        """Write all files of a commit into an empty folder, their bytes as git keeps them, and return its mkdocs.yml.

        Raises:
            UnreadableStateError: It holds no project.
            GitError: git does not give it away.
        """
        tree = self.repository.tree(commit)
        config = self._config_of(tree)
        _WrittenTree(folder, self._blobs).become(tree)
        return folder / config

    def _config_of(self, tree: Mapping[str, Blob]) -> str:
        for name in self._config_names:
            path = posixpath.normpath(self.repository.prefix + name)
            if path in tree:
                return path
        raise UnreadableStateError("", _("There is no mkdocs.yml."))

    def _settings(self, tree: Mapping[str, Blob], config: str) -> SiteConfig:
        """Return what mkdocs.yml says; a file that it inherits from is written when it turns out to be missing."""
        self._settings_files.add(config)
        for path in self._settings_files:
            self._tree.write(tree, path)
        for _parent in range(_MOST_PARENTS):
            try:
                return SiteConfig.read(self._tree.folder / config)
            except SiteConfigError as error:
                parent = posixpath.relpath(os.path.normpath(error.file), self._tree.folder)
                if parent not in tree or parent in self._settings_files:
                    raise
                self._settings_files.add(parent)
                self._tree.write(tree, parent)
        return SiteConfig.read(self._tree.folder / config)

    def _beside(self, config: str, written: str) -> str:
        """Return a path that stands in mkdocs.yml as one from the root of the repository."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(config), written))
        if path.startswith(("../", "/")) or path == "..":
            raise UnreadableStateError(config, _("'{path}' lies outside of the repository.", path=written))
        return path


@contextlib.contextmanager
def open_states(project: Project) -> Iterator[GitStates]:
    """Open the repository that a project lies in.

    Raises:
        GitError: git is missing, or the project is in no repository.
    """
    repository = Repository.of(project.root)
    name = project.config_file.name if project.config_file else CONFIG_NAMES[0]
    with scratch_folder() as folder, repository.blobs() as blobs:
        yield GitStates(repository, name, blobs, folder)


class _WrittenTree:
    """A folder with files of a commit, which becomes that of another one with as little writing as can be."""

    def __init__(self, folder: Path, blobs: Blobs) -> None:
        self.folder = folder
        self._blobs = blobs
        self._written: dict[str, str] = {}
        self._stamp = 1

    def become(self, wanted: Mapping[str, Blob]) -> None:
        """Make the folder hold these files, and no others."""
        for path in [path for path in self._written if path not in wanted]:
            self._remove(path)
        for path in wanted:
            self.write(wanted, path)

    def write(self, tree: Mapping[str, Blob], path: str) -> None:
        """Make one file what it is in a tree, unless it is that already; a link is written as what it leads to."""
        blob = self._followed(tree, path)
        if blob is None:
            self._remove(path)
            return
        if self._written.get(path) == blob.id:
            return
        target = self.folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            self._blobs.write(blob, target)
        except OSError as error:
            reason = error.strerror or ""
            raise UnreadableStateError(path, _("This file cannot be written here: {reason}", reason=reason)) from None
        # Two contents of the same size within a tick of the clock must not look like one to the reader's cache.
        self._stamp += 1
        os.utime(target, ns=(self._stamp, self._stamp))
        self._written[path] = blob.id

    def _remove(self, path: str) -> None:
        if self._written.pop(path, None) is None:
            return
        (self.folder / path).unlink(missing_ok=True)
        for folder in Path(path).parents:
            try:
                (self.folder / folder).rmdir()
            except OSError:
                return

    def _followed(self, tree: Mapping[str, Blob], path: str) -> Blob | None:
        """Return the content at a path; behind a link, that of the file of the tree that it leads to."""
        for _step in range(_MOST_LINKS):
            blob = tree.get(path)
            if blob is None or not blob.is_link:
                return blob
            target = os.fsdecode(self._blobs.read(blob, _LONGEST_LINK))
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return None


def _below(tree: Mapping[str, Blob], folder: str) -> dict[str, Blob]:
    if folder == ".":
        return dict(tree)
    return {path: blob for path, blob in tree.items() if path.startswith(folder + "/")}


def _schema_of(project: Project) -> SchemaFile:
    if project.schema_file is None:
        return SchemaFile(default_schema())
    return read_schema(project.schema_file, posixpath.relpath(project.schema_file, project.root))


def _doubles(records: tuple[Record, ...]) -> tuple[tuple[Record, Record], ...]:
    first: dict[str, Record] = {}
    return tuple((one, r) for r in records if (one := first.setdefault(fold_id(r.id), r)) is not r)


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Make a mkdocs.yml that cannot be read a state that cannot be."""
    try:
        yield
    except (SiteConfigError, ProjectError) as error:
        file = posixpath.relpath(error.file, folder)
        raise UnreadableStateError(f"{file}:{error.line}", error.message) from None
