"""`languages:` of a schema."""

import pytest

from reqsite.model.languages import Languages, language_tag, short_language
from reqsite.source.json_schema import json_schema
from reqsite.source.schema_file import default_schema, parse_schema


def read(text):
    return parse_schema(text, "schema.yml")


def said(text):
    return [(f"{f.place.line}:{f.place.column}", f.rule.name) for f in read(text).findings]


def test_a_project_has_no_languages_until_it_names_them():
    assert default_schema().languages == Languages()
    assert "translated_from" not in default_schema().fields


def test_the_binding_language_and_others_are_known_by_short_names():
    assert read("languages: {binding: zh-Hans, others: [en-GB, zh-Hant, en]}\n").schema.languages == Languages(
        "zh", ("en", "zh-hant")
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("languages: zh\n", [("1:12", "wrong-schema-value")]),
        ("languages: {bindng: zh}\n", [("1:13", "unknown-schema-key")]),
        ("languages: {binding: 中文}\n", [("1:22", "wrong-schema-value")]),
        ("languages: {binding: [zh, en]}\n", [("1:22", "wrong-schema-value")]),
        ("languages: {binding: zh, others: [en, e]}\n", [("1:39", "wrong-schema-value")]),
        ("languages: {binding: zh, others: {en: 1}}\n", [("1:34", "wrong-schema-value")]),
        ("languages: {binding: zh, others: [zh-CN]}\n", [("1:35", "schema-name-clash")]),
        ("languages: {others: [en]}\n", [("1:21", "incomplete-schema-entry")]),
    ],
)
def test_a_mistake_is_found_where_it_stands(text, found):
    assert said(text) == found


def test_what_is_right_is_read_beside_what_is_wrong():
    assert read("languages: {binding: zh, others: [en, e]}\n").schema.languages == Languages("zh", ("en",))
    assert read("languages: {others: [en]}\n").schema.languages == Languages()


def test_each_text_has_a_field_in_each_language_that_binds_nobody():
    fields = read("languages: {binding: zh, others: [en, zh-Hant]}\n").schema.fields
    assert {"restatement_en", "restatement_zh", "restatement_zh_hant", "title_zh_hant"} <= fields.keys()
    assert fields["measure_en"].kinds == ("term",)
    assert not fields["measure_en"].normative
    assert fields["internal_note_en"].internal
    assert fields["restatement_en"].label["en"] == "Restatement (English)"
    assert not {"id_en", "title_en_en", "section_en", "priority_en"} & fields.keys()


def test_a_field_of_the_projects_own_keeps_its_meaning():
    text = "languages: {binding: zh, others: [en]}\nfields:\n  need_en: {kind: number}\n"
    assert read(text).schema.fields["need_en"].kind == "number"


def test_editors_learn_the_languages():
    schema = read("languages: {binding: zh, others: [en]}\n").schema
    known = json_schema(schema, "en")["definitions"]["keys"]["properties"]
    assert known["binding_language"]["enum"] == ["zh", "en"]
    assert known["translated_from"]["type"] == ["object", "null"]
    assert "restatement_en" in known


@pytest.mark.parametrize(
    ("written", "short", "tag"),
    [
        ("zh", "zh", "zh-Hans"),
        ("zh_CN", "zh", "zh-Hans"),
        ("zh-HK", "zh-hant", "zh-Hant"),
        ("en-US", "en", "en"),
        ("DE", "de", "de"),
    ],
)
def test_a_language_has_a_short_name_and_a_tag_for_browsers(written, short, tag):
    assert short_language(written) == short
    assert language_tag(short) == tag
