from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.fingerprint import fingerprint, normative
from reqsite.model.languages import Languages, language_of_key, original_key
from reqsite.model.record import Record, Section
from reqsite.model.translations import marks, stale_parts, translations, unmarked_parts
from reqsite.source.schema_file import parse_schema

SCHEMA = parse_schema("languages: {binding: zh, others: [en, de]}\n", "schema.yml").schema
STOCK = Record(
    "REQ-001",
    "functional",
    "requirement",
    "查询库存",
    "a.md",
    1,
    fields={"title_en": "Look up stock", "restatement": "甲", "restatement_en": "A", "internal_note": "密"},
    sections=(Section("statement", "", 0, "显示库存。", 5), Section("statement@en", "Statement", 2, "Shows it.", 9)),
)


def marked(record):
    return {one.language: marks(record, one) for one in translations(record, SCHEMA)}


def stale(record, since):
    """Return the parts that are stale in a record which was translated when it was `since`."""
    (english,) = translations(replace(record, fields={**record.fields, "translated_from": marked(since)}), SCHEMA)
    return stale_parts(replace(record, fields={**record.fields, "translated_from": marked(since)}), english)


def with_text(record, text):
    return replace(record, sections=(replace(record.sections[0], text=text), *record.sections[1:]))


def test_a_record_has_the_translations_that_it_says_something_in():
    (english,) = translations(STOCK, SCHEMA)
    assert (english.language, english.parts) == ("en", ("title", "restatement", "statement"))
    assert english.fields == {"title": "Look up stock", "restatement": "A"}


def test_a_project_without_languages_has_none():
    assert translations(STOCK, replace(SCHEMA, languages=Languages())) == ()


def test_a_record_that_binds_in_english_is_translated_into_chinese():
    record = Record(
        "A", "functional", "requirement", "Stock", "a.md", 1, {"binding_language": "en", "title_zh": "库存"}
    )
    assert [(one.language, one.parts) for one in translations(record, SCHEMA)] == [("zh", ("title",))]


def test_the_words_of_what_is_translated_make_it_stale_and_nothing_else_does():
    assert stale(STOCK, STOCK) == ()
    assert stale(with_text(STOCK, "显示全部库存。"), STOCK) == ("statement",)
    assert stale(replace(STOCK, title="库存"), STOCK) == ("title",)
    for name, value in (("priority", "P0"), ("internal_note", "新"), ("need", "新"), ("title_en", "Stock")):
        assert stale(replace(STOCK, fields={**STOCK.fields, name: value}), STOCK) == ()
    noted = replace(STOCK, sections=(*STOCK.sections, Section("notes", "备注", 2, "新", 12)))
    assert stale(noted, STOCK) == ()


@given(st.text(alphabet=" \n\t", max_size=4))
def test_wrapping_a_line_anew_makes_nothing_stale(space):
    assert stale(with_text(STOCK, f"{space}显示\n库存。{space}"), STOCK) == ()


@given(st.text(min_size=1, max_size=30))
def test_any_other_words_make_it_stale(text):
    changed = with_text(STOCK, f"显示库存。{text}")
    assert stale(changed, STOCK) == (("statement",) if not text.isspace() else ())


def test_what_no_client_may_read_leaves_no_mark():
    record = replace(STOCK, fields={**STOCK.fields, "internal_note_en": "secret"})
    assert "internal_note" not in marked(record)["en"]


@pytest.mark.parametrize("mark", ["", "xyz", "12345", ("a",), {"a": "b"}, "0" * 65])
def test_what_is_no_mark_tells_nothing(mark):
    record = replace(STOCK, fields={**STOCK.fields, "translated_from": {"en": {"title": mark}}})
    (english,) = translations(record, SCHEMA)
    assert stale_parts(record, english) == ()
    assert unmarked_parts(record, english) == ("restatement", "statement")


def test_a_translation_does_not_bind():
    other = replace(STOCK, sections=(STOCK.sections[0], replace(STOCK.sections[1], text="Shows all of it.")))
    assert normative(other, SCHEMA) == normative(STOCK, SCHEMA)
    assert fingerprint(other, SCHEMA) != fingerprint(STOCK, SCHEMA)
    assert STOCK.statement == "显示库存。"


def test_marks_say_what_was_looked_at_and_no_more():
    noted = replace(STOCK, fields={**STOCK.fields, "translated_from": marked(STOCK)})
    assert fingerprint(noted, SCHEMA) == fingerprint(STOCK, SCHEMA)
    for own in ("a mail", ("a", "b"), {"en": "a mail"}, {"en": {"title": "Li"}}):
        other = replace(STOCK, fields={**STOCK.fields, "translated_from": own})
        assert fingerprint(other, SCHEMA) != fingerprint(STOCK, SCHEMA)


def test_a_section_says_its_language():
    assert [section.language for section in STOCK.sections] == ["", "en"]
    assert SCHEMA.section_label("statement@en", "en") == "Statement (English)"
    assert SCHEMA.section_label("Open points@de", "en") == "Open points (German)"
    assert SCHEMA.section_label("statement", "zh") == "需求陈述"
    assert SCHEMA.section_label("", "zh") == ""


@pytest.mark.parametrize("key", ["", "statement", "write to me@home", 'x@"><img src=x>', "statement@", "@"])
def test_an_at_sign_in_a_heading_of_ones_own_is_no_language(key):
    assert language_of_key(key) == ""
    assert original_key(key) == key
