"""One call of the command line: what was asked for, for whom, and the project it is about."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.terminal import printable, write_data, write_message
from reqsite.i18n import Message, _, language_of

if TYPE_CHECKING:
    from reqsite.history.ledger import Ledger
    from reqsite.source.project import Project
    from reqsite.source.schema_file import SchemaFile
    from reqsite.workspace import Workspace


class Session:
    """The options that every verb has, and the project once a verb asks for it."""

    def __init__(self) -> None:
        self.config_file: Path | None = None
        self.language_option = ""
        self.quiet = False
        self.debug = False

    @functools.cached_property
    def language(self) -> str:
        """The language of messages: the option, else REQSITE_LANG, else the site's, else English."""
        asked = self.language_option or os.environ.get("REQSITE_LANG", "")
        if asked:
            return language_of(asked)
        try:
            return self.project.language
        except Exception:  # noqa: BLE001 - a broken site has no language; the verb will say what is wrong with it
            return "en"

    @functools.cached_property
    def project(self) -> Project:
        """The project in whose folder the command was called."""
        from reqsite.source.project import Project, ProjectError  # noqa: PLC0415 - `reqsite --help` needs none

        try:
            return Project.find(Path.cwd(), self.config_file)
        except ProjectError as error:
            raise _no_project(error.file, error.line, error.column, error.message, error.hint) from None

    def elsewhere(self, config_file: Path) -> Session:
        """Return the same call, in the same language, about another project."""
        other = Session()
        other.config_file, other.language_option = config_file, self.language
        other.quiet, other.debug = self.quiet, self.debug
        return other

    @property
    def config(self) -> Path:
        """The project's mkdocs.yml."""
        return self.project.config_file or self.project.root / "mkdocs.yml"

    @property
    def site_dir(self) -> Path:
        """The folder that the site is built into, as mkdocs.yml has it."""
        from reqsite.source.site_config import SiteConfig  # noqa: PLC0415 - as above

        return self.project.root / (SiteConfig.read(self.config).text("site_dir") or "site")

    @functools.cached_property
    def schema_file(self) -> SchemaFile:
        """The project's vocabulary, read without its records."""
        from reqsite.workspace import open_schema  # noqa: PLC0415 - as above

        return open_schema(self.project)

    @functools.cached_property
    def ledger(self) -> Ledger:
        """What the releases froze, read without the records that there are now."""
        from reqsite.history.ledger_files import read_ledger  # noqa: PLC0415 - as above

        return read_ledger(self.project.root)

    @functools.cached_property
    def workspace(self) -> Workspace:
        """The project's records, read once."""
        from reqsite.cli.progress import Progress  # noqa: PLC0415 - as above
        from reqsite.workspace import open_workspace  # noqa: PLC0415

        project = self.project
        with Progress(self, _("Reading {folder}", folder=project.docs_dir.name)):
            return open_workspace(project)

    def words(self, message: Message) -> str:
        """Return a message in the reader's language, fit for a terminal."""
        return printable(message.to(self.language))

    def say(self, message: Message) -> None:
        """Tell the person something on stderr, unless the call was `--quiet`."""
        if not self.quiet:
            write_message(self.words(message))

    def warn(self, message: Message) -> None:
        """Tell the person on stderr what should not be missed."""
        write_message(self.words(_("warning: {message}", message=message)))

    def fail(self, failure: CommandError) -> Exit:
        """Tell the person on stderr why nothing was done, and return the exit code."""
        write_message(self.words(_("error: {message}", message=failure.message)))
        if failure.hint is not None:
            write_message(self.words(failure.hint))
        return failure.code

    def print(self, text: str) -> None:
        """Write text for people to stdout, without what a terminal would obey."""
        write_data(printable(text))


def _no_project(file: Path, line: int, column: int, message: Message, hint: Message) -> CommandError:
    """Return the error for a project that is not there (a wrong call) or cannot be read (wrong content)."""
    if file.is_file():
        place = f"{os.path.relpath(file)}:{line}:{column}"
        return CommandError(_("{place}: {message}", place=place, message=message), Exit.FINDINGS, hint)
    if file.is_dir():
        return CommandError(message, Exit.USAGE, hint)
    return CommandError(_("There is no file {file}.", file=file), Exit.USAGE)
