"""Meetings: prepared by an agenda and a decider, minuted in time, signed by both parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.durations import elapsed, in_words
from reqsite.checks.parties import Parties, entries
from reqsite.checks.stages import Stages
from reqsite.checks.thresholds import threshold
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.model.record import Record

UNPREPARED_MEETING = Rule(
    "RQ711",
    "unprepared-meeting",
    Severity.INFO,
    _("A meeting without an agenda or somebody who decides"),
    _("Who does not know what will be spoken of brings nobody who can decide it."),
    "---\nid: MTG-001\ntype: meeting\ntitle: Review\nstatus: planned\ndecider: Li\n---\nWe meet.\n",
    "---\nid: MTG-001\ntype: meeting\ntitle: Review\nstatus: planned\ndecider: Li\nagenda: [Login]\n---\nWe meet.\n",
)
LATE_MINUTES = Rule(
    "RQ712",
    "late-minutes",
    Severity.WARNING,
    _("Minutes that were issued too late"),
    _(
        "What was said is remembered differently after a day. The limit is 24 hours unless the project sets another: "
        "`checks: {late-minutes: {hours: 48}}`."
    ),
    "---\nid: MTG-001\ntype: meeting\ntitle: Review\nheld: 2026-03-02 10:00\nminutes_issued: 2026-03-03 10:01\n---\n"
    "We met.\n",
    "---\nid: MTG-001\ntype: meeting\ntitle: Review\nheld: 2026-03-02 10:00\nminutes_issued: 2026-03-03 09:00\n---\n"
    "We met.\n",
)
UNSIGNED_MINUTES = Rule(
    "RQ713",
    "unsigned-minutes",
    Severity.WARNING,
    _("Minutes that the client or the supplier has not signed"),
    _("Minutes bind when both parties have signed them; until then they are the notes of one."),
    "---\nid: MTG-001\ntype: meeting\ntitle: Review\nsigned_by:\n  - {name: Li, party: client}\n---\nWe met.\n",
    "---\nid: MTG-001\ntype: meeting\ntitle: Review\nsigned_by:\n  - {name: Li, party: client}\n"
    "  - {name: Wu, party: supplier}\n---\nWe met.\n",
)
RULES = (UNPREPARED_MEETING, LATE_MINUTES, UNSIGNED_MINUTES)

LIMIT_HOURS = 24
"""Hours until the minutes are out, where the project sets no other limit."""


def check(context: Context) -> Iterator[Finding]:
    """Yield what is missing from meetings, as far as their own dates and names say."""
    meetings = context.catalog.of("meeting")
    if not meetings:
        return
    planned, minuted = Stages(context.schema, "planned"), Stages(context.schema, "minuted")
    limit = dt.timedelta(hours=threshold(context, LATE_MINUTES, "hours", LIMIT_HOURS))
    parties = Parties(context.catalog)
    for meeting in meetings:
        if not context.is_live(meeting):
            continue
        if planned.reached_by(meeting):
            yield from _preparation(context, meeting)
        yield from _delay(meeting, limit)
        if "signed_by" in meeting.fields or meeting.fields.get("minutes_issued") or minuted.reached_by(meeting):
            yield from _signatures(meeting, parties)


def _preparation(context: Context, meeting: Record) -> Iterator[Finding]:
    required = context.schema.types[meeting.type].required if meeting.type in context.schema.types else ()
    missing = [] if meeting.fields.get("agenda") or meeting.section("agenda").strip() else ["agenda"]
    if not meeting.fields.get("decider") and "decider" not in required:
        missing.append("decider")  # where it is required, missing-field says so
    if missing:
        message = _("The meeting {id} lacks: {fields}.", id=meeting.id, fields=", ".join(missing))
        hint = _("Write what will be spoken of, and who decides.")
        yield Finding.of(UNPREPARED_MEETING, meeting.place("title", "id"), message, hint, meeting.id)


def _delay(meeting: Record, limit: dt.timedelta) -> Iterator[Finding]:
    delay = elapsed(meeting, "held", "minutes_issued")
    if delay is not None and delay > limit:
        message = _(
            "The minutes of {id} were issued after {delay}; the limit is {limit}.",
            id=meeting.id,
            delay=in_words(delay),
            limit=in_words(limit),
        )
        yield Finding.of(LATE_MINUTES, meeting.place("minutes_issued=", "minutes_issued"), message, None, meeting.id)


def _signatures(meeting: Record, parties: Parties) -> Iterator[Finding]:
    missing = parties.missing(entries(meeting, "signed_by"))
    if missing:
        message = _("The minutes of {id} lack a signature of: {parties}.", id=meeting.id, parties=", ".join(missing))
        hint = _("Write 'signed_by:' with the name and 'party: client' or 'party: supplier' of each.")
        place = meeting.place("signed_by", "minutes_issued", "title", "id")
        yield Finding.of(UNSIGNED_MINUTES, place, message, hint, meeting.id)
