"""`reqsite withdraw`: a release that is out holds no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reqsite.cli.command import Option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.publication import now
from reqsite.cli.publishing import BRANCH, explained, open_store, store_option
from reqsite.cli.who import by_option, person, person_or_git
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.publish.store import Store

LONGEST = 500
"""Characters of a reason."""


@verb(
    "withdraw",
    _(
        "Says in the journal, on the list of all releases and on every page of the release's portal that it holds no "
        "longer, and why. Its bytes stay, and verify; its name is never used again. An alias must be moved away first. "
        "`--redact` is for what must not be anywhere, a secret or a person's data: it takes the content away, and "
        "leaves the manifest and a page that says so. Two persons answer for that. There is no way to delete a release."
    ),
    [
        ('reqsite withdraw 1.1.0 --reason "The prices were those of last year."', _("it stays readable")),
        (
            'reqsite withdraw 1.1.0 --redact --by "Li Si" --witness "Zhao Liu" --reason "A password was in it."',
            _("its content goes"),
        ),
    ],
    [
        click.Argument(["version"]),
        Option("--reason", required=True, metavar="TEXT", help=_("Why, for everybody who reads the release.")),
        by_option(),
        Option("--redact", is_flag=True, help=_("Take the content away, for good.")),
        Option("--witness", metavar="NAME", help=_("The second person, who has seen that --redact is right.")),
        store_option(),
    ],
)
def command(
    session: Session, *, version: str, reason: str, by: str | None, redact: bool, witness: str | None, store: str
) -> Exit:
    """Withdraw a release."""
    why = _reason(reason)
    if redact:
        return _redact(session, version, why, by=by, witness=witness, store=store)
    if witness is not None:
        raise wrong_call(_("--witness goes with --redact."))
    who = person_or_git(by)
    with explained(session):
        from reqsite.publish.life import Steward  # noqa: PLC0415 - `--help` needs none of it

        kept = open_store(session, store)
        kept.check()
        is_new = Steward(kept, now(), who).withdraw(version, why)
        stays = _other_edition(kept, version)
    if not is_new:
        session.say(_("Release {name} is withdrawn already.", name=version))
        return Exit.FINE
    session.say(_("Release {name} is withdrawn. Its bytes stay, and its name is never used again.", name=version))
    if stays:
        session.say(_("{name} has the same records, and is not withdrawn by this.", name=stays))
    return Exit.FINE


def _redact(session: Session, version: str, why: str, *, by: str | None, witness: str | None, store: str) -> Exit:
    """Take the content of a release away."""
    if by is None or witness is None or person(by).casefold() == person(witness).casefold():
        raise wrong_call(
            _("Two persons answer for taking content away."), _('`--by "Li Si" --witness "Zhao Liu"` names them.')
        )
    with explained(session):
        from reqsite.publish.life import Steward  # noqa: PLC0415 - as above

        kept = open_store(session, store)
        kept.check()
        is_new = Steward(kept, now(), person(by)).redact(version, why, person(witness))
    if not is_new:
        session.say(_("The content of {name} is taken away already.", name=version))
        return Exit.FINE
    session.say(
        _("The content of {name} is taken away; its manifest, and a page that says so, are left.", name=version)
    )
    session.warn(_where_it_may_be(store, kept.place, version))
    return Exit.FINE


def _where_it_may_be(store: str, place: str, version: str) -> Message:
    """Return what the person must see to, as no program can."""
    if store.startswith(BRANCH):
        return _(
            "The history of {branch} and the tag of the release still hold the content. Take both out by hand: "
            "`git filter-repo --path {name} --invert-paths` on a copy, the tag deleted, pushed with force. Ask the "
            "host to collect its garbage, and tell everybody who has a clone. Change a password that was in it, "
            "whatever else you do.",
            branch=place,
            name=version,
        )
    return _(
        "Copies, backups, caches and the web server may still hold the content: bring the store there anew, and see to "
        "the others. Change a password that was in it, whatever else you do."
    )


def _other_edition(kept: Store, folder: str) -> str:
    """Return the edition of the same release that lists still show, empty where there is none."""
    from reqsite.publish.names import split_edition  # noqa: PLC0415 - as above
    from reqsite.publish.pointers import read_holdings  # noqa: PLC0415

    release = split_edition(folder)[0]
    return next((head.folder for head in read_holdings(kept).current if head.frame.version == release), "")


def _reason(written: str) -> str:
    reason = " ".join(written.split())
    if not reason or len(reason) > LONGEST or not reason.isprintable():
        raise wrong_call(_("A reason has 1 to {limit} characters.", limit=LONGEST))
    return reason
