"""Records in two languages, as pages show them."""

import dataclasses
import json

import pytest

from reqsite.model.languages import language_name
from reqsite.model.record import Record, Section
from reqsite.portal import data, translated
from reqsite.source.schema_file import parse_schema
from tests.unit.portal.portals import by_id, criterion, html_of, page, parse, press, tree_of, with_class, words

SCHEMA = parse_schema("languages: {binding: zh, others: [en, de]}\n", "schema.yml").schema
STOCK = Record(
    "REQ-001",
    "functional",
    "requirement",
    "查询库存",
    "docs_src/REQ-001.md",
    1,
    fields={
        "title_en": "Look up stock",
        "title_de": "Bestand abfragen",
        "restatement": "您要看库存，对吗？",
        "restatement_en": "You want to see the stock, right?",
        "status": "reviewed",
        "translated_from": {"en": {"statement": "00000000"}},
    },
    sections=(
        Section("statement", "", 0, "系统应显示库存。", 10),
        Section("acceptance_criteria@en", "Acceptance criteria", 2, "- AC-1: The number is shown.", 14),
        Section("acceptance_criteria", "验收标准", 2, "- 显示数量。", 18),
        Section("statement@en", "Statement", 2, "The system shall show the stock.", 22),
        Section("Open points@en", "Open points", 2, "None.", 26),
    ),
    criteria=(criterion("AC-1", "显示数量。", 18),),
)
PAGE = "requirements/REQ-001.md"


def shop(record=STOCK, language="zh", **more):
    return press(record, language=language, schema=SCHEMA, **more)


def translation(tree, language="en"):
    (found,) = [e for e in with_class(tree, "rs-translation") if e.get("data-language") == language]
    return found


def test_the_original_comes_first_and_both_say_their_language():
    tree = tree_of(shop(), PAGE)
    (both,) = with_class(tree, "rs-bilingual")
    first, *others = list(both)
    assert both.get("data-languages") == "zh en"
    assert (first.get("class"), first.get("lang"), first.get("data-language")) == ("rs-original", "zh-Hans", "zh")
    assert [other.get("data-language") for other in others] == ["en"]
    assert translation(tree).find("div").get("lang") == "en"
    assert "The system shall show the stock." not in words(first)


def test_a_translation_follows_its_original_and_names_what_binds():
    english = translation(tree_of(shop(language="en"), PAGE))
    assert words(english.find("h2")) == "English translation"
    assert [words(h) for h in english.iter("h3")] == ["Statement", "Acceptance criteria", "Open points"]
    (note,) = with_class(english, "rs-translated")
    assert words(note) == "The Chinese text binds."


def test_a_stale_translation_says_so_with_a_word_and_a_sign():
    tree = tree_of(shop(language="en"), PAGE)
    (note,) = with_class(tree, "rs-stale")
    assert words(note) == "⚠ Out of date: the original has changed since in Statement."
    assert note.find("span").get("aria-hidden") == "true"


def test_criteria_keep_their_names_and_each_id_stands_once():
    html = html_of(shop(), PAGE)
    tree = parse(html)
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert words(by_id(tree, "ac-1")).startswith("AC-1 显示数量")
    assert [words(name) for name in with_class(translation(tree), "rs-ac")] == ["AC-1"]
    assert {"statement-en", "acceptance-criteria-en", "open-points-en", "rs-in-en"} <= set(ids)


def test_translated_fields_stand_with_the_translation_and_nowhere_else():
    tree = tree_of(shop(language="en"), PAGE)
    (quoted,) = with_class(translation(tree), "rs-quotation")
    assert words(quoted) == "You want to see the stock, right?Restatement"
    assert words(tree).count("You want to see the stock, right?") == 1
    assert "00000000" not in words(tree)


def test_readers_choose_among_the_languages_and_without_a_script_see_all():
    tree = tree_of(shop(language="en"), PAGE)
    (box,) = with_class(tree, "rs-languages")
    chinese = language_name("zh").to("zh")
    assert [words(button) for button in box.iter("button")] == [f"{chinese} (binding)", "English", "All languages"]
    assert box.get("hidden") is not None
    assert box.get("aria-label") == "Language of the text"


def test_the_script_is_there_where_records_have_languages():
    assert set(translated.files(shop())) == {translated.SCRIPT}
    assert translated.files(press(STOCK)) == {}


def test_a_project_without_languages_shows_nothing_of_them():
    one = dataclasses.replace(STOCK, fields={"title_en": "Look up stock"}, sections=STOCK.sections[:1], criteria=())
    html = html_of(press(one), PAGE)
    assert "rs-bilingual" not in html
    assert "languages.js" not in html


@pytest.mark.parametrize("fields", [{}, {"title_en": "Look up stock"}])
def test_a_record_with_no_more_than_another_title_has_no_choice(fields):
    one = dataclasses.replace(STOCK, fields=fields, sections=STOCK.sections[:1], criteria=())
    assert "rs-languages" not in html_of(shop(one), PAGE)


def test_names_in_every_language_stand_under_the_title():
    tree = tree_of(shop(), PAGE)
    assert [(e.get("lang"), words(e)) for e in with_class(tree, "rs-other-title")] == [
        ("en", "Look up stock"),
        ("de", "Bestand abfragen"),
    ]


def test_the_search_finds_the_words_of_a_translation():
    fragment = page(shop(), PAGE).build()
    assert "shall show the stock" in fragment.search
    assert "You want to see the stock" in fragment.search


@pytest.mark.parametrize("source", ["document/all.md", "document/type_functional.md"])
def test_the_document_names_what_binds_and_shows_the_translation_below(source):
    tree = tree_of(shop(language="en"), source)
    text = words(tree)
    assert text.index("The Chinese text binds.") < text.index("系统应显示库存。") < text.index("The system shall show")
    (title,) = with_class(translation(tree), "rs-translated-title")
    assert words(title) == "Look up stock"
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_the_glossary_explains_a_term_in_each_of_its_languages():
    term = Record(
        "TERM-1",
        "term",
        "term",
        "库存",
        "docs_src/t.md",
        1,
        fields={"en": "stock"},
        sections=(
            Section("statement", "", 0, "仓库里的商品。", 5),
            Section("statement@en", "Statement", 2, "Goods.", 9),
        ),
    )
    tree = tree_of(shop(term), "glossary.md")
    assert words(translation(tree).find("div")) == "Goods."
    (definition,) = with_class(tree, "rs-definition")
    assert (definition.get("lang"), words(definition)) == ("zh-Hans", "仓库里的商品。")
    assert len(with_class(tree, "rs-languages")) == 1


def test_a_redline_of_a_translation_is_in_its_language():
    before = dataclasses.replace(
        STOCK, sections=(*STOCK.sections[:3], Section("statement@en", "Statement", 2, "Old.", 22))
    )
    made = press(STOCK, language="en", schema=SCHEMA, releases={"1.0.0": [before], "1.1.0": [STOCK]})
    tree = tree_of(made, PAGE)
    (part,) = [e for e in with_class(tree, "rs-redline-part") if e.get("data-part") == "statement@en"]
    assert words(part.find("dt")) == "Statement (English)"
    assert part.find("dd").get("lang") == "en"


def test_machines_tell_a_translation_by_its_key():
    made = shop()
    plain = json.loads(data.as_json(data.document(made.site)))
    (held,) = plain["records"]
    assert [section["key"] for section in held["sections"]][:2] == ["statement", "acceptance_criteria@en"]
    assert [criterion["id"] for criterion in held["criteria"]] == ["AC-1"]
    assert plain["languages"] == {"binding": "zh", "others": ["en", "de"]}
    assert "languages" not in data.document(press(STOCK).site)
