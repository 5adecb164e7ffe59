"""`reqsite export`: the records in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.build import audience_option
from reqsite.cli.command import Option, verb
from reqsite.cli.epoch import refuse_bad_epoch
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.publish_frames import find_baseline, refuse_other_records
from reqsite.cli.terminal import write_data
from reqsite.i18n import Message, _
from reqsite.source.whole_file import write_whole

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.exchange.subject import Subject

_TABLES = ("requirements", "matrix", "traceability", "glossary", "changes")
_PAPERS = ("specification", "sheet")


@verb(
    "export",
    _(
        "Writes the records as other programs read them: `csv` a table, `xlsx` a workbook with all tables or one, "
        "`docx` the specification or a role's confirmation sheet, `gherkin` a feature file for each requirement whose "
        "criteria have steps. The tables are requirements, matrix, traceability, glossary and changes. A published "
        "portal has the same files under Downloads. The path is printed."
    ),
    [
        ("reqsite export xlsx", _("all tables, with filters, frozen heads and links")),
        ("reqsite export csv matrix --output matrix.csv", _("one table")),
        ("reqsite export docx", _("the specification, for who wants a Word file")),
        ("reqsite export docx sheet --role decider", _("the confirmation sheet of a role, to sign on paper")),
        ("reqsite export xlsx --release 1.2.0", _("byte for byte what the portal of the release has")),
        ("reqsite export gherkin --output features", _("for the tools that run tests")),
    ],
    [
        click.Argument(["style"], type=click.Choice(["csv", "xlsx", "docx", "gherkin"])),
        click.Argument(["what"], required=False, default=""),
        Option("--output", "-o", metavar="PATH", help=_("The file; for gherkin the folder. Else a name of its own.")),
        Option("--role", metavar="ROLE", help=_("Of docx sheet: whose.")),
        Option(
            "--release",
            metavar="VERSION",
            help=_("The file that the portal of this release has; else what stands now, with all answers so far."),
        ),
        Option(
            "--site-url",
            metavar="URL",
            help=_("Where the portal is, for the links of the file; else the site_url of mkdocs.yml."),
        ),
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
    release: str | None,
    site_url: str | None,
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
    refuse_bad_epoch()
    from reqsite.exchange.errors import MissingPackageError  # noqa: PLC0415 - `--help` needs none

    subject = _subject(session, audience or session.project.audience, release, site_url)
    try:
        if style == "gherkin":
            return _gherkin(session, subject, Path(output or "features"))
        content = _content(subject, style, what, role or "")
    except MissingPackageError as error:
        raise CommandError(error.message, Exit.CRASH) from None
    path = Path(output or f"{what or ('specification' if style == 'docx' else 'requirements')}.{style}")
    _write(path, content)
    write_data(f"{path}\n")
    return Exit.FINE


def _names(names: tuple[str, ...]) -> Message:
    return _("Write one of: {words}.", words=", ".join(names))


def _subject(session: Session, audience: str, version: str | None, site_url: str | None) -> Subject:
    """Return what is exported, as the portal of the same release and audience has it."""
    from reqsite.exchange.subject import Subject  # noqa: PLC0415 - as above
    from reqsite.portal.addresses import Addresses  # noqa: PLC0415
    from reqsite.publish.site_settings import opens_from_a_folder  # noqa: PLC0415

    release = ""
    if version is not None:
        baseline = find_baseline(session.ledger, version)
        refuse_other_records(session, baseline)
        release = baseline.name
    project = session.project
    asked = f"{site_url.rstrip('/')}/" if site_url else ""
    address = asked or Subject.address_of(project.address, release)
    addresses = Addresses(directory_urls=not opens_from_a_folder(session.config))
    return Subject.of(session.workspace, audience, project.language, address, release=release, addresses=addresses)


def _content(subject: Subject, style: str, what: str, role: str) -> bytes:
    from reqsite.exchange.tables import TABLES  # noqa: PLC0415 - as above

    if style == "csv":
        from reqsite.exchange.csv_file import csv_bytes  # noqa: PLC0415

        return csv_bytes(TABLES[what](subject))
    if style == "xlsx":
        from reqsite.exchange.takeaways import tables_of, workbook  # noqa: PLC0415

        return workbook(subject, [TABLES[what](subject)] if what else [*tables_of(subject).values()])
    from reqsite.exchange import docx_file  # noqa: PLC0415

    if what == "sheet":
        if role not in subject.roles:
            hint = _("`confirmation:` in schema.yml says which role confirms what.")
            raise wrong_call(_("{role} has nothing to confirm.", role=role), hint)
        return docx_file.sheet(subject, role)
    return docx_file.specification(subject)


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
