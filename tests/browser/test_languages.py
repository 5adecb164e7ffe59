"""Readers choose the language of a record that has two; what they chose is kept, and paper has both."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.releases import release
from tests.sites import serve, violations

CONFIG = """\
site_name: 订单台
docs_dir: docs_src
use_directory_urls: false
theme: {{name: material, language: {language}, font: false}}
plugins: [search, {{reqsite: {{schema: schema.yml}}}}]
"""
SCHEMA = "languages: {binding: zh, others: [en]}\nconfirmation: {decider: {}}\n"
RECORD = """\
---
id: REQ-00{number}
type: functional
title: 查询库存{number}
title_en: Look up stock {number}
status: reviewed
priority: P0
section: 库存
restatement: 您想马上知道仓库里有什么，对吗？
restatement_en: You want to know at once what is in the store, right?
translated_from: {{en: {{statement: "{mark}"}}}}
---
系统应在 2 秒内显示库存。

## 验收标准

- 假如有货，当店员查询时，那么显示数量。

## Statement {{lang=en}}

The system shall show the stock within 2 s.

## Acceptance criteria {{lang=en}}

- Given some stock, when the clerk looks it up, then the quantity is shown.
"""
ONE = "---\nid: REQ-003\ntype: functional\ntitle: 打印\nstatus: draft\npriority: P2\nvisibility: public\n---\n打印。\n"
BLOCKED = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(`${event.violatedDirective} ${event.blockedURI}`);
})"""
SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]


def build(root: Path, language: str) -> Path:
    folder = root / "docs_src"
    folder.mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(CONFIG.format(language=language), encoding="utf-8")
    (root / "schema.yml").write_text(SCHEMA, encoding="utf-8")
    (folder / "index.md").write_text("# 订单台\n", encoding="utf-8")
    for number, mark in ((1, "00000000"), (2, "f3d4b4f1")):
        text = RECORD.format(number=number, mark=mark)
        (folder / f"REQ-00{number}.md").write_text(text, encoding="utf-8")
    (folder / "REQ-003.md").write_text(ONE, encoding="utf-8")
    if not (root / "baselines").exists():
        release(root, "1.0.0")
    site = root / f"site-{language}"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("languages"), "en")


def chosen(page: Page) -> str:
    return page.locator(".rs-languages [aria-pressed=true]").inner_text()


def shown(page: Page) -> tuple[bool, bool]:
    """Return whether the original and the translation can be seen."""
    original, translation = (page.locator(name).first for name in (".rs-original", ".rs-translation"))
    return original.is_visible(), translation.is_visible()


def test_both_languages_are_there_until_one_is_chosen_with_the_mouse(site, page):
    page.goto((site / "requirements/REQ-001.html").as_uri())
    assert (chosen(page), shown(page)) == ("All languages", (True, True))
    page.get_by_role("button", name="English").click()
    assert (chosen(page), shown(page)) == ("English", (False, True))
    page.get_by_role("button", name="(binding)").click()
    assert shown(page) == (True, False)


def test_the_choice_is_made_with_the_keyboard_and_kept_for_other_pages(site, new_page):
    with serve(site) as address:
        page = new_page()
        page.goto(f"{address}/requirements/REQ-001.html")
        page.get_by_role("button", name="(binding)").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert (chosen(page), shown(page)) == ("English", (False, True))
        page.goto(f"{address}/requirements/REQ-002.html")
        assert (chosen(page), shown(page)) == ("English", (False, True))
        page.goto(f"{address}/confirm/decider.html")
        assert (chosen(page), shown(page)) == ("English", (False, True))
        assert not page.locator(".rs-restated").first.is_visible()
        expect(page.get_by_text("You want to know at once").first).to_be_visible()
        page.goto(f"{address}/document/all.html")
        assert (chosen(page), shown(page)) == ("English", (False, True))
        page.get_by_role("button", name="All languages").click()
        page.goto(f"{address}/requirements/REQ-001.html")
        assert shown(page) == (True, True)


def test_a_text_in_one_language_is_shown_whatever_was_chosen(site, new_page):
    page = new_page()
    page.goto((site / "document/all.html").as_uri())
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("打印。", exact=True)).to_be_visible()
    expect(page.get_by_text("系统应在 2 秒内显示库存。").first).to_be_hidden()


def test_paper_has_both_and_no_buttons(site, page):
    page.goto((site / "requirements/REQ-001.html").as_uri())
    page.get_by_role("button", name="English").click()
    page.emulate_media(media="print")
    assert shown(page) == (True, True)
    expect(page.locator(".rs-languages")).to_be_hidden()


def test_without_a_script_both_are_read_and_nothing_is_offered_that_does_nothing(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto((site / "requirements/REQ-001.html").as_uri())
    assert shown(page) == (True, True)
    expect(page.locator(".rs-languages")).to_be_hidden()


def test_a_link_leads_to_a_text_that_was_hidden(site, page):
    page.goto((site / "requirements/REQ-001.html").as_uri())
    page.get_by_role("button", name="English").click()
    page.evaluate("location.hash = '#ac-1'")
    expect(page.locator("#ac-1")).to_be_in_viewport()


def test_blocked_storage_keeps_nobody_from_choosing(site, new_page):
    page = new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    page.goto((site / "requirements/REQ-001.html").as_uri())
    page.get_by_role("button", name="English").click()
    assert shown(page) == (False, True)


def test_a_strict_policy_lets_the_choice_work(site, new_page):
    page = new_page()
    page.add_init_script(BLOCKED)

    def with_policy(route):
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    with serve(site) as address:
        page.route("**/requirements/REQ-001.html", with_policy)
        page.goto(f"{address}/requirements/REQ-001.html")
        page.get_by_role("button", name="English").click()
        assert shown(page) == (False, True)
        ours = [found for found in page.evaluate("window.broken || []") if "inline" not in found]
        assert ours == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("path", ["requirements/REQ-001.html", "confirm/decider.html", "document/all.html"])
def test_pages_in_two_languages_break_no_rule_of_access(site, new_page, size, path):
    page = new_page(viewport=size)
    page.goto((site / path).as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_stale_translation_can_be_seen_to_be_stale(site, page):
    page.goto((site / "requirements/REQ-001.html").as_uri())
    expect(page.locator(".rs-stale")).to_contain_text("Out of date")


def test_an_answer_is_given_to_the_language_that_binds(site, page):
    page.goto((site / "confirm/decider.html").as_uri())
    expect(page.get_by_text("Your answer is given to the text that binds: Chinese.")).to_be_visible()


def test_the_words_of_a_translation_are_found(site, page):
    page.goto((site / "index.html").as_uri())
    page.locator("[data-md-component=search-query]").fill("within shall stock")
    expect(page.locator("a[href*='REQ-001.html']").first).to_be_visible()
