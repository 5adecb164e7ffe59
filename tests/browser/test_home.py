"""The home page: what a reader sees first."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.sites import build, violations

RECORDS = """\
records:
  - {id: GOAL-1, type: goal, title: Growth, status: agreed, body: Grow.}
  - {id: REQ-1, type: functional, title: Stock, status: draft, priority: P0, section: Store, supports: [GOAL-1],
     owner: Li Si, verified_by: [TC-1], body: It shall count.}
  - {id: REQ-2, type: constraint, title: Price, status: confirmed, priority: P1, section: Store, owner: Li Si,
     body: It shall price.}
  - {id: REQ-3, type: functional, title: Gone, status: withdrawn, body: It shall go.}
  - {id: TC-1, type: test, title: Count, status: ready, body: Count it.}
  - {id: CR-1, type: change, title: Two stores, status: applied, reason: Growth, proposer: Li Si, body: Two.}
  - {id: MS-1, type: milestone, title: Freeze, date: 2026-03-15, status: planned, done_when: All is agreed., owner: Li,
     body: Freeze.}
  - {id: STK-1, type: stakeholder, title: Zhang San, role: decider, status: active, body: Decides.}
  - {type: term, title: clearing, status: agreed, body: Netting.}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> str:
    written = "# Store\n\nWelcome to the store.\n\n<!-- reqsite: overview -->\n\nThe end.\n"
    return build(tmp_path_factory.mktemp("home"), {"all.yml": RECORDS, "index.md": written}).as_uri()


@pytest.fixture(scope="module")
def unwritten(tmp_path_factory) -> str:
    root: Path = tmp_path_factory.mktemp("unwritten")
    build(root, {"all.yml": RECORDS, "about.md": "# About\n\nText.\n"})
    (root / "docs" / "index.md").unlink()
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return (root / "site").as_uri()


def test_the_writers_words_come_first_and_last(page: Page, site: str):
    page.goto(f"{site}/index.html")
    text = page.locator(".md-content").inner_text()
    assert text.index("Welcome to the store.") < text.index("Draft") < text.index("The end.")
    assert "It is not a baseline" in text


def test_a_number_leads_to_the_list_of_just_these_records(page: Page, site: str):
    page.goto(f"{site}/index.html")
    page.get_by_role("link", name="Draft", exact=True).click()
    expect(page).to_have_url(f"{site}/requirements/index.html#status=draft")
    expect(page.get_by_role("link", name="REQ-1")).to_be_visible()
    expect(page.get_by_role("link", name="REQ-2")).to_have_count(0)


def test_the_table_of_contents_knows_the_headings(page: Page, site: str):
    page.goto(f"{site}/index.html")
    page.locator(".md-sidebar--secondary").get_by_role("link", name="Milestones").click()
    expect(page.get_by_role("heading", name="Milestones")).to_be_in_viewport()


def test_what_is_open_opens_by_keyboard(page: Page, site: str):
    page.goto(f"{site}/index.html")
    page.locator("summary", has_text="Change requests not settled").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/changes/CR-1.html")


def test_everything_is_there_without_a_script(new_page, site: str):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/index.html")
    for words in ("In numbers", "What is open", "Freeze", "Zhang San", "Find what concerns you."):
        assert words in page.locator(".md-content").inner_text()


def test_a_site_without_a_home_page_gets_one_at_the_head_of_the_navigation(page: Page, unwritten: str):
    page.goto(f"{unwritten}/about.html")
    first = page.locator(".md-sidebar--primary .md-nav__list > .md-nav__item a").first
    assert first.inner_text().strip() == "Home"
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demo")
    expect(page.get_by_role("heading", name="What is open")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "default"), (1280, "slate"), (390, "default"), (390, "slate")])
def test_axe_has_nothing_against_it(new_page, site: str, width: int, scheme: str):
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(f"{site}/index.html")
    page.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
