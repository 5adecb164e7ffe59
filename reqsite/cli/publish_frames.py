"""What is published, before it is built: the frame of its manifest, and why a project cannot go out as a release."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import write_data, write_message
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reqsite.cli.session import Session
    from reqsite.history.ledger import Baseline, Ledger
    from reqsite.publish.gate import Rules
    from reqsite.publish.manifest import Manifest

SHOWN = 20
TOOLS = (
    "reqsite",
    "mkdocs",
    "properdocs",
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "Pygments",
    "Jinja2",
    "PyYAML",
    "nh3",
    "jieba",
    "pypinyin",
    "python-docx",
    "XlsxWriter",
)
"""Distributions on which the bytes of a site depend."""


def release_frame(session: Session, version: str, folder: Path | None, commit: str = "") -> Manifest:
    """Return what the manifest of a release says, once it is sure that the project is what the release froze.

    Args:
        session: of the project.
        version: of the release.
        folder: the store, whose files are none of the project; None where it is a branch.
        commit: what the project's files are; looked up where it is not given.
    """
    from reqsite.history.public import public_ledger  # noqa: PLC0415 - `--help` needs none of it
    from reqsite.publish.manifest import Manifest  # noqa: PLC0415

    baseline = find_baseline(sound_ledger(session, session.workspace.ledger), version)
    refuse_other_records(session, baseline)
    commit = commit or _commit(session, folder)
    hidden = {record.id: record.kind for record in session.workspace.catalog if record.is_internal}
    shown = public_ledger(session.workspace.ledger, hidden).find(baseline.name)
    project = session.project
    return Manifest(
        version=baseline.name,
        files=(),
        date=baseline.date,
        title=baseline.title,
        valid_until=baseline.valid_until,
        site=project.site_name,
        language=project.language,
        catalog_digest=baseline.catalog_digest,
        commit=commit,
        tools=_tools(),
        counts=dict(shown.counts) if shown else {},
    )


def draft_frame(session: Session, folder: Path | None) -> Manifest:
    """Return what the manifest of a draft says."""
    from reqsite.portal.build_date import build_date  # noqa: PLC0415 - one place knows SOURCE_DATE_EPOCH
    from reqsite.publish.manifest import Manifest  # noqa: PLC0415
    from reqsite.publish.names import DRAFT  # noqa: PLC0415
    from reqsite.publish.sources import look_at_sources  # noqa: PLC0415

    sources = look_at_sources(session.project.root, folder)
    return Manifest(
        version=DRAFT,
        files=(),
        status="draft",
        date=build_date(os.environ).isoformat(),
        site=session.project.site_name,
        language=session.project.language,
        commit="" if sources.dirty else sources.commit,
        tools=_tools(),
    )


def sound_ledger(session: Session, ledger: Ledger) -> Ledger:
    """Return a ledger that is in order; of another one is said what is wrong."""
    if ledger.findings:
        from reqsite.checks.reporters.text import line  # noqa: PLC0415 - seldom needed

        write_data("".join(f"{line(finding, session.language)}\n" for finding in ledger.findings))
        raise CommandError(_("The releases are not in order; what is wrong stands above."), Exit.FINDINGS)
    return ledger


def find_baseline(ledger: Ledger, version: str) -> Baseline:
    """Return the release that is called so, with a `v` before it or without."""
    baseline = ledger.find(version)
    if baseline is None:
        hint = _("`reqsite baseline list` names those there are; `reqsite release {name}` makes one.", name=version)
        raise wrong_call(_("There is no release {name}.", name=version), hint)
    return baseline


def refuse_other_records(session: Session, baseline: Baseline) -> None:
    """Refuse to publish records as a release that froze others, and name them."""
    state = session.workspace.state
    if state.catalog_digest() == baseline.catalog_digest:
        return
    for line in _differing(session, baseline):
        write_message(session.words(line))
    hint = _(
        "Check the commit of the release out, `git checkout {name}`, or release what stands now as the next version.",
        name=baseline.name,
    )
    message = _("The records are not those that release {name} froze.", name=baseline.name)
    raise CommandError(message, Exit.FINDINGS, hint)


def _differing(session: Session, baseline: Baseline) -> Iterator[Message]:
    from reqsite.history.difference import compare  # noqa: PLC0415 - as above
    from reqsite.history.public import public_state  # noqa: PLC0415

    frozen = public_state(session.workspace.ledger.state(baseline.name))
    difference = compare(frozen, public_state(session.workspace.state))
    lines = [
        *(_("{id}: not in the release", id=record_id) for record_id in difference.added),
        *(_("{id}: in the release, and not here", id=record_id) for record_id in difference.removed),
        *(_("{id}: {fields}", id=c.id, fields=", ".join(c.fields)) for c in difference.changed),
    ]
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield _("… and {count} more.", count=len(lines) - SHOWN)


def _commit(session: Session, folder: Path | None) -> str:
    """Return the commit that the project's files are, empty outside of git; others than those of it are refused."""
    from reqsite.publish.sources import look_at_sources  # noqa: PLC0415 - as above

    sources = look_at_sources(session.project.root, folder)
    if not sources.commit and not sources.dirty:
        session.warn(_("The project is in no git repository: the manifest names no commit."))
        return ""
    if sources.dirty:
        for path in sources.dirty[:SHOWN]:
            write_message(session.words(_("not committed: {file}", file=path)))
        if len(sources.dirty) > SHOWN:
            write_message(session.words(_("… and {count} more.", count=len(sources.dirty) - SHOWN)))
        raise CommandError(
            _("A release is published from what is committed."),
            Exit.FINDINGS,
            _("Commit these files, or have git ignore them."),
        )
    return sources.commit


def rules(session: Session, frame: Manifest) -> Rules:
    """Return what the site that is built must be."""
    from reqsite.publish.gate import Rules  # noqa: PLC0415 - as above
    from reqsite.publish.leaks import leak_finder  # noqa: PLC0415

    state, ledger = session.workspace.state, session.workspace.ledger
    if frame.status == "draft":
        hidden = {record.id for record in session.workspace.catalog if record.is_internal}
    else:
        hidden = {entry.id for entry in state.entries.values() if entry.is_hidden}
    past = (change.entry for steps in ledger.history.values() for _baseline, change in steps if change.entry)
    return Rules(leak_finder(state, hidden, past))


def epoch(frame: Manifest) -> int:
    """Return the time that the build takes for now: the beginning of the day of the release."""
    day = dt.datetime.fromisoformat(frame.date).replace(tzinfo=dt.UTC)
    return max(0, int(day.timestamp()))


def _tools() -> dict[str, str]:
    found = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in TOOLS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
