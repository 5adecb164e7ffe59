import re
from collections.abc import Iterator

import pytest

from reqsite.model.han import has_han
from reqsite.model.schema import KINDS, FieldType, Label, Schema
from reqsite.source import schema_file
from reqsite.source.schema_file import CORE_FIELDS, default_schema

SCHEMA = default_schema()
NO_CHINESE = ("MoSCoW",)
"""Names that are the same in both languages."""


def labels() -> Iterator[tuple[str, Label]]:
    for record_type in SCHEMA.types.values():
        yield f"types.{record_type.name}", record_type.label
    for field in SCHEMA.fields.values():
        yield from field_labels(f"fields.{field.name}", field)
    for link in SCHEMA.links.values():
        yield f"links.{link.name}", link.label
        yield f"links.{link.name} (inverse)", link.inverse_label
    for kind, states in SCHEMA.states.items():
        for state in states.values():
            yield f"states.{kind}.{state.name}", state.label
    for section in SCHEMA.sections.values():
        yield f"sections.{section.key}", section.label


def field_labels(path: str, field: FieldType) -> Iterator[tuple[str, Label]]:
    yield path, field.label
    for value, label in field.values.items():
        yield f"{path}={value}", label
    for inner in field.fields.values():
        yield from field_labels(f"{path}.{inner.name}", inner)


def test_every_label_is_in_english_and_chinese():
    every = dict(labels())
    assert len(every) > 300
    assert [path for path, label in every.items() if set(label) != {"en", "zh"}] == []
    assert [path for path, label in every.items() if not label["en"].isascii()] == []
    assert [path for path, label in every.items() if not has_han(label["zh"]) and label["zh"] not in NO_CHINESE] == []


def test_it_is_read_without_a_finding():
    text = schema_file._DEFAULT.read_text(encoding="utf-8")  # noqa: SLF001 the file has no public name
    nothing = Schema(types={}, fields={}, links={}, states={}, sections={})
    assert schema_file.parse_schema(text, "default_schema.yml", base=nothing).findings == ()


def test_every_kind_but_other_has_a_type_and_states():
    kinds = set(KINDS) - {"other"}
    assert {record_type.kind for record_type in SCHEMA.types.values()} == kinds
    assert set(SCHEMA.states) == kinds


def test_every_type_numbers_its_records_with_its_prefix():
    for record_type in SCHEMA.types.values():
        assert re.fullmatch(record_type.id, f"{record_type.prefix}-001")
        assert re.fullmatch(record_type.id, f"{record_type.prefix}-PAY-7")


def test_every_state_can_be_reached_from_the_first():
    for states in SCHEMA.states.values():
        found = set(list(states)[:1])
        while more := {name for state in found for name in states[state].next} - found:
            found |= more
        assert found == set(states)


def test_what_has_ended_binds_no_longer():
    assert not SCHEMA.is_live("functional", "withdrawn")
    assert not SCHEMA.is_live("functional", "deferred")
    assert SCHEMA.is_live("functional", "delivered")
    assert not SCHEMA.states_of("functional")["idea"].released


def test_no_name_means_two_things():
    inverses = [link.inverse for link in SCHEMA.links.values() if link.inverse != link.name]
    names = [*SCHEMA.fields, *SCHEMA.links, *inverses]
    assert len(names) == len(set(names))
    headings = [heading for section in SCHEMA.sections.values() for heading in section.headings]
    assert len(headings) == len(set(headings))


def test_what_both_parties_agree_on_is_normative():
    assert {name for name, field in SCHEMA.fields.items() if field.normative} >= {"priority", "scope", "nfr", "method"}
    normative = {key for key, section in SCHEMA.sections.items() if section.normative}
    assert normative >= {"statement", "acceptance_criteria", "business", "technical"}
    assert not normative & {"rationale", "notes", "internal_notes"}


def test_what_must_not_leave_the_house_is_internal():
    assert {name for name, field in SCHEMA.fields.items() if field.internal} == {
        "internal_note",
        "waive",
        "concerns",
        "contact",
    }
    assert [key for key, section in SCHEMA.sections.items() if section.internal] == ["internal_notes"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("priority", ["P0", "P1", "P2", "P3"]),
        ("moscow", ["must", "should", "could", "wont"]),
        ("kano", ["basic", "performance", "delight", "indifferent", "reverse"]),
        ("scope", ["in", "out", "later"]),
    ],
)
def test_the_well_known_scales_have_their_values_in_order(field, values):
    assert list(SCHEMA.fields[field].values) == values


def test_quality_attributes_are_the_nine_characteristics_of_iso_25010():
    assert len(SCHEMA.fields["nfr"].fields["attribute"].values) == 9


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Acceptance criteria", "acceptance_criteria"),
        ("验收标准：", "acceptance_criteria"),
        ("RATIONALE", "rationale"),
        ("业务表述", "business"),
        ("Not included", "boundary"),
        ("内部备注", "internal_notes"),
        ("Anything else", ""),
    ],
)
def test_known_headings_begin_their_sections(heading, key):
    assert SCHEMA.section_key(heading) == key


def test_the_core_is_there():
    assert set(CORE_FIELDS) <= set(SCHEMA.fields)
    assert "statement" in SCHEMA.sections
