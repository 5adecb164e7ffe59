"""`reqsite verify`: whether what was published is still what was published, and how much that proves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.publishing import explained, folder_of, open_store
from reqsite.cli.terminal import printable_json, write_data
from reqsite.i18n import Message, _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reqsite.cli.session import Session
    from reqsite.publish.verify import Problem, Report, Verdict

_MEGABYTE = 1_000_000


@verb(
    "verify",
    _(
        "Reads every byte of the releases in a store and compares it with their manifests, the manifests with the "
        "journal, the records with their catalog digest, and that with the ledger of the project, where there is one. "
        "Nothing is written. It says, too, what it could not prove."
    ),
    [
        ("reqsite verify", _("every release of the project's store")),
        ("reqsite verify ~/Downloads/public --release 1.2.0", _("one release, of a copy")),
        ("reqsite verify --expect-head 3f2a…", _("and that nothing was rolled back since")),
    ],
    [
        click.Argument(["store"], required=False, default=""),
        Option(
            "--release", "versions", multiple=True, metavar="VERSION", help=_("Only this release; may be repeated.")
        ),
        Option("--all", "everything", is_flag=True, help=_("Every release, and the lists: the default.")),
        Option(
            "--expect-head",
            "head",
            default="",
            metavar="DIGEST",
            help=_("A head of the journal that an earlier run printed; what was rolled back since then shows."),
        ),
        format_option(),
    ],
)
def command(session: Session, *, store: str, versions: Sequence[str], everything: bool, head: str, style: str) -> Exit:
    """Verify releases."""
    if everything and versions:
        raise wrong_call(_("--all and --release contradict each other."))
    known = _known(session)
    folder = folder_of(session, store)
    with explained(session):
        from reqsite.publish.names import why_not  # noqa: PLC0415 - `--help` needs none of it
        from reqsite.publish.verify import verify_store  # noqa: PLC0415

        if folder is not None and not folder.is_dir():
            raise CommandError(_("There is no folder {path}.", path=folder), Exit.TARGET)
        for version in versions:
            if (reason := why_not(version)) is not None:
                raise wrong_call(_("{name} is no release: {reason}", name=version, reason=reason))
        kept = open_store(session, store)
        report = verify_store(kept, versions, known, head)
    if not report.verdicts and report.is_fine:
        raise CommandError(_("No release lies in {path}.", path=kept.place), Exit.TARGET)
    if style == "json":
        write_data(printable_json(json.dumps(_plain(report), ensure_ascii=False, indent=2)) + "\n")
    else:
        for line in _lines(report, is_compared=known is not None, head=head):
            session.print(session.words(line) + "\n")
    return Exit.FINE if report.is_fine else Exit.UNVERIFIED


def _known(session: Session) -> Mapping[str, str] | None:
    """Return the catalog digests of the project's ledger, None where there is no project, or no ledger."""
    try:
        ledger = session.ledger
    except CommandError:
        return None
    if ledger.findings:
        session.warn(_("The ledger of the project is not in order: `reqsite baseline verify` says what is wrong."))
    return {b.name: b.catalog_digest for b in ledger.baselines} or None


def _lines(report: Report, *, is_compared: bool, head: str) -> Iterator[Message]:
    """Yield what was found, then what it proves, then what it does not."""
    for verdict in report.verdicts:
        yield from _of_release(verdict)
    yield from (_problem(problem) for problem in report.problems)
    if not report.is_fine:
        yield _("What lies there is not what was published.")
        return
    yield _("Proven: every file is what its manifest says, and none is missing or added.")
    signed = sum(verdict.is_signed_for for verdict in report.verdicts)
    if is_compared:
        yield plural(
            "Proven: the records of {count} release are those that the ledger of this project froze.",
            "Proven: the records of {count} releases are those that the ledger of this project froze.",
            signed,
        )
    else:
        yield _("Not proven: that the records are those that were frozen; there is no ledger here to compare with.")
    yield _(
        "Not proven: who published it. Who can write to the store can exchange a release and its manifest together; "
        "compare the digests with those that you were given."
    )
    if head:
        yield _("Proven: the journal still holds the line that was kept.")
    elif report.head:
        yield _("Not proven: that nothing was rolled back. Keep this for `--expect-head`: {digest}", digest=report.head)


def _of_release(verdict: Verdict) -> Iterator[Message]:
    manifest = verdict.manifest
    if verdict.problems or manifest is None:
        yield plural("{name}: {count} problem", "{name}: {count} problems", len(verdict.problems), name=verdict.version)
        yield from (_problem(problem) for problem in verdict.problems)
        return
    yield plural(
        "{name}: {count} file, {size} MB, site digest {site}, catalog digest {catalog}",
        "{name}: {count} files, {size} MB, site digest {site}, catalog digest {catalog}",
        len(manifest.files),
        name=verdict.version,
        size=f"{manifest.size / _MEGABYTE:.1f}",
        site=manifest.digest,
        catalog=manifest.catalog_digest or "–",
    )


def _problem(problem: Problem) -> Message:
    return _("{path}: {what}", path=problem.path, what=problem.message)


def _plain(report: Report) -> dict[str, object]:
    return {
        "fine": report.is_fine,
        "head": report.head,
        "releases": [
            {
                "version": verdict.version,
                "fine": not verdict.problems,
                "site_digest": verdict.manifest.digest if verdict.manifest else "",
                "catalog_digest": verdict.manifest.catalog_digest if verdict.manifest else "",
                "in_ledger": verdict.is_signed_for,
                "problems": [{"path": p.path, "message": str(p.message)} for p in verdict.problems],
            }
            for verdict in report.verdicts
        ],
        "problems": [{"path": p.path, "message": str(p.message)} for p in report.problems],
    }
