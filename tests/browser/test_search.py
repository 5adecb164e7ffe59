"""What a client types into the search box, and the record that should stand first, over http and in a folder."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.sites import paint, run_mkdocs, serve, violations

RECORDS = {
    "REQ-001": "title: 库存实时查询\ntitle_en: Real-time stock query\nstatus: confirmed\npriority: P0",
    "REQ-002": "title: 订单退款\ntitle_en: Order refund\nstatus: draft\npriority: P1",
    "REQ-012": "title: 清算差异率上限\nstatus: confirmed",
    "REQ-112": "title: Nightly reconciliation report\nstatus: confirmed\npriority: P2",
    "REQ-120": "title: 支付渠道切换\nstatus: confirmed",
    "REQ-121": "title: Password expiry\ntitle_zh: 密码有效期\nstatus: confirmed",
    "REQ-130": "title: 审计日志留存\nstatus: confirmed",
    "REQ-131": "title: Withdrawn password hint\nstatus: withdrawn",
    "NFR-007": "title: 响应时间\nstatus: confirmed",
}
STATEMENTS = {
    "REQ-001": "用户可以查询库存，结果在 2 秒内返回。",
    "REQ-002": "客服可以对已支付的订单发起退款，款项原路退回。",
    "REQ-012": "每日清算的差异率不超过万分之一，超出时告警。",
    "REQ-112": "Every night the ledgers are compared & mismatches < 1 cent are listed for the accountants.",
    "REQ-120": "主渠道不可用时，三十秒内切换到备用渠道。",
    "REQ-121": "A password expires after 90 days; the person is reminded a week before.",
    "REQ-130": "审计日志保存七年，任何人不得修改。",
    "REQ-131": "A hint was shown beside the password field.",
    "NFR-007": "百分之九十五的请求在三百毫秒内完成。",
}
TERMS = """\
records:
- type: term
  title: 库存
  en: stock
  zh_hant: 庫存
  aliases: [存货]
  forbidden: [货底]
  body: 仓库中可以出售的商品数量。
- type: term
  title: 清算
  en: clearing
  aliases: [结清]
  body: 交易双方应收应付的计算。
- type: term
  title: reconciliation
  zh: 对账
  forbidden: [tally]
  body: The comparison of two ledgers, line by line.
"""
GUIDE = "# 使用指南\n\n从首页开始。\n\n## 密码重置\n\n忘记密码时联系管理员。\n\n## Contact\n\n分机 4711。\n"

QUERIES = (
    # an id, a part of it, without its zeros, in any case and width
    ("REQ-001", "REQ-001"), ("req-012", "REQ-012"), ("REQ-12", "REQ-012"), ("12", "REQ-012"), ("112", "REQ-112"),
    ("REQ-0", "REQ-001"), ("NFR", "NFR-007"), ("nfr7", "NFR-007"), ("007", "NFR-007"), ("ＲＥＱ－１２０", "REQ-120"),
    ("#121", "REQ-121"),
    # Chinese words, also inside longer ones and across what a dictionary would part
    ("实时", "REQ-001"), ("查询", "REQ-001"), ("时查", "REQ-001"), ("退款", "REQ-002"), ("差异率", "REQ-012"),
    ("异率", "REQ-012"), ("渠道", "REQ-120"), ("日志", "REQ-130"), ("万分之一", "REQ-012"), ("库存 查询", "REQ-001"),
    ("库存的查询", "REQ-001"), ("查询库存", "REQ-001"),
    # English while it is typed, and with another ending
    ("passw", "REQ-121"), ("reconciliation rep", "REQ-112"), ("nightly", "REQ-112"), ("accountants", "REQ-112"),
    ("mismatch", "REQ-112"), ("reminding", "REQ-121"), ("refund", "REQ-002"), ("real-time stock", "REQ-001"),
    # another name of a term, the right one and the wrong one
    ("存货", "库存"), ("货底", "库存"), ("结清", "清算"), ("stock", "库存"), ("tally", "reconciliation"),
    # Traditional characters, the other language, pinyin and its initials
    ("庫存", "库存"), ("審計日誌", "REQ-130"), ("密码有效期", "REQ-121"), ("qudao", "REQ-120"),
    ("kucun shishi", "REQ-001"), ("kcss", "REQ-001"), ("ddtk", "REQ-002"),
    # an ordinary page, and words that are only there
    ("使用指南", "使用指南"), ("密码重置", "密码重置"),
)  # fmt: skip


HIT = ".md-search-result__item"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("search")
    docs = root / "docs"
    docs.mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: 银行门户\nuse_directory_urls: false\ntheme: {name: material, language: zh}\n"
        "plugins: [search, reqsite: {cache: false}]\n",
        encoding="utf-8",
    )
    for record, head in RECORDS.items():
        text = f"---\nid: {record}\ntype: functional\n{head}\n---\n{STATEMENTS[record]}\n"
        (docs / f"{record}.md").write_text(text, encoding="utf-8")
    (docs / "terms.yml").write_text(TERMS, encoding="utf-8")
    (docs / "guide.md").write_text(GUIDE, encoding="utf-8")
    return run_mkdocs(root)


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture(params=["http", "folder"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    return request.getfixturevalue("server") if request.param == "http" else site.as_uri()


def type_into_the_box(page: Page, words: str) -> None:
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.fill(words)


def test_forty_queries_find_the_expected_record_first(page: Page, root: str):
    page.goto(f"{root}/index.html")
    found = {}
    for query, _expected in QUERIES:
        type_into_the_box(page, "")
        expect(page.locator(HIT)).to_have_count(0)
        type_into_the_box(page, query)
        expect(page.locator(HIT).first).to_be_visible()
        found[query] = page.locator(HIT).first.locator("h1, h2").all_inner_texts()
    wrong = {
        query: found[query] for query, expected in QUERIES if not any(h.startswith(expected) for h in found[query])
    }
    assert len(QUERIES) >= 40
    assert wrong == {}


def test_a_hit_says_what_it_is_how_it_stands_and_where_the_word_is(page: Page, root: str):
    page.goto(f"{root}/index.html")
    type_into_the_box(page, "compared")
    hit = page.locator(HIT).first
    expect(hit.locator("h1")).to_have_text("REQ-112 Nightly reconciliation report")
    expect(hit.locator(".rs-hit")).to_contain_text("已确认")
    expect(hit.locator("mark")).to_have_text(["compared"])
    expect(hit).to_contain_text("& mismatches < 1 cent")


def test_a_term_s_other_name_finds_the_records_that_use_the_term(page: Page, root: str):
    page.goto(f"{root}/index.html")
    type_into_the_box(page, "存货")
    hits = page.locator(".md-search-result__item h1")
    expect(hits).to_have_text(["库存", "REQ-001 库存实时查询"])
    expect(page.locator(".rs-hit").first).to_contain_text("存货")  # why it was found


def test_no_word_that_is_only_for_the_search_is_shown(page: Page, root: str):
    page.goto(f"{root}/index.html")
    type_into_the_box(page, "库存")
    shown = page.locator(".md-search-result__list")
    expect(shown).to_contain_text("REQ-001")
    for unseen in ("货底", "KuCun", "\u2063"):
        expect(shown).not_to_contain_text(unseen)


def test_what_binds_comes_before_what_was_withdrawn_and_lists_come_last(page: Page, root: str):
    page.goto(f"{root}/index.html")
    type_into_the_box(page, "password")
    hits = page.locator(f"{HIT} h1")
    expect(hits).to_have_text([re.compile("^REQ-121 "), re.compile("^REQ-131 ")])


def test_an_id_and_enter_lead_to_the_record(page: Page, root: str):
    page.goto(f"{root}/guide.html")
    type_into_the_box(page, "req-12")
    expect(page.locator(HIT).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/requirements/REQ-012.html*")


@pytest.mark.parametrize("until", ["commit", "domcontentloaded", "load"])
def test_who_types_at_once_is_answered(page: Page, root: str, until: Literal["commit", "domcontentloaded", "load"]):
    """However little of the page is there when the first letter comes."""
    page.goto(f"{root}/guide.html", wait_until=until)
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.press_sequentially("req-12")
    expect(page.locator(HIT).first).to_contain_text("REQ-012")


def test_the_answer_to_an_empty_box_never_takes_the_place_of_a_later_one(page: Page, root: str):
    page.goto(f"{root}/guide.html")
    counts = page.evaluate(
        """async () => {
            const [QUERY, RESULT] = [2, 3], box = new Worker("assets/javascripts/workers/search.0.js"), counts = [];
            const answered = () => new Promise(done => box.addEventListener("message", ({data}) => {
                if (data.type === RESULT) { counts.push(data.data.items.length); done(); }
            }));
            let answer = answered();
            box.postMessage({type: QUERY, data: "req-12"});
            await answer;
            box.postMessage({type: QUERY, data: ""});
            box.postMessage({type: QUERY, data: "req-1"});
            await new Promise(done => setTimeout(done, 50));
            return counts;
        }"""
    )
    assert len(counts) == 2
    assert counts[1] > counts[0] > 0


def test_what_comes_without_a_key_is_answered(page: Page, root: str):
    """Pasted, dictated, or chosen from what an input method offers."""
    page.goto(f"{root}/index.html")
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.insert_text("异率")
    expect(page.locator(HIT).first).to_contain_text("REQ-012")
    page.keyboard.insert_text("无此字")
    expect(page.locator(HIT).first).to_be_hidden()


def test_the_search_stays_open_while_a_page_that_was_opened_at_a_heading_settles(page: Page, root: str):
    page.add_init_script("""
        const interval = window.setInterval;
        window.setInterval = (call, wait, ...rest) => {
            if (wait === 125) window.settle = call;   // when the theme closes what is open over the heading
            return interval(call, wait === 125 ? 3600000 : wait, ...rest);
        };
    """)
    page.goto(f"{root}/guide.html#contact")
    type_into_the_box(page, "库存")
    hit = page.locator(HIT).first
    expect(hit).to_be_visible()
    page.evaluate("window.settle()")
    expect(hit).to_be_visible()
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    expect(hit).to_be_hidden()


def test_a_hit_on_the_same_page_closes_the_search(page: Page, root: str):
    page.goto(f"{root}/guide.html")
    type_into_the_box(page, "密码重置")
    expect(page.locator(HIT).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide.html*#*")
    expect(page.locator("#__search")).not_to_be_checked()


def test_words_that_do_not_come_at_first_are_asked_for_again(page: Page, server: str):
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.abort() if len(asked) < 3 else route.continue_()

    page.route("**/words.js*", answer)
    page.goto(f"{server}/index.html")
    type_into_the_box(page, "req-12")
    expect(page.locator(HIT).first).to_contain_text("REQ-012")
    assert len(asked) == 3


def test_nothing_found_is_said(page: Page, root: str):
    page.goto(f"{root}/index.html")
    type_into_the_box(page, "zzzqqq")
    expect(page.locator(".md-search-result__meta")).to_have_text("没有找到符合条件的结果")


@pytest.mark.parametrize("id_", ["REQ-012", "req-12", "REQ-12"])
def test_an_address_with_an_id_leads_to_the_record(page: Page, root: str, id_: str):
    page.goto(f"{root}/go.html#{id_}")
    page.wait_for_url("**/requirements/REQ-012.html")


@pytest.mark.parametrize("id_", ["REQ-012", " req-12 "])
def test_the_box_for_ids_leads_to_the_record_and_back(page: Page, root: str, id_: str):
    page.goto(f"{root}/index.html")
    page.locator(".rs-steps a[href='go.html']").click()
    page.locator("#rs-go-id").fill(id_)
    page.keyboard.press("Enter")
    page.wait_for_url("**/requirements/REQ-012.html")
    page.go_back()
    page.wait_for_url("**/go.html")


def test_the_box_for_ids_says_what_it_does_not_know(page: Page, root: str):
    page.goto(f"{root}/go.html")
    page.locator("#rs-go-id").fill("REQ-999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("REQ-999")


def test_an_address_with_an_unknown_id_says_so(page: Page, root: str):
    page.goto(f"{root}/go.html#REQ-999")
    expect(page.get_by_role("alert")).to_contain_text("REQ-999")


def test_without_a_script_the_address_of_an_id_leads_to_its_line(new_page: Callable[..., Page], root: str):
    page = new_page(java_script_enabled=False)
    page.goto(f"{root}/go.html#REQ-012")
    expect(page.locator("li:target a")).to_have_attribute("href", "requirements/REQ-012.html")
    expect(page.locator("#rs-go-id")).to_be_hidden()


def test_the_words_of_the_site_are_loaded_when_the_box_is_turned_to(page: Page, root: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{root}/index.html", wait_until="networkidle")
    assert "words.js" not in asked
    page.locator("[data-md-component=search-query]").click()
    page.wait_for_function("window.REQSITE_SEARCH")
    assert asked.count("words.js") == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_results_and_the_list_of_ids_can_be_used_by_everyone(new_page: Callable[..., Page], site: Path, width: int):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site.as_uri()}/go.html")
    paint(page, "default")
    found = violations(page)
    page.locator(".md-header__button[for=__search]").click() if width < 960 else None
    type_into_the_box(page, "库存")
    expect(page.locator(HIT).first).to_be_visible()
    assert found + violations(page, within=".md-search-result") == []
