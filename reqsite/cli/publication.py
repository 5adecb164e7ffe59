"""What all ways of publishing on the command line share: the store, the site builder, and the files of a release."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.progress import Progress
from reqsite.cli.publishing import folder_of, open_store
from reqsite.cli.site_builder import explain_crash, run_site_builder
from reqsite.cli.terminal import write_message
from reqsite.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reqsite.cli.session import Session
    from reqsite.history.git_states import GitStates
    from reqsite.history.ledger import Baseline
    from reqsite.publish.publisher import Build, Publisher
    from reqsite.publish.store import Store

_SHOWN = 5


@dataclass(frozen=True)
class Publication:
    """Where to, and by what."""

    store: Store
    folder: Path | None
    """The store's, None for a branch."""
    host: str
    """The site builder."""
    timeout: float
    """Seconds that it has for a build."""
    key: Path | None = None
    """What releases are signed with, None where nobody signs."""
    answers: Mapping[str, bytes] = field(default_factory=dict)
    """Release → the file of the answers that came after it."""
    waits_for_everybody: bool = False
    """Whether a release waits for every role, else for those that its schema marks `required: true`."""

    @classmethod
    def of(
        cls,
        session: Session,
        store: str,
        host: str,
        timeout: float,
        key: Path | None = None,
        *,
        waits_for_everybody: bool = False,
    ) -> Publication:
        """Return the publication that the options of a call mean.

        Raises:
            PublishError: The store is where it must not be, or cannot be written to.
        """
        from reqsite.history.ledger import FOLDER  # noqa: PLC0415 - `--help` needs none of it
        from reqsite.publish.places import refuse_place  # noqa: PLC0415
        from reqsite.publish.signatures import check_key  # noqa: PLC0415

        if key:
            check_key(key)
        folder, project = folder_of(session, store), session.project
        if folder is not None:
            refuse_place(folder, project.root, (project.docs_dir, project.root / FOLDER, session.site_dir))
        kept = open_store(session, store)
        kept.check()
        return cls(kept, folder, host, timeout, key, _answers(session), waits_for_everybody)

    def publisher(self, session: Session, *, strictly: bool = True) -> Publisher:
        """Return what publishes the project of a session.

        Args:
            session: of the project, which need not be that of the call.
            strictly: whether findings of the checks, and warnings of the site builder, stop the build. Those of a
                release that went out of an old commit do not: it passed the checks of its day.
        """
        from reqsite.publish.publisher import Publisher  # noqa: PLC0415 - as above
        from reqsite.publish.signatures import sign  # noqa: PLC0415

        signed = functools.partial(sign, self.key) if self.key else None
        return Publisher(self.store, self._build(session, strictly=strictly), now(), os.environ, signed, self.answers)

    def address(self, page: str) -> str:
        """Return where a page of the store is, for people; git itself understands `branch:path`."""
        return os.path.relpath(self.folder / page) if self.folder else f"{self.store.place}:{page}"

    def _build(self, session: Session, *, strictly: bool) -> Build:
        from reqsite.publish.environment import RELEASE  # noqa: PLC0415 - as above

        def build(site: Path, environment: Mapping[str, str]) -> None:
            if RELEASE in environment:
                _look_at_settings(session, strictly=strictly)
            strict = ["--strict"] if strictly else []
            arguments = ["build", *strict, "--config-file", str(session.config), "--site-dir", str(site)]
            least = "INFO" if session.debug else "WARNING" if strictly else "CRITICAL"
            with Progress(session, _("Building the portal")):
                outcome = run_site_builder(
                    session, self.host, arguments, None, self.timeout, environment=environment, least=least
                )
            if outcome.crashed:
                raise explain_crash(self.host, outcome)
            if outcome.code != 0:
                message = _("Nothing was published: the portal was not built; what is wrong stands above.")
                raise CommandError(message, Exit.FINDINGS)
            if outcome.warnings and not strictly:
                session.say(
                    plural(
                        "The site builder warned once, which stops no release that was frozen; --debug shows of what.",
                        "The site builder warned {count} times, which stops no release that was frozen; --debug shows "
                        "of what.",
                        outcome.warnings,
                    )
                )

        return build


def _answers(session: Session) -> Mapping[str, bytes]:
    """Return the answers to each release; the records are read only where there can be any."""
    from reqsite.confirm.kept import read_receipts  # noqa: PLC0415 - as above
    from reqsite.publish.late_answers import late_answers  # noqa: PLC0415

    schema = session.schema_file.schema
    receipts = read_receipts(session.project.root, schema)
    if not receipts.receipts and not schema.confirmation:
        return {}
    return late_answers(session.ledger, receipts, session.workspace.catalog)


@contextlib.contextmanager
def session_at(session: Session, states: GitStates, commit: str, baseline: Baseline) -> Iterator[Session]:
    """Give a session about the files that a commit has, with today's ledger up to a release.

    Raises:
        RefusedError: The commit holds no project.
        CommandError: Something in it cannot be read.
    """
    from reqsite.publish.checkout import checked_out  # noqa: PLC0415 - as above

    with checked_out(states, commit, session.project.root, session.ledger.until(baseline.name)) as config:
        there = session.elsewhere(config)
        _refuse_unreadable(there)
        yield there


def commit_named(states: GitStates, revision: str) -> str:
    """Return the full id of the commit that somebody named."""
    commit = states.repository.commit(revision)
    if commit is not None:
        return commit
    hint = None
    if states.repository.is_shallow:
        hint = _("This clone is shallow: `git fetch --unshallow --tags` brings what is missing.")
    raise wrong_call(_("There is no branch, tag or commit {name}.", name=revision), hint)


def now() -> str:
    """Return the time that a journal notes (ISO 8601, UTC)."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _look_at_settings(session: Session, *, strictly: bool) -> None:
    """Refuse settings that no release may have, and say where they keep its zip from being of use."""
    from reqsite.publish.site_settings import opens_from_a_folder, refuse_settings  # noqa: PLC0415 - as above

    if strictly:
        refuse_settings(session.config)
    if not opens_from_a_folder(session.config):
        session.warn(
            _(
                "Its zip will not open without a server: write `use_directory_urls: false` into {file}.",
                file="mkdocs.yml",
            )
        )


def _refuse_unreadable(there: Session) -> None:
    """Refuse files with mistakes that keep something from being read: what the checks say of it has had its day."""
    from reqsite.checks.reporters.text import line  # noqa: PLC0415 - seldom needed
    from reqsite.model.finding import Severity  # noqa: PLC0415

    workspace = there.workspace
    found = [
        finding
        for finding in (*workspace.schema_file.findings, *workspace.sources.findings)
        if finding.severity is Severity.ERROR
    ]
    if not found:
        return
    for finding in found[:_SHOWN]:
        write_message(line(finding, there.language))
    if len(found) > _SHOWN:
        write_message(there.words(_("… and {count} more.", count=len(found) - _SHOWN)))
    raise CommandError(_("The records cannot all be read; what is wrong stands above."), Exit.FINDINGS)
