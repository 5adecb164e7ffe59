"""Files of test results: read, matched with the records, and kept as one run or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reqsite.cli.errors import CommandError, Exit, wrong_call
from reqsite.cli.terminal import printable_json, write_data, write_message
from reqsite.history.git import GitError, Repository
from reqsite.i18n import _, plural
from reqsite.portal.build_date import build_date
from reqsite.results.case import BadResultsError, Reported
from reqsite.results.kept import keep
from reqsite.results.matching import Matched, match
from reqsite.results.reading import content_of, read_reported
from reqsite.results.run import Run

if TYPE_CHECKING:
    from reqsite.cli.session import Session

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for besides the files."""

    release: str
    commit: str | None
    """None for HEAD."""
    date: str
    strict: bool
    dry_run: bool


def import_results(session: Session, files: Iterable[str], wanted: Wanted, style: str) -> Exit:
    """Keep what the files say of records, and print where."""
    _refuse_bad_options(session, wanted)
    reported = _read(session, list(dict.fromkeys(files)))
    cases = [case for _source, said in reported for case in said.cases]
    matched = match(cases, session.workspace.catalog)
    run = Run(
        _time(wanted.date, [said for _source, said in reported]),
        ", ".join(dict.fromkeys(said.tool for _source, said in reported if said.tool)),
        wanted.release,
        _commit(session, wanted.commit, [said for _source, said in reported]),
        tuple(source for source, _said in reported),
        matched.results,
    )
    _tell(session, matched, len(cases))
    if matched.unknown and wanted.strict:
        raise CommandError(
            _("Ids are named that no record has; nothing was kept."),
            Exit.FINDINGS,
            _("Write the records, or mend the ids in the tests."),
        )
    file = ""
    if matched.results and not wanted.dry_run:
        try:
            file = keep(run, session.project.root)
        except OSError as error:
            reason = error.strerror or ""
            raise CommandError(_("The results cannot be written: {reason}", reason=reason), Exit.TARGET) from None
    if style == "json":
        write_data(printable_json(json.dumps(_plain(run, matched, len(cases), file), ensure_ascii=False, indent=2)))
        write_data("\n")
    elif file:
        session.print(f"{file}\n")
    if wanted.dry_run:
        session.say(_("Nothing was written."))
    return Exit.FINE


def _refuse_bad_options(session: Session, wanted: Wanted) -> None:
    if wanted.release and session.ledger.find(wanted.release) is None:
        raise wrong_call(_("There is no release {name}.", name=wanted.release), _("`reqsite baseline list` names all."))
    if wanted.date:
        try:
            dt.datetime.strptime(wanted.date, "%Y-%m-%d")  # noqa: DTZ007 a day
        except ValueError:
            raise wrong_call(_("{text} is no date like 2026-03-01.", text=wanted.date)) from None


def _read(session: Session, files: Sequence[str]) -> list[tuple[tuple[str, str], Reported]]:
    """Return what the files say, each with its name and digest; all of them can be read or nothing is done."""
    found = []
    refused = 0
    for file in files:
        try:
            content = content_of(Path(file))
            said = read_reported(content)
        except BadResultsError as error:
            write_message(session.words(_("{file}: {reason}", file=file, reason=error.message)))
            refused += 1
        else:
            found.append(((Path(file).name, hashlib.sha256(content).hexdigest()), said))
    if refused:
        message = plural(
            "{count} file holds no results of tests; nothing was kept.",
            "{count} files hold no results of tests; nothing was kept.",
            refused,
        )
        hint = _("JUnit XML is read, and CTRF: most test runners write one of them.")
        raise CommandError(message, Exit.FINDINGS, hint)
    return found


def _time(date: str, reported: Iterable[Reported]) -> str:
    if date:
        return f"{date}T00:00:00"
    said = max((one.time for one in reported), default="")
    return said or f"{build_date(os.environ).isoformat()}T00:00:00"


def _commit(session: Session, wanted: str | None, reported: Iterable[Reported]) -> str:
    """Return the commit that was tested, empty where there is none: git is not asked of a project without it."""
    said = next((one.commit for one in reported if one.commit), "") if wanted is None else ""
    if said:
        return said
    try:
        found = Repository.of(session.project.root).commit(wanted or "HEAD")
    except GitError as error:
        if wanted is None:
            return ""
        raise CommandError(error.message, Exit.TARGET, error.hint) from None
    if found is None and wanted is not None:
        raise wrong_call(_("git knows no commit {name}.", name=wanted))
    return found or ""


def _tell(session: Session, matched: Matched, total: int) -> None:
    counts = Counter(tally.result for tally in matched.results.values())
    session.say(
        _(
            "{matched} of {total} tests belong to records: {passed} passed, {failed} failed, {skipped} not run.",
            matched=matched.cases,
            total=total,
            passed=counts["passed"],
            failed=counts["failed"],
            skipped=counts["open"],
        )
    )
    for record_id, names in list(matched.partial.items())[:_SHOWN]:
        session.say(
            _(
                "{id}: not counted, since not all of it was run; missing is {names}.",
                id=record_id,
                names=", ".join(names),
            )
        )
    for record_id in matched.unknown[:_SHOWN]:
        session.warn(_("{id} is named by a test, and is no record.", id=record_id))
    more = max(0, len(matched.partial) - _SHOWN) + max(0, len(matched.unknown) - _SHOWN)
    if more:
        session.say(_("… and {count} more.", count=more))
    if total and not matched.results:
        session.say(
            _("No test names a record. Write its id into the test's name, or the test's name under `automated`.")
        )


def _plain(run: Run, matched: Matched, total: int, file: str) -> dict[str, object]:
    return {
        "file": file,
        "time": f"{run.time}Z",
        "tool": run.tool,
        "release": run.release,
        "commit": run.commit,
        "tests": total,
        "matched": matched.cases,
        "results": {key: tally.result for key, tally in matched.results.items()},
        "unknown": list(matched.unknown),
        "partial": {key: list(names) for key, names in matched.partial.items()},
    }
