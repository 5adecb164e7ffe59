import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.model.record import Waiver
from tests.sites import build, write_page
from tests.unit.portal.portals import press, record

RECORDS = """\
records:
  - {id: GOAL-1, type: goal, title: Growth, status: agreed, body: Grow.}
  - {id: REQ-1, type: functional, title: Stock, status: draft, section: Store, supports: [GOAL-1],
     verified_by: [TC-1, TC-2], body: It shall count.}
  - {id: REQ-2, type: functional, title: Price, status: confirmed, section: Store, supports: [GOAL-1],
     verified_by: [TC-3], body: It shall price.}
  - {id: REQ-3, type: functional, title: 审计, status: draft, section: Audit, derives_from: [REQ-1],
     waive: [{rule: not-verified, reason: =Seen by the auditor}], body: It shall log.}
  - {id: REQ-4, type: functional, title: Gone, status: withdrawn, reason: Old., verified_by: [TC-2], body: It shall go.}
  - {id: REQ-5, type: functional, title: Lost, status: draft, section: Audit, supports: [GOAL-1], body: It shall find.}
  - {id: TC-1, type: test, title: Count, status: ready, body: Count it.}
  - {id: TC-2, type: test, title: Weigh, status: ready, body: Weigh it.}
  - {id: TC-3, type: test, title: Old test, status: retired, body: Do it.}
"""
NAMES = ".rs-matrix tbody th .rs-id"
FORWARD = "traceability/requirement-test.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> str:
    return build(tmp_path_factory.mktemp("site"), {"all.yml": RECORDS}).as_uri()


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> str:
    return build(tmp_path_factory.mktemp("house"), {"all.yml": RECORDS}, audience="internal").as_uri()


def rows(page: Page) -> list[list[str]]:
    return [
        [" ".join(text.split()) for text in row.locator("th, td").all_text_contents()]
        for row in page.locator(".rs-matrix tbody tr").all()
    ]


@pytest.mark.parametrize(
    "name", ["requirement-test", "test-requirement", "requirement-requirement", "goal-requirement"]
)
def test_the_script_shows_what_stands_there_without_it(new_page, site: str, name: str):
    plain = new_page(java_script_enabled=False)
    plain.goto(f"{site}/traceability/{name}.html")
    page = new_page()
    page.goto(f"{site}/traceability/{name}.html")
    page.wait_for_selector(".rs-browse")
    spaced = [[cell.replace("Reason", " Reason") for cell in row] for row in rows(plain)]
    assert [["".join(cell.split()) for cell in row] for row in rows(page)] == [
        ["".join(cell.split()) for cell in row] for row in spaced
    ]


def test_gaps_stand_first_then_accepted_ones(page: Page, site: str):
    page.goto(f"{site}/{FORWARD}")
    expect(page.locator(NAMES)).to_have_text(["REQ-2", "REQ-5", "REQ-3", "REQ-1", "REQ-4"])
    traced = page.locator(".rs-matrix tbody .rs-t")
    expect(traced).to_have_text(["Gap: no link"] * 2 + ["Accepted gap", "Linked", "Not in force"])
    expect(page.locator(".rs-coverage")).to_contain_text("1 of 4 in force are linked (25%).")
    expect(page.locator(".rs-coverage")).to_contain_text("1 gap is accepted")


def test_only_a_portal_of_the_house_says_why_a_gap_is_accepted(page: Page, site: str, house: str):
    page.goto(f"{house}/{FORWARD}")
    expect(page.locator(".rs-browse .rs-matrix .rs-reason")).to_have_text("Reason: =Seen by the auditor")
    page.goto(f"{site}/{FORWARD}")
    assert "auditor" not in page.content()


def test_gaps_alone_can_be_shown_and_shared(page: Page, site: str):
    page.goto(f"{site}/{FORWARD}")
    page.locator(".rs-facet li").filter(has_text="Gap: no link").get_by_role("button").click()
    expect(page).to_have_url(f"{site}/{FORWARD}#trace=gap")
    page.reload()
    expect(page.locator(NAMES)).to_have_text(["REQ-2", "REQ-5"])
    expect(page.locator(".rs-shown")).to_have_text("2 of 5 shown")


def test_the_search_reads_what_a_record_is_linked_with(page: Page, site: str):
    page.goto(f"{site}/{FORWARD}#q=weigh")
    expect(page.locator(NAMES)).to_have_text(["REQ-1", "REQ-4"])


def test_the_file_says_which_filter_was_on(page: Page, house: str):
    page.goto(f"{house}/{FORWARD}#trace=accepted")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as CSV").click()
    assert started.value.suggested_filename == "Demo - Requirements → Tests.csv"
    lines = Path(started.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        '"Filter: Tracing = Accepted gap"',
        '"Requirements","Tracing","Status","Tests"',
        '"REQ-3 审计","Accepted gap. Reason: =Seen by the auditor","Draft",""',
    ]


def test_the_other_direction_is_one_click_away(page: Page, site: str):
    page.goto(f"{site}/{FORWARD}")
    page.get_by_role("link", name="Tests → Requirements").click()
    expect(page.locator(NAMES)).to_have_text(["TC-1", "TC-2", "TC-3"])
    expect(page.locator(".rs-coverage")).to_contain_text("2 of 2 in force are linked (100%).")


def test_head_and_first_column_stay_in_sight(new_page, tmp_path: Path):
    records = [record(f"REQ-{n:03}", title="Stock " * 8, links={"verified_by": ("TC-1",)}) for n in range(1, 90)]
    url = write_page(
        tmp_path, press(*records, record("TC-1", "test", "Count " * 30)), "traceability/requirement-test.md"
    )
    page = new_page(viewport={"width": 1000, "height": 700})
    page.goto(url)
    page.locator(".rs-browse .rs-scroller").evaluate("box => box.scrollTo({left: 200, top: 900, behavior: 'instant'})")
    box = page.locator(".rs-browse .rs-scroller").bounding_box()
    head = page.locator(".rs-matrix thead th").nth(1).bounding_box()
    first = page.locator(".rs-matrix tbody th").nth(20).bounding_box()
    assert abs(head["y"] - box["y"]) < 2
    assert abs(first["x"] - box["x"]) < 2


def test_types_are_filtered_from_the_records_of_their_kind(new_page, tmp_path: Path):
    made = press(
        record("REQ-1", links={"verified_by": ("TC-1",)}),
        record("REQ-2", "nonfunctional", links={"depends_on": ("REQ-1",)}),
        record("TC-1", "test"),
    )
    page = new_page()
    page.goto(write_page(tmp_path, made, "traceability/nonfunctional-functional.md"))
    page.wait_for_selector(".rs-browse")
    assert rows(page) == [["REQ-2", "Linked", "REQ-1 (Depends on)"]]


def test_an_accepting_reason_is_no_code(new_page, tmp_path: Path):
    evil = "</script><img src=x onerror=window.hit=1>"
    waived = dataclasses.replace(record("REQ-1", title=evil), waivers=(Waiver("not-verified", evil, 3),))
    made = press(waived, record("REQ-2", links={"verified_by": ("TC-1",)}), record("TC-1", "test"), audience="internal")
    made.site = dataclasses.replace(made.site, accepted={"REQ-1": frozenset({"not-verified"})})
    page = new_page()
    page.goto(write_page(tmp_path, made, "traceability/requirement-test.md"))
    page.wait_for_selector(".rs-browse")
    assert evil in page.locator(".rs-reason").text_content()
    assert page.evaluate("window.hit") is None
