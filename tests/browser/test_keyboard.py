"""From the search to the matrix with the keyboard alone, and the focus in sight at every stop."""

from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect  # noqa: A004 playwright's own

FOCUS_SHOWS = """() => {
    const element = document.activeElement, label = element.matches("input") && element.nextElementSibling;
    const shown = [element, label].find(one => one && one.getBoundingClientRect().height > 0);
    if (!shown || element === document.body) return false;
    const box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== "none";
    const caret = element.matches("input[type=text], input[type=search]");
    return (ring || caret) && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
MOST_STOPS = 150
ALL = ["REQ-001", "REQ-002", "REQ-003", "REQ-004", "REQ-005"]


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there; at every stop before, too, it can be seen where it is."""
    expect(wanted).to_be_attached()
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        try:
            page.wait_for_function(FOCUS_SHOWS)
        except TimeoutError:
            lost = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
            raise AssertionError(f"nobody sees that the focus is on {lost}") from None
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_STOPS} presses of Tab do not lead to {wanted}")


def test_a_reader_finds_reads_filters_and_traces_with_the_keyboard_alone(page: Page, english: Path):
    root = english.as_uri()

    page.goto(f"{root}/index.html")
    page.keyboard.press("/")
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    page.keyboard.type("live stock")
    expect(page.locator(".md-search-result__item").first).to_contain_text("REQ-001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/requirements/REQ-001.html*")

    term, card = page.locator("article a.rs-term").first, page.locator(".rs-card")
    tab_to(page, term)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()

    page.keyboard.press("n")
    page.wait_for_url("**/requirements/REQ-002.html")

    tab_to(page, page.locator(".md-path__link", has_text="Requirements").last)
    page.keyboard.press("Enter")
    page.wait_for_url("**/requirements/index.html")

    ids = page.locator(".rs-list tbody th a")
    expect(ids).to_have_text(ALL)
    tab_to(page, page.get_by_role("checkbox", name="Draft"))
    page.keyboard.press("Space")
    expect(ids).to_have_text(["REQ-002", "REQ-004", "REQ-005"])
    tab_to(page, page.get_by_role("button", name="Only Withdrawn"))
    page.keyboard.press("Enter")
    expect(ids).to_have_text(["REQ-003"])
    tab_to(page, page.locator(".rs-reset"))
    page.keyboard.press("Enter")
    expect(ids).to_have_text(ALL)
    tab_to(page, page.locator(".rs-list thead button").first)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(ids).to_have_text(ALL[::-1])
    tab_to(page, ids.first)

    page.goto(f"{root}/traceability/index.html")
    tab_to(page, page.locator("article a[href='requirement-test.html']").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/traceability/requirement-test.html")
    names = page.locator(".rs-matrix tbody th .rs-id")
    expect(names).to_have_text(["REQ-002", "REQ-004", "REQ-005", "REQ-001", "REQ-003"])
    tab_to(page, page.get_by_role("button", name="Only Linked"))
    page.keyboard.press("Enter")
    expect(names).to_have_text(["REQ-001"])
    tab_to(page, page.locator(".rs-matrix tbody td a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tests/TC-001.html")
