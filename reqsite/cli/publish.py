"""`reqsite publish`: a release, or the draft, goes out, and is never changed again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.build import host_option, timeout_option
from reqsite.cli.command import Option, verb
from reqsite.cli.epoch import refuse_bad_epoch
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.publication import Publication
from reqsite.cli.publish_all import publish_all, publish_from, tell_missing
from reqsite.cli.publish_frames import draft_frame, epoch, release_frame, rules
from reqsite.cli.publish_gate import refuse_unconfirmed_release
from reqsite.cli.publishing import explained, store_option
from reqsite.cli.site_builder import choose_host
from reqsite.cli.store_size import tell_size
from reqsite.cli.terminal import write_data
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reqsite.cli.session import Session
    from reqsite.publish.manifest import Manifest
    from reqsite.publish.publisher import Outcome


@verb(
    "publish",
    _(
        "Builds the portal for clients in a clean environment, looks over what was built, and lays it into the store: "
        "a release once and for all, in a folder of its own; the draft in the place of the one before. The records "
        "must be those that `reqsite release` froze. The same content again is no mistake and changes nothing; other "
        "content under a name that is out is refused. The path of the page to open is printed."
    ),
    [
        ("reqsite publish --release 1.2.0", _("after `reqsite release 1.2.0` and the commit")),
        ("reqsite publish --draft", _("what stands now, marked as no baseline")),
        ("reqsite publish --draft --store git:pages", _("onto a branch, without touching your files")),
        ("reqsite publish --all", _("every release that the store lacks, from the commit it was made of")),
        ("reqsite publish --release 1.2.0 --edition 2", _("the same records, in a portal whose theme was mended")),
        ("reqsite publish --release 1.2.0 --require-confirmed", _("only once everybody has agreed to it")),
        ("reqsite publish --release 1.2.0 --dry-run", _("all but the store is done")),
    ],
    [
        Option("--release", "version", metavar="VERSION", help=_("The release to publish.")),
        Option("--draft", is_flag=True, help=_("Publish what stands now as the draft, in next/.")),
        Option(
            "--all",
            "everything",
            is_flag=True,
            help=_("Publish each release that the store lacks, oldest first, from the commit it was made of."),
        ),
        Option(
            "--from",
            "revision",
            metavar="COMMIT",
            help=_("Publish the release from this branch, tag or commit, and leave the working tree alone."),
        ),
        Option(
            "--edition",
            type=click.IntRange(2, 9999),
            metavar="NUMBER",
            help=_("Publish the same records anew, beside the edition before, whose pages have a fault."),
        ),
        store_option(),
        Option(
            "--sign",
            "key",
            type=click.Path(path_type=Path),
            metavar="KEY",
            help=_("Sign the manifest of the release with this SSH key; `reqsite verify --signers` says whose it is."),
        ),
        Option(
            "--require-confirmed",
            is_flag=True,
            help=_(
                "Refuse a release while an answer that its schema.yml asks for is missing; for a role with "
                "`required: true` that is always so."
            ),
        ),
        Option("--dry-run", is_flag=True, help=_("Say what would happen, and leave the store alone.")),
        host_option(),
        timeout_option(),
    ],
)
def command(
    session: Session,
    *,
    version: str | None,
    draft: bool,
    everything: bool,
    revision: str | None,
    edition: int | None,
    store: str,
    key: Path | None,
    require_confirmed: bool,
    dry_run: bool,
    host: str,
    timeout: float,
) -> Exit:
    """Publish."""
    if draft + everything + (version is not None) != 1:
        raise wrong_call(
            _("Which of them?"),
            _("`reqsite publish --release VERSION`, `reqsite publish --draft`, or `reqsite publish --all`."),
        )
    _refuse_what_no_draft_has(key, draft=draft, require_confirmed=require_confirmed)
    _refuse_what_goes_with_a_release(version, {"--from": revision, "--edition": edition})
    refuse_bad_epoch()
    name = choose_host(host)
    with explained(session):
        publication = Publication.of(session, store, name, timeout, key, waits_for_everybody=require_confirmed)
        if everything:
            return publish_all(session, publication, dry_run=dry_run)
        _refuse_name(session, publication, version, edition or 1)
        if version is not None and revision is not None:
            outcome = publish_from(session, publication, version, revision, edition=edition or 1, dry_run=dry_run)
        else:
            outcome = _publish_what_stands(session, publication, version, edition=edition or 1, dry_run=dry_run)
        if not dry_run:
            tell_missing(session, publication)
    if outcome.is_new and not dry_run:
        tell_size(session, publication.store, outcome.manifest)
    _tell(session, outcome, dry_run=dry_run)
    _tell_edition(session, outcome, edition)
    _tell_signature(session, outcome, key)
    write_data(f"{publication.address(f'{outcome.manifest.folder}/index.html')}\n")
    return Exit.FINE


def _refuse_what_no_draft_has(key: Path | None, *, draft: bool, require_confirmed: bool) -> None:
    if key is not None and draft:
        raise wrong_call(_("--sign goes with --release or --all: nobody vouches for a draft."))
    if require_confirmed and draft:
        raise wrong_call(_("--require-confirmed goes with --release or --all: nobody confirms a draft."))


def _refuse_what_goes_with_a_release(version: str | None, options: Mapping[str, object]) -> None:
    for option, value in options.items():
        if value is not None and version is None:
            raise wrong_call(_("{option} goes with --release.", option=option))


def _refuse_name(session: Session, publication: Publication, version: str | None, edition: int) -> None:
    """Refuse a name that was withdrawn, or that an alias has, before anything else is looked at."""
    from reqsite.publish.conflicts import refuse_name  # noqa: PLC0415 - `--help` needs none of it
    from reqsite.publish.names import edition_folder  # noqa: PLC0415
    from reqsite.publish.pointers import read_holdings  # noqa: PLC0415

    if version is None:
        return
    baseline = session.ledger.find(version)
    release = baseline.name if baseline else version
    refuse_name(read_holdings(publication.store), edition_folder(release, edition))


def _publish_what_stands(
    session: Session, publication: Publication, version: str | None, *, edition: int, dry_run: bool
) -> Outcome:
    """Publish the working tree: as a release, in an edition of it, or as the draft."""
    folder = publication.folder
    frame = draft_frame(session, folder) if version is None else release_frame(session, version, folder)
    frame = replace(frame, edition=edition)
    if version is not None:
        refuse_unconfirmed_release(session, session, publication, frame.version)
    return publication.publisher(session).publish(frame, epoch(frame), rules(session, frame), dry_run=dry_run)


def _tell(session: Session, outcome: Outcome, *, dry_run: bool) -> None:
    """Say what became of it."""
    manifest = outcome.manifest
    if manifest.status == "draft":
        new, same = _("The draft is published."), _("The draft is published already, with the same content.")
    else:
        new = _("Release {name} is published.", name=manifest.folder)
        same = _("Release {name} is already published, with the same content.", name=manifest.folder)
    session.say(new if outcome.is_new and not dry_run else same if not outcome.is_new else _would(manifest))
    if manifest.status == "release":
        session.say(_("Catalog digest: {digest}", digest=manifest.catalog_digest))
    session.say(_("Site digest: {digest}", digest=manifest.digest))
    if dry_run:
        session.say(_("Nothing was written."))
    elif outcome.is_new:
        session.say(_("Open:"))


def _tell_edition(session: Session, outcome: Outcome, edition: int | None) -> None:
    if edition and outcome.manifest.edition != edition:
        session.say(_("There is nothing to mend: edition {number} would have the same content.", number=edition))


def _tell_signature(session: Session, outcome: Outcome, key: Path | None) -> None:
    if key and not outcome.is_new:
        session.warn(_("Nothing was signed: what is out is never changed."))


def _would(manifest: Manifest) -> Message:
    if manifest.status == "draft":
        return _("The draft would be published.")
    return _("Release {name} would be published.", name=manifest.folder)
