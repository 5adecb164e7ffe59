"""`reqsite serve`: the portal, made again after each change of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsite.cli.build import audience_option, host_option
from reqsite.cli.command import Option, verb
from reqsite.cli.epoch import refuse_bad_epoch
from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.site_builder import choose_host, explain_crash, run_site_builder
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session


@verb(
    "serve",
    _(
        "Builds the portal, serves it on this machine and builds it again when a file changes, until Ctrl-C. "
        "Nothing is written into the project."
    ),
    [
        ("reqsite serve --open", _("and open the browser")),
        ("reqsite serve --dev-addr 127.0.0.1:8001", _("on another port")),
    ],
    [
        Option("-a", "--dev-addr", metavar="HOST:PORT", help=_("Where to serve it; else what mkdocs.yml says.")),
        Option("-o", "--open", "open_browser", is_flag=True, help=_("Open the portal in a browser.")),
        Option("--strict", is_flag=True, help=_("Fail on mistakes in records and on warnings of the site builder.")),
        audience_option(),
        host_option(),
    ],
)
def command(
    session: Session, *, dev_addr: str | None, open_browser: bool, strict: bool, audience: str | None, host: str
) -> Exit:
    """Serve the portal until Ctrl-C."""
    refuse_bad_epoch()
    name = choose_host(host)
    arguments = ["serve", "--config-file", str(session.config)]
    arguments += ["--dev-addr", dev_addr] if dev_addr else []
    arguments += ["--open"] if open_browser else []
    arguments += ["--strict"] if strict else []
    outcome = run_site_builder(session, name, arguments, audience)
    if outcome.crashed:
        raise explain_crash(name, outcome)
    if outcome.code != 0:
        raise CommandError(_("The portal was not built; what is wrong stands above."), Exit.FINDINGS)
    return Exit.FINE
