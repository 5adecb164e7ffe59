import csv
import datetime as dt
import io

import openpyxl
import pytest

from reqsite.confirm.importing import keep
from reqsite.exchange.csv_file import csv_bytes
from reqsite.exchange.subject import Subject
from reqsite.exchange.tables import TABLES, Cell, Table
from reqsite.exchange.xlsx_file import xlsx_bytes
from tests.releases import release, workspace
from tests.unit.checks.checked import check_project
from tests.unit.confirm.desk import SCHEMA, receipt

DAY = dt.date(2026, 3, 1)
FIRST = (
    "---\nid: REQ-001\ntype: functional\ntitle: 库存\nstatus: confirmed\npriority: P0\nproposer: 王\n"
    "verified_by: [TC-001]\nsupports: [GOAL-001]\n---\n"
    "系统应在 2 秒内显示库存。\n\n## 验收标准\n\n- 假如有货，当查询时，那么显示。\n"
)
OTHERS = (
    "records:\n"
    "  - {id: GOAL-001, type: goal, title: Fewer calls, body: Half as many.}\n"
    "  - {id: TC-001, type: test, title: Stock, body: Look.}\n"
    "  - {id: REQ-002, type: functional, title: '=1+1', status: draft, priority: P1, body: It asks.}\n"
    "  - {id: REQ-009, type: functional, title: Secret, visibility: internal, body: Hush.}\n"
    "  - {type: term, title: 库存, aliases: [存货], body: What is in the store.}\n"
)


@pytest.fixture
def desk(tmp_path):
    check_project(tmp_path, {"REQ-001.md": FIRST, "all.yml": OTHERS}, SCHEMA)
    release(tmp_path, "1.0.0")
    keep({tmp_path: receipt(tmp_path, "decider", {"REQ-001": "agree"})}, tmp_path)
    check_project(tmp_path, {"REQ-001.md": FIRST.replace("2 秒", "1 秒"), "all.yml": OTHERS}, SCHEMA)
    release(tmp_path, "1.1.0", "2026-04-01")
    return tmp_path


def subject(root, audience="client", address=""):
    return Subject.of(workspace(root), audience, "en", address)


def rows(table: Table):
    return [dict(zip(table.heads, (cell.text for cell in row), strict=True)) for row in table.rows]


def test_the_list_says_what_each_requirement_says(desk):
    first, second = rows(TABLES["requirements"](subject(desk)))
    assert (first["ID"], first["Title"], first["Statement"]) == ("REQ-001", "库存", "系统应在 1 秒内显示库存。")
    assert first["Acceptance criteria"] == "AC-1 假如有货，当查询时，那么显示。"
    assert (first["Tests"], second["ID"]) == ("TC-001", "REQ-002")


def test_what_is_internal_is_in_no_table_for_clients(desk):
    for make in TABLES.values():
        assert "Hush" not in str(make(subject(desk)))
        assert "REQ-009" not in str(make(subject(desk)))
    assert "Hush" in str(TABLES["requirements"](subject(desk, "internal")))


def test_the_matrix_has_a_column_for_each_role_with_sign_and_word(desk):
    first = rows(TABLES["matrix"](subject(desk)))[0]
    assert first["Final decider"] == "⚠ confirm again (王, 2026-03-02, release 1.0.0)"
    assert first["Evaluator"] == "○ open"
    assert (first["Changes so far"], first["Last changed in"], first["Goals"]) == (
        "1",
        "1.1.0 (2026-04-01)",
        "GOAL-001",
    )


def test_the_changes_have_the_texts_before_and_after_the_newest_first(desk):
    found = rows(TABLES["changes"](subject(desk)))
    assert [row["Release"] for row in found][:2] == ["1.1.0", "1.0.0"]
    assert (found[0]["Before"], found[0]["After"]) == ("系统应在 2 秒内显示库存。", "系统应在 1 秒内显示库存。")


def test_a_cell_that_is_no_formula_stays_none(desk):
    text = csv_bytes(TABLES["requirements"](subject(desk))).decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(text))] == ["Title", "库存", "'=1+1"]


def test_the_workbook_has_filters_frozen_heads_and_links(desk):
    known = subject(desk, address="https://example.org/portal/")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([make(known) for make in TABLES.values()], "Desk", DAY)))
    assert book.sheetnames == ["Requirements", "Requirement matrix", "Glossary", "Changes by release"]
    sheet = book["Requirements"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:K3")
    assert sheet["A2"].hyperlink.target == "https://example.org/portal/requirements/REQ-001.html"
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["I2"].value == "系统应在 1 秒内显示库存。"


def test_links_beside_the_portal_have_slashes(desk):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([TABLES["requirements"](subject(desk))], "Desk", DAY)))
    assert book["Requirements"]["A2"].hyperlink.target == "requirements/REQ-001.html"


def test_the_same_tables_are_the_same_bytes(desk):
    made = [xlsx_bytes([make(subject(desk)) for make in TABLES.values()], "Desk", DAY) for _time in range(2)]
    assert made[0] == made[1]


def test_a_cell_that_is_too_long_is_cut_and_says_so():
    table = Table("t", "T: [x]", ["A"], [10], [[Cell("x" * 40_000)]])
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([table], "Desk", DAY)))
    assert book.worksheets[0]["A2"].value == "x" * 32_765 + " …"
