"""`reqsite publish`: a release, or the draft, goes out, and is never changed again."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.build import host_option, timeout_option
from reqsite.cli.command import Option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.publishing import explained, folder_of, open_store, store_option
from reqsite.cli.site_builder import choose_host, explain_crash, run_site_builder
from reqsite.cli.terminal import write_data, write_message
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reqsite.cli.session import Session
    from reqsite.history.ledger import Baseline
    from reqsite.publish.gate import Rules
    from reqsite.publish.manifest import Manifest
    from reqsite.publish.publisher import Outcome

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
)
"""Distributions on which the bytes of a site depend."""


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
        ("reqsite publish --release 1.2.0 --dry-run", _("all but the store is done")),
    ],
    [
        Option("--release", "version", metavar="VERSION", help=_("The release to publish.")),
        Option("--draft", is_flag=True, help=_("Publish what stands now as the draft, in next/.")),
        store_option(),
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
    store: str,
    dry_run: bool,
    host: str,
    timeout: float,
) -> Exit:
    """Publish."""
    if draft == (version is not None):
        raise wrong_call(
            _("Which of the two?"), _("`reqsite publish --release VERSION`, or `reqsite publish --draft`.")
        )
    folder = folder_of(session, store)
    name = choose_host(host)
    with explained(session):
        from reqsite.history.ledger import FOLDER  # noqa: PLC0415 - `--help` needs none of it
        from reqsite.publish.places import refuse_place  # noqa: PLC0415
        from reqsite.publish.publisher import Publisher  # noqa: PLC0415

        project = session.project
        if folder is not None:
            refuse_place(folder, project.root, (project.docs_dir, project.root / FOLDER, session.site_dir))
        kept = open_store(session, store)
        kept.check()
        frame = _draft_frame(session, folder) if version is None else _release_frame(session, version, folder)
        publisher = Publisher(kept, _builder(session, name, timeout), _now(), os.environ)
        outcome = publisher.publish(frame, _epoch(frame), _rules(session, frame), dry_run=dry_run)
    _tell(session, outcome, dry_run=dry_run)
    page = f"{outcome.manifest.version}/index.html"
    # git itself understands `branch:path`.
    write_data(f"{os.path.relpath(folder / page) if folder else f'{kept.place}:{page}'}\n")
    return Exit.FINE


def _release_frame(session: Session, version: str, folder: Path | None) -> Manifest:
    """Return what the manifest of a release says, once it is sure that the project is what the release froze."""
    from reqsite.history.public import public_ledger  # noqa: PLC0415 - as above
    from reqsite.publish.manifest import Manifest  # noqa: PLC0415

    baseline = _baseline(session, version)
    _refuse_other_records(session, baseline)
    commit = _commit(session, folder)
    hidden = {record.id: record.kind for record in session.workspace.catalog if record.is_internal}
    shown = public_ledger(session.workspace.ledger, hidden).find(baseline.name)
    project = session.project
    return Manifest(
        version=baseline.name,
        files=(),
        date=baseline.date,
        title=baseline.title,
        site=project.site_name,
        language=project.language,
        catalog_digest=baseline.catalog_digest,
        commit=commit,
        tools=_tools(),
        counts=dict(shown.counts) if shown else {},
    )


def _draft_frame(session: Session, folder: Path | None) -> Manifest:
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


def _baseline(session: Session, version: str) -> Baseline:
    ledger = session.workspace.ledger
    if ledger.findings:
        from reqsite.checks.reporters.text import line  # noqa: PLC0415 - seldom needed

        write_data("".join(f"{line(finding, session.language)}\n" for finding in ledger.findings))
        raise CommandError(_("The releases are not in order; what is wrong stands above."), Exit.FINDINGS)
    baseline = ledger.find(version)
    if baseline is None:
        hint = _("`reqsite baseline list` names those there are; `reqsite release {name}` makes one.", name=version)
        raise wrong_call(_("There is no release {name}.", name=version), hint)
    return baseline


def _refuse_other_records(session: Session, baseline: Baseline) -> None:
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


def _builder(session: Session, host: str, timeout: float) -> Callable[[Path, Mapping[str, str]], None]:
    def build(site: Path, environment: Mapping[str, str]) -> None:
        arguments = ["build", "--strict", "--config-file", str(session.config), "--site-dir", str(site)]
        outcome = run_site_builder(session, host, arguments, None, timeout, environment=environment)
        if outcome.crashed:
            raise explain_crash(host, outcome)
        if outcome.code != 0:
            message = _("Nothing was published: the portal was not built; what is wrong stands above.")
            raise CommandError(message, Exit.FINDINGS)

    return build


def _rules(session: Session, frame: Manifest) -> Rules:
    from reqsite.publish.gate import Rules  # noqa: PLC0415 - as above
    from reqsite.publish.leaks import leak_finder  # noqa: PLC0415

    state, ledger = session.workspace.state, session.workspace.ledger
    if frame.status == "draft":
        hidden = {record.id for record in session.workspace.catalog if record.is_internal}
    else:
        hidden = {entry.id for entry in state.entries.values() if entry.is_hidden}
    past = (change.entry for steps in ledger.history.values() for _baseline, change in steps if change.entry)
    return Rules(leak_finder(state, hidden, past))


def _epoch(frame: Manifest) -> int:
    """Return the time that the build takes for now: the beginning of the day of the release."""
    day = dt.datetime.fromisoformat(frame.date).replace(tzinfo=dt.UTC)
    return max(0, int(day.timestamp()))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _tools() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in TOOLS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _tell(session: Session, outcome: Outcome, *, dry_run: bool) -> None:
    """Say what became of it."""
    manifest = outcome.manifest
    if manifest.status == "draft":
        new, same = _("The draft is published."), _("The draft is published already, with the same content.")
    else:
        new = _("Release {name} is published.", name=manifest.version)
        same = _("Release {name} is already published, with the same content.", name=manifest.version)
    session.say(new if outcome.is_new and not dry_run else same if not outcome.is_new else _would(manifest))
    if manifest.status == "release":
        session.say(_("Catalog digest: {digest}", digest=manifest.catalog_digest))
    session.say(_("Site digest: {digest}", digest=manifest.digest))
    if dry_run:
        session.say(_("Nothing was written."))
    elif outcome.is_new:
        session.say(_("Open:"))


def _would(manifest: Manifest) -> Message:
    if manifest.status == "draft":
        return _("The draft would be published.")
    return _("Release {name} would be published.", name=manifest.version)
