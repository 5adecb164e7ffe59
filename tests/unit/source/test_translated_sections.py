from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.languages import Languages
from reqsite.source.markdown_scan import scan
from reqsite.source.schema_file import default_schema
from reqsite.source.sections import sections

SCHEMA = replace(default_schema(), languages=Languages("zh", ("en",)))


def keys(body, binding="zh", schema=SCHEMA):
    found = sections(body, 10, schema, scan(body), "查询", binding).sections
    return [(section.key, section.title) for section in found]


@pytest.mark.parametrize(
    "heading",
    [
        "## Statement {lang=en}",
        "## Statement {: lang=en }",
        "##Statement {lang=en}",
        '## Statement {: lang="en" }',
        "## Statement {#there lang='en'}",
        "## Statement {lang=en-GB} ##",
        "### **Statement** {.wide lang=en}",
        "Statement {lang=en}\n-------------------",
    ],
)
def test_a_heading_with_a_language_begins_a_translation(heading):
    assert keys(f"显示库存。\n\n{heading}\n\nShows it.\n") == [("statement", ""), ("statement@en", "Statement")]


@pytest.mark.parametrize("language", ["zh", "zh-Hans", "zh-CN", "ZH"])
def test_the_language_that_binds_makes_no_translation(language):
    assert keys(f"## 业务表述 {{lang={language}}}\n\n显示。\n")[-1] == ("business", "业务表述")


def test_traditional_chinese_is_a_language_of_its_own():
    assert keys("## 陳述 {lang=zh-TW}\n\n顯示。\n")[-1] == ("陳述@zh-hant", "陳述")


def test_a_translation_ends_with_the_next_heading():
    body = "显示。\n\n## Statement {lang=en}\n\nShows.\n\n### How\n\nFast.\n\n## 理由\n\n法律。\n"
    assert keys(body) == [("statement", ""), ("statement@en", "Statement"), ("rationale", "理由")]


def test_a_heading_of_the_writers_own_is_known_by_its_words():
    assert keys("显示。\n\n## Open points {lang=en}\n\nNone.\n")[-1] == ("Open points@en", "Open points")


def test_what_no_client_may_read_keeps_its_key_in_every_language():
    assert keys("显示。\n\n## Internal notes {lang=en}\n\nSecret.\n")[-1] == ("internal_notes", "Internal notes")


def test_a_record_may_bind_in_another_language():
    body = "Shows.\n\n## 陈述 {lang=zh}\n\n显示。\n"
    assert keys(body, binding="en") == [("statement", ""), ("statement@zh", "陈述")]


@pytest.mark.parametrize(
    "heading", ["## Statement {lang=}", "## Statement {lang=e}", "## Statement {long=en}", "## Statement lang=en"]
)
def test_what_names_no_language_makes_no_translation(heading):
    assert all("@" not in key for key, _title in keys(f"显示。\n\n{heading}\n\nShows.\n"))


def test_a_heading_in_code_makes_no_translation():
    assert keys("显示。\n\n```\n## Statement {lang=en}\n```\n") == [("statement", "")]


def test_a_project_without_languages_reads_its_headings_as_ever():
    body = "Shows.\n\n## Statement {lang=en}\n\nMore.\n"
    assert keys(body, binding="", schema=default_schema())[-1] == ("", "Statement {lang=en}")


def test_criteria_of_a_translation_are_none_of_the_record():
    body = "## 验收标准\n\n- 甲\n\n## Acceptance criteria {lang=en}\n\n- A\n- B\n"
    found = sections(body, 10, SCHEMA, scan(body), "查询", "zh")
    assert [criterion.text for criterion in found.criteria] == ["甲"]


def test_a_translated_heading_is_no_title():
    body = "# Stock {lang=en}\n\nShows.\n"
    assert sections(body, 1, SCHEMA, scan(body), "", "zh").heading == ""


@given(st.text(alphabet="{}lang=en:#' \"-\nABc语", max_size=60))
def test_whatever_stands_in_a_heading_is_read(text):
    found = sections(f"## {text}\n\nText.\n", 1, SCHEMA, scan(text), "T", "zh").sections
    assert found
