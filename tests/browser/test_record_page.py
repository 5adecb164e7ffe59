"""The page of a record in a real browser: what a reader sees, presses and prints."""

from pathlib import Path

from playwright.sync_api import expect

from tests.sites import expect_copied

RICHEST = ("requirements/REQ-001", "requirements/REQ-003", "changes/CR-001", "meetings/MTG-001")


def address(site: Path, name: str) -> str:
    return (site / f"{name}.html").as_uri()


def test_n_and_p_lead_to_the_next_record_and_back(english, page):
    page.goto(address(english, "requirements/REQ-001"))
    page.keyboard.press("n")
    page.wait_for_url("**/REQ-002.html")
    page.keyboard.press("p")
    page.wait_for_url("**/REQ-001.html")


def test_the_citation_is_copied_with_the_address(english, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    url = address(english, "requirements/REQ-001")
    page.goto(f"{url}#acceptance-criteria")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    expect_copied(page, f"REQ-001 · Live stock · Settlement · {url}")
    page.get_by_role("button", name="Copy link").click()
    expect_copied(page, url)


def test_the_link_is_copied_where_the_browser_has_no_clipboard(english, new_page):
    page = new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(address(english, "requirements/REQ-001"))
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("window.copied") == address(english, "requirements/REQ-001")


def test_a_figure_opens_large_and_gives_the_focus_back(english, page):
    page.goto(address(english, "requirements/REQ-001"))
    figure = page.get_by_role("button", name="Enlarge: 库存查询页面")
    figure.press("Enter")
    dialog = page.get_by_role("dialog", name="库存查询页面")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(figure).to_be_focused()


def test_a_page_is_whole_without_scripts(english, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(address(english, "requirements/REQ-001"))
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    expect(page.locator("#ac-2 .rs-step")).to_have_text(["假如", "当", "那么"])
    boxes = [step.bounding_box() for step in page.locator("#ac-2 .rs-step").all()]
    rows = [box["y"] + box["height"] for box in boxes]
    assert rows == sorted(set(rows))
    expect(page.locator(".rs-tests li")).to_have_text(
        ["TC-001 Ask for an article in stock Passed", "TC-002 Ask at the peak Failed"]
    )


def test_the_two_wordings_stand_side_by_side_where_there_is_room(english, new_page):
    for width, beside in ((1280, True), (390, False)):
        page = new_page(viewport={"width": width, "height": 900})
        page.goto(address(english, "requirements/REQ-001"))
        business, technical = (
            page.locator(f"[data-section={key}]").bounding_box() for key in ("business", "technical")
        )
        assert (business["y"] == technical["y"]) is beside


def test_no_page_makes_an_error_or_asks_another_host(english, page):
    errors, requests = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    for name in RICHEST:
        page.goto(address(english, name))
    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []


def test_paper_has_the_text_and_neither_bars_nor_buttons(english, page):
    page.emulate_media(media="print")
    page.goto(address(english, "changes/CR-001"))
    for selector in (".md-header", ".md-footer", ".md-sidebar--primary", ".md-path", ".rs-cite-tools"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.get_by_text("The stock that a clerk sees is at most five seconds old.")).to_be_visible()
    expect(page.get_by_text("REQ-001 Live stock").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 2  # the second for the lines of the house
