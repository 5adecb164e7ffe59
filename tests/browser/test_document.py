"""The requirements as one document: on the screen, and on paper."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.sites import build

COUNT = 40
WORDS = "The system shall show the result of every day to the people who asked for it. "


def requirement(number: int) -> str:
    section = ("Payments / Refunds", "Payments / Cards", "Reports")[number % 3]
    return (
        f"---\nid: REQ-{number:03d}\ntype: functional\ntitle: Result number {number}\nstatus: reviewed\npriority: P1\n"
        f"section: {section}\nsupports: [GOAL-1]\n---\n{WORDS * (number % 9 + 1)}\n\n"
        f"## Acceptance criteria\n\n- Given day {number}, when it ends, then the result of {number} shows.\n"
        f"- Given no result, then it says so for {number}.\n"
    )


FILES = {f"REQ-{n:03d}.md": requirement(n) for n in range(1, COUNT + 1)} | {
    "GOAL-1.md": "---\nid: GOAL-1\ntype: goal\ntitle: Growth\nstatus: agreed\n---\nTo grow.\n",
    "REQ-900.md": "---\nid: REQ-900\ntype: functional\ntitle: Gone\nstatus: withdrawn\n---\nOld text.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> str:
    return build(tmp_path_factory.mktemp("document"), FILES).as_uri()


@pytest.fixture(scope="module")
def pdf(browser, site: str, tmp_path_factory) -> list[list[str]]:
    """Return the lines of every page of the whole document on paper: what it is of first, its number last."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext reads the printed document")
    file = tmp_path_factory.mktemp("paper") / "all.pdf"
    page = browser.new_page()
    page.goto(f"{site}/document/all.html")
    page.pdf(path=file, prefer_css_page_size=True)
    page.close()
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, encoding="utf-8", check=True)
    pages = read.stdout.split("\f")
    return [[" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in pages if page.strip()]


def test_the_contents_lead_through_the_chapters(page: Page, site: str):
    page.goto(f"{site}/document/index.html")
    page.get_by_role("link", name="Payments", exact=True).click()
    expect(page.get_by_role("heading", name="2 Payments")).to_be_visible()
    page.get_by_role("link", name="Next chapter").click()
    expect(page.get_by_role("heading", name="3 Reports")).to_be_visible()
    page.locator("h1").get_by_role("link", name="Requirements document").click()
    expect(page).to_have_url(f"{site}/document/index.html")


def test_a_requirement_leads_to_its_own_page(page: Page, site: str):
    page.goto(f"{site}/document/all.html")
    page.get_by_role("link", name="REQ-007 Result number 7").click()
    expect(page).to_have_url(f"{site}/requirements/REQ-007.html")


def test_the_document_reads_without_a_script(new_page, site: str):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/document/all.html")
    expect(page.locator(".rs-doc-record")).to_have_count(COUNT + 1)
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_the_button_prints(page: Page, site: str):
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{site}/document/all.html")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")


def test_on_paper_nothing_is_lost(page: Page, site: str, pdf: list[list[str]]):
    page.goto(f"{site}/document/all.html")
    texts = page.evaluate(
        """() => [...document.querySelectorAll(".rs-doc-heading, .rs-doc-record :is(h3, h4, p, li, dt, dd)")]
           .map((element) => element.textContent)"""
    )
    printed = "".join("".join(lines[1:-1]) for lines in pdf).replace(" ", "")
    for sign in "●◐○⊘▲:":
        printed = printed.replace(sign, "")
    assert len(texts) > COUNT * 5
    missing = [t for t in texts if "".join(t.replace(":", "").split()) not in printed]
    assert missing == []
    assert "Printed" not in printed
    assert "Skiptocontent" not in printed


def test_on_paper_every_requirement_stands_as_it_was_written(pdf: list[list[str]]):
    printed = "".join("".join(lines[1:-1]) for lines in pdf).replace(" ", "")
    for number in range(1, COUNT + 1):
        _before, found, after = printed.partition(f"REQ-{number:03d}Resultnumber{number}")
        assert found, number
        own = after.partition("Resultnumber")[0]
        said = (WORDS * (number % 9 + 1), f"Given day {number}, when it ends, then", f"the result of {number} shows.")
        for words in said:
            assert words.replace(" ", "") in own.replace(":", "").replace("●", ""), (number, words)


def test_on_paper_every_page_has_its_number_and_says_that_it_is_a_draft_and_of_which_day(pdf: list[list[str]]):
    assert len(pdf) > 5
    assert [lines[0] for lines in pdf if not re.fullmatch(r".+ · Draft · \d{4}-\d\d-\d\d", lines[0])] == []
    assert [lines[-1] for lines in pdf] == [f"{n} / {len(pdf)}" for n in range(1, len(pdf) + 1)]


def test_on_paper_no_heading_is_parted_from_its_text(pdf: list[list[str]]):
    for lines in pdf:
        last = lines[-2]
        assert not re.match(r"REQ-\d+ Result", last), last
        assert "Reviewed" not in last, last
        assert last != "Acceptance criteria"
        assert not last.startswith(("2.1 ", "2.2 ")), last
