import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.confirm.importing import Filing, keep
from reqsite.exchange.csv_file import csv_bytes
from reqsite.exchange.subject import Subject
from reqsite.exchange.table import Cell, Table
from reqsite.exchange.tables import TABLES
from reqsite.exchange.xlsx_file import xlsx_bytes
from reqsite.portal.addresses import Addresses
from tests.releases import release, workspace
from tests.unit.checks.checked import check_project
from tests.unit.confirm.desk import SCHEMA, receipt

DAY = dt.date(2026, 3, 1)
CUT = " … (cut)"
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
    keep({"a": Filing.of(receipt(tmp_path, "decider", {"REQ-001": "agree"}))}, tmp_path)
    check_project(tmp_path, {"REQ-001.md": FIRST.replace("2 秒", "1 秒"), "all.yml": OTHERS}, SCHEMA)
    release(tmp_path, "1.1.0", "2026-04-01")
    return tmp_path


def subject(root, audience="client", address=""):
    return Subject.of(workspace(root), audience, "en", address)


def book_of(*tables: Table):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(tables, "Desk", DAY, CUT)), rich_text=True)


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
    book = book_of(*(make(known) for make in TABLES.values()))
    assert book.sheetnames == [
        "Requirements",
        "Requirement matrix",
        "Traceability",
        "Glossary",
        "Changes by release",
    ]
    sheet = book["Requirements"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:K3")
    assert sheet["A2"].hyperlink.target == "https://example.org/portal/requirements/REQ-001.html"
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["I2"].value == "系统应在 1 秒内显示库存。"


def test_where_nobody_says_where_the_portal_is_nothing_is_linked(desk):
    """A saved file lies anywhere: a link to what lay beside it would lead nowhere."""
    assert book_of(TABLES["requirements"](subject(desk)))["Requirements"]["A2"].hyperlink is None


def test_links_lead_to_folders_where_the_portal_has_folders(desk):
    addresses = Addresses(directory_urls=True)
    known = Subject.of(workspace(desk), "client", "en", "https://example.org/", addresses=addresses)
    assert TABLES["glossary"](known).rows[0][0].href.startswith("https://example.org/terms/")
    assert TABLES["requirements"](known).rows[0][0].href == "https://example.org/requirements/REQ-001/"


def test_the_same_tables_are_the_same_bytes(desk):
    made = [xlsx_bytes([make(subject(desk)) for make in TABLES.values()], "Desk", DAY, CUT) for _time in range(2)]
    assert made[0] == made[1]


def test_a_book_that_knows_no_day_says_none(desk):
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([TABLES["matrix"](subject(desk))], "Desk", None, CUT))) as archive:
        assert b"dcterms:created" not in archive.read("docProps/core.xml")
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}


@pytest.mark.parametrize("text", ["x" * 40_000, "库" * 40_000, "😀" * 20_000])
def test_a_cell_that_is_too_long_is_cut_and_says_so(text):
    value = book_of(Table("t", "T: [x]", ["A"], [10], [[Cell(text)]])).worksheets[0]["A2"].value
    assert value.endswith(CUT)
    assert text.startswith(value.removesuffix(CUT))
    assert 32_700 < len(value.encode("utf-16-le")) // 2 <= 32_767


def test_what_traces_to_what_is_a_row_each(desk):
    found = [[cell.text for cell in row] for row in TABLES["traceability"](subject(desk)).rows]
    assert ["REQ-001", "库存", "Functional requirement", "Supports", "GOAL-001", "Fewer calls"] in found
    assert ["REQ-001", "库存", "Functional requirement", "Verified by", "TC-001", "Stock"] in found


def test_a_change_is_a_redline_that_says_what_went_and_what_came(desk):
    table = TABLES["changes"](subject(desk))
    assert rows(table)[0]["Redline"] == "系统应在 [-2 秒-]{+1 秒+}内显示库存。"
    book = book_of(table)
    redline = book["Changes by release"]["I2"].value
    assert str(redline) == "系统应在 2 秒1 秒内显示库存。"
    struck = [part.text for part in redline if getattr(part, "font", None) and part.font.strike]
    assert struck == ["2 秒"]


def test_a_change_of_a_value_has_the_value_before_and_after(desk):
    (desk / "docs_src" / "REQ-001.md").write_text(
        FIRST.replace("2 秒", "1 秒").replace("priority: P0", "priority: P1"), encoding="utf-8"
    )
    first = rows(TABLES["changes"](subject(desk)))[0]
    assert (first["Release"], first["What differs"]) == ("Unreleased changes", "Priority")
    assert (first["Before"], first["After"]) == ("P0 essential", "P1 important")


def test_ids_of_what_is_hidden_stand_in_no_text(desk):
    (desk / "docs_src" / "REQ-001.md").write_text(FIRST.replace("库存。", "库存，见 REQ-009。"), encoding="utf-8")
    statement = rows(TABLES["requirements"](subject(desk)))[0]["Statement"]
    assert statement == "系统应在 2 秒内显示库存，见 ▇▇▇。"
    assert "REQ-009" in rows(TABLES["requirements"](subject(desk, "internal")))[0]["Statement"]


def test_a_release_knows_only_the_answers_that_it_froze(desk):
    release_of = Subject.of(workspace(desk), "client", "en", release="1.1.0")
    assert rows(TABLES["matrix"](subject(desk)))[0]["Final decider"].startswith("⚠ confirm again")
    assert rows(TABLES["matrix"](release_of))[0]["Final decider"] == "○ open"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=6))
def test_whatever_people_write_is_in_the_csv_and_no_formula(texts):
    table = Table("t", "T", ["A"], [10], [[Cell(text)] for text in texts])
    found = [row[0] for row in csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline=""))][1:]
    assert [text.removeprefix("'") if text[:2] != "''" else text[1:] for text in found] == [
        text if text.startswith("''") else text.removeprefix("'") for text in texts
    ]
    assert not [text for text in found if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))]
