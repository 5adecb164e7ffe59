"""`reqsite export`: the records in the formats of other programs."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.build import audience_option
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import write_data
from reqsite.i18n import Message, _
from reqsite.source.whole_file import write_whole

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.exchange.subject import Subject

_TABLES = ("requirements", "matrix", "glossary", "changes")
_PAPERS = ("specification", "sheet")


@verb(
    "export",
    _(
        "Writes the records as other programs read them: `csv` a table, `xlsx` a workbook with all tables or one, "
        "`docx` the specification or a role's confirmation sheet, `gherkin` a feature file for each requirement whose "
        "criteria have steps. The tables are requirements, matrix, glossary and changes. The path is printed."
    ),
    [
        ("reqsite export xlsx", _("all tables, with filters, frozen heads and links")),
        ("reqsite export csv matrix --output matrix.csv", _("one table")),
        ("reqsite export docx", _("the specification, for who wants a Word file")),
        ("reqsite export docx sheet --role decider", _("the confirmation sheet of a role, to sign on paper")),
        ("reqsite export gherkin --output features", _("for the tools that run tests")),
    ],
    [
        click.Argument(["style"], type=click.Choice(["csv", "xlsx", "docx", "gherkin"])),
        click.Argument(["what"], required=False, default=""),
        Option("--output", "-o", metavar="PATH", help=_("The file; for gherkin the folder. Else a name of its own.")),
        Option("--role", metavar="ROLE", help=_("Of docx sheet: whose.")),
        Option("--site-url", default="", metavar="URL", help=_("Where the portal is, for the links of the file.")),
        audience_option(),
    ],
)
def command(
    session: Session,
    *,
    style: str,
    what: str,
    output: str | None,
    role: str | None,
    site_url: str,
    audience: str | None,
) -> Exit:
    """Write a file."""
    known = _PAPERS if style == "docx" else _TABLES
    if style == "gherkin" and what:
        raise wrong_call(_("gherkin exports the criteria of all requirements."))
    if what and what not in known:
        raise wrong_call(_("{format} has no {name}.", format=style, name=what), _names(known))
    if style == "csv" and not what:
        raise wrong_call(_("Which table?"), _names(known))
    if (role is None) == (what == "sheet"):
        raise wrong_call(_("--role goes with `reqsite export docx sheet`."))
    from reqsite.exchange.errors import MissingPackageError  # noqa: PLC0415 - `--help` needs none
    from reqsite.exchange.subject import Subject  # noqa: PLC0415

    address = f"{site_url.rstrip('/')}/" if site_url else ""
    seen_by = audience or session.project.audience
    subject = Subject.of(session.workspace, seen_by, session.project.language, address)
    try:
        if style == "gherkin":
            return _gherkin(session, subject, Path(output or "features"))
        content = _content(session, subject, style, what, role or "")
    except MissingPackageError as error:
        raise CommandError(error.message, Exit.CRASH) from None
    path = Path(output or f"{what or ('specification' if style == 'docx' else 'requirements')}.{style}")
    _write(path, content)
    write_data(f"{path}\n")
    return Exit.FINE


def _names(names: tuple[str, ...]) -> Message:
    return _("Write one of: {words}.", words=", ".join(names))


def _content(session: Session, subject: Subject, style: str, what: str, role: str) -> bytes:
    from reqsite.exchange.tables import TABLES  # noqa: PLC0415 - as above

    if style == "csv":
        from reqsite.exchange.csv_file import csv_bytes  # noqa: PLC0415

        return csv_bytes(TABLES[what](subject))
    if style == "xlsx":
        from reqsite.exchange.xlsx_file import xlsx_bytes  # noqa: PLC0415

        names = (what,) if what else _TABLES
        return xlsx_bytes([TABLES[name](subject) for name in names], subject.name, _today())
    from reqsite.exchange import docx_file  # noqa: PLC0415

    release, digest = _release(subject)
    imprint = docx_file.Imprint(release, digest, _today(), session.project.docs_dir)
    if what == "sheet":
        if role not in subject.confirmations.roles:
            hint = _("`confirmation:` in schema.yml says which role confirms what.")
            raise wrong_call(_("{role} has nothing to confirm.", role=role), hint)
        return docx_file.sheet(subject, imprint, role)
    return docx_file.specification(subject, imprint)


def _release(subject: Subject) -> tuple[str, str]:
    """Return the release whose records these are, empty where they are of none, and their digest."""
    digest = subject.state.catalog_digest()
    last = subject.ledger.latest
    return (last.name if last and last.catalog_digest == digest else ""), digest


def _gherkin(session: Session, subject: Subject, folder: Path) -> Exit:
    from reqsite.exchange.gherkin import features  # noqa: PLC0415 - as above

    written = 0
    for name, text in features(subject.catalog.of("requirement")):
        _write(folder / name, text.encode())
        written += 1
    if not written:
        session.say(_("No requirement has criteria with steps (Given, When, Then)."))
        return Exit.FINE
    write_data(f"{folder}\n")
    return Exit.FINE


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        reason = error.strerror or ""
        raise CommandError(_("{path} cannot be written: {reason}", path=path, reason=reason), Exit.TARGET) from None


def _today() -> dt.date:
    from reqsite.portal.build_date import build_date  # noqa: PLC0415 - as above

    return build_date(os.environ)
