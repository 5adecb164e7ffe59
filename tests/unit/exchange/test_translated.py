"""Records in two languages, as people take them along."""

import io

import docx
import pytest

from reqsite.exchange.docx_file import sheet, specification
from reqsite.exchange.subject import Subject
from reqsite.exchange.tables import TABLES
from tests.releases import release, workspace
from tests.unit.checks.checked import check_project

SCHEMA = "languages: {binding: zh, others: [en]}\nconfirmation: {decider: {}}\n"
STOCK = (
    "---\nid: REQ-001\ntype: functional\ntitle: 查询库存\ntitle_en: Look up stock\nstatus: reviewed\npriority: P0\n"
    "restatement: 您要看库存，对吗？\nrestatement_en: You want to see the stock, right?\n"
    "translated_from: {en: {statement: 00000000}}\n---\n"
    "系统应在 2 秒内显示库存。\n\n## 验收标准\n\n- 显示数量。\n\n"
    "## Statement {lang=en}\n\nThe system shall show the stock within 2 s.\n\n"
    "## Acceptance criteria {lang=en}\n\n- AC-1: The number is shown.\n\n## Notes {lang=en}\n\nBy the way.\n"
)
PRINT = "---\nid: REQ-002\ntype: functional\ntitle: 打印\nstatus: reviewed\npriority: P1\n---\n系统应打印。\n"


@pytest.fixture
def desk(tmp_path):
    check_project(tmp_path, {"REQ-001.md": STOCK, "REQ-002.md": PRINT}, SCHEMA)
    release(tmp_path, "1.0.0")
    return tmp_path


def subject(root):
    return Subject.of(workspace(root), "client", "en", "")


def lines(paper):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(paper)).paragraphs]


def test_a_table_has_columns_for_what_is_translated(desk):
    table = TABLES["requirements"](subject(desk))
    assert table.heads[-3:] == ["Title (English)", "Statement (English)", "Acceptance criteria (English)"]
    assert [[cell.text for cell in row[-3:]] for row in table.rows] == [
        ["Look up stock", "The system shall show the stock within 2 s.", "AC-1 The number is shown."],
        ["", "", ""],
    ]
    assert len(table.widths) == len(table.heads)


def test_a_table_of_a_project_with_one_language_has_no_such_columns(desk):
    (desk / "schema.yml").write_text("extends: default\n", encoding="utf-8")
    assert not any("English" in head for head in TABLES["requirements"](subject(desk)).heads)


def test_the_specification_has_the_translation_below_and_names_what_binds(desk):
    text = lines(specification(subject(desk)))
    wanted = [
        "系统应在 2 秒内显示库存。",
        "English translation",
        "The Chinese text binds.",
        "Out of date: the original has changed since.",
        "Look up stock",
        "The system shall show the stock within 2 s.",
        "Acceptance criteria",
    ]
    assert [line for line in text if line in wanted] == wanted
    assert "By the way." not in text
    assert text.count("English translation") == 1


def test_the_confirmation_sheet_says_to_which_text_an_answer_is_given(desk):
    text = lines(sheet(subject(desk), "decider"))
    assert "Your answer is given to the text that binds: Chinese." in text
    assert text.index("您要看库存，对吗？") < text.index("You want to see the stock, right?")
