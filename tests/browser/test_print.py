"""What comes out on paper: every sheet says what it is, no row is cut in two, and nothing is lost."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PATIENCE
from tests.releases import release
from tests.sites import run_mkdocs

COUNT = 120
SITE = """\
site_name: Ledger
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, {reqsite: {fail_on: never, schema: schema.yml, downloads: true}}]
"""
RECORD = """\
---
id: REQ-{number:03}
type: functional
title: Flow {number} of the ledger, which is a title that takes more than a line in a table
status: confirmed
priority: P0
section: Part {part}
verified_by: [TC-{number:03}]
---
The system shall {word}book flow {number} within a second{more}.

## Acceptance criteria
- Given flow {number}, when it is asked for, then it is booked.
"""
TABLES = {
    "list": ("requirements/index", "Priority", "Part"),
    "matrix": ("registers/matrix", "Last changed in", "TC-"),
    "tracing": ("traceability/requirement-test", "Tracing", "TC-"),
}
"""Pages with a row for each requirement, a word of their head, and what stands at the end of a row."""
PAGES = (
    "registers/matrix",
    "confirm/new-for-decider",
    "confirm/index",
    "confirm/decider",
    "requirements/index",
    "requirements/REQ-001",
    "releases/index",
    "releases/1.1.0",
    "releases/compare",
    "document/all",
    "glossary",
    "registers/changes",
    "downloads/index",
    "traceability/index",
)
ON_SCREEN_ONLY = (
    ".rs-takealong, .rs-tools, .rs-facets, .rs-pager, button, select, .rs-hidden-words, .md-path, .headerlink, "
    ".md-button, script, .rs-doc-tools, .rs-role-choice, .rs-letters, .rs-cite-tools, .rs-confirm-bar, .rs-settled, "
    ".rs-to-status, .rs-touches, .rs-changelog, .rs-timeline details, .rs-cmp-pair, "
    ".rs-cmp-details > summary"
)
"""What paper has no use for: what can only be clicked, and what folds away other pages' words."""


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a portal without a date of its own, with more rows than a sheet has, two releases, and two roles."""
    root = tmp_path_factory.mktemp("long")
    (root / "docs_src").mkdir()
    (root / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    (root / "schema.yml").write_text("confirmation:\n  decider: {}\n  user: {}\n", encoding="utf-8")
    (root / "docs_src/index.md").write_text("# Ledger\n", encoding="utf-8")
    tests = "".join(f"  - {{id: TC-{n:03}, type: test, title: T{n}, body: Look.}}\n" for n in range(1, COUNT + 1))
    (root / "docs_src/tests.yml").write_text(f"records:\n{tests}", encoding="utf-8")
    write(root, "")
    release(root, "1.0.0")
    write(root, "always ")
    release(root, "1.1.0", "2026-04-01")
    return run_mkdocs(root)


def write(root: Path, word: str) -> None:
    for number in range(1, COUNT + 1):
        more = " and then some more of it, as the one before" * (number % 5)
        text = RECORD.format(number=number, part=number // 50, word=word if number < 40 else "", more=more)
        (root / f"docs_src/REQ-{number:03}.md").write_text(text, encoding="utf-8")


def sheets(page: Page, file: Path, address: str) -> list[list[str]]:
    """Print a page and return the lines of each sheet."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext reads the sheets")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.pdf(path=file, prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, encoding="utf-8", check=True)
    lines = ([line.strip() for line in sheet.split("\n") if line.strip()] for sheet in done.stdout.split("\f"))
    return [sheet for sheet in lines if sheet]


@pytest.mark.parametrize("name", PAGES)
def test_every_sheet_says_of_what_draft_it_is_and_which_of_how_many(reader, english, tmp_path, name):
    printed = sheets(reader, tmp_path / "page.pdf", (english / f"{name}.html").as_uri())
    for number, sheet in enumerate(printed, 1):
        assert re.fullmatch(r"Settlement · Draft · \d{4}-\d\d-\d\d", sheet[0])
        assert sheet[-1].replace(" ", "") == f"{number}/{len(printed)}"


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_the_page_is_lost(reader, english, tmp_path, name):
    printed = sheets(reader, tmp_path / "page.pdf", (english / f"{name}.html").as_uri())
    paper = "".join("".join("".join(sheet).split()) for sheet in printed)
    said = reader.evaluate(
        """screen => {
            document.querySelectorAll("details").forEach(details => { details.open = true; });
            document.querySelectorAll(screen).forEach(element => element.remove());
            return document.querySelector("article").innerText;
        }""",
        ON_SCREEN_ONLY,
    )
    # A long word may be broken at its hyphens, and Chinese anywhere.
    words = {part for word in said.split() for part in re.split(r"(?<=[-/])|(?=[^\x00-\u2e7f])", word)}
    assert len(words) > 10
    assert {word for word in words if word not in paper} == set()


@pytest.mark.parametrize("name", TABLES)
def test_a_row_stands_on_one_sheet_and_every_sheet_has_the_head(reader, long, tmp_path, name):
    page, head, end = TABLES[name]
    printed = sheets(reader, tmp_path / "page.pdf", (long / f"{page}.html").as_uri())
    assert len(printed) > 3
    found = []
    for sheet in printed:
        text = "\n".join(sheet)
        ids = re.findall(r"REQ-(\d{3})", text)
        found += ids
        assert not ids or head in text
        if end == "TC-":
            assert re.findall(r"TC-(\d{3})", text) == ids
        # The second line of the last row's title is on the same sheet as its first.
        assert text.count("in a table") == len(ids)
    assert found == [f"{number:03}" for number in range(1, COUNT + 1)]


def test_a_change_in_a_release_is_not_cut_in_two(reader, long, tmp_path):
    printed = sheets(reader, tmp_path / "page.pdf", (long / "releases/1.1.0.html").as_uri())
    assert len(printed) > 3
    for sheet in printed:
        text = "\n".join(sheet)
        assert re.findall(r"REQ-(\d{3}) Flow", text) == re.findall(r"Depends on it: TC-(\d{3})", text)


def test_what_is_new_for_a_role_has_every_item(reader, long, tmp_path):
    printed = sheets(reader, tmp_path / "page.pdf", (long / "confirm/new-for-decider.html").as_uri())
    found = re.findall(r"REQ-(\d{3}) Flow", "\n".join("\n".join(sheet) for sheet in printed))
    assert list(dict.fromkeys(found)) == [f"{number:03}" for number in range(1, COUNT + 1)]


def test_a_wide_register_is_printed_across_the_sheet_with_its_last_column(reader, english, tmp_path):
    printed = sheets(reader, tmp_path / "page.pdf", (english / "registers/changes.html").as_uri())
    assert re.search(r"Cost\s+Release", "\n".join(printed[0]))
