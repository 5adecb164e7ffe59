"""`reqsite release`: freezes the records under a version, once and for all."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsite.cli.advice import print_advice
from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.confirm_gate import refuse_unconfirmed
from reqsite.cli.epoch import refuse_bad_epoch
from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.release_gate import refuse_links_to_unreleased
from reqsite.cli.terminal import write_data
from reqsite.history.difference import Difference, compare
from reqsite.history.freeze import ReleaseExistsError, change_set, changes_between, write_baseline
from reqsite.history.git import GitError, Repository
from reqsite.history.ledger import FOLDER
from reqsite.history.versions import Version, is_name
from reqsite.i18n import Message, _, plural
from reqsite.model.day import is_day
from reqsite.model.finding import Severity
from reqsite.model.schema import label_in
from reqsite.publish.names import why_no_version

if TYPE_CHECKING:
    from reqsite.cli.session import Session
    from reqsite.history.entry import State
    from reqsite.history.ledger import Ledger

TITLE_LENGTH = 200
SHOWN_DIGITS = 12


@verb(
    "release",
    _(
        "Checks the project and writes what all records say now into baselines/VERSION.jsonl, which is never changed "
        "again. Errors, a version that exists, and one that does not grow stop it. The path is printed."
    ),
    [
        ("reqsite release 1.2.0", _("after `reqsite check`; then commit and tag")),
        ('reqsite release 1.2.0 --title "As agreed on 3 March"', _("with words for its readers")),
        ("reqsite release 1.2.0 --dry-run", _("only say what it would freeze")),
        ("reqsite release --suggest", _("which number to raise, and why")),
    ],
    [
        click.Argument(["version"], required=False, default=""),
        Option("--title", default="", metavar="TEXT", help=_("A line for the release's readers.")),
        Option(
            "--date",
            default="",
            metavar="YYYY-MM-DD",
            help=_("The day of the release; else that of SOURCE_DATE_EPOCH, else today (UTC)."),
        ),
        Option(
            "--valid-until",
            default="",
            metavar="YYYY-MM-DD",
            help=_("The last day on which the release holds; its portal says so, and that it is over from then on."),
        ),
        Option(
            "--require-confirmed",
            is_flag=True,
            help=_(
                "Refuse while an answer that `confirmation:` in schema.yml asks for is missing; for a role with "
                "`required: true` that is always so."
            ),
        ),
        Option("--dry-run", is_flag=True, help=_("Say what would be frozen, and write nothing.")),
        Option("--suggest", is_flag=True, help=_("Propose the next version, with reasons, and write nothing.")),
        format_option(_("Of --suggest: text for people, or JSON.")),
    ],
)
def command(
    session: Session,
    *,
    version: str,
    title: str,
    date: str,
    valid_until: str,
    require_confirmed: bool,
    dry_run: bool,
    suggest: bool,
    style: str,
) -> Exit:
    """Freeze the records."""
    if suggest:
        if version:
            raise wrong_call(_("--suggest proposes a version; none can be given with it."))
        _stop_at_broken_ledger(session)
        return print_advice(session, style)
    if style != "text":
        raise wrong_call(_("--format belongs to --suggest."))
    if not version:
        raise wrong_call(_("Which version?"), _("`reqsite release --suggest` proposes one."))
    title = _title(title)
    day = _day(date)
    _refuse_validity(valid_until, day)
    _stop_at_broken_ledger(session)
    ledger, state = session.workspace.ledger, session.workspace.state
    name = _name(version, ledger)
    if _is_written(session, ledger, state, name, valid_until):
        return Exit.FINE
    _refuse_what_does_not_grow(ledger, name)
    _stop_at_errors(session)
    refuse_links_to_unreleased(session)
    refuse_unconfirmed(session, name, everybody=require_confirmed)
    workspace = session.workspace
    content = change_set(
        ledger,
        state,
        name,
        day,
        title,
        findings=workspace.report().counts,
        valid_until=valid_until,
        receipts=workspace.receipts.receipts,
        results=workspace.results.runs,
    )
    difference = compare(ledger.last_state, state)
    path = session.project.root / FOLDER / f"{name}.jsonl"
    if not dry_run:
        _write(session.project.root, name, content, ledger)
    for line in _summary(session, name, ledger, state, difference):
        session.say(line)
    write_data(f"{os.path.relpath(path)}\n")
    if dry_run:
        session.say(_("Nothing was written."))
    else:
        _say_what_is_next(session, path, name)
    return Exit.FINE


def _write(root: Path, name: str, content: bytes, ledger: Ledger) -> None:
    """Write the release, unless somebody has made one since the ledger was read: two cannot follow the same one."""
    try:
        path = write_baseline(root, name, content)
    except ReleaseExistsError:
        raise _lost_race(name) from None
    known = {f"{FOLDER}/{path.name}", *(baseline.file for baseline in ledger.baselines)}
    others = sorted(p.stem for p in path.parent.glob("*.jsonl") if f"{FOLDER}/{p.name}" not in known)
    if others:
        path.unlink()
        raise _lost_race(others[0])


def _lost_race(name: str) -> CommandError:
    message = _("Somebody has just written release {name}.", name=name)
    return CommandError(message, Exit.RACE, _("Look at it, and run the command again."))


def _title(text: str) -> str:
    title = " ".join(text.split())
    if len(title) > TITLE_LENGTH:
        raise wrong_call(_("A title has at most {limit} characters.", limit=TITLE_LENGTH))
    if not title.isprintable():
        raise wrong_call(_("A title holds no control characters."))
    return title


def _day(text: str) -> str:
    """Return the day of the release as it is written in its file."""
    if not text:
        from reqsite.portal.build_date import build_date  # noqa: PLC0415 - one place knows SOURCE_DATE_EPOCH

        refuse_bad_epoch()
        return build_date(os.environ).isoformat()
    _refuse_what_is_no_day(text)
    return text


def _refuse_validity(until: str, day: str) -> None:
    if until:
        _refuse_what_is_no_day(until)
        if until < day:
            raise wrong_call(_("The release is of {day}: it cannot end on {until}.", day=day, until=until))


def _refuse_what_is_no_day(text: str) -> None:
    if not is_day(text):
        raise wrong_call(_("{date} is no day.", date=text), _("Write it like this: 2026-03-01"))


def _name(written: str, ledger: Ledger) -> str:
    """Return the release's name: the version, with a `v` before it where the last release has one."""
    if Version.parse(written) is None:
        near = _nearest_version(written)
        hint = (
            _("Write three numbers: {example}", example=near) if near else _("Write three numbers: 1.2.0, 2.0.0-rc.1")
        )
        raise wrong_call(_("{version} is no version.", version=written), hint)
    last = ledger.latest
    bare = written.removeprefix("v")
    name = f"v{bare}" if last and last.name.startswith("v") and last.version else bare
    if not is_name(name):
        raise wrong_call(_("{version} is too long for a file's name.", version=written))
    if (reason := why_no_version(name)) is not None:
        raise wrong_call(_("{name} could never be published: {reason}", name=name, reason=reason))
    return name


def _nearest_version(written: str) -> str:
    numbers = written.removeprefix("v").split(".")
    if all(n.isascii() and n.isdecimal() for n in numbers) and len(numbers) < 3:  # noqa: PLR2004 - of a version
        return ".".join([*(str(int(n[:9])) for n in numbers), "0", "0"][:3])
    return ""


def _is_written(session: Session, ledger: Ledger, state: State, name: str, valid_until: str) -> bool:
    """Return True, and say so, where the release exists and holds what would be written; other content is refused."""
    found = ledger.find(name)
    if found is None:
        return False
    same = not list(changes_between(ledger.state(found.name).entries, state.entries))
    if same and found.binding == state.binding and valid_until in {"", found.valid_until}:
        session.say(_("Release {name} has been written already, with the same content.", name=found.name))
        write_data(f"{os.path.relpath(session.project.root / found.file)}\n")
        return True
    greatest = _greatest(ledger)
    hint = _("`reqsite release --suggest` proposes the next version, `reqsite diff {name}` shows why.", name=found.name)
    if greatest is not None:
        after = greatest.next("patch")
        hint = _(
            "A release is never changed. The next one is {version} or higher; `reqsite diff {name}` says why.",
            version=after,
            name=found.name,
        )
    raise CommandError(_("Release {name} exists, with other content.", name=found.name), Exit.CONFLICT, hint)


def _refuse_what_does_not_grow(ledger: Ledger, name: str) -> None:
    version, greatest = Version.parse(name), _greatest(ledger)
    if version is not None and greatest is not None and not version > greatest:
        hint = _(
            "The next one is {patch}, {minor} or {major}; `reqsite release --suggest` says which.",
            patch=greatest.next("patch"),
            minor=greatest.next("minor"),
            major=greatest.next("major"),
        )
        raise wrong_call(_("{name} does not come after {last}.", name=name, last=greatest), hint)


def _greatest(ledger: Ledger) -> Version | None:
    return max((version for b in ledger.baselines if (version := b.version)), default=None)


def _stop_at_broken_ledger(session: Session) -> None:
    """Print what is wrong with the releases there are, and stop: a new one would stand on sand."""
    from reqsite.checks.reporters.text import line  # noqa: PLC0415 - seldom needed

    findings = session.workspace.ledger.findings
    if findings:
        write_data("".join(f"{line(finding, session.language)}\n" for finding in findings))
        raise CommandError(_("The releases before are not in order; what is wrong stands above."), Exit.FINDINGS)


def _stop_at_errors(session: Session) -> None:
    """Print the errors of the project, as `check` does, and stop."""
    from reqsite.checks.reporters.text import render  # noqa: PLC0415 - as above

    report = session.workspace.report()
    errors = tuple(f for f in report.findings if f.severity is Severity.ERROR)
    if errors:
        write_data(render(replace(report, findings=errors, waived=()), session.language))
        raise CommandError(_("Nothing was released: the project has errors."), Exit.FINDINGS)


def _summary(session: Session, name: str, ledger: Ledger, state: State, difference: Difference) -> Iterator[Message]:
    """Yield what a release freezes."""
    last, counts = ledger.latest, difference.counts
    records = plural("{count} record", "{count} records", counts["records"])
    yield _("Release {name}: {records}{kinds}", name=name, records=records, kinds=_by_type(session, state))
    if last is None:
        yield _("It is the first one.")
    elif difference.is_empty:
        yield _("Nothing has changed since {last}; that is what it says.", last=last.name)
    else:
        yield _(
            "Since {last}: {added} new, {normative} changed in substance, {editorial} in wording, "
            "{withdrawn} withdrawn, {removed} removed.",
            last=last.name,
            added=counts["added"],
            normative=sum(c.normative for c in difference.changed if c.id not in difference.withdrawn),
            editorial=sum(not c.normative for c in difference.changed if c.id not in difference.withdrawn),
            withdrawn=counts["withdrawn"],
            removed=counts["removed"],
        )
    hidden = sum(entry.is_hidden for entry in state.entries.values())
    if hidden:
        yield plural(
            "{count} of them is internal or not yet for a release; no client sees it.",
            "{count} of them are internal or not yet for a release; no client sees them.",
            hidden,
        )
    yield _("Catalog digest: {digest}", digest=state.catalog_digest())


def _by_type(session: Session, state: State) -> str:
    """Return how many records there are of each type, in brackets."""
    types, language = session.workspace.schema.types, session.language
    counted = Counter(str(entry.record["type"]) for entry in state.entries.values())
    order = [*(name for name in types if name in counted), *sorted(counted.keys() - types.keys())]
    named = (f"{label_in(types[name].label, language) if name in types else name} {counted[name]}" for name in order)
    return f" ({', '.join(named)})" if counted else ""


def _say_what_is_next(session: Session, path: Path, name: str) -> None:
    """Say how the release gets into git, where there is one."""
    shown = os.path.relpath(path)
    try:
        repository = Repository.of(session.project.root)
        is_ignored = repository.succeeds("check-ignore", "-q", "--", str(path))
        status = repository.output("status", "--porcelain", "-z", "--untracked-files=normal", "--", ".").split("\0")
    except GitError:
        session.say(_("Keep the file: it is the release. Without it the history of the project is torn."))
        return
    if is_ignored:
        session.warn(_("git ignores {file}: nobody else would get this release.", file=shown))
    own = path.relative_to(session.project.root).as_posix()
    is_dirty = any(line and not line.endswith((own, f"{FOLDER}/")) for line in status)
    files = "-A" if is_dirty else shlex.quote(shown)
    line = f'git add {files} && git commit -m "Release {name}" && git tag {name}'
    session.say(_("Next: `{line}`", line=line))
