"""`reqsite confirm`: the answers that came back are filed, those on paper noted down, and what is open is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reqsite.cli.candidates import record_ids
from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

ANSWERS = ("agree", "object", "discuss")


@verb(
    "confirm",
    _(
        "`import` files the receipts that came back from clients under receipts/, once every answer in them is bound "
        "to the words of a release of this project; else it says which is not, and files nothing. `record` notes down "
        "answers that were given on paper or in a meeting, with what proves them. `status` says role by role who has "
        "agreed to what stands now, and what must be asked again because its words have changed."
    ),
    [
        (
            "reqsite confirm import receipt.json",
            _("what a client sent back, with its signature receipt.json.sig if any"),
        ),
        ("reqsite confirm import answers.zip", _("the same, packed")),
        (
            "reqsite confirm record --role decider --name 'Li Si' --evidence DOC-012 REQ-001 REQ-002",
            _("what was signed on paper"),
        ),
        (
            "reqsite confirm record --role decider --name 'Li Si' --evidence DOC-013 '*'",
            _("the release as a whole was signed on paper"),
        ),
        ("reqsite confirm status", _("who has agreed to how much")),
        ("reqsite confirm status --role decider", _("item by item, what is open first")),
    ],
    [
        click.Argument(["action"], type=click.Choice(["import", "record", "status"])),
        click.Argument(["given"], metavar="[FILE|ID]...", nargs=-1, shell_complete=record_ids),
        Option("--role", metavar="ROLE", help=_("Of record: who answered. Of status: whose items.")),
        Option("--name", metavar="NAME", help=_("Of record: the person who answered.")),
        Option(
            "--evidence",
            multiple=True,
            metavar="WHAT",
            help=_("Of record: what proves it; may be given several times."),
        ),
        Option("--answer", type=click.Choice(ANSWERS), help=_("Of record: what was said; else agree.")),
        Option("--comment", metavar="TEXT", help=_("Of record: in which words.")),
        Option("--release", metavar="VERSION", help=_("Of record: which one was answered; else the last one.")),
        Option("--date", metavar="DATE", help=_("Of record: when, YYYY-MM-DD; else today.")),
        Option("--all", "every", is_flag=True, help=_("Of record: all that the role has to confirm in the release.")),
        Option("--dry-run", is_flag=True, help=_("Of import and record: say what would be filed, and file nothing.")),
        format_option(_("Of status: text for people, or JSON.")),
    ],
)
def command(
    session: Session,
    *,
    action: str,
    given: tuple[str, ...],
    role: str | None,
    name: str | None,
    evidence: tuple[str, ...],
    answer: str | None,
    comment: str | None,
    release: str | None,
    date: str | None,
    every: bool,
    dry_run: bool,
    style: str,
) -> Exit:
    """File, note down or list answers."""
    if action != "record" and any((name, evidence, answer, comment, release, date, every)):
        raise wrong_call(_("These options belong to `reqsite confirm record`; `--help` says which belongs to what."))
    if action != "status" and style != "text":
        raise wrong_call(_("--format belongs to `reqsite confirm status`."))
    if action == "import":
        if not given or role:
            raise wrong_call(_("Which files?"), _("`reqsite confirm import receipt.json`"))
        from reqsite.cli.confirm_import import import_receipts  # noqa: PLC0415 - one of three is needed

        return import_receipts(session, given, dry_run=dry_run)
    if action == "record":
        from reqsite.cli.confirm_record import Spoken, record  # noqa: PLC0415

        spoken = Spoken(
            role or "", name or "", evidence, answer or ANSWERS[0], comment or "", release or "", date or ""
        )
        return record(session, spoken, given, every=every, dry_run=dry_run)
    if given or dry_run:
        raise wrong_call(_("`reqsite confirm status` takes no records and writes nothing."))
    from reqsite.cli.confirm_status import status  # noqa: PLC0415

    return status(session, role, style)
