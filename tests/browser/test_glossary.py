"""The glossary, and the cards that terms in a text open."""

import pytest
from playwright.sync_api import Page, expect

from tests.sites import build, open_all, paint, violations

TERMS = """\
records:
  - {id: TERM-1, type: term, title: 清算, en: Clearing, status: agreed, measure: within 5 s, forbidden: [清结算, 清账],
     aliases: [轧差], confusable_with: [TERM-2], body: '在一天结束时算清谁欠谁多少，参见 [[TERM-2]]。'}
  - {id: TERM-2, type: term, title: 结算, en: Settlement, status: agreed, body: 支付清算得出的金额。}
  - {id: TERM-3, type: term, title: Audit, status: draft, body: To look at it again.}
"""
FILES = {
    "terms.yml": TERMS,
    "REQ-1.md": "---\nid: REQ-1\ntype: functional\ntitle: 每日对账\nstatus: draft\n---\n系统须完成清算，再完成结算。\n",
    "notes.md": "# Notes\n\nEvery audit counts. [[TERM-1]] too.\n",
}
CARD = ".rs-card"
LONG = 2000
"""Milliseconds after which a card that is going to close has closed."""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> str:
    return build(tmp_path_factory.mktemp("glossary"), FILES, "zh").as_uri()


def test_letters_lead_to_terms_and_show_in_one_row_on_a_phone(new_page, site: str):
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{site}/glossary.html")
    letters = page.locator(".rs-letters a")
    expect(letters).to_have_text(["A", "J", "Q"])
    boxes = [letter.bounding_box() for letter in letters.all()]
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    letters.last.click()
    expect(page.get_by_role("heading", name="清算")).to_be_in_viewport()


def test_a_term_says_where_it_is_used(page: Page, site: str):
    page.goto(f"{site}/glossary.html")
    entry = page.locator("#rs-term-TERM-1")
    entry.locator("summary").click()
    expect(entry.get_by_role("link", name="REQ-1")).to_be_visible()


def test_a_card_opens_on_hover_can_be_pointed_at_and_closes_on_escape(page: Page, site: str):
    page.clock.install()
    page.goto(f"{site}/requirements/REQ-1.html")
    assert not page.evaluate("'REQSITE_TERMS' in window")
    term = page.locator("a.rs-term", has_text="清算").first
    term.hover()
    card = page.locator(CARD)
    expect(card).to_be_visible()
    for words in ("清算", "Clearing", "在一天结束时", "within 5 s", "清结算"):
        expect(card).to_contain_text(words)
    card.hover()
    page.clock.run_for(LONG)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_card_opens_on_focus_stays_and_describes_its_word(page: Page, site: str):
    page.clock.install()
    page.goto(f"{site}/requirements/REQ-1.html")
    term = page.locator("a.rs-term", has_text="清算").first
    for _press in range(60):
        page.keyboard.press("Tab")
        if term.evaluate("(link) => link === document.activeElement"):
            break
    card = page.locator(CARD)
    expect(card).to_be_visible()
    assert term.get_attribute("aria-describedby") == card.get_attribute("id")
    page.clock.run_for(LONG)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/terms/TERM-1.html")


def test_a_card_goes_when_the_pointer_goes_and_another_takes_its_place(page: Page, site: str):
    page.goto(f"{site}/requirements/REQ-1.html")
    page.locator("a.rs-term", has_text="清算").first.hover()
    expect(page.locator(CARD)).to_contain_text("Clearing")
    page.locator("a.rs-term", has_text="结算").first.hover()
    expect(page.locator(CARD)).to_contain_text("Settlement")
    page.mouse.move(2, 2)
    expect(page.locator(CARD)).to_be_hidden()


def test_on_a_phone_the_first_tap_shows_the_card_and_the_second_opens_the_page(new_page, site: str):
    page = new_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.goto(f"{site}/requirements/REQ-1.html")
    term = page.locator("a.rs-term", has_text="清算").first
    term.tap()
    card = page.locator(CARD)
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    term.tap()
    expect(page).to_have_url(f"{site}/terms/TERM-1.html")


def test_ordinary_pages_have_cards_too(page: Page, site: str):
    page.goto(f"{site}/notes.html")
    page.locator("a.rs-term", has_text="audit").hover()
    expect(page.locator(CARD)).to_contain_text("To look at it again.")


def test_without_a_script_a_word_leads_to_its_page(new_page, site: str):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/requirements/REQ-1.html")
    page.locator("a.rs-term", has_text="清算").first.click()
    expect(page).to_have_url(f"{site}/terms/TERM-1.html")


def test_names_in_another_language_say_so(page: Page, site: str):
    page.goto(f"{site}/glossary.html")
    expect(page.locator("#rs-term-TERM-1 h3 [lang=en]")).to_have_text("Clearing")
    page.goto(f"{site}/requirements/REQ-1.html")
    page.locator("a.rs-term", has_text="清算").first.hover()
    expect(page.locator(f"{CARD} [lang=en]")).to_have_text("Clearing")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "default"), (390, "slate")])
def test_axe_has_nothing_against_a_card(new_page, site: str, width: int, scheme: str):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site}/glossary.html")
    open_all(page)
    paint(page, scheme)
    page.locator("a.rs-term").first.hover()
    expect(page.locator(CARD)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
