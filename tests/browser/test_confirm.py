"""A client answers item by item, from an unzipped folder on a phone, and the project knows what was agreed."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.releases import release
from tests.sites import violations

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ITEMS = 18
SITE = """\
site_name: 订单台
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [search, {reqsite: {schema: schema.yml}}]
"""
SCHEMA = """\
confirmation:
  decider: {signs: true}
  user: {priorities: [P1]}
"""
BLOCKED = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(`${event.violatedDirective} ${event.blockedURI}`);
})"""


def write(root: Path, texts: dict[int, str] | None = None, owner: dict[int, str] | None = None) -> None:
    (root / "docs_src").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    (root / "schema.yml").write_text(SCHEMA, encoding="utf-8")
    (root / "docs_src" / "index.md").write_text("# 订单台\n", encoding="utf-8")
    for number in range(1, ITEMS + 1):
        text = (texts or {}).get(number, f"系统应在 {number} 秒内显示第 {number} 类库存。")
        note = f"owner: {owner[number]}\n" if owner and number in owner else ""
        (root / "docs_src" / f"REQ-{number:03}.md").write_text(
            f"---\nid: REQ-{number:03}\ntype: functional\ntitle: 库存查询{number}\nstatus: reviewed\npriority: P0\n"
            f"restatement: 我们理解您需要查询第 {number} 类库存，对吗？\n{note}---\n{text}\n\n"
            f"## 验收标准\n\n- 假如有货，当店员查询时，那么 {number} 秒内显示数量。\n",
            encoding="utf-8",
        )


def build(root: Path, name: str) -> Path:
    site = root / "site"
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "REQSITE_AUDIENCE": "client"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", str(site)]
    done = subprocess.run(
        command,
        cwd=root,
        env={**env, **({"REQSITE_RELEASE": name} if name else {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Chinese project with a release of 18 items, its portal built."""
    root = tmp_path_factory.mktemp("confirm")
    write(root)
    release(root, "1.0.0", "2026-03-01")
    build(root, "1.0.0")
    return root


@pytest.fixture(scope="module")
def unzipped(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal as a client has it: taken out of a zip, somewhere else."""
    folder = tmp_path_factory.mktemp("client")
    with zipfile.ZipFile(folder / "portal.zip", "w") as archive:
        for path in sorted((project / "site").rglob("*")):
            archive.write(path, path.relative_to(project / "site"))
    with zipfile.ZipFile(folder / "portal.zip") as archive:
        archive.extractall(folder)
    return folder


def open_sheet(new_page, folder: Path, viewport: dict[str, int], role: str = "decider") -> Page:
    """Open the sheet without a network; whatever breaks the policy or asks a host is noted."""
    page: Page = new_page(viewport=viewport, offline=True, accept_downloads=True)
    page.add_init_script(BLOCKED)
    page.goto((folder / "confirm" / f"{role}.html").as_uri())
    expect(page.locator(".rs-confirm-bar")).to_be_visible()
    return page


def progress(page: Page):
    return page.locator(".rs-progress")


def reqsite(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "reqsite", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", "REQSITE_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def standings(root: Path) -> dict[str, str]:
    said = json.loads(reqsite(root, "confirm", "status", "--role", "decider", "--format", "json").stdout)
    return {item["id"]: item["standing"] for item in said["roles"][0]["items"]}


def test_a_client_on_a_phone_answers_offline_and_the_project_knows(project, unzipped, new_page, tmp_path):
    page = open_sheet(new_page, unzipped, PHONE)
    expect(progress(page)).to_contain_text(f"/{ITEMS + 1}")
    page.get_by_label("您的姓名").fill("王经理")
    for number in range(1, ITEMS + 1):
        item = page.locator(f"#REQ-{number:03}")
        item.get_by_label("有异议" if number == 7 else "同意", exact=True).check()
    page.locator("#REQ-007").get_by_label("意见").fill("应含在途库存")
    expect(progress(page)).to_contain_text(f"{ITEMS}/{ITEMS + 1}")
    page.reload()
    expect(progress(page)).to_contain_text(f"{ITEMS}/{ITEMS + 1}")
    expect(page.get_by_label("您的姓名")).to_have_value("王经理")
    with page.expect_download() as download:
        page.get_by_role("button", name="保存回执").click()
    assert download.value.suggested_filename.startswith("receipt-1.0.0-decider-")
    receipt = tmp_path / "receipt.json"
    download.value.save_as(receipt)
    assert page.evaluate("window.broken || []") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    done = reqsite(project, "confirm", "import", str(receipt))
    assert (done.returncode, done.stderr) == (
        0,
        "王经理 (Final decider) on 1.0.0: 17 agreed, 1 objected, 0 to discuss.\n",
    )
    stand = standings(project)
    assert [i for i, standing in stand.items() if standing != "agreed"] == ["REQ-007"]
    assert stand["REQ-007"] == "objected"

    # The matrix shows it.
    matrix: Page = new_page(viewport=DESKTOP, offline=True)
    matrix.goto((build(project, "") / "registers" / "matrix.html").as_uri() + "#confirm-decider=objected")
    expect(matrix.locator(".rs-results tbody th")).to_have_text("REQ-007 库存查询7")
    expect(matrix.locator(".rs-results tbody .rs-asked-role").first).to_contain_text("王经理")
    expect(matrix.locator(".rs-shown")).to_contain_text(str(ITEMS))

    # A change of what binds asks for just this item again; a change of wording for none.
    write(project, {3: "系统应在 2 秒内显示第 3 类库存。"}, owner={5: "张"})
    stand = standings(project)
    assert {i: s for i, s in stand.items() if s != "agreed"} == {"REQ-003": "again", "REQ-007": "objected"}
    write(project)

    # What was touched on the way is refused, and the item is named.
    said = json.loads(receipt.read_text("utf-8"))
    said["answers"][1]["fingerprint"] = "0" * 64
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(said), encoding="utf-8")
    done = reqsite(project, "confirm", "import", str(forged))
    assert done.returncode == 1
    assert "REQ-002: answered for other words" in done.stderr


def tab_to(page: Page, condition: str, key: str) -> None:
    """Press a key until the focus is where it should be."""
    for _press in range(200):
        page.keyboard.press(key)
        if page.evaluate(condition):
            return
    pytest.fail(f"The focus never comes to where {condition}.")


def test_the_same_by_keyboard_alone(unzipped, new_page, tmp_path):
    page = open_sheet(new_page, unzipped, DESKTOP)
    page.locator("input[name=name]").focus()
    page.keyboard.type("李")
    page.keyboard.press("Enter")  # the next open item
    for number in range(1, ITEMS + 2):
        page.keyboard.press("ArrowRight" if number == 2 else "Space")  # the second of the three answers
        expect(progress(page)).to_contain_text(f"{number}/{ITEMS + 1}")
        if number == 2:
            page.keyboard.press("Tab")
            page.keyboard.type("太慢")
        if number <= ITEMS:
            tab_to(page, "document.activeElement.type === 'radio'", "Tab")
    tab_to(page, "document.activeElement.type === 'submit'", "Shift+Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "r.json")
    answers = {a["id"]: a["answer"] for a in json.loads((tmp_path / "r.json").read_text("utf-8"))["answers"]}
    assert answers == {**{f"REQ-{n:03}": "agree" for n in range(1, ITEMS + 1)}, "REQ-002": "object", "": "agree"}


def test_what_is_missing_is_said_and_nothing_is_saved(unzipped, new_page):
    page = open_sheet(new_page, unzipped, DESKTOP)
    note = page.locator(".rs-note")
    save = page.get_by_role("button", name="保存回执")
    save.click()
    expect(note).to_have_text("尚未作答。")
    page.locator("#REQ-001").get_by_label("有异议", exact=True).check()
    save.click()
    expect(page.locator("#REQ-001 textarea")).to_be_focused()
    page.keyboard.type("太慢")
    save.click()
    expect(page.locator("input[name=name]")).to_be_focused()


def test_the_table_opens_in_a_spreadsheet_and_obeys_nobody(unzipped, new_page, tmp_path):
    page = open_sheet(new_page, unzipped, DESKTOP)
    page.get_by_label("您的姓名").fill("=HYPERLINK(1)")
    page.locator("#REQ-001").get_by_label("需讨论", exact=True).check()
    page.locator("#REQ-001 textarea").fill('说"好"')
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines()[1].startswith(
        '"REQ-001","库存查询1","需讨论","说""好""","1.0.0","decider","\'=HYPERLINK(1)"'
    )


def test_answers_to_other_words_are_not_taken_over(unzipped, new_page):
    page = open_sheet(new_page, unzipped, DESKTOP)
    page.locator("#REQ-001").get_by_label("同意", exact=True).check()
    expect(progress(page)).to_contain_text("1/")
    page.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('reqsite:')) localStorage.setItem(key,"
        " localStorage.getItem(key).replace(/[0-9a-f]{64}/, '0'.repeat(64)))"
    )
    page.reload()
    expect(progress(page)).to_contain_text("0/")
    expect(page.locator("#REQ-001 .rs-again")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["decider", "index", "new-for-decider"])
def test_every_page_is_accessible(unzipped, new_page, viewport, name):
    page: Page = new_page(viewport=viewport, offline=True)
    page.goto((unzipped / "confirm" / f"{name}.html").as_uri())
    expect(page.locator("h1")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
