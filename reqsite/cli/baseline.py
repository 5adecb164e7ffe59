"""`reqsite baseline`: the releases there are, whether they are what was written, and making them of git tags."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from reqsite.cli.columns import table
from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import printable_json, write_data
from reqsite.history.entry import fingerprints
from reqsite.history.ledger import Baseline, Ledger
from reqsite.history.ledger_files import wrong_digest
from reqsite.history.rules import BROKEN_LEDGER
from reqsite.i18n import Message, _, plural
from reqsite.model.finding import Finding, Place

if TYPE_CHECKING:
    from reqsite.cli.session import Session

DIGITS = 12
"""So much of a digest is shown where people look."""


@verb(
    "baseline",
    _(
        "`list` prints the releases of the project. `verify` proves that each file is what `reqsite release` wrote: "
        "the chain of digests, and the fingerprint of every record in every release. `import` makes the releases of "
        "the tags of the git repository, each read with the schema that it had; run again, it adds what is new."
    ),
    [
        ("reqsite baseline list", _("name, date and numbers of each release")),
        ("reqsite baseline verify", _("in CI, before anything is published")),
        ("reqsite baseline import --tags 'v*' --dry-run", _("what the tags would make")),
        ("reqsite baseline import --tags 'v*'", _("once, for a project with a past")),
    ],
    [
        click.Argument(["action"], type=click.Choice(["list", "verify", "import"])),
        Option("--tags", "pattern", metavar="PATTERN", help=_("Of import: which tags, as in a shell.")),
        Option("--dry-run", is_flag=True, help=_("Of import: say what would be written, and write nothing.")),
        format_option(_("Of list: text for people, or JSON.")),
    ],
)
def command(session: Session, *, action: str, pattern: str | None, dry_run: bool, style: str) -> Exit:
    """List, verify or import releases."""
    if action != "import" and (pattern is not None or dry_run):
        raise wrong_call(_("--tags and --dry-run belong to `reqsite baseline import`."))
    if action != "list" and style != "text":
        raise wrong_call(_("--format belongs to `reqsite baseline list`."))
    if action == "list":
        return _list(session, style)
    if action == "verify":
        return _verify(session)
    if pattern is None:
        raise wrong_call(
            _("Which tags?"), _("`reqsite baseline import --tags 'v*'`; in quotes, or the shell looks for files.")
        )
    from reqsite.cli.baseline_import import import_tags  # noqa: PLC0415 - the others need no git

    return import_tags(session, pattern, dry_run=dry_run)


def _list(session: Session, style: str) -> Exit:
    ledger = session.ledger
    if style == "json":
        plain = {"baselines": [_plain(baseline) for baseline in ledger.baselines]}
        write_data(printable_json(json.dumps(plain, ensure_ascii=False, indent=2)) + "\n")
    elif ledger.baselines:
        session.print("\n".join(listed(session, ledger.baselines)) + "\n")
    else:
        session.say(_("There is no release yet. `reqsite release 1.0.0` makes one."))
    _tell_findings(session, ledger.findings)
    return Exit.UNVERIFIED if ledger.findings else Exit.FINE


def listed(session: Session, baselines: Iterable[Baseline]) -> Iterable[str]:
    """Return a table of releases, the newest first; how long they are valid is a column only where one says it."""
    releases = list(reversed(list(baselines)))
    has_ends = any(baseline.valid_until for baseline in releases)
    heads = (
        _("Release"),
        _("Date"),
        *([_("Valid until")] if has_ends else []),
        _("Records"),
        _("Added"),
        _("Changed"),
        _("Removed"),
        _("Catalog digest"),
        _("Title"),
    )
    rows = [[session.words(head) for head in heads]]
    for baseline in releases:
        ends = [baseline.valid_until or "-"] if has_ends else []
        numbers = [str(baseline.counts.get(name, 0)) for name in ("records", "added", "changed", "removed")]
        rows.append([baseline.name, baseline.date, *ends, *numbers, baseline.catalog_digest[:DIGITS], baseline.title])
    return table(rows, right=frozenset(place + has_ends for place in (2, 3, 4, 5)))


def _plain(baseline: Baseline) -> dict[str, object]:
    return {
        "name": baseline.name,
        "date": baseline.date,
        "valid_until": baseline.valid_until,
        "title": baseline.title,
        "previous": baseline.previous,
        "counts": dict(baseline.counts),
        "catalog_digest": baseline.catalog_digest,
        "digest": baseline.digest,
        "file": baseline.file,
    }


def _verify(session: Session) -> Exit:
    ledger = session.ledger
    wrong = [*ledger.findings, *_wrong_fingerprints(ledger)]
    _tell_findings(session, wrong)
    if wrong:
        message = plural(
            "{count} thing is not what was written.", "{count} things are not what was written.", len(wrong)
        )
        raise CommandError(message, Exit.UNVERIFIED, _("What follows the first damaged release was not looked at."))
    changes = sum(change.entry is not None for baseline in ledger.baselines for change in baseline.changes)
    session.print(session.words(_proven(ledger, changes)) + "\n")
    return Exit.FINE


def _proven(ledger: Ledger, records: int) -> Message:
    last = ledger.latest
    if last is None:
        return _("There is no release, so nothing was proven.")
    return _(
        "{releases}: each file is what the next one says of it, no release is missing, and {records} have the "
        "fingerprints beside them. sha256 of {file}: {digest}",
        releases=plural("{count} release", "{count} releases", len(ledger.baselines)),
        records=plural("{count} form of a record", "{count} forms of records", records),
        file=last.file,
        digest=last.digest,
    )


def _wrong_fingerprints(ledger: Ledger) -> Iterable[Finding]:
    """Yield a finding a record whose words have another fingerprint than stands beside them, and a wrong digest."""
    for baseline, state in zip(ledger.baselines, ledger.states(), strict=True):
        if (finding := wrong_digest(baseline, state)) is not None:
            yield finding
        redactor = state.redactor()
        for change in baseline.changes:
            entry = change.entry
            if entry is None or entry.is_hidden:
                continue
            if fingerprints(entry, baseline.binding, redactor) != (entry.fingerprint, entry.normative):
                place = Place(baseline.file, change.line)
                yield Finding.of(
                    BROKEN_LEDGER, place, _("{id} does not have the fingerprint that stands here.", id=entry.id)
                )


def _tell_findings(session: Session, findings: Iterable[Finding]) -> None:
    """Print findings as `check` does."""
    from reqsite.checks.reporters.text import line  # noqa: PLC0415 - seldom needed

    session.print("".join(f"{line(finding, session.language)}\n" for finding in findings))
