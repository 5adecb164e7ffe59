"""`reqsite due`: what must be confirmed before which milestone."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reqsite.cli.columns import table
from reqsite.cli.command import Option, format_option, verb
from reqsite.cli.errors import Exit, wrong_call
from reqsite.cli.terminal import printable_json, write_data
from reqsite.i18n import _, plural

if TYPE_CHECKING:
    from reqsite.checks.overdue import Overdue
    from reqsite.cli.session import Session
    from reqsite.confirm.due import Due

_DURATION = re.compile(r"(\d{1,5})\s?([hdw])", re.ASCII)
_HOURS = {"h": 1, "d": 24, "w": 168}


@verb(
    "due",
    _(
        "Lists the requirements that are not confirmed, or not for the words of now, under the milestones that name "
        "them, the next date first. A milestone's day begins at 00:00 UTC. Milestones that are late are among them. "
        "Then come feedback without an answer and meetings without minutes that are over their limit."
    ),
    [
        ("reqsite due --within 72h", _("in a job of every morning, whose output is sent to whoever must answer")),
        ("reqsite due", _("all milestones that have a date")),
    ],
    [
        Option("--within", metavar="DURATION", help=_("How far ahead to look: 72h, 5d, 2w.")),
        format_option(_("Text for people, or JSON.")),
    ],
)
def command(session: Session, *, within: str | None, style: str) -> Exit:
    """List what is due."""
    span = None if within is None else _span(within)
    from reqsite.checks.overdue import overdue  # noqa: PLC0415 - `--help` needs none
    from reqsite.confirm.due import due  # noqa: PLC0415 - as above

    workspace, now = session.workspace, _now()
    found = list(due(workspace.catalog, workspace.confirmations, now, span))
    late = list(overdue(workspace.catalog, now))
    if style == "json":
        said = {"due": [_plain(d) for d in found], "overdue": [_plain_late(one) for one in late]}
        write_data(printable_json(json.dumps(said, ensure_ascii=False, indent=2)) + "\n")
        return Exit.FINE
    if found or late:
        session.print("\n".join((*_rows(session, found), *_late_rows(session, late))) + "\n")
    if found:
        session.say(plural("{count} requirement is waiting.", "{count} requirements are waiting.", len(found)))
    if late:
        session.say(plural("{count} record is overdue.", "{count} records are overdue.", len(late)))
    if not found and not late:
        session.say(_("Nothing is waiting."))
    return Exit.FINE


def _span(text: str) -> dt.timedelta:
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise wrong_call(_("{text} is no duration.", text=text), _("Write it as 72h, 5d or 2w."))
    return dt.timedelta(hours=int(match[1]) * _HOURS[match[2]])


def _now() -> dt.datetime:
    """Return the time of `SOURCE_DATE_EPOCH`, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdecimal() and len(epoch) < 12:  # noqa: PLR2004 - digits of any date there is
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)


def _rows(session: Session, found: Iterable[Due]) -> Iterable[str]:
    from reqsite.confirm.words import STANDINGS  # noqa: PLC0415 - as above

    schema = session.workspace.schema
    rows = []
    for one in found:
        waits = ", ".join(
            f"{schema.role_label(item.role, session.language)}: {session.words(STANDINGS[item.standing])}"
            for item in one.items
        )
        date = one.milestone.text("date")
        rows.append([date, one.milestone.id, one.record.id, one.record.title, waits])
    return table(rows)


def _late_rows(session: Session, late: Iterable[Overdue]) -> Iterable[str]:
    from reqsite.checks.durations import in_words  # noqa: PLC0415 - as above

    rows = []
    for one in late:
        said = _("overdue: {time} against {limit}", time=in_words(one.age), limit=in_words(one.limit))
        rows.append([one.since, one.record.id, one.record.title, session.words(said)])
    return table(rows)


def _plain_late(one: Overdue) -> dict[str, object]:
    return {
        "id": one.record.id,
        "title": one.record.title,
        "since": one.since,
        "hours": round(one.age.total_seconds() / 3600, 2),
        "limit_hours": round(one.limit.total_seconds() / 3600, 2),
    }


def _plain(one: Due) -> dict[str, object]:
    return {
        "milestone": one.milestone.id,
        "date": one.milestone.text("date"),
        "id": one.record.id,
        "title": one.record.title,
        "waits_for": [{"role": item.role, "standing": item.standing.value} for item in one.items],
    }
