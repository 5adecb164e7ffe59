"""How each side has said a requirement again in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.model.record import Record, Value
from reqsite.portal.press import Press

FIELDS = frozenset({"restatement", "restate"})
"""The fields that are shown as quotations."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A text in somebody's words."""

    field: str
    label: str
    text: Markup
    """Empty where this side has not said it yet."""
    by: str
    date: str


def quotations(press: Press, record: Record, here: str) -> list[Quotation]:
    """Return a record's quotations: how it was restated, by both sides where both did."""
    schema = press.site.catalog.schema
    found = []
    if text := record.text("restatement"):
        lines = _lines(press, text, record, here)
        found.append(Quotation("restatement", press.words.field("restatement"), lines, "", ""))
    both = record.fields.get("restate")
    if isinstance(both, Mapping):
        known = schema.fields["restate"].fields if "restate" in schema.fields else {}
        for side in dict.fromkeys((*known, *both)):
            said = both.get(side, "")
            label = press.words.label_of(known[side]) if side in known else side
            part = said if isinstance(said, Mapping) else {"text": said}
            words = _text_of(part, "text")
            lines = _lines(press, words, record, here) if words else Markup("")
            found.append(Quotation("restate", label, lines, _text_of(part, "by"), _text_of(part, "date")))
    return found


def _text_of(part: Mapping[str, Value], name: str) -> str:
    value = part.get(name, "")
    return value if isinstance(value, str) else ""


def _lines(press: Press, text: str, record: Record, here: str) -> Markup:
    return Markup("<br>\n").join(press.inline(line, here, record) for line in text.splitlines() if line.strip())
