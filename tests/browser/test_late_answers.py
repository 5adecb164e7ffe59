"""An answer that comes after a release is out shows in its portal, and no byte of the release has changed."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.confirm.receipt import Receipt
from tests.integration.test_publish import SITE
from tests.repositories import Repository
from tests.sites import serve, violations
from tests.unit.confirm.desk import SCHEMA, receipt

RECORD = "---\nid: REQ-00{n}\ntype: functional\ntitle: T{n}\nstatus: confirmed\npriority: P0\n---\nIt shows {n}.\n"
FILES = {
    "mkdocs.yml": SITE.replace("fail_on", "schema: schema.yml, fail_on"),
    "schema.yml": SCHEMA,
    ".gitignore": "/public/\n",
    "docs/index.md": "# Desk\n",
    **{f"docs/REQ-00{n}.md": RECORD.format(n=n) for n in (1, 2)},
}
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(event.blockedURI);
})"""
COMMENT = "Not <b>before</b> spring."


def reqsite(desk: Repository, *arguments: str) -> None:
    command = [sys.executable, "-m", "reqsite", *arguments]
    done = subprocess.run(command, cwd=desk.root, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr


def given(desk: Repository) -> Receipt:
    return receipt(desk.root, "decider", {"REQ-001": "agree", "REQ-002": "object", "": "agree"})


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a release, whose answers came when it was out."""
    desk = Repository(tmp_path_factory.mktemp("desk"))
    desk.commit(FILES)
    reqsite(desk, "release", "1.0.0", "--date", "2026-03-01")
    desk.commit(tag="1.0.0")
    reqsite(desk, "publish", "--release", "1.0.0")
    public = desk.root / "public"
    before = contents(public / "1.0.0")
    file = tmp_path_factory.mktemp("mail") / "receipt.json"
    said = given(desk)
    file.write_bytes(said.content.replace(b'"comment": ""', f'"comment": "{COMMENT}"'.encode()))
    reqsite(desk, "confirm", "import", str(file))
    reqsite(desk, "publish", "--all")
    assert contents(public / "1.0.0") == before
    reqsite(desk, "verify")
    return public


def opened(new_page, address: str, **settings) -> Page:
    page: Page = new_page(**settings)
    page.add_init_script(WATCH)
    page.goto(address)
    return page


@pytest.mark.parametrize("way", ["http", "folder"])
def test_each_page_shows_what_was_answered_since(store, new_page, way):
    with serve(store) as address:
        root = address if way == "http" else store.as_uri()
        record = opened(new_page, f"{root}/1.0.0/requirements/REQ-002.html")
        line = record.locator(".rs-later li")
        expect(line).to_have_text(f"2026-03-02 Final decider, 王: objects {COMMENT}")
        expect(line.locator("b")).to_have_count(0)
        assert record.evaluate("window.broken || []") == []

        sheet = opened(new_page, f"{root}/1.0.0/confirm/decider.html")
        expect(sheet.locator("#REQ-001 .rs-later")).to_contain_text("agreed")
        expect(sheet.locator("#rs-whole .rs-later")).to_contain_text("agreed")
        expect(sheet.locator("[data-later-all]")).to_contain_text("agreed 2 · objects 1 · 2026-03-02")
        other = opened(new_page, f"{root}/1.0.0/confirm/evaluator.html")
        expect(other.locator(".rs-confirm-bar")).to_be_visible()
        expect(other.locator(".rs-later li")).to_have_count(0)

        status = opened(new_page, f"{root}/1.0.0/confirm/index.html")
        expect(status.locator(".rs-later")).to_contain_text("Final decider: agreed 2 · objects 1 · 2026-03-02")
        status.locator(".rs-later a").click()
        expect(status.locator("h1")).to_contain_text("T2")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_was_answered_since_can_be_read_by_everybody(store, new_page, width):
    for name in ("confirm/index", "confirm/decider", "requirements/REQ-002"):
        page = opened(new_page, f"{store.as_uri()}/1.0.0/{name}.html", viewport={"width": width, "height": 900})
        expect(page.locator(".rs-later li").first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_copy_away_from_its_store_reads_no_answers(store, new_page, tmp_path):
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "1.0.0.js").write_bytes((store / "answers" / "1.0.0.js").read_bytes())
    (store / "1.0.0").rename(tmp_path / "portal")
    try:
        page = opened(new_page, f"{tmp_path.as_uri()}/portal/requirements/REQ-002.html")
        expect(page.locator("#confirmation")).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.locator(".rs-later li")).to_have_count(0)
        assert page.evaluate("'REQSITE_ANSWERS' in window") is False
    finally:
        (tmp_path / "portal").rename(store / "1.0.0")


def test_an_answer_that_was_signed_names_its_key(store, page):
    said = (store / "answers" / "1.0.0.js").read_text("utf-8")
    signed = said.replace('spring."]', 'spring.", "SHA256:<b>key"]')
    assert signed != said
    with serve(store) as address:
        page.route("**/answers/1.0.0.js", lambda route: route.fulfill(body=signed, content_type="text/javascript"))
        page.goto(f"{address}/1.0.0/requirements/REQ-002.html")
        line = page.locator(".rs-later li")
        expect(line).to_have_text(f"2026-03-02 Final decider, 王: objects signed SHA256:<b>key {COMMENT}")
