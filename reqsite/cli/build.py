"""`reqsite build`: the portal, made by the site builder in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.command import Option, verb
from reqsite.cli.epoch import refuse_bad_epoch
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.site_builder import HOSTS, choose_host, explain_crash, run_site_builder
from reqsite.cli.terminal import write_data
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

DEADLINE_SECONDS = 3600.0


def audience_option() -> Option:
    """Return the option that `build` and `serve` share."""
    return Option(
        "--audience",
        type=click.Choice(["client", "internal"]),
        help=_("client leaves out what is internal, internal shows all; else what mkdocs.yml says."),
    )


def host_option() -> Option:
    """Return the option that names the site builder."""
    return Option(
        "--host",
        type=click.Choice(["auto", *HOSTS]),
        default="auto",
        show_default=True,
        help=_("The site builder; auto takes the one that is installed."),
    )


def timeout_option() -> Option:
    """Return the option that stops a build that hangs."""
    return Option(
        "--timeout",
        type=click.FloatRange(min=1),
        default=DEADLINE_SECONDS,
        show_default=True,
        metavar="SECONDS",
        help=_("Stop a build that takes longer."),
    )


@verb(
    "build",
    _(
        "Makes the site with MkDocs or ProperDocs and prints the path of the page to open. "
        "Mistakes in records are told and the portal is built all the same; with --strict they end the build."
    ),
    [
        ("reqsite build", _("the portal that a client sees")),
        ("reqsite build --audience internal", _("with what is internal")),
        ("reqsite build --strict --site-dir public", _("in CI")),
    ],
    [
        Option("--strict", is_flag=True, help=_("Fail on mistakes in records and on warnings of the site builder.")),
        audience_option(),
        Option(
            "-d",
            "--site-dir",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help=_("Where to write the portal; else what mkdocs.yml says."),
        ),
        host_option(),
        timeout_option(),
    ],
)
def command(
    session: Session, *, strict: bool, audience: str | None, site_dir: Path | None, host: str, timeout: float
) -> Exit:
    """Build the portal and say where to open it."""
    refuse_bad_epoch()
    folder = (Path.cwd() / site_dir if site_dir else session.site_dir).resolve()
    name = choose_host(host)
    arguments = ["build", "--config-file", str(session.config), "--site-dir", str(folder)]
    outcome = run_site_builder(session, name, [*arguments, *(["--strict"] if strict else [])], audience, timeout)
    if outcome.crashed:
        raise explain_crash(name, outcome)
    if outcome.code != 0:
        raise CommandError(_("The portal was not built; what is wrong stands above."), Exit.FINDINGS)
    _tell_findings(session)
    index = folder / "index.html"
    session.say(_("The portal is built. Open:"))
    write_data(f"{index if index.is_file() else folder}\n")
    return Exit.FINE


def _tell_findings(session: Session) -> None:
    """Say how many mistakes the portal was built with."""
    from reqsite.checks.reporters.text import summary  # noqa: PLC0415 - `--help` needs no checks

    session.say(summary(session.workspace.report()))
