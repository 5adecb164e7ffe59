import pytest

from reqsite.model.record import Section
from reqsite.source.markdown_scan import scan
from reqsite.source.schema_file import default_schema
from reqsite.source.sections import Text, first_words, sections


def parts(body: str, title: str = "Log in", first_line: int = 10) -> Text:
    return sections(body, first_line, default_schema(), scan(body), title)


def keys(body: str, title: str = "Log in") -> list[tuple[str, str]]:
    return [(section.key, section.title) for section in parts(body, title).sections]


def test_text_before_the_first_heading_is_the_statement():
    text = parts("\nThe system shall ask.\n\n## Rationale\n\nThe law.\n\nMore.\n")
    assert text.sections == (
        Section("statement", "", 0, "The system shall ask.", 11),
        Section("rationale", "Rationale", 2, "The law.\n\nMore.", 15),
    )


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("## Acceptance criteria", "acceptance_criteria"),
        ("##### ACCEPTANCE  CRITERIA:", "acceptance_criteria"),
        ("## 验收标准", "acceptance_criteria"),
        ("##验收标准", "acceptance_criteria"),
        ("## **理由**：", "rationale"),
        ("## Rationale ##", "rationale"),
        ("## Rationale {: #why }", "rationale"),
        ("Rationale\n---------", "rationale"),
        ("Notes\n=====", "notes"),
    ],
)
def test_a_heading_that_the_schema_knows_begins_its_section_at_any_level(heading, key):
    assert keys(f"Text.\n\n{heading}\n\nMore.\n")[1][0] == key


def test_an_unknown_heading_begins_a_section_of_the_writers_own_or_stays_inside():
    text = parts("A.\n\n## Rationale\n\nB.\n\n### Law\n\nC.\n\n## Pictures\n\nD.\n")
    assert [(s.key, s.title, s.text) for s in text.sections] == [
        ("statement", "", "A."),
        ("rationale", "Rationale", "B.\n\n### Law\n\nC."),
        ("", "Pictures", "D."),
    ]


def test_a_first_heading_that_repeats_the_title_is_no_section():
    assert keys("# Log  in\n\nText.\n") == [("statement", "")]
    assert keys("# Log in\n\nText.\n", title="") == [("statement", "")]


def test_another_heading_on_top_names_the_statement():
    assert keys("# Log in by card\n\nText.\n") == [("statement", "Log in by card")]


@pytest.mark.parametrize("body", ["", "\n\n", "<!-- nothing -->\n"])
def test_no_text_has_no_sections(body):
    assert parts(body).sections == ()


def test_a_section_without_text_is_there_and_empty():
    assert parts("Text.\n\n## Rationale\n").sections[1] == Section("rationale", "Rationale", 2, "", 13)


def test_headings_in_code_and_comments_are_none():
    body = "A.\n\n```\n## Rationale\n```\n\n<!--\n## Notes\n-->\n\n    ## Notes\n\nB.\n"
    assert keys(body) == [("statement", "")]


def test_a_rule_across_the_page_is_no_heading():
    assert keys("A.\n\n---\n\nB.\n") == [("statement", "")]
    assert keys("- a\n- b\n\n----\n") == [("statement", "")]


def test_comments_are_cut_and_lines_stay_right():
    text = parts("A <!-- ask\nthe client --> b.\n\n## Rationale\n\nC.\n")
    assert text.sections[0].text == "A \n b."
    assert text.sections[1].line == 15


def test_criteria_of_all_their_sections_are_counted_together():
    text = parts("A.\n\n## Acceptance criteria\n\n- one\n- two\n\n## 验收标准\n\n- three\n\n## Notes\n\n- no\n")
    assert [(c.id, c.text, c.line) for c in text.criteria] == [
        ("AC-1", "one", 14),
        ("AC-2", "two", 15),
        ("AC-3", "three", 19),
    ]


@pytest.mark.parametrize(
    ("body", "heading"),
    [("# Log *in*\n\nText", "Log in"), ("## See [it](a.md)\n", "See it"), ("## Rationale\n", ""), ("Text\n", "")],
)
def test_the_first_heading_may_name_the_record(body, heading):
    assert parts(body, "").heading == heading


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The system *shall* ask.", "The system shall ask."),
        ("\n- an item\n- more", "an item"),
        ("word " * 30, " ".join(["word"] * 12) + "…"),
        ("系统" * 50, "系统" * 30 + "…"),
        ("", ""),
    ],
)
def test_first_words_make_a_title(text, words):
    assert first_words(text) == words
