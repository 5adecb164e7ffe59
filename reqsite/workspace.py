"""A project as it stands on the disk now, read once and checked once: what the command line and the plugin share."""

from __future__ import annotations

import functools
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.model.catalog import Catalog
from reqsite.model.collection import without_collection
from reqsite.model.mentions import Mentions
from reqsite.source.load import Cache, Sources, load
from reqsite.source.schema_file import SchemaFile, default_schema, read_schema

if TYPE_CHECKING:
    from reqsite.checks.run import Report
    from reqsite.confirm.kept import Receipts
    from reqsite.confirm.standing import Confirmations
    from reqsite.history.entry import State
    from reqsite.history.ledger import Ledger
    from reqsite.history.suspects import Suspects
    from reqsite.model.schema import Schema
    from reqsite.results.kept import Results
    from reqsite.source.project import Project


@dataclass(frozen=True)
class Workspace:
    """A project, its vocabulary, what its files hold, and the graph of its records."""

    project: Project
    schema_file: SchemaFile
    sources: Sources
    catalog: Catalog

    @property
    def schema(self) -> Schema:
        """The project's vocabulary."""
        return self.schema_file.schema

    @functools.cached_property
    def mentions(self) -> Mentions:
        """The finder of references and terms in texts; dear to make, so there is one."""
        return Mentions(self.catalog)

    @functools.cached_property
    def ledger(self) -> Ledger:
        """What the releases froze."""
        from reqsite.history.ledger_files import read_ledger  # noqa: PLC0415 - who only looks a record up needs no history

        with without_collection():
            return read_ledger(self.project.root)

    @functools.cached_property
    def state(self) -> State:
        """The records as a release would freeze them now."""
        from reqsite.history.entry import state_of  # noqa: PLC0415 - as above

        with without_collection():
            return state_of(self.catalog, like=self.ledger.last_state)

    @functools.cached_property
    def receipts(self) -> Receipts:
        """The answers that came back in files."""
        from reqsite.confirm.kept import read_receipts  # noqa: PLC0415 - as above

        return read_receipts(self.project.root, self.schema)

    @functools.cached_property
    def results(self) -> Results:
        """The runs of tests that the project keeps."""
        from reqsite.results.kept import read_results  # noqa: PLC0415 - as above

        return read_results(self.project.root)

    @functools.cached_property
    def confirmations(self) -> Confirmations:
        """Who has agreed to the records as they stand now."""
        from reqsite.confirm.given import given_in  # noqa: PLC0415 - as above
        from reqsite.confirm.standing import Confirmations  # noqa: PLC0415

        given = (*self.receipts.given(), *given_in(self.state, self.ledger))
        return Confirmations(self.state, self.ledger, self.schema, given)

    @functools.cached_property
    def suspects(self) -> Suspects:
        """The links that should be looked at again."""
        from reqsite.history.suspects import suspects  # noqa: PLC0415 - as above

        return suspects(self.catalog, self.ledger, self.state)

    def report(self) -> Report:
        """Return what the checks say of the project; they run at the first call."""
        return self._report

    @functools.cached_property
    def _report(self) -> Report:
        from reqsite.checks.chapters import EMPTY_CHAPTER, SETTING, chapters_of  # noqa: PLC0415 - as below
        from reqsite.checks.pages import read_pages  # noqa: PLC0415 - who only looks a record up needs no checks
        from reqsite.checks.run import run  # noqa: PLC0415
        from reqsite.checks.settings import Settings  # noqa: PLC0415

        sources, project = self.sources, self.project
        return run(
            self.catalog,
            sources.records,
            findings=(*self.schema_file.findings, *sources.findings),
            docs_files=(*sources.pages, *sources.record_files, *sources.lists, *sources.files),
            places=self.schema_file.places,
            schema_file=_shown_schema(self.project),
            pages=read_pages(
                project.docs_dir,
                _shown(project, project.docs_dir) + "/",
                sources.pages,
                project.limits,
                self.catalog,
                chapters=chapters_of(Settings(self.schema.checks, (EMPTY_CHAPTER,)).words(EMPTY_CHAPTER, SETTING)),
            ),
            mentions=self.mentions,
            ledger=self.ledger,
            receipts=self.receipts,
            results=self.results,
            docs_folder=project.shown_docs_dir,
            state=lambda: self.state,
            suspects=lambda: self.suspects,
        )


def open_workspace(project: Project, cache: Cache | None = None) -> Workspace:
    """Read a project.

    Args:
        project: Where it is.
        cache: An empty dictionary that is handed over at every call spares the reading of files that did not change.
    """
    schema_file = open_schema(project)
    sources = load(project, schema_file.schema, cache)
    return Workspace(project, schema_file, sources, Catalog(sources.records, schema_file.schema))


def open_schema(project: Project) -> SchemaFile:
    """Read the project's vocabulary alone: its schema.yml, or the default one where it has none."""
    if project.schema_file is None:
        return SchemaFile(default_schema())
    return read_schema(project.schema_file, _shown_schema(project))


def _shown_schema(project: Project) -> str:
    """Return the schema's path relative to the project's root, as findings show it."""
    return _shown(project, project.schema_file) if project.schema_file else "schema.yml"


def _shown(project: Project, path: Path) -> str:
    """Return a path relative to the project's root, as findings show it."""
    return posixpath.relpath(path.as_posix(), project.root.as_posix())
