"""A small vocabulary and records for the tests of the model."""

from reqsite.model.record import Record
from reqsite.model.schema import FieldType, LinkType, RecordType, Schema, SectionType, State

_NO_LABEL: dict[str, str] = {}


def schema() -> Schema:
    types = [
        RecordType("functional", "requirement", _NO_LABEL, id=r"REQ-\d+", up=("goal",)),
        RecordType("goal", "goal", _NO_LABEL, id=r"GOAL-\d+"),
        RecordType("test", "test", _NO_LABEL, id=r"TC-\d+"),
        RecordType("term", "term", _NO_LABEL),
    ]
    links = [
        LinkType("derives_from", "derived_into", _NO_LABEL, _NO_LABEL),
        LinkType("verified_by", "verifies", _NO_LABEL, _NO_LABEL, direction="down"),
        LinkType("conflicts_with", "conflicts_with", _NO_LABEL, _NO_LABEL, direction="side"),
        LinkType("merged_into", "merged_from", _NO_LABEL, _NO_LABEL, direction="verdict"),
        LinkType("source", "source_of", _NO_LABEL, _NO_LABEL, free_text=True),
        LinkType("discussed_with", "discussed", _NO_LABEL, _NO_LABEL, internal=True),
    ]
    states = [State("draft", _NO_LABEL), State("withdrawn", _NO_LABEL, live=False)]
    fields = [
        FieldType("status", "state", _NO_LABEL),
        FieldType("priority", "enum", _NO_LABEL, values={"P0": _NO_LABEL}, normative=True),
        FieldType("contact", "text", _NO_LABEL, internal=True),
    ]
    sections = [
        SectionType("statement", _NO_LABEL, frozenset({"statement", "需求陈述"}), normative=True),
        SectionType("internal_notes", _NO_LABEL, frozenset({"internal notes"}), internal=True),
    ]
    return Schema(
        {t.name: t for t in types},
        {f.name: f for f in fields},
        {link.name: link for link in links},
        {"requirement": {s.name: s for s in states}},
        {s.key: s for s in sections},
    )


def record(record_id: str, type_name: str = "functional", title: str = "", **parts) -> Record:
    kind = schema().kind_of(type_name)
    return Record(record_id, type_name, kind, title or record_id, f"docs_src/{record_id}.md", 1, **parts)
