"""The home page: what a reader sees first."""

import pytest
from playwright.sync_api import Page, expect

from tests.sites import build

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
    root = tmp_path_factory.mktemp("unwritten")
    return build(root, {"all.yml": RECORDS, "about.md": "# About\n\nText.\n"}, home=False).as_uri()


def test_the_writers_words_come_first_and_last(page: Page, site: str):
    page.goto(f"{site}/index.html")
    expect(page.locator(".md-content")).to_contain_text("The end.")
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
    summary = page.locator("summary", has_text="Change requests not settled")
    summary.press("Enter")
    expect(summary.locator("xpath=..")).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="CR-1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/changes/CR-1.html")


def test_everything_is_there_without_a_script(new_page, site: str):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/index.html")
    for words in ("In numbers", "What is open", "Freeze", "Zhang San", "Find what concerns you."):
        expect(page.locator(".md-content")).to_contain_text(words)


def test_a_site_without_a_home_page_gets_one_at_the_head_of_the_navigation(page: Page, unwritten: str):
    page.goto(f"{unwritten}/about.html")
    first = page.locator(".md-sidebar--primary .md-nav__list > .md-nav__item a").first
    expect(first).to_have_text("Home")
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demo")
    expect(page.get_by_role("heading", name="What is open")).to_be_visible()
