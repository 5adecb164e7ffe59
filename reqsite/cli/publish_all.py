"""`reqsite publish --all`: each release that the ledger has and the store lacks, from the commit it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit
from reqsite.cli.progress import Progress
from reqsite.cli.publication import commit_named, now, session_at
from reqsite.cli.publish_frames import epoch, find_baseline, release_frame, rules, sound_ledger
from reqsite.cli.publish_gate import refuse_unconfirmed_release
from reqsite.cli.publishing import explained
from reqsite.cli.store_size import tell_size
from reqsite.cli.terminal import write_data
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reqsite.cli.publication import Publication
    from reqsite.cli.session import Session
    from reqsite.history.git_states import GitStates
    from reqsite.history.ledger import Baseline
    from reqsite.publish.publisher import Outcome

_NAMED = 5
_ENDS_ALL = (Exit.TARGET, Exit.RACE)
"""What no other release will fare better with."""


def publish_all(session: Session, publication: Publication, *, dry_run: bool) -> Exit:
    """Publish what is missing, oldest first, and print the address of the list of all.

    One that cannot be published does not stop the others.
    """
    from reqsite.publish.pointers import INDEX  # noqa: PLC0415 - `--help` needs none of it

    ledger = sound_ledger(session, session.ledger)
    if not ledger.baselines:
        raise CommandError(_("There is no release yet."), Exit.FINDINGS, _("`reqsite release VERSION` makes one."))
    there = set(publication.store.releases())
    missing = [baseline for baseline in ledger.baselines if baseline.name not in there]
    codes = [_look_at(session, publication, b) for b in ledger.baselines if b.name in there]
    if missing:
        codes += _publish_each(session, publication, missing, dry_run=dry_run)
    if there and not dry_run:
        _mend_lists(publication)
    failures = [code for code in codes if code is not Exit.FINE]
    _tell(session, failures, len(missing), len(ledger.baselines))
    if dry_run:
        session.say(_("Nothing was written."))
    if there or len(failures) < len(missing) or publication.store.has(INDEX):
        write_data(f"{publication.address(INDEX)}\n")
    if len(set(failures)) > 1:
        return Exit.FINDINGS
    return failures[0] if failures else Exit.FINE


def publish_from(
    session: Session, publication: Publication, version: str, revision: str, *, edition: int, dry_run: bool
) -> Outcome:
    """Publish one release, in an edition of it, from a commit that somebody named."""
    from reqsite.history.git_states import open_states  # noqa: PLC0415 - as above

    baseline = find_baseline(sound_ledger(session, session.ledger), version)
    with open_states(session.project) as states:
        commit = commit_named(states, revision)
        return _published(session, publication, states, baseline, commit, edition=edition, dry_run=dry_run)


def tell_missing(session: Session, publication: Publication) -> None:
    """Name the releases of the ledger that no publication has brought out: one may have been called off."""
    there = set(publication.store.releases())
    missing = [baseline.name for baseline in session.ledger.baselines if baseline.name not in there]
    if missing:
        more = "" if len(missing) <= _NAMED else " …"
        session.say(
            _(
                "The store lacks releases of the ledger: {names}. `reqsite publish --all` publishes them.",
                names=", ".join(missing[-_NAMED:]) + more,
            )
        )


def _publish_each(
    session: Session, publication: Publication, missing: Sequence[Baseline], *, dry_run: bool
) -> Iterator[Exit]:
    """Publish releases, and yield how each of them ended."""
    from reqsite.history.git_states import open_states  # noqa: PLC0415 - as above
    from reqsite.publish.commits import Commits  # noqa: PLC0415

    with open_states(session.project) as states:
        commits = Commits(states)
        for baseline in missing:
            try:
                with explained(session):
                    with Progress(session, _("Looking for the commit of {name}", name=baseline.name)):
                        commit = commits.find(baseline)
                    outcome = _published(session, publication, states, baseline, commit, dry_run=dry_run)
            except CommandError as error:
                session.fail(_about(baseline, error))
                yield error.code
                if error.code in _ENDS_ALL:
                    return
            else:
                session.say(_became(outcome, dry_run=dry_run))
                if outcome.is_new and not dry_run:
                    tell_size(session, publication.store, outcome.manifest)
                yield Exit.FINE


def _published(
    session: Session,
    publication: Publication,
    states: GitStates,
    baseline: Baseline,
    commit: str,
    *,
    dry_run: bool,
    edition: int = 1,
) -> Outcome:
    with session_at(session, states, commit, baseline) as there:
        frame = replace(release_frame(there, baseline.name, publication.folder, commit), edition=edition)
        refuse_unconfirmed_release(session, there, publication, baseline.name)
        publisher = publication.publisher(there, strictly=False)
        return publisher.publish(frame, epoch(frame), rules(there, frame), dry_run=dry_run)


def _look_at(session: Session, publication: Publication, baseline: Baseline) -> Exit:
    """Say that a release is out; other records under its name are a conflict."""
    from reqsite.publish.pointers import read_manifest  # noqa: PLC0415 - as above

    manifest = read_manifest(publication.store, baseline.name)
    if manifest is not None and manifest.catalog_digest == baseline.catalog_digest:
        session.say(_("{name}: already published, site digest {digest}", name=baseline.name, digest=manifest.digest))
        return Exit.FINE
    message = _("What the store has under this name is not what the release froze.")
    hint = _("`reqsite verify` says more. A release is never changed: publish from another store, or a new version.")
    return session.fail(_about(baseline, CommandError(message, Exit.CONFLICT, hint)))


def _mend_lists(publication: Publication) -> None:
    """Make the lists of a store anew, as an earlier call may have died before it came to them."""
    from reqsite.publish.pointers import make_pointers  # noqa: PLC0415 - as above

    publication.store.update(make_pointers(now(), answers=publication.answers))


def _tell(session: Session, failures: Sequence[Exit], missing: int, releases: int) -> None:
    """Say how many releases are out."""
    if failures:
        session.say(
            plural(
                "{count} release of {all} is not published, or not as it should be.",
                "{count} releases of {all} are not published, or not as they should be.",
                len(failures),
                all=releases,
            )
        )
    elif not missing:
        session.say(_("Nothing to publish: the store has every release of the ledger."))


def _about(baseline: Baseline, error: CommandError) -> CommandError:
    return CommandError(_("{name}: {message}", name=baseline.name, message=error.message), error.code, error.hint)


def _became(outcome: Outcome, *, dry_run: bool) -> Message:
    manifest = outcome.manifest
    values = {"name": manifest.version, "commit": manifest.commit[:7], "digest": manifest.digest}
    if not outcome.is_new:
        return _("{name}: already published, site digest {digest}", **values)
    if dry_run:
        return _("{name}: would be published from commit {commit}, site digest {digest}", **values)
    return _("{name}: published from commit {commit}, site digest {digest}", **values)
