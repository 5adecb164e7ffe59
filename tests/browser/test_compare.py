"""Any two releases compared in the browser: by their address, from a folder, on a phone, by keyboard, on paper."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.history.blocks import blocks
from reqsite.history.entry import Binding
from reqsite.history.ledger import Ledger
from reqsite.portal.press import Press
from reqsite.portal.releases import compare_data
from reqsite.portal.releases.story import Story
from tests.growth import assert_linear
from tests.releases import release
from tests.sites import open_all, paint, run_mkdocs, violations, write_page
from tests.unit.portal.portals import press, record

SOURCE = "releases/compare.md"
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
})"""
STOCK = record(
    "REQ-1",
    title="Stock",
    statement="The stock is shown within 2 s.",
    fields={"priority": "P1", "tags": ("till", "web")},
)
FASTER = replace(
    STOCK,
    sections=(replace(STOCK.sections[0], text="The stock is shown within 1 s."),),
    fields={"priority": "P0", "tags": ("web", "app")},
)
REFUND = record("REQ-2", title="Refund", statement="An order is refunded within three days.")
NIGHTLY = record("REQ-10", title="Nightly run", statement="The clearing runs at night.", type_="constraint")
GOAL = record("GOAL-1", "goal", "Fewer disputes", "Half as many.")
RENAMED = replace(GOAL, title="Fewer disputes by half")
RELEASES = {
    "1.0.0": [STOCK, REFUND, GOAL],
    "1.1.0": [FASTER, REFUND, GOAL],
    "2.0.0-rc.1": [FASTER, NIGHTLY, RENAMED],
}


def write(root: Path, made: Press) -> str:
    """Write the page with its data, and return its address."""
    for path, content in compare_data.files(made).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return write_page(root, made, SOURCE)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = press(FASTER, NIGHTLY, RENAMED, REFUND, releases=RELEASES)
    return write(tmp_path_factory.mktemp("releases"), made)


def status(page: Page):
    return page.locator(".rs-shown")


def items(page: Page, group: str):
    return page.locator(f"#rs-{group} .rs-change .rs-id")


def item(page: Page, record_id: str):
    return page.locator(f".rs-change[data-id='{record_id}']")


def choose(page: Page, label: str, name: str) -> None:
    field = page.get_by_label(label)
    field.select_option(field.locator("option", has_text=name).first.get_attribute("value"))


def test_the_newest_two_are_compared_at_first(page: Page, address: str):
    page.goto(address)
    expect(page.get_by_label("From release").locator("option:checked")).to_have_text("2.0.0-rc.1 · 2026-03-01")
    expect(page.get_by_label("To release").locator("option:checked")).to_have_text("Unreleased")
    expect(status(page)).to_have_text("Records that differ: 1. Unchanged: 3.")
    expect(items(page, "added")).to_have_text(["REQ-2"])


def test_the_numbers_come_first_then_the_groups_in_natural_order(page: Page, address: str):
    page.goto(f"{address}#1.0.0..2.0.0-rc.1")
    expect(page.locator(".rs-total dt")).to_have_text(
        ["Records", "Changed in substance", "New", "Withdrawn or removed", "Changed in wording", "Unchanged"]
    )
    expect(page.locator(".rs-total dd")).to_have_text(["3", "1", "1", "1", "1", "0"])
    expect(page.locator(".rs-compare h2")).to_have_text(
        ["Changed in substance 1", "New 1", "Withdrawn or removed 1", "Changed in wording 1"]
    )
    expect(page.locator(".rs-change .rs-id")).to_have_text(["REQ-1", "REQ-10", "REQ-2", "GOAL-1"])


def test_a_change_is_shown_word_by_word_and_said_to_those_who_hear_it(page: Page, address: str):
    page.goto(f"{address}#1.0.0..1.1.0")
    part = item(page, "REQ-1").locator(".rs-redline-part", has_text="The stock")
    expect(part.locator("dd")).to_have_text(
        "The stock is shown within deleted: 2 s end of deletioninserted: 1 s end of insertion."
    )
    expect(item(page, "REQ-1").locator(".rs-chip")).to_have_text(["Priority", "Statement", "Tags"])


def test_blanks_stand_where_they_stood(page: Page, tmp_path: Path):
    def made(text):
        return record("REQ-1", statement=text)

    old, new = (
        made("As the file says, and a timer started or ended, it runs."),
        made("As the file says and a timer started, it runs."),
    )
    page.goto(write(tmp_path, press(new, releases={"1.0.0": [old], "1.1.0": [new]})))
    expect(item(page, "REQ-1").locator("dd")).to_have_text(
        "As the file saysdeleted: , end of deletion and a timer started deleted: or ended end of deletion, it runs."
    )


def test_a_value_is_replaced_and_a_list_says_which_members_came_and_went(page: Page, address: str):
    page.goto(f"{address}#1.0.0..1.1.0")
    changed = item(page, "REQ-1")
    priority = changed.locator(".rs-redline-part", has_text="Priority")
    expect(priority.locator("del")).to_contain_text("P1 important")
    expect(priority.locator("ins")).to_contain_text("P0 essential")
    tags = changed.locator(".rs-redline-part", has_text="Tags")
    expect(tags.locator("li")).to_have_text([r"deleted: till end of deletion", r"inserted: app end of insertion"])


def test_the_later_release_says_what_binds(page: Page, tmp_path: Path):
    slower = replace(STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown within 3 s."),))
    texts = {"1.0.0": STOCK, "1.1.0": slower, "1.2.0": replace(slower, title="Stock now")}
    made = press(texts["1.2.0"], releases={name: [text] for name, text in texts.items()})
    baselines = made.site.story.ledger.baselines
    only_titles = (replace(baselines[0], binding=Binding()), *baselines[1:])
    made = Press(replace(made.site, story=Story(Ledger(only_titles))), made.render)
    address = write(tmp_path, made)
    page.goto(f"{address}#1.0.0..1.1.0")
    expect(items(page, "substance")).to_have_text(["REQ-1"])
    page.goto(f"{address}#1.1.0..1.0.0")
    expect(items(page, "wording")).to_have_text(["REQ-1"])


def test_two_releases_that_say_the_same_are_said_to(page: Page, tmp_path: Path):
    page.goto(write(tmp_path, press(STOCK, releases={"1.0.0": [STOCK], "1.0.1": [STOCK]})))
    expect(status(page)).to_have_text("Nothing differs: every record says the same in both releases.")
    choose(page, "From release", "1.0.1")
    expect(status(page)).to_have_text("This is one and the same release. Choose another one to compare it with.")


def test_the_address_says_what_is_compared_and_back_leads_back(page: Page, address: str):
    page.goto(f"{address}#1.0.0..1.1.0")
    choose(page, "To release", "2.0.0-rc.1")
    expect(page).to_have_url(f"{address}#1.0.0..2.0.0-rc.1")
    expect(items(page, "gone")).to_have_text(["REQ-2"])
    page.get_by_role("button", name="Swap").click()
    expect(page).to_have_url(f"{address}#2.0.0-rc.1..1.0.0")
    expect(items(page, "added")).to_have_text(["REQ-2"])
    expect(items(page, "gone")).to_have_text(["REQ-10"])
    page.go_back()
    page.go_back()
    expect(page.get_by_label("To release").locator("option:checked")).to_have_text("1.1.0 · 2026-02-01")
    page.go_forward()
    expect(items(page, "gone")).to_have_text(["REQ-2"])
    page.reload()
    expect(items(page, "gone")).to_have_text(["REQ-2"])


def test_an_address_may_name_releases_with_a_v_and_one_record(page: Page, address: str):
    page.goto(f"{address}#v1.0.0..v2.0.0-rc.1&only=REQ-1")
    expect(page.locator(".rs-change .rs-id")).to_have_text(["REQ-1"])
    expect(status(page)).to_have_text("1 of 4 changes shown")
    page.get_by_role("searchbox").fill("refund")
    expect(page.locator(".rs-change .rs-id")).to_have_text(["REQ-2"])
    expect(page).to_have_url(f"{address}#1.0.0..2.0.0-rc.1&only=refund")


def test_a_release_that_is_not_there_is_named(page: Page, address: str):
    page.goto(f"{address}#0.9..1.1.0")
    expect(page.locator(".rs-note").first).to_have_text(
        "This portal has no release 0.9; the last ones are compared instead."
    )
    expect(items(page, "added")).to_have_text(["REQ-2"])


def test_a_search_for_an_unchanged_record_says_that_it_is_unchanged(page: Page, address: str):
    page.goto(f"{address}#1.0.0..1.1.0")
    page.get_by_role("searchbox").fill("disputes")
    expect(status(page)).to_have_text("No change matches. (unchanged records that match: 1)")


def test_types_of_records_are_filtered(page: Page, address: str):
    page.goto(f"{address}#1.0.0..2.0.0-rc.1")
    page.get_by_label("Type of record").select_option(label="Goals")
    expect(page.locator(".rs-change .rs-id")).to_have_text(["GOAL-1"])
    expect(page).to_have_url(f"{address}#1.0.0..2.0.0-rc.1&kind=goal")


def test_before_and_after_stand_side_by_side_and_the_new_text_alone(page: Page, address: str):
    page.goto(f"{address}#1.0.0..1.1.0")
    statement = item(page, "REQ-1").locator(".rs-redline-part", has_text="The stock")
    page.get_by_role("button", name="Before and after").click()
    expect(statement.locator(".rs-sides > div")).to_have_count(2)
    before, after = statement.locator(".rs-sides > div").all()
    expect(before).not_to_contain_text("inserted")
    expect(after).not_to_contain_text("deleted")
    assert abs(before.bounding_box()["y"] - after.bounding_box()["y"]) < 2
    page.get_by_role("button", name="New text only").click()
    expect(statement.locator("dd")).to_have_text("The stock is shown within 1 s.")
    expect(page).to_have_url(f"{address}#1.0.0..1.1.0&view=new")


def test_what_is_gone_is_struck_and_what_is_new_is_read(page: Page, address: str):
    page.goto(f"{address}#1.0.0..2.0.0-rc.1")
    expect(item(page, "REQ-2").locator("del")).to_have_text("An order is refunded within three days.")
    expect(item(page, "REQ-2").locator(".rs-verdict-word")).to_have_text("Removed")
    expect(item(page, "REQ-10").locator(".rs-text")).to_have_text("The clearing runs at night.")
    expect(item(page, "REQ-10").locator("h3 a")).to_have_attribute("href", "../requirements/REQ-10.html")


def test_a_number_leads_to_its_group_and_leaves_the_address_alone(page: Page, address: str):
    page.goto(f"{address}#1.0.0..2.0.0-rc.1")
    page.locator(".rs-jump", has_text="Changed in wording").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rs-h-wording")).to_be_focused()
    expect(page).to_have_url(f"{address}#1.0.0..2.0.0-rc.1")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    chance = random.Random(5)  # noqa: S311 made-up records
    old = [record(f"REQ-{n}", title=f"Flow {n}", statement=f"The flow {n} ends in {n} s.") for n in range(1, 726)]
    new = [
        replace(r, sections=(replace(r.sections[0], text=r.sections[0].text.replace("ends", "starts")),))
        if chance.random() < 0.2
        else r
        for r in old
    ]
    new.append(record("REQ-900", title="Long", statement="\n\n".join(f"Step {n} is done." for n in range(20))))
    new += [record(f"GOAL-{n}", "goal", f"Goal {n}", f"Aim {n}") for n in range(1, 151)]
    return write(tmp_path_factory.mktemp("many"), press(*new, releases={"1.0.0": old, "2.0.0": new}))


def test_many_changes_open_at_once_only_as_far_as_they_are_seen(page: Page, many: str):
    page.goto(many)
    expect(page.locator("#rs-substance details[open] .rs-redline")).to_have_count(20)
    later = page.locator("#rs-substance .rs-change").nth(40)
    expect(later.locator(".rs-redline")).to_have_count(0)
    later.locator("summary").click()
    expect(later.locator("ins")).to_contain_text("starts")


def test_all_open_at_once_and_print(page: Page, many: str):
    page.goto(many)
    page.get_by_role("button", name="Open all").click()
    expect(page.locator("#rs-substance details:not([open])")).to_have_count(0)
    expect(page.locator("#rs-substance .rs-change:not(:has(.rs-chip))")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#rs-substance .rs-change:not(:has(ins))")).to_have_count(0)
    expect(page.get_by_role("button", name="Close all")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".rs-compare .rs-tools")).to_be_hidden()
    expect(page.locator(".rs-compare .rs-shown")).to_be_visible()


def test_a_group_of_hundreds_shows_the_rest_when_asked(page: Page, many: str):
    page.goto(many)
    expect(items(page, "added")).to_have_count(100)
    page.get_by_role("button", name="Show 51 more").click()
    expect(items(page, "added")).to_have_count(151)
    expect(page.locator("#rs-added summary").nth(100)).to_be_focused()


@pytest.fixture
def engine(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def runs(engine: Page, old: str, new: str) -> list[list[str]]:
    found: list[list[str]] = engine.evaluate("([old, now]) => window.reqsiteCompare.runs(old, now)", [old, new])
    return [[run[0], run[1].strip()] for run in found]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("within 2 s of", "within 1 s of", [["del", "2 s"], ["ins", "1 s"]]),
        ("see REQ-012 and", "see REQ-120 and", [["del", "REQ-012"], ["ins", "REQ-120"]]),
        (
            "Show all clerks the stock of a shop",
            "Show all clerks the balance of a branch",
            [["del", "stock of a shop"], ["ins", "balance of a branch"]],
        ),
        ("It is shown. It ends.", "It is shown. It is kept. It ends.", [["ins", "It is kept."]]),
        ("系统应在2秒内返回结果", "系统应在1秒内返回结果", [["del", "2秒"], ["ins", "1秒"]]),
        ("管理员可以删除订单", "管理员可以取消订单", [["del", "删除"], ["ins", "取消"]]),
        ("库存 实时", "库存实时", []),
    ],
)
def test_words_are_marked_whole(engine: Page, old: str, new: str, marked: list[list[str]]):
    assert [run for run in runs(engine, old, new) if run[0] != "same"] == marked


def test_chinese_is_marked_without_a_segmenter_too(page: Page, address: str):
    page.add_init_script("delete Intl.Segmenter")
    page.goto(address)
    found = runs(page, "系统应当在两秒内返回库存查询的结果", "系统必须在两秒内显示订单查询的结果")
    assert "".join(text for op, text in found if op != "ins") == "系统应当在两秒内返回库存查询的结果"
    assert "".join(text for op, text in found if op != "del") == "系统必须在两秒内显示订单查询的结果"
    assert len(found) <= 7


def test_what_stayed_and_what_came_is_the_new_text(engine: Page):
    chance = random.Random(7)  # noqa: S311
    words = [
        *"库存系统必须在内返回秒，。",
        " 2 ",
        " s",
        "REQ-7",
        " stock",
        " the",
        "\n",
        " 😀",
        "e\u0301",
        "(",
        "https://a.b/c. ",
    ]
    pairs = [["".join(chance.choices(words, k=chance.randrange(30))) for _side in (1, 2)] for _pair in range(300)]
    found = engine.evaluate("pairs => pairs.map(([old, now]) => window.reqsiteCompare.runs(old, now))", pairs)
    for (old, new), runs_of in zip(pairs, found, strict=True):
        assert "".join("".join(run[1] for run in runs_of if run[0] != "del").split()) == "".join(new.split())
        assert "".join("".join(run[1] for run in runs_of if run[0] != "ins").split()) == "".join(old.split())


def test_rows_are_all_blocks_of_both_texts_in_their_order(engine: Page):
    chance = random.Random(11)  # noqa: S311
    lines = [
        "- one of them\n",
        "- two of them\n",
        "\nA paragraph.\n\n",
        "| a | b |\n|--|--|\n| 1 | 2 |\n\n",
        "```\nx\n```\n",
        "# H\n",
    ]
    for _round in range(30):
        texts = ["".join(chance.choices(lines, k=chance.randrange(9))) for _side in (1, 2)]
        old, new = ([compare_data.as_data(block) for block in blocks(text)] for text in texts)
        found = engine.evaluate("([old, now]) => window.reqsiteCompare.rows(old, now)", [old, new])
        shown = [row["now"]["text"] for row in found if row["now"]]
        assert shown == ["\x1f".join(b[3:]) if isinstance(b, list) else b for b in new]


@pytest.mark.parametrize("unit", ["word%d ", "第%d条必须。", "x%d\n\n"])
def test_the_time_up_to_a_text_of_200_kb_grows_with_its_length(engine: Page, unit: str):
    def shuffled(count: int) -> list[str]:
        old = "".join(unit % n for n in range(count))
        return [old, "".join(unit % (n * 7919 % 20_011) for n in range(count))]

    def compare(texts: list[str]) -> None:
        engine.evaluate(
            """([old, now]) => {
                window.reqsiteCompare.runs(old, now);
                window.reqsiteCompare.rows(old.split("\\n\\n"), now.split("\\n\\n"));
            }""",
            texts,
        )

    assert_linear(compare, shuffled, 2_500, time.perf_counter)  # the browser does the work


CONFIG = """\
site_name: Settlement
docs_dir: docs_src
use_directory_urls: false
theme: {{name: material, language: {language}, font: false, palette: [{{scheme: default}}]}}
plugins: [search, offline, reqsite: {{cache: false, fail_on: never}}]
"""
OLD = """\
---
id: REQ-1
type: functional
title: 库存查询
priority: P1
status: confirmed
---
系统应在2秒内返回库存查询结果。

| 门店 | 时间 |
|------|------|
| 大店 | 2 秒 |

```
GET /stock
```

1. 第一步
2. 第二步

## Notes
Nobody outside reads {other}.
"""
HIDDEN = "---\nid: REQ-9\ntype: functional\ntitle: Secret\nvisibility: internal\n---\nNobody may know.\n"


@pytest.fixture(scope="module", params=["en", "zh"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a portal of two releases and unreleased changes as MkDocs does."""
    root = tmp_path_factory.mktemp(request.param)
    (root / "docs_src").mkdir()
    settings = CONFIG.format(language=request.param)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "docs_src" / "index.md").write_text("# Settlement\n", encoding="utf-8")
    (root / "docs_src" / "REQ-9.md").write_text(HIDDEN, encoding="utf-8")
    text = OLD.format(other="REQ-9")
    for name, change in {"1.0.0": ("", ""), "1.1.0": ("2秒", "1秒"), "": ("| 2 秒 |", "| 1 秒 |")}.items():
        text = text.replace(*change) if change[0] else text
        (root / "docs_src" / "REQ-1.md").write_text(text, encoding="utf-8")
        if name:
            release(root, name)
    return run_mkdocs(root)


def compare_page(folder: Path) -> str:
    return (folder / "releases" / "compare.html").as_uri()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "default"), (390, "slate")])
def test_nobody_is_kept_out_and_nothing_is_too_wide(
    new_page: Callable[..., Page], folder: Path, width: int, scheme: str
):
    page = new_page(viewport={"width": width, "height": 900})
    page.add_init_script(WATCH)
    for view in ("inline", "side"):
        page.goto("about:blank")
        page.goto(f"{compare_page(folder)}#1.0.0..&view={view}")
        paint(page, scheme)
        expect(page.locator("ins").first).to_be_visible()
        open_all(page)
        assert violations(page, within=".rs-compare") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.broken") is None


def test_it_works_from_a_folder_with_the_network_cut_and_knows_nothing_internal(
    new_page: Callable[..., Page], folder: Path
):
    page = new_page()
    page.context.set_offline(True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{compare_page(folder)}#1.0.0..1.1.0")
    expect(item(page, "REQ-1").locator("ins").first).to_contain_text("1秒")
    assert errors == []
    for path in (folder / "releases").rglob("*.js"):
        assert "REQ-9" not in path.read_text(encoding="utf-8")
        assert "Nobody may know" not in path.read_text(encoding="utf-8")


def test_the_page_of_a_release_leads_to_its_comparison(page: Page, folder: Path):
    page.goto((folder / "releases" / "1.1.0.html").as_uri())
    page.locator("a[href*='#1.0.0..1.1.0']").click()
    expect(page.locator("select option:checked").first).to_contain_text("1.0.0")
    expect(page.locator("ins").first).to_be_visible()


def test_on_a_phone_before_stands_above_after(new_page: Callable[..., Page], folder: Path):
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{compare_page(folder)}#1.0.0..1.1.0&view=side")
    sides = page.locator(".rs-sides").first.locator("> div")
    expect(sides).to_have_count(2)
    assert sides.nth(0).bounding_box()["y"] + 10 < sides.nth(1).bounding_box()["y"]


def test_it_is_operated_by_keyboard_alone(page: Page, folder: Path):
    page.goto(f"{compare_page(folder)}#1.0.0..1.1.0")
    page.locator(".rs-cmp-pair select").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#1\.1\.0\.\.1\.0\.0$"))
    details = page.locator(".rs-cmp-details").first
    expect(details).to_have_attribute("open", "")
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details).not_to_have_attribute("open", "")


def test_without_a_script_the_releases_are_linked(new_page: Callable[..., Page], folder: Path):
    page = new_page(java_script_enabled=False)
    page.goto(compare_page(folder))
    expect(page.locator(".rs-compare li a")).to_have_count(4)
    page.locator(".rs-compare li a").nth(1).click()
    expect(page.locator("h1")).to_contain_text("1.1.0")
