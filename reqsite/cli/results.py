"""`reqsite results`: what tests that other programs ran say of the records, kept beside them and listed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from reqsite.cli.columns import table
from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.terminal import printable_json, write_data
from reqsite.i18n import Message, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reqsite.cli.session import Session
    from reqsite.results.kept import Verdict

_SHORT = 12


@verb(
    "results",
    _(
        "`import` reads what a test runner wrote (JUnit XML, or CTRF, which is JSON), finds the test records and "
        "acceptance criteria that the tests belong to, and keeps how these ended in a small file under results/, for "
        "git. A test belongs to a record whose id it names (TC-031, also as tc_031; in its name, its class, a property "
        "or a tag), or which names it under `automated`; `REQ-001 AC-2`, as exported to Gherkin, is a criterion. All "
        "files of one call are one run, and the newest run counts. `status` lists what the last runs say."
    ),
    [
        ("reqsite results import junit.xml", _("of the commit that is checked out")),
        ("reqsite results import unit.xml e2e.json --release 1.2.0", _("what a release was tested with")),
        ("reqsite results import junit.xml --strict --dry-run", _("whether every id in it is known")),
        ("reqsite results status --format json", _("for programs")),
    ],
    [
        click.Argument(["action"], type=click.Choice(["import", "status"])),
        click.Argument(["files"], metavar="[FILE]...", nargs=-1),
        Option("--release", metavar="VERSION", help=_("Of import: the release that was tested.")),
        Option("--commit", metavar="REVISION", help=_("Of import: the commit that was tested; else HEAD.")),
        Option("--date", metavar="DATE", help=_("Of import: when, YYYY-MM-DD; else as the files say, else today.")),
        Option("--strict", is_flag=True, help=_("Of import: file nothing, and fail, where an id is not known.")),
        Option("--dry-run", is_flag=True, help=_("Of import: say what would be kept, and keep nothing.")),
        format_option(),
    ],
)
def command(
    session: Session,
    *,
    action: str,
    files: tuple[str, ...],
    release: str | None,
    commit: str | None,
    date: str | None,
    strict: bool,
    dry_run: bool,
    style: str,
) -> Exit:
    """Do one of them."""
    if action == "import":
        if not files:
            raise wrong_call(_("Which files?"), _("`reqsite results import junit.xml` reads one."))
        from reqsite.cli.results_import import Wanted, import_results  # noqa: PLC0415 - `--help` needs none

        wanted = Wanted(release or "", commit, date or "", strict=strict, dry_run=dry_run)
        return import_results(session, files, wanted, style)
    if files or release or commit or date or strict or dry_run:
        raise wrong_call(_("`reqsite results status` takes no files, and only --format."))
    return _status(session, style)


def _status(session: Session, style: str) -> Exit:
    """Print how each test ended the last time that it ran."""
    for finding in session.workspace.results.findings:
        session.warn(_("{file}: {reason}", file=finding.place.file, reason=finding.message))
    last = session.workspace.results.last
    if style == "json":
        data = [plain(key, verdict) for key, verdict in last.items()]
        write_data(printable_json(json.dumps({"results": data}, ensure_ascii=False, indent=2)) + "\n")
    elif not last:
        session.say(_("No results have been imported yet."))
        session.say(_("`reqsite results import junit.xml` reads what a test runner wrote."))
    else:
        session.print("\n".join(_lines(session, last)) + "\n")
    return Exit.FINE


def plain(key: str, verdict: Verdict) -> dict[str, str]:
    """Return a result as JSON has it."""
    record_id, _criterion, criterion = key.partition("#")
    run = verdict.run
    about = {"criterion": criterion, "release": run.release, "commit": run.commit, "tool": run.tool}
    said = {name: text for name, text in about.items() if text}
    return {"id": record_id, **said, "result": verdict.result, "time": f"{run.time}Z", "file": verdict.file}


def _lines(session: Session, last: Mapping[str, Verdict]) -> list[str]:
    from reqsite.model.catalog import natural_key  # noqa: PLC0415 - as above

    words = session.words
    heads = (_("Test"), _("Result"), _("Date"), _("On"))
    rows = [[words(head) for head in heads]]
    for key in sorted(last, key=natural_key):
        verdict = last[key]
        on = verdict.run.release or verdict.run.commit[:_SHORT]
        rows.append([key.replace("#", " "), words(RESULTS[verdict.result]), verdict.run.date, on])
    return list(table(rows))


RESULTS: Mapping[str, Message] = {"passed": _("passed"), "failed": _("failed"), "open": _("not run")}
"""How a test ended, in words."""
