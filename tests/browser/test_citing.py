"""Citing a record, and following a citation: in a store, from a folder, and in a copy away from its store."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.publish.manifest import Manifest
from tests.browser.test_versions import DESKTOP, PHONE, SHELF, STOCK, WATCH, publish
from tests.releases import workspace
from tests.sites import expect_copied, serve, violations

CHANGE = """\
---
id: CR-001
type: change
title: Faster stock
status: {}
reason: R
proposer: Li
modifies: [REQ-001]
---
Within one second.
"""
RELEASES: list[tuple[Manifest, Mapping[str, str]]] = [
    (Manifest("1.0.0", (), date="2026-01-05"), {"docs_src/REQ-002.md": SHELF}),
    (
        Manifest("1.1.0", (), date="2026-02-05"),
        {"docs_src/REQ-001.md": STOCK.format(2), "docs_src/CR-001.md": CHANGE.format("draft")},
    ),
    (
        Manifest("next", (), date="2026-05-05", status="draft"),
        {"docs_src/REQ-002.md": SHELF.replace("show", "print")},
    ),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("citing")
    publish(root, RELEASES)
    return root


@pytest.fixture(scope="module")
def words(project: Path) -> dict[str, str]:
    """Return how each release's words of REQ-001 are cited."""
    ledger = workspace(project).ledger
    entries = {state.name: state.entries["REQ-001"] for state in ledger.states()}
    return {name: f"REQ-001@{name} #{entry.normative[:8]}" for name, entry in entries.items()}


@pytest.fixture(scope="module")
def served(project: Path) -> Iterator[str]:
    with serve(project / "public") as address:
        yield address


@pytest.fixture(params=["http", "folder"])
def root(request: pytest.FixtureRequest, project: Path) -> str:
    return request.getfixturevalue("served") if request.param == "http" else (project / "public").as_uri()


@pytest.fixture
def reader(new_page: Callable[..., Page]) -> Page:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(WATCH)
    return page


def test_a_citation_and_both_links_are_copied(reader: Page, root: str, words: dict[str, str]):
    url = f"{root}/1.0.0/requirements/REQ-001.html"
    reader.goto(url)
    reader.get_by_role("button", name="Copy citation").click()
    expect(reader.get_by_text("Copied")).to_be_visible()
    expect_copied(reader, words["1.0.0"])
    reader.get_by_role("button", name="Copy with title and address").click()
    expect_copied(reader, f"REQ-001 · Live stock · Warehouse and sales · Release 1.0.0 · {url}")
    reader.get_by_role("button", name="Copy link to this release").click()
    expect_copied(reader, url)
    reader.get_by_role("button", name="Copy link to the newest release").click()
    expect_copied(reader, f"{root}/latest/go.html#REQ-001")
    reader.goto(f"{root}/latest/go.html#REQ-001")
    reader.wait_for_url(f"{root}/1.1.0/requirements/REQ-001.html")


def test_where_nothing_can_be_copied_the_citation_is_selected(new_page, root: str, words: dict[str, str]):
    page = new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    page.goto(f"{root}/1.1.0/requirements/REQ-001.html")
    page.get_by_role("button", name="Copy citation").press("Enter")
    expect(page.get_by_text("Not copied: please copy what is selected")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == words["1.1.0"]


def test_a_draft_says_that_no_release_has_its_words(reader: Page, root: str):
    reader.goto(f"{root}/next/requirements/REQ-002.html")
    expect(reader.locator(".rs-short")).to_have_text(
        re.compile(r"^No release has these words yet\. Last released, in other words: REQ-002@1\.1\.0 #[0-9a-f]{8}$")
    )
    expect(reader.get_by_role("button", name="Copy with title and address")).to_be_hidden()
    reader.goto(f"{root}/next/requirements/REQ-001.html")
    expect(reader.locator(".rs-short")).to_contain_text("REQ-001@1.1.0 #")


def follow(page: Page, root: str, release: str, citation: str) -> None:
    page.goto(f"{root}/{release}/go.html")
    page.get_by_label("Number or citation").fill(citation)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}/{release}/requirements/REQ-001.html#cited=*")


def test_a_citation_leads_to_its_words(reader: Page, root: str, words: dict[str, str]):
    follow(reader, root, "1.1.0", words["1.1.0"])
    expect(reader.locator(".rs-cited")).to_have_text(f"You follow the citation {words['1.1.0']}: these are its words.")
    reader.goto(f"{root}/1.1.0/go.html#{words['1.1.0']}")
    expect(reader.locator(".rs-cited")).to_contain_text("these are its words")


def test_a_citation_of_earlier_words_says_that_they_have_changed_and_leads_to_both(
    reader: Page, root: str, words: dict[str, str]
):
    follow(reader, root, "1.1.0", words["1.0.0"])
    note = reader.locator(".rs-cited")
    expect(note).to_contain_text(
        f"You follow the citation {words['1.0.0']}. The words have changed since: "
        f"their fingerprint is now {words['1.1.0'].split()[1]}."
    )
    expect(note.get_by_role("link", name="History")).to_have_attribute("href", "#history")
    note.get_by_role("link", name="What has changed since 1.0.0").click()
    reader.wait_for_url(f"{root}/1.1.0/releases/compare.html#1.0.0..1.1.0")
    expect(reader.locator("article")).to_contain_text("REQ-001")
    reader.go_back()
    reader.locator(".rs-cited").get_by_role("link", name="As release 1.0.0 has it").click()
    reader.wait_for_url(f"{root}/1.0.0/requirements/REQ-001.html#cited=*")
    expect(reader.locator(".rs-cited")).to_contain_text("these are its words")
    expect(reader.locator("article.rs-record")).to_contain_text("within 3 s")


def test_a_citation_that_its_release_contradicts_is_said_to_be_wrong(reader: Page, root: str):
    follow(reader, root, "1.1.0", "req-1@1.1.0 #00000000")
    expect(reader.locator(".rs-cited")).to_contain_text("That release has other words")
    follow(reader, root, "1.1.0", "REQ-001@1.0.0")
    expect(reader.locator(".rs-cited")).to_contain_text("It does not say which words it means")


def test_the_search_takes_a_citation(reader: Page, root: str, words: dict[str, str]):
    reader.goto(f"{root}/1.1.0/index.html")
    box = reader.locator("[data-md-component=search-query]")
    box.click()
    box.fill(words["1.0.0"])
    hit = reader.locator(".md-search-result__item a").first
    expect(hit).to_contain_text("REQ-001")
    hit.click()
    expect(reader.locator(".rs-cited")).to_contain_text("The words have changed since")


def test_whatever_stands_in_an_address_is_no_word_of_the_page(reader: Page, served: str):
    for strange in ("#cited=1.0.0:<img src=x>", "#cited=:", "#cited=1.0.0:zz", "#cited=" + "1" * 100 + ":"):
        reader.goto(f"{served}/1.1.0/requirements/REQ-001.html{strange}")
        expect(reader.locator(".rs-cited")).to_have_count(0)
    assert reader.evaluate("window.broken") is None


def test_a_copy_away_from_its_store_cites_too(new_page, project: Path, tmp_path: Path, words: dict[str, str]):
    with zipfile.ZipFile(project / "public/1.1.0/portal-1.1.0.zip") as archive:
        archive.extractall(tmp_path)
    root = (tmp_path / "portal-1.1.0").as_uri()
    page = new_page()
    page.context.set_offline(True)
    page.goto(f"{root}/go.html#{words['1.0.0']}")
    expect(page.locator(".rs-cited")).to_contain_text("The words have changed since")
    expect(page.get_by_role("button", name="Copy link to the newest release")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy link", exact=True)).to_be_visible()
    expect(page.locator(".rs-banner")).to_have_text("Release 1.1.0 · 2026-02-05 · 1 change pending")


def test_every_page_says_which_release_it_is_of_and_whether_that_is_the_newest(reader: Page, root: str):
    reader.goto(f"{root}/1.1.0/index.html")
    expect(reader.locator(".rs-banner")).to_have_text(
        "Release 1.1.0 · 2026-02-05 · 1 change pending · the newest release"
    )
    reader.locator(".rs-banner a").click()
    expect(reader.locator("article")).to_contain_text("CR-001")
    reader.goto(f"{root}/1.0.0/guide.html")
    expect(reader.locator(".rs-banner")).to_have_text("Release 1.0.0 · 2026-01-05 · not the newest release")


def test_a_record_names_the_changes_that_are_asked_for(reader: Page, root: str):
    reader.goto(f"{root}/1.1.0/requirements/REQ-001.html")
    expect(reader.locator(".rs-pending")).to_contain_text("Changes asked for, and not carried out yet:")
    reader.locator(".rs-pending").get_by_role("link", name="CR-001").click()
    reader.wait_for_url("**/CR-001.html")
    reader.goto(f"{root}/1.0.0/requirements/REQ-001.html")
    expect(reader.locator(".rs-pending")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_followed_citation_can_be_read_by_everyone(new_page, served: str, words: dict[str, str], size):
    page = new_page(viewport=size)
    page.goto(f"{served}/1.1.0/go.html#{words['1.0.0']}")
    expect(page.locator(".rs-cited")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
