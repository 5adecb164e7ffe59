"""Where a project is: its mkdocs.yml, its folder of documents, its schema, and what it says to reqsite."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reqsite.i18n import Message, _, language_of
from reqsite.source.contact import read_contact
from reqsite.source.limits import Limits
from reqsite.source.site_config import SiteConfig, SiteConfigError

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
AUDIENCES = ("client", "internal")
_DOCS_DIR = "docs"
"""MkDocs' own default; with another one, the command line and the plugin would read different folders."""


class ProjectError(Exception):
    """A project that is not there, or whose mkdocs.yml cannot be read or says what cannot be.

    Attributes:
        file: mkdocs.yml, or the folder in which one was looked for.
        line: From 1.
        column: From 1, in code points.
        message: What is wrong.
        hint: What to write.
    """

    def __init__(self, file: Path, message: Message, hint: Message, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Project:
    """A folder with mkdocs.yml and documents."""

    root: Path
    """The folder of mkdocs.yml; places in findings are relative to it."""
    docs_dir: Path
    config_file: Path | None
    schema_file: Path | None
    """None for the default vocabulary."""
    language: str
    """`en` or `zh`: of the site, and of messages about it."""
    site_name: str
    audience: str = "client"
    """`client` leaves out what is internal, `internal` shows all."""
    limits: Limits = field(default_factory=Limits)
    contact: Mapping[str, str] = field(default_factory=dict)
    """Way back to the team (`ask`, `object`, `change`) → template of its address."""
    address: str = ""
    """`site_url`, with `/` at its end; empty where nobody has said."""
    release: str = ""
    """The release whose portal is built (`REQSITE_RELEASE`), empty for a draft."""

    @property
    def shown_docs_dir(self) -> str:
        """The folder of documents as findings and records name it: relative to `root`, with `/` but none at its end.

        It is empty where that is `root` itself, and `../docs` or the like where it lies outside.
        """
        shown = Path(os.path.relpath(self.docs_dir, self.root)).as_posix()
        return "" if shown == "." else shown

    @classmethod
    def find(cls, start: Path, config_file: Path | None = None) -> Project:
        """Return the project around a folder: that of the nearest mkdocs.yml above it.

        Args:
            start: A folder, or a file in it.
            config_file: The mkdocs.yml to take, instead of the nearest one.

        Raises:
            ProjectError: Where there is none, or it cannot be read.
        """
        file = config_file or _nearest(start)
        try:
            return _project(file.absolute(), SiteConfig.read(file))
        except SiteConfigError as error:
            raise ProjectError(error.file, error.message, error.hint, error.line, error.column) from None


def _nearest(start: Path) -> Path:
    here = start.absolute()
    for folder in (here, *here.parents):
        for name in CONFIG_NAMES:
            if (folder / name).is_file():
                return folder / name
    raise ProjectError(
        here,
        _("There is no mkdocs.yml in this folder or above it."),
        _("Change to the project's folder, name the file with `--config-file`, or write one: `site_name: …`"),
    )


def _project(file: Path, config: SiteConfig) -> Project:
    root = file.parent
    docs_dir = root / (config.text("docs_dir") or _DOCS_DIR)
    if not docs_dir.is_dir():
        raise config.error(
            _("The folder of documents '{folder}' does not exist.", folder=docs_dir.name),
            _("Make it, or name another one: `docs_dir: …`"),
            "docs_dir",
        )
    schema = config.text("plugins", "reqsite", "schema")
    if schema and not (root / schema).is_file():
        raise config.error(
            _("The schema '{file}' does not exist.", file=schema),
            _("Write its path relative to mkdocs.yml, or leave it out for the default schema."),
            "plugins",
            "reqsite",
            "schema",
        )
    return Project(
        root=root,
        docs_dir=Path(os.path.normpath(docs_dir)),
        config_file=file,
        schema_file=Path(os.path.normpath(root / schema)) if schema else None,
        language=language_of(config.text("theme", "language") or config.text("theme", "locale")),
        site_name=config.text("site_name") or root.name,
        audience=os.environ.get("REQSITE_AUDIENCE") or _audience(config),
        limits=_limits(config),
        contact=read_contact(config),
        address=f"{address.rstrip('/')}/" if (address := config.text("site_url")) else "",
        release=os.environ.get("REQSITE_RELEASE", ""),
    )


def _audience(config: SiteConfig) -> str:
    audience = config.text("plugins", "reqsite", "audience") or AUDIENCES[0]
    if audience not in AUDIENCES:
        raise config.error(
            _("'audience' must be client or internal."),
            _("Write `audience: client`."),
            "plugins",
            "reqsite",
            "audience",
        )
    return audience


def _limits(config: SiteConfig) -> Limits:
    asked: dict[str, int] = {}
    for limit in dataclasses.fields(Limits):
        path = ("plugins", "reqsite", "limits", limit.name)
        text = config.text(*path)
        if text and not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise config.error(
                _("'{name}' must be a whole number above 0.", name=limit.name),
                _("Write `{name}: {number}`.", name=limit.name, number=limit.default),
                *path,
            )
        if text:
            asked[limit.name] = int(text)
    return Limits(**asked)
