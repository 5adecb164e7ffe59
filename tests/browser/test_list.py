import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.sites import build, expect_copied, write_page
from tests.unit.portal.portals import press, record

RECORDS = 5000
"""As many as the list of a large project has."""
SMALL = """\
records:
  - {id: REQ-001, type: functional, title: 库存实时查询, title_en: Stock at a glance, priority: P0, status: confirmed,
     section: 仓储, owner: =SUM(1), body: 系统应当显示库存。}
  - {id: REQ-002, type: functional, title: 订单取消, priority: P1, status: draft, section: 订单, owner: 李四,
     tags: [移动, 紧急], body: 系统应当取消订单。}
  - {id: REQ-003, type: functional, title: 财务对账, priority: P0, status: draft, section: 财务, body: 系统应当对账。}
  - {id: REQ-004, type: nonfunctional, title: Audit trail, priority: P2, status: withdrawn, section: 财务, body: 留痕。}
"""
LIST = "requirements/index.html"
LIST_SOURCE = "requirements/index.md"
IDS = ".rs-list tbody th a"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> str:
    site = build(tmp_path_factory.mktemp("small"), {"all.yml": SMALL}, "zh")
    return (site / LIST).as_uri()


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> str:
    chance = random.Random(3)  # noqa: S311 made-up records
    records = [
        record(
            f"REQ-{number:04}",
            chance.choice(("functional", "nonfunctional", "constraint")),
            f"Flow {number} of the {chance.choice(('ledger', 'tag', 'route'))}",
            fields={
                "priority": f"P{chance.randrange(4)}",
                "status": chance.choice(("draft", "reviewed", "confirmed")),
                "section": f"Chapter {number // 100}",
                "owner": f"Team {chance.randrange(40)}",
            },
        )
        for number in range(1, RECORDS + 1)
    ]
    return write_page(tmp_path_factory.mktemp("large"), press(*records), LIST_SOURCE)


def expect_ids(page: Page, *ids: str) -> None:
    """Wait until the list shows just these records, in this order."""
    expect(page.locator(IDS)).to_have_text(list(ids))


def facet(page: Page, value: str):
    """Return the line of a value among the filters."""
    return page.locator(".rs-facet li").filter(has=page.get_by_text(value, exact=True))


def test_a_value_filters_and_back_takes_the_filter_away(page: Page, small: str):
    page.goto(small)
    facet(page, "P0 必须").get_by_role("checkbox").check()
    expect_ids(page, "REQ-001", "REQ-003")
    expect(page).to_have_url(f"{small}#priority=P0")
    facet(page, "草稿").get_by_role("checkbox").check()
    expect_ids(page, "REQ-003")
    page.reload()
    expect_ids(page, "REQ-003")
    page.go_back()
    expect_ids(page, "REQ-001", "REQ-003")
    expect(facet(page, "草稿").get_by_role("checkbox")).not_to_be_checked()


def test_counts_say_what_each_further_value_would_leave(page: Page, small: str):
    page.goto(small + "#priority=P0")
    expect(facet(page, "草稿").locator(".rs-count")).to_have_text("(1)")
    expect(facet(page, "P1 重要").locator(".rs-count")).to_have_text("(1)")
    expect(facet(page, "已撤销").locator(".rs-count")).to_have_text("(0)")


def test_only_drops_the_other_values(page: Page, small: str):
    page.goto(small + "#priority=P0,P1")
    facet(page, "P2 一般").get_by_role("button").click()
    expect_ids(page, "REQ-004")
    expect(page).to_have_url(f"{small}#priority=P2")


def test_what_filters_hide_is_counted_and_one_click_away(page: Page, small: str):
    page.goto(small + "#status=withdrawn")
    hidden = page.locator(".rs-reset")
    expect(hidden).to_contain_text("3")
    hidden.click()
    expect(page.locator(IDS)).to_have_count(4)
    expect(hidden).to_be_hidden()


@pytest.mark.parametrize("asked", ["库存", "req-001", "glance", "ＳＴＯＣＫ", "kcss", "kucun"])
def test_it_is_searched_by_id_names_in_both_languages_and_pinyin(page: Page, small: str, asked: str):
    pytest.importorskip("pypinyin")
    page.goto(small)
    page.get_by_role("searchbox").last.fill(asked)
    expect_ids(page, "REQ-001")
    page.reload()
    expect_ids(page, "REQ-001")


def test_headers_sort_chinese_by_pinyin_and_priorities_by_weight(page: Page, small: str):
    page.goto(small)
    head = page.locator(".rs-list thead th").nth(1)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(IDS)).to_have_count(4)
    by_title = page.locator(IDS).all_inner_texts()
    assert [i for i in by_title if i != "REQ-004"] == ["REQ-003", "REQ-002", "REQ-001"]
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect_ids(page, *by_title[::-1])
    page.goto(small + "#sort=-priority")
    page.reload()
    expect_ids(page, "REQ-004", "REQ-002", "REQ-001", "REQ-003")


def test_an_address_of_somebody_else_breaks_nothing(page: Page, small: str):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(small + "#priority=%E0%A4%A,P0&nothing=1&page=-7&sort=__proto__&=&q=")
    page.reload()
    expect_ids(page, "REQ-001", "REQ-003")
    assert errors == []


def test_the_link_to_a_view_is_copied(new_page, small: str):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(small + "#owner=")
    page.locator(".rs-tools .rs-button").first.click()
    expect(page.locator(".rs-note")).not_to_be_empty()
    expect_copied(page, small + "#owner=")
    expect_ids(page, "REQ-003", "REQ-004")


def test_what_is_shown_goes_into_a_file_for_spreadsheets(page: Page, small: str):
    page.goto(small + "#priority=P0")
    with page.expect_download() as started:
        page.locator(".rs-tools .rs-button").last.click()
    assert started.value.suggested_filename.startswith("Demo - ")
    text = Path(started.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    first, head, *lines = text.removeprefix("\ufeff").splitlines()
    assert "P0 必须" in first
    assert head.startswith('"编号","标题"')
    assert [line.split(",")[0] for line in lines] == ['"REQ-001"', '"REQ-003"']
    assert '"\'=SUM(1)"' in lines[0]


def test_a_title_is_no_code(new_page, tmp_path: Path):
    evil = '<img src=x onerror="window.hit=1">&"\'</script><script>window.hit=1</script>\u2028'
    url = write_page(tmp_path, press(record("REQ-1", title=evil, fields={"owner": evil}), record("REQ-2")), LIST_SOURCE)
    page = new_page()
    page.goto(url)
    expect(page.locator(".rs-value").first).to_be_attached()
    assert page.locator(".rs-list tbody td").first.text_content() == evil
    assert page.locator(".rs-value").first.text_content() == evil
    assert page.evaluate("window.hit") is None
    assert page.locator(".rs-list img").count() == 0


def test_without_scripts_all_records_stand_in_a_table(new_page, small: str):
    page = new_page(java_script_enabled=False)
    page.goto(small)
    expect_ids(page, "REQ-001", "REQ-002", "REQ-003", "REQ-004")


def test_a_hundred_rows_stand_at_a_time(page: Page, large: str):
    page.goto(large)
    expect(page.locator(IDS)).to_have_count(100)
    expect(page.locator(".rs-shown")).to_contain_text(f"of {RECORDS}")
    page.locator(".rs-pager button").last.click()
    expect(page.locator(IDS).first).to_have_text("REQ-0101")
    expect(page).to_have_url(f"{large}#page=2")
    page.reload()
    expect(page.locator(IDS).first).to_have_text("REQ-0101")
    page.go_back()
    expect(page.locator(IDS).first).to_have_text("REQ-0001")


def test_print_names_the_filter_and_leaves_out_what_can_only_be_pressed(page: Page, small: str):
    page.goto(small + "#priority=P0")
    page.emulate_media(media="print")
    expect(page.locator(".rs-active")).to_have_text("优先级 = P0 必须")
    for name in (".rs-facets", ".rs-tools", ".rs-reset"):
        expect(page.locator(name)).to_be_hidden()


def test_print_shows_every_row_of_the_view(page: Page, large: str):
    page.goto(large + "#section=Chapter 3,Chapter 4")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(IDS)).to_have_count(200)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(IDS)).to_have_count(100)
