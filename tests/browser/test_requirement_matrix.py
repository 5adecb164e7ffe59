"""The requirement matrix in a browser, and the role that a reader chooses once."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.confirm.importing import Filing, keep
from tests.releases import release
from tests.sites import violations
from tests.unit.confirm.desk import SCHEMA, receipt

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MANY = 230
SITE = """\
site_name: Desk
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, language: en, font: false}
plugins: [search, {reqsite: {schema: schema.yml, fail_on: never}}]
"""


MILESTONE = """\
  - id: MS-1
    type: milestone
    title: Freeze
    date: '2026-05-01'
    status: planned
    owner: Li
    done_when: All signed.
    deliverables: [Document, Sheet, Plan]
    criteria: [All agreed, No objection, Terms read, Board held]
    body: It is frozen.
"""


def write(root: Path, text: str = "It shows.") -> None:
    (root / "docs_src").mkdir(exist_ok=True)
    lines = "".join(
        f"  - {{id: REQ-{n:03}, type: functional, title: '{'=1+1' if n == 2 else f'Stock {n}'}', status: confirmed, "
        f"priority: P{min(n, 3) - 1}, "
        f"milestone: [{'MS-1' if n <= 12 else ''}], body: {text if n == 3 else 'It is.'}}}\n"
        for n in range(1, MANY + 1)
    )
    for name, content in {
        "mkdocs.yml": SITE,
        "schema.yml": SCHEMA,
        "docs_src/index.md": "# Desk\n",
        "docs_src/all.yml": f"records:\n{lines}{MILESTONE}",
    }.items():
        (root / name).write_text(content, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of more requirements than stand in the page, some of them answered, one changed since."""
    root = tmp_path_factory.mktemp("matrix")
    write(root)
    release(root, "1.0.0")
    keep(
        {"a": Filing.of(receipt(root, "evaluator", {"REQ-002": "agree", "REQ-003": "agree", "REQ-004": "object"}))},
        root,
    )
    write(root, "It shows more.")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return root / "site"


def matrix(new_page, site: Path, fragment: str = "", **settings) -> Page:
    page: Page = new_page(**settings)
    page.goto((site / "registers" / "matrix.html").as_uri() + fragment)
    expect(page.locator(".rs-results tbody tr").first).to_be_visible()
    return page


def test_what_must_be_confirmed_again_is_a_click_away_and_says_for_what_release_it_was_agreed(site, new_page):
    page = matrix(new_page, site, viewport=DESKTOP)
    expect(page.locator(".rs-shown")).to_have_text(f"{MANY} of {MANY} shown")
    page.get_by_role("group", name="Confirmation: Evaluator").get_by_role("checkbox", name="confirm again").check()
    rows = page.locator(".rs-results tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.locator("th")).to_have_text("REQ-003 Stock 3")
    cell = rows.locator("td").filter(has_text="confirm again")
    expect(cell).to_contain_text("王, 2026-03-02, release 1.0.0")
    page.reload()
    expect(rows).to_have_count(1)
    rows.locator("th a").click()
    expect(page.locator("h1")).to_contain_text("Stock 3")


def test_the_table_is_sorted_by_how_a_role_stands(site, new_page):
    page = matrix(new_page, site, viewport=DESKTOP)
    page.get_by_role("button", name="Evaluator", exact=True).click()
    heads = page.locator(".rs-results tbody th")
    expect(heads.first).to_contain_text("REQ-002")
    expect(heads.nth(1)).to_contain_text("REQ-004")
    expect(heads.nth(2)).to_contain_text("REQ-003")


def test_what_is_shown_can_be_taken_along_with_signs_and_no_formula(site, new_page, tmp_path):
    page = matrix(new_page, site, "#confirm-evaluator=agreed,objected", viewport=DESKTOP, accept_downloads=True)
    expect(page.locator(".rs-results tbody tr")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    download.value.save_as(tmp_path / "matrix.csv")
    lines = list(csv.reader(io.StringIO((tmp_path / "matrix.csv").read_bytes().decode("utf-8-sig"))))
    assert lines[1] == [
        *("ID", "Title", "Priority", "Status", "Final decider", "Evaluator"),
        *("Changes so far", "Last changed in", "Goals", "Tests"),
    ]
    assert lines[2][:2] == ["REQ-002", "'=1+1"]
    assert lines[2][5] == "✔ agreed (王, 2026-03-02, release 1.0.0)"
    assert lines[3][5] == "✖ objects (王, 2026-03-02, release 1.0.0)"


def test_the_head_stays_while_the_rows_move(site, new_page):
    page = matrix(new_page, site, viewport=DESKTOP)
    head = page.locator(".rs-results thead th").first
    page.locator(".rs-results .rs-scroller").evaluate("(node) => node.scrollTo(0, 2000)")
    expect(head).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(site, new_page, viewport, scheme):
    page = matrix(new_page, site, viewport=viewport, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_list_is_narrowed_down_by_role_too(site, new_page):
    page: Page = new_page(viewport=DESKTOP)
    page.goto((site / "requirements" / "index.html").as_uri() + "#confirm-evaluator=objected")
    expect(page.locator(".rs-results tbody tr")).to_have_count(1)
    expect(page.locator(".rs-active")).to_have_text("Confirmation: Evaluator = objects")


def test_the_role_is_chosen_once_and_the_home_page_says_what_waits(site, new_page):
    page: Page = new_page(viewport=PHONE)
    page.goto((site / "index.html").as_uri())
    choice, said = page.get_by_label("Your role"), page.locator(".rs-for-you")
    expect(said).to_be_empty()
    choice.select_option(label="Final decider")
    expect(said).to_contain_text("For you: 1 item to confirm")
    page.reload()
    expect(said).to_contain_text("For you: 1 item to confirm")
    page.goto((site / "confirm" / "index.html").as_uri())
    expect(choice).to_have_value("decider")
    said.get_by_role("link", name="Confirmation sheet").click()
    expect(page.locator("h1")).to_have_text("Confirmation sheet: Final decider")


def test_without_a_script_the_ways_are_links(site, new_page):
    page: Page = new_page(java_script_enabled=False)
    page.goto((site / "confirm" / "index.html").as_uri())
    expect(page.get_by_label("Your role")).to_be_hidden()
    page.goto((site / "registers" / "matrix.html").as_uri())
    page.locator(".rs-plain").get_by_role("link", name="Requirements", exact=True).click()
    expect(page.locator("h1")).to_have_text("Requirements")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["checklist-MS-1", "acceptance-MS-1"])
def test_everybody_can_read_the_sheets_of_a_milestone(site, new_page, viewport, name):
    page: Page = new_page(viewport=viewport)
    page.goto((site / "milestones" / "MS-1.html").as_uri())
    page.get_by_role("link", name="Checklist" if name.startswith("check") else "Acceptance sheet").click()
    expect(page).to_have_url((site / "registers" / f"{name}.html").as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize(
    ("name", "kept", "count"), [("checklist-MS-1", ".rs-checklist > li", 11), ("acceptance-MS-1", ".rs-accepted", 7)]
)
def test_on_paper_no_line_of_a_milestone_is_torn_apart_and_no_navigation_is_there(site, new_page, name, kept, count):
    page: Page = new_page()
    page.goto((site / "registers" / f"{name}.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator("nav:visible")).to_have_count(0)
    torn = page.locator(kept).evaluate_all(
        "(nodes) => nodes.filter((n) => getComputedStyle(n).breakInside !== 'avoid').length"
    )
    expect(page.locator(kept)).to_have_count(count)
    assert torn == 0
