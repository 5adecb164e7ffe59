"""A reader takes a file along: from the web and from an unzipped folder, by mouse and by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.sites import serve

PAGES = {
    "requirements/index": "settlement-draft-requirements.csv",
    "registers/matrix": "settlement-draft-matrix.csv",
    "releases/1.1.0": "settlement-draft-changes.csv",
    "document/all": "settlement-draft-specification.docx",
    "confirm/decider": "settlement-draft-confirm-decider.docx",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_file_is_taken_along_from_an_unzipped_folder(page: Page, english: Path, tmp_path, name):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto((english / f"{name}.html").as_uri())
    with page.expect_download() as taken:
        page.locator(".rs-takealong a").first.click()
    assert taken.value.suggested_filename == PAGES[name]
    taken.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == (english / "downloads" / PAGES[name]).read_bytes()
    assert said == []


def test_data_get_a_name_with_project_and_version(page: Page, english: Path, tmp_path):
    with serve(english) as address:
        page.goto(f"{address}/downloads/index.html")
        with page.expect_download() as taken:
            page.get_by_role("link", name="settlement-draft-requirements.json").click()
        assert taken.value.suggested_filename == "settlement-draft-requirements.json"
        taken.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == (english / "requirements.json").read_bytes()


def test_the_keyboard_gets_from_a_table_to_the_file_and_to_all_files(page: Page, english: Path):
    page.goto((english / "glossary.html").as_uri())
    page.get_by_role("link", name="CSV", exact=True).focus()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "settlement-draft-glossary.csv"
    page.get_by_role("link", name="All downloads").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Downloads")).to_be_visible()
    expect(page.locator(".rs-downloads tbody tr")).to_have_count(len(list((english / "downloads").iterdir())))


def test_a_page_that_shows_no_table_offers_none(page: Page, english: Path):
    for name in ("requirements/REQ-001", "requirements/REQ-009", "guide"):
        page.goto((english / f"{name}.html").as_uri())
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator(".rs-takealong")).to_have_count(0)
