"""`reqsite verify`: whether what was published is still what was published, and how much that proves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
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
    from reqsite.publish.release_files import Problem
    from reqsite.publish.signatures import Signers
    from reqsite.publish.store import Shelf
    from reqsite.publish.verify import Report, Verdict

_MEGABYTE = 1_000_000
_NAMED = 20


@verb(
    "verify",
    _(
        "Reads every byte of the releases in a store and compares it with their manifests, the manifests with the "
        "journal, the records with their catalog digest, and that with the ledger of the project, where there is one. "
        "Nothing is written. It says, too, what it could not prove. What it looks at may be a folder, a branch, or the "
        "address of a web server; a whole store, or a single release."
    ),
    [
        ("reqsite verify", _("every release of the project's store")),
        ("reqsite verify ~/Downloads/public --release 1.2.0", _("one release, of a copy")),
        ("reqsite verify https://example.org/shop/", _("what a web server hands out")),
        ("reqsite verify --expect-head 3f2a…", _("and that nothing was rolled back since")),
        ("reqsite verify --signers signers.txt", _("and who signed it")),
    ],
    [
        click.Argument(["store"], required=False, default=""),
        Option(
            "--release", "versions", multiple=True, metavar="VERSION", help=_("Only this release; may be repeated.")
        ),
        Option("--all", "everything", is_flag=True, help=_("Every release, and the lists: the default.")),
        Option(
            "--complete",
            is_flag=True,
            help=_("Fail, with exit code 1, where the store lacks a release of the project's ledger."),
        ),
        Option(
            "--expect-head",
            "head",
            default="",
            metavar="DIGEST",
            help=_("A head of the journal that an earlier run printed; what was rolled back since then shows."),
        ),
        Option(
            "--signers",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=_("Those who may sign releases, as `ssh-keygen` has them (allowed_signers); each must be signed."),
        ),
        format_option(),
    ],
)
def command(
    session: Session,
    *,
    store: str,
    versions: Sequence[str],
    everything: bool,
    complete: bool,
    head: str,
    signers: Path | None,
    style: str,
) -> Exit:
    """Verify releases."""
    for option, is_given in {"--all": everything, "--complete": complete}.items():
        if is_given and versions:
            raise wrong_call(_("{option} and --release contradict each other.", option=option))
    known = _known(session)
    with explained(session):
        from reqsite.publish.verify import verify_store  # noqa: PLC0415 - `--help` needs none of it

        _refuse_names(versions)
        trusted = _trusted(signers)
        shelf, only = _shelf(session, store)
        report = verify_store(shelf, versions or only, known, head, trusted)
        lacking = [] if versions or only else [name for name in known or () if not shelf.has(name)]
    if not report.verdicts and report.is_fine:
        _refuse_no_store(shelf)
    if style == "json":
        plain = {**_plain(report), "missing": lacking}
        write_data(printable_json(json.dumps(plain, ensure_ascii=False, indent=2)) + "\n")
    else:
        looked = _Looked(shelf.lists, not (versions or only), known is not None, trusted is not None, bool(head))
        for line in (*_lines(report, looked), *_lacks(lacking)):
            session.print(session.words(line) + "\n")
    if not report.is_fine:
        return Exit.UNVERIFIED
    return Exit.FINDINGS if complete and lacking else Exit.FINE


def _refuse_no_store(shelf: Shelf) -> None:
    """Refuse a place without a release, unless it is a store that will have some."""
    from reqsite.publish.pointers import listed_versions  # noqa: PLC0415 - as above

    if listed_versions(shelf) is None:
        raise CommandError(_("No release lies in {path}.", path=shelf.place), Exit.TARGET)


def _refuse_names(versions: Sequence[str]) -> None:
    from reqsite.publish.names import why_not  # noqa: PLC0415 - as above

    for version in versions:
        if (reason := why_not(version)) is not None:
            raise wrong_call(_("{name} is no release: {reason}", name=version, reason=reason))


def _trusted(file: Path | None) -> Signers | None:
    """Return those who may sign, None where that is not asked."""
    from reqsite.publish.signatures import Signers  # noqa: PLC0415 - as above

    if file is None:
        return None
    signers = Signers(file)
    signers.check()
    return signers


def _lacks(names: Sequence[str]) -> Iterator[Message]:
    if names:
        more = " …" if len(names) > _NAMED else ""
        yield _(
            "The store lacks releases of the ledger: {names}. `reqsite publish --all` publishes them.",
            names=", ".join(names[-_NAMED:]) + more,
        )


def _known(session: Session) -> Mapping[str, str] | None:
    """Return the catalog digests of the project's ledger, None where there is no project, or no ledger."""
    try:
        ledger = session.ledger
    except CommandError:
        return None
    if ledger.findings:
        session.warn(_("The ledger of the project is not in order: `reqsite baseline verify` says what is wrong."))
    return {b.name: b.catalog_digest for b in ledger.baselines} or None


@dataclass(frozen=True)
class _Looked:
    """What was looked at."""

    at_all: bool
    """Whether it was seen what lies there beside what was published."""
    at_store: bool
    """Whether it was a whole store, and not one release."""
    at_ledger: bool
    at_signers: bool
    at_head: bool


def _shelf(session: Session, target: str) -> tuple[Shelf, Sequence[str]]:
    """Return where to look, and the one release to look at where there is only one."""
    from reqsite.publish.lone_release import lone_release  # noqa: PLC0415 - as above
    from reqsite.publish.web_store import SCHEMES, WebStore  # noqa: PLC0415

    shelf: Shelf
    if target.startswith(SCHEMES):
        shelf = web = WebStore(target)
        web.reach()
        name = web.place.rstrip("/").rpartition("/")[2]
    else:
        folder = folder_of(session, target)
        if folder is not None and not folder.is_dir():
            raise CommandError(_("There is no folder {path}.", path=folder), Exit.TARGET)
        shelf = open_store(session, target)
        name = folder.resolve().name if folder else ""
    if (lone := lone_release(shelf, name)) is None:
        return shelf, ()
    return lone, lone.releases()


def _lines(report: Report, looked: _Looked) -> Iterator[Message]:
    """Yield what was found, then what it proves, then what it does not."""
    for verdict in report.verdicts:
        yield from _of_release(verdict)
    yield from (_problem(problem) for problem in report.problems)
    if not report.is_fine:
        yield _("What lies there is not what was published.")
        return
    if not report.verdicts:
        yield _("No release is published yet: there is nothing to prove.")
        return
    if looked.at_all:
        yield _("Proven: every file is what its manifest says, and none is missing or added.")
    else:
        yield _("Proven: every file is what its manifest says, and none is missing.")
        yield _("Not proven: that nothing was added. A web server does not tell what else it has.")
    signed = sum(verdict.is_signed_for for verdict in report.verdicts)
    if looked.at_ledger:
        yield plural(
            "Proven: the records of {count} release are those that the ledger of this project froze.",
            "Proven: the records of {count} releases are those that the ledger of this project froze.",
            signed,
        )
    else:
        yield _("Not proven: that the records are those that were frozen; there is no ledger here to compare with.")
    if looked.at_signers:
        yield _(
            "Proven: each release was signed by the one named with it, who signed its manifest and so all its files."
        )
    else:
        yield _(
            "Not proven: who published it. Who can write to the store can exchange a release and its manifest "
            "together; compare the digests with those that you were given, or name those who may sign: `--signers`."
        )
    if looked.at_store:
        yield _("Not proven: the first page, the pages of aliases, and the draft; they change with each publication.")
    if looked.at_head:
        yield _("Proven: the journal still holds the line that was kept.")
    elif report.head:
        yield _("Not proven: that nothing was rolled back. Keep this for `--expect-head`: {digest}", digest=report.head)


def _of_release(verdict: Verdict) -> Iterator[Message]:
    manifest = verdict.manifest
    if verdict.problems or manifest is None:
        yield plural("{name}: {count} problem", "{name}: {count} problems", len(verdict.problems), name=verdict.version)
        yield from (_problem(problem) for problem in verdict.problems)
        return
    if verdict.redaction:
        yield _(
            "{name}: its content was taken away on {day}: {reason}",
            name=verdict.version,
            day=verdict.redaction.at[:10],
            reason=verdict.redaction.reason,
        )
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
    if verdict.signer:
        yield _("{name}: signed by {who} with {key}", name=verdict.version, who=verdict.signer, key=verdict.key)
    elif verdict.key:
        yield _("{name}: signed with {key}; nobody here vouches for it", name=verdict.version, key=verdict.key)


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
                "redacted": verdict.redaction is not None,
                "signer": verdict.signer,
                "key": verdict.key,
                "problems": [{"path": p.path, "message": str(p.message)} for p in verdict.problems],
            }
            for verdict in report.verdicts
        ],
        "problems": [{"path": p.path, "message": str(p.message)} for p in report.problems],
    }
