"""`reqsite alias`: which release a name like `latest` leads to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reqsite.cli.columns import table
from reqsite.cli.command import format_option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.publication import now
from reqsite.cli.publishing import explained, open_store, store_option
from reqsite.cli.terminal import printable_json, write_data
from reqsite.cli.who import by_option, person_or_git
from reqsite.i18n import _

if TYPE_CHECKING:
    from reqsite.cli.session import Session

ACTIONS = ("list", "set")


@verb(
    "alias",
    _(
        "`list` prints the aliases of a store and the releases that they lead to. `set NAME VERSION` lets one lead to "
        "a release that is there, holds, and verifies; `latest` too, which is how to go back to an earlier release. "
        "Only pointers change, no release does. A new release moves `latest`, and no other alias; a new edition takes "
        "the place of the one before it in all of them."
    ),
    [
        ("reqsite alias list", _("what leads where")),
        ("reqsite alias set latest 1.1.0", _("back to an earlier release")),
        ("reqsite alias set agreed 1.2.0", _("an address to hand on that stays: agreed/index.html")),
    ],
    [
        click.Argument(["action"], type=click.Choice(ACTIONS)),
        click.Argument(["names"], nargs=-1, metavar="[NAME VERSION]"),
        store_option(),
        by_option(),
        format_option(_("Of `list`: text for people, or JSON.")),
    ],
)
def command(session: Session, *, action: str, names: Sequence[str], store: str, by: str | None, style: str) -> Exit:
    """List or set aliases."""
    if action == "list":
        if names or by is not None:
            raise wrong_call(_("`list` takes neither a name nor --by."))
        return _list(session, store, style)
    if len(names) != 2:  # noqa: PLR2004 - an alias and a release
        raise wrong_call(_("Which alias, and which release?"), _("`reqsite alias set latest 1.2.0`"))
    if style != "text":
        raise wrong_call(_("--format belongs to `list`."))
    alias, version = names
    person = person_or_git(by)
    with explained(session):
        from reqsite.publish.life import Steward  # noqa: PLC0415 - `--help` needs none of it

        kept = open_store(session, store)
        kept.check()
        head, is_new = Steward(kept, now(), person).set_alias(alias, version)
    values = {"alias": alias, "name": head.folder}
    session.say(_("{alias} leads to {name}.", **values) if is_new else _("{alias} leads to {name} already.", **values))
    if head.folder != version:
        session.say(_("It is the newest edition of {version}.", version=head.frame.version))
    return Exit.FINE


def _list(session: Session, store: str, style: str) -> Exit:
    with explained(session):
        from reqsite.publish.pointers import read_aliases  # noqa: PLC0415 - as above

        aliases = read_aliases(open_store(session, store))
    if style == "json":
        write_data(printable_json(json.dumps({"aliases": dict(aliases)}, ensure_ascii=False, indent=2)) + "\n")
    elif aliases:
        rows = [[session.words(head) for head in (_("Alias"), _("Release"))], *map(list, aliases.items())]
        session.print("\n".join(table(rows)) + "\n")
    else:
        session.say(_("No alias leads anywhere: nothing is released here yet."))
    return Exit.FINE
