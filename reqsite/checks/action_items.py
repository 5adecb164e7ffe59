"""Action items of meetings: each with somebody who does it."""

from __future__ import annotations

from collections.abc import Iterator

from reqsite.checks.context import Context
from reqsite.checks.texts import Text
from reqsite.i18n import _
from reqsite.model.finding import Finding, Rule, Severity
from reqsite.source.actions import actions

_MEETING = "---\nid: MTG-001\ntype: meeting\ntitle: Review\n---\nWe met.\n\n## Action items\n\n"
ACTION_WITHOUT_OWNER = Rule(
    "RQ714",
    "action-without-owner",
    Severity.WARNING,
    _("An action item that names nobody who does it"),
    _("What everybody was to do nobody has done by the next meeting."),
    f"{_MEETING}- [ ] Send the price list due:2026-05-01\n",
    f"{_MEETING}- [ ] Send the price list @wang due:2026-05-01\n",
)
RULES = (ACTION_WITHOUT_OWNER,)


def check(context: Context) -> Iterator[Finding]:
    """Yield the open action items without an owner, each at its line."""
    for meeting in context.catalog.of("meeting"):
        if not context.is_live(meeting):
            continue
        for section in meeting.sections:
            if section.key != "actions":
                continue
            lines = section.text.splitlines(keepends=True)
            text = Text(meeting, section, live=True)
            for action in actions(section.text):
                if not action.owner and not action.done:
                    message = _(
                        "Nobody is named for the action item '{text}' of {id}.", text=action.text, id=meeting.id
                    )
                    hint = _("Write '@' and the name of the person behind it.")
                    place = text.place(sum(map(len, lines[: action.line])))
                    yield Finding.of(ACTION_WITHOUT_OWNER, place, message, hint, meeting.id)
