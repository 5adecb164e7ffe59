"""The pages of releases in a real browser: for everyone, on any screen and on paper, in English and in Chinese."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests import shop
from tests.conftest import PATIENCE
from tests.sites import open_all, paint, run_mkdocs, serve, violations

PAGES = {
    "release that carries a request": "releases/1.1.0",
    "record with a history": "requirements/REQ-001",
    "request that was carried out": "changes/CR-001",
    "matrix with suspect links": "traceability/requirement-goal",
}
"""What releases add to pages; `test_every_page` looks at one of each kind."""
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for language in ("en", "zh"):
        root = tmp_path_factory.mktemp(language)
        made[language] = run_mkdocs(shop.write(root, language, "internal"))
    return made


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all, which takes less time than a context of its own for each."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def roots(sites: dict[str, Path]) -> Iterator[dict[str, str]]:
    with serve(sites["en"]) as english, serve(sites["zh"]) as chinese:
        yield {"en": english, "zh": chinese}


@pytest.mark.parametrize("name", PAGES.values(), ids=PAGES.keys())
def test_it_can_be_used_by_everyone_on_any_screen(reader: Page, roots: dict[str, str], name: str):
    reader.goto(f"{roots['en']}/{name}.html")
    open_all(reader)
    for size in (DESKTOP, PHONE):
        reader.set_viewport_size(size)
        paint(reader, "default")
        assert violations(reader) == []
    paint(reader, "slate")
    assert violations(reader, ("color-contrast", "link-in-text-block")) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", PAGES.values(), ids=PAGES.keys())
def test_so_it_can_in_chinese(reader: Page, roots: dict[str, str], name: str):
    reader.set_viewport_size(PHONE)
    reader.goto(f"{roots['zh']}/{name}.html")
    open_all(reader)
    assert violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_from_the_home_page_a_reader_comes_to_what_is_new_and_to_the_word_that_changed(reader: Page, roots):
    reader.set_viewport_size(DESKTOP)
    reader.goto(f"{roots['en']}/index.html")
    reader.get_by_role("link", name="What is new in 2.0.0").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Release 2.0.0")
    reader.get_by_role("link", name="1.1.0", exact=True).first.click()
    expect(reader.locator("#item-REQ-001 ins").filter(has_text="2")).not_to_have_count(0)
    reader.locator("#item-REQ-001 h3 a").click()
    expect(reader.locator(".rs-point")).to_have_count(2)


def test_the_matrix_finds_the_suspect_links(reader: Page, roots):
    reader.set_viewport_size(DESKTOP)
    reader.goto(f"{roots['en']}/traceability/requirement-goal.html#suspect=yes")
    table = reader.locator("table.rs-matrix:visible")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table.locator("tbody .rs-suspect")).to_contain_text("GOAL-001 changed in 2.0.0")


def test_a_record_that_is_gone_is_found_by_the_search(reader: Page, roots):
    reader.goto(f"{roots['en']}/index.html")
    reader.locator("input[data-md-component=search-query]").fill("orders by fax")
    expect(reader.locator(".md-search-result__link").first).to_contain_text("Orders by fax")


def test_an_id_that_is_gone_leads_to_its_page(reader: Page, roots):
    reader.goto(f"{roots['en']}/go.html#REQ-004")
    reader.wait_for_url("**/requirements/REQ-004.html")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_change_request_prints_on_one_sheet_with_nothing_lost(reader: Page, roots, tmp_path, language):
    reader.goto(f"{roots[language]}/changes/CR-001.html")
    said = printed(reader, tmp_path)
    assert len(said) == 1
    for word in ("CR-001", "Customers leave", "EUR 12 000", "A second database", "emptied at each sale", "Sun Li"):
        assert word in said[0]


def test_a_release_prints_whole(reader: Page, roots, tmp_path):
    reader.goto(f"{roots['en']}/releases/1.1.0.html")
    said = "\n".join(printed(reader, tmp_path))
    for word in ("Release 1.1.0", "a second earlier", "REQ-001", "and when it comes", "Refund", "What was frozen"):
        assert word in said


def printed(page: Page, folder: Path) -> list[str]:
    """Return the words of each sheet of a page on A4."""
    file = folder / "page.pdf"
    page.emulate_media(media="print")
    page.pdf(path=file, format="A4")
    page.emulate_media(media="screen")
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext reads the sheets")
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return [" ".join(sheet.split()) for sheet in done.stdout.decode().split("\f") if sheet.strip()]
