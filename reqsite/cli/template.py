"""The file that `reqsite new` writes: what the schema asks of a record of its type, for the writer to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqsite.i18n import Message, _
from reqsite.model.change_form import AFFECTED, FACTS, GROUNDS, IMPACT, REPORT
from reqsite.model.schema import label_in

if TYPE_CHECKING:
    from reqsite.model.schema import RecordType, Schema

_PLAIN_SCALAR = re.compile(r"[^\W_](?:[\w ./()（），。、；+-]{0,198}[\w.)）。])?")
"""What YAML cannot take for anything but text."""
_IMPACT = "impact"
_HOW_TO_GET_IT = _(
    "`reqsite impact ID --format md` writes this section: what the change of a record touches. Time and cost stand "
    "above."
)
AFFECTS = "affects"
"""The link by which a change request names records before it says what becomes of them."""
_NOT_PLAIN = re.compile(r" #|: |---|\.\.\.")


@dataclass(frozen=True, slots=True)
class Affected:
    """What a new change request is about."""

    ids: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    """The lines of its section on the impact."""


def record_text(
    schema: Schema, kind: RecordType, record_id: str, title: str, language: str, *, affected: Affected = Affected()
) -> str:
    """Return the Markdown of a new record; an empty `record_id` leaves the key out, as a term's title is its id."""
    front = [*_front_matter(schema, kind, record_id, title)]
    if affected.ids:
        front = [line for line in front if line != f"{AFFECTS}: []"]
        front.append(f"{AFFECTS}: [{', '.join(map(scalar, affected.ids))}]")
    lines = ["---", *front, "---", "", *_body(schema, kind, language, affected)]
    return "\n".join(lines) + "\n"


def _front_matter(schema: Schema, kind: RecordType, record_id: str, title: str) -> Iterator[str]:
    if record_id:
        yield f"id: {scalar(record_id)}"
    yield f"type: {scalar(kind.name)}"
    if title or "title" in kind.required:
        yield f"title: {scalar(title)}".rstrip()
    for name in kind.required:
        if name in ("id", "type", "title"):
            continue
        if name in schema.links:
            yield f"{name}: []"
        else:
            yield f"{name}: {_first_value(schema, kind, name)}".rstrip()
    if kind.kind == "change":
        yield from _form(schema, kind)


def _form(schema: Schema, kind: RecordType) -> Iterator[str]:
    """Yield what else the form of a change request asks for, for the writer to fill in."""
    for name in (*FACTS, *GROUNDS, IMPACT, REPORT):
        field = schema.fields.get(name)
        if field is None or name in kind.required:
            continue
        choice = f"  # {', '.join(field.values)}" if field.values else ""
        yield f"{name}: []" if field.kind == "list" else f"{name}:{choice}"
        yield from (f"  {inner}:" for inner in field.fields)
    yield from (f"{name}: []" for name in AFFECTED if name in schema.links and name not in kind.required)


def _first_value(schema: Schema, kind: RecordType, name: str) -> str:
    """Return the first value that a field may have, empty where the writer has to think."""
    field = schema.fields.get(name)
    if name == "status" and (states := schema.states_of(kind.name)):
        return scalar(next(iter(states)))
    if field is None:
        return ""
    if field.kind == "list":
        return "[]"
    return scalar(next(iter(field.values), ""))


def _body(schema: Schema, kind: RecordType, language: str, affected: Affected) -> Iterator[str]:
    yield f"<!-- {_what_to_say(kind).to(language)} -->"
    keys = [key for key in kind.sections if key != "statement"]
    if kind.needs_criteria:
        keys += [s.key for s in schema.sections.values() if s.criteria and s.key not in keys][:1]
    if kind.kind == "change" and _IMPACT in schema.sections and _IMPACT not in keys:
        keys.append(_IMPACT)
    for key in keys:
        section = schema.sections.get(key)
        yield ""
        yield "## " + (label_in(section.label, language) if section else key)
        yield ""
        if section and section.criteria:
            yield "- " + _("Given …, when …, then …").to(language)
        elif key == _IMPACT and kind.kind == "change":
            yield from affected.impact or [f"<!-- {_HOW_TO_GET_IT.to(language)} -->"]


def _what_to_say(kind: RecordType) -> Message:
    if kind.kind == "term":
        return _("What the word means in this project, in one sentence.")
    if kind.kind == "requirement":
        return _("What must hold: one thing, in one or two sentences that can be tested.")
    return _("What a reader has to know, in a few sentences.")


def scalar(text: str) -> str:
    """Return a text as YAML: plain where that is safe, else in double quotes."""
    if not text or (_PLAIN_SCALAR.fullmatch(text) and not _NOT_PLAIN.search(text)):
        return text
    return json.dumps(text, ensure_ascii=False)
