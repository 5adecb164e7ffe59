"""The names of types, states, fields and links in the language of the site."""

from __future__ import annotations

from reqsite.i18n import Message, _
from reqsite.model.record import Record
from reqsite.model.schema import FieldType, LinkType, RecordType, Schema, label_in

KIND_NAMES = {
    "requirement": _("Requirements"),
    "goal": _("Goals"),
    "scenario": _("Scenarios"),
    "rule": _("Business rules"),
    "term": _("Glossary"),
    "change": _("Change requests"),
    "decision": _("Decisions"),
    "meeting": _("Meetings"),
    "feedback": _("Feedback"),
    "milestone": _("Milestones"),
    "stakeholder": _("Stakeholders"),
    "risk": _("Risks"),
    "test": _("Tests"),
    "document": _("Source documents"),
    "other": _("Other records"),
}
"""What the page that lists the records of a kind is called."""

_YES = frozenset({"true", "yes", "on", "1", "是"})
_NO = frozenset({"false", "no", "off", "0", "否"})


class Words:
    """Looks up the labels of one schema in one language."""

    def __init__(self, schema: Schema, language: str) -> None:
        self.language = language
        self._schema = schema
        self._types = {name: self._label(entry) for name, entry in schema.types.items()}
        self._fields = {name: self._label(entry) for name, entry in schema.fields.items()}
        self._links = {name: self._label(entry) for name, entry in schema.links.items()}
        self._inverses = {name: self._inverse(entry) for name, entry in schema.links.items()}
        self._states = {
            (kind, name): label_in(state.label, language) or name
            for kind, states in schema.states.items()
            for name, state in states.items()
        }

    def say(self, message: Message) -> str:
        """Return a message in the language of the site."""
        return message.to(self.language)

    def kind(self, kind: str) -> str:
        """Return the name of a kind's records, in the plural."""
        return self.say(_("Terms")) if kind == "term" else self.list_title(kind)

    def list_title(self, kind: str) -> str:
        """Return what the page is called that lists the records of a kind."""
        return self.say(KIND_NAMES[kind])

    def type(self, name: str) -> str:
        """Return the label of a type, its name where the schema does not know it."""
        return self._types.get(name, name)

    def field(self, name: str) -> str:
        """Return the label of a field, its name where the schema does not know it."""
        return self._fields.get(name, name)

    def status(self, record: Record) -> str:
        """Return a record's status in words, empty where it has none."""
        return self.status_in(record.type, record.kind, record.text("status"))

    def status_in(self, type_name: str, kind: str, status: str) -> str:
        """Return the status of a record of a type and kind in words, empty where it has none."""
        if not status:
            return ""
        for group in (type_name, kind):
            if (group, status) in self._states:
                return self._states[group, status]
        return self.value("status", status)

    def value(self, field_name: str, value: str) -> str:
        """Return the label of a value of an enumeration, any other value as it was written."""
        field = self._schema.fields.get(field_name)
        return self.value_of(field, value) if field else value

    def value_of(self, field: FieldType, value: str) -> str:
        """Return one value of a field in words."""
        if field.kind == "enum" and value in field.values:
            return label_in(field.values[value], self.language) or value
        if field.kind == "boolean":
            return self._yes_or_no(value)
        return value

    def label_of(self, field: FieldType) -> str:
        """Return the label of a field inside a mapping."""
        return self._label(field)

    def link(self, link: LinkType) -> str:
        """Return the name of a link as the record that declares it has it."""
        return self._links[link.name]

    def inverse(self, link: LinkType) -> str:
        """Return the name of a link as seen from its target."""
        return self._inverses[link.name]

    def _inverse(self, link: LinkType) -> str:
        if link.inverse == link.name:
            return self._label(link)
        return label_in(link.inverse_label, self.language) or link.inverse or link.name

    def _label(self, entry: RecordType | FieldType | LinkType) -> str:
        return label_in(entry.label, self.language) or entry.name

    def _yes_or_no(self, value: str) -> str:
        if value.casefold() in _YES:
            return self.say(_("Yes"))
        return self.say(_("No")) if value.casefold() in _NO else value
