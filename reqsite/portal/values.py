"""Values of fields, in the shape in which pages show them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reqsite.i18n import _
from reqsite.model.proofs import FIELD as EVIDENCE
from reqsite.model.proofs import KIND as CHANGE
from reqsite.model.proofs import file_of, is_web_address, names_file
from reqsite.model.record import Record, Value
from reqsite.model.schema import FieldType, label_in
from reqsite.portal.addresses import relative
from reqsite.portal.press import Press

_PROSE = frozenset({"text", "list", "map", "person"})
"""Kinds of fields whose texts may speak of records."""
_USUAL = {
    "by": _("By"),
    "name": _("Name"),
    "role": _("Role"),
    "date": _("Date"),
    "result": _("Result"),
    "version": _("Version"),
    "evidence": _("Evidence"),
    "text": _("Text"),
    "reason": _("Reason"),
    "objection": _("Objection"),
    "answer": _("Answer"),
    "option": _("Option"),
    "title": _("Title"),
    "chosen": _("Chosen"),
    "pros": _("For it"),
    "cons": _("Against it"),
    "comment": _("Comment"),
    "conclusion": _("Conclusion"),
    "party": _("Party"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
}
"""What people write in lists of mappings (approvals, reviews, objections), which the vocabulary does not name."""
_CHOSEN = FieldType("chosen", "boolean", {})
"""Whether an alternative is the one that was taken; its name is among the usual ones."""
_MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A value: one text, the members of a list, or the entries of a mapping; the other two are empty."""

    text: str = ""
    """`Markup` where it may hold links."""
    members: tuple[Shown, ...] = ()
    entries: tuple[tuple[str, Shown], ...] = ()
    """(label, value)."""

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns of a list whose members are mappings, each label once; empty where it is no such list."""
        if not self.members or not all(member.entries for member in self.members):
            return ()
        heads = tuple(dict.fromkeys(label for member in self.members for label, _value in member.entries))
        return heads if len(heads) <= _MOST_COLUMNS else ()

    @property
    def rows(self) -> list[list[Shown | None]]:
        """The rows under `heads`; None where a member has no such entry."""
        return [[dict(member.entries).get(head) for head in self.heads] for member in self.members]


@dataclass(frozen=True, slots=True)
class ShownField:
    """One line of the table of fields."""

    name: str
    label: str
    value: Shown
    internal: bool


def shown_fields(press: Press, record: Record, here: str, skip: frozenset[str]) -> list[ShownField]:
    """Return a record's fields but for those in `skip` and the empty ones, in the order in which they are written."""
    names = (name for name in record.fields if name not in skip)
    return [shown for name in names if (shown := shown_field(press, record, name, here))]


def shown_field(press: Press, record: Record, name: str, here: str) -> ShownField | None:
    """Return one field of a record, None where it is empty."""
    value = record.fields.get(name)
    if not value:
        return None
    field = press.site.catalog.schema.fields.get(name)
    shown = _in_its_own_way(press, name, value, (record, here))
    shown = shown or _shown(press, value, field, (record, here))
    return ShownField(name, press.words.field(name), shown, bool(field and field.internal))


def _in_its_own_way(press: Press, name: str, value: Value, where: tuple[Record, str]) -> Shown | None:
    """Return what few fields are shown as; None for all others, and for a value that is not of their shape."""
    if name == EVIDENCE and where[0].kind == CHANGE:
        return _evidence(press, value, where)
    if name == "dates":
        return _states(press, value, where[0])
    return _benefit(press, value, where) if name == "benefit" else None


def _evidence(press: Press, value: Value, where: tuple[Record, str]) -> Shown | None:
    """Return what a change rests on as links: to files of the project, addresses on the web, and records."""
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    if not all(isinstance(text, str) for text in texts):
        return None
    members = tuple(Shown(_proof(press, text, *where)) for text in texts if isinstance(text, str) and text)
    return members[0] if len(members) == 1 else Shown(members=members)


def _proof(press: Press, text: str, record: Record, here: str) -> str:
    urls = press.site.file_urls
    if is_web_address(text):
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(text, text)
    if names_file(text):
        start = f"{press.site.docs_folder}/" if press.site.docs_folder else ""
        file = file_of(text, posixpath.dirname(record.file.removeprefix(start)), urls)
        if file:
            return Markup('<a href="{}">{}</a>').format(relative(urls[file], here), text)
    return _text(press, text, record, here)


def _benefit(press: Press, value: Value, where: tuple[Record, str]) -> Shown | None:
    """Return a figure that moves as one line."""
    if not isinstance(value, Mapping):
        return None
    parts = [value.get(name) for name in ("metric", "baseline", "target")]
    texts = [_text(press, part, *where) for part in parts if isinstance(part, str) and part.strip()]
    if len(texts) < len(parts) or set(value) - {"metric", "baseline", "target"}:
        return None
    line = press.words.say(_("{metric}: {baseline} → {target}", metric=texts[0], baseline=texts[1], target=texts[2]))
    return Shown(Markup(line))  # noqa: S704 its parts are HTML already


def _states(press: Press, value: Value, record: Record) -> Shown | None:
    """Return when a record reached its states, each under the state's own name; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    states = press.site.catalog.schema.states_of(record.type)
    labels = {name: label_in(state.label, press.words.language) for name, state in states.items()}
    return Shown(entries=tuple((labels.get(k, k), Shown(v)) for k, v in value.items() if v and isinstance(v, str)))


def _shown(press: Press, value: Value, field: FieldType | None, where: tuple[Record, str]) -> Shown:
    if isinstance(value, str):
        if field is not None and field.kind not in _PROSE:
            return Shown(press.words.value_of(field, value))
        return Shown(_text(press, value, *where))
    if isinstance(value, Mapping):
        inside = field.fields if field and field.fields else shared_words(press, value)
        return Shown(
            entries=tuple(
                (entry_label(press, inside, name), _shown(press, v, inside.get(name), where))
                for name, v in value.items()
                if v and not (_is_internal(inside, name) and not press.site.is_internal)
            )
        )
    members = tuple(_shown(press, member, field, where) for member in value if member)
    return members[0] if len(members) == 1 and not members[0].entries else Shown(members=members)


def shared_words(press: Press, value: Mapping[str, Value]) -> Mapping[str, FieldType]:
    """Return the fields whose words the entries of a free mapping share: the party of an approval is a party."""
    known = press.site.catalog.schema.fields
    shared = {name: known[name] for name in value if name in known and known[name].kind in ("enum", "map")}
    return shared | {"chosen": _CHOSEN} if "chosen" in value else shared


def _text(press: Press, text: str, record: Record, here: str) -> str:
    """Return a text with its references linked; a text of several lines keeps its lines."""
    lines = [press.inline(line, here, record) for line in text.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 else Markup("<br>\n").join(lines)


def entry_label(press: Press, inside: Mapping[str, FieldType], name: str) -> str:
    """Return what an entry is called; a free mapping calls `party` the side that signed, not the one that asked."""
    field = inside.get(name)
    is_own = field is not None and field.label and field is not press.site.catalog.schema.fields.get(name)
    if name in _USUAL and not is_own:
        return press.words.say(_USUAL[name])
    return press.words.label_of(field) if field is not None and field.label else name


def _is_internal(inside: Mapping[str, FieldType], name: str) -> bool:
    return name in inside and inside[name].internal
