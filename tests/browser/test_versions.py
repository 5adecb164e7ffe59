"""A store with several releases in a real browser: the menu that leads from one to the other, and what old ones say."""

import http.server
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.gate import Rules
from reqsite.publish.life import Steward
from reqsite.publish.manifest import Manifest
from reqsite.publish.publisher import Publisher
from tests.browser.test_releases import printed
from tests.conftest import PATIENCE
from tests.releases import release, workspace
from tests.sites import paint, serve, violations

CONFIG = """\
site_name: Warehouse and sales
docs_dir: docs_src
use_directory_urls: false
theme: {{name: material, language: {language}}}
plugins: [search: {{pipeline: []}}, reqsite: {{fail_on: never}}]
"""
STOCK = "---\nid: REQ-001\ntype: functional\ntitle: Live stock\n---\nThe system shall show the stock within {} s.\n"
SHELF = "---\nid: REQ-002\ntype: functional\ntitle: Shelf\n---\nThe system shall show the shelf.\n"
FILES = {
    "mkdocs.yml": CONFIG,
    "docs_src/index.md": "# Warehouse\n",
    "docs_src/guide.md": "# Guide\n",
    "docs_src/TERM-1.md": "---\nid: TERM-1\ntype: term\ntitle: Stock\n---\nWhat can be sold.\n",
    "docs_src/REQ-001.md": STOCK.format(3),
}
RELEASES: list[tuple[Manifest, Mapping[str, str]]] = [
    (Manifest("1.0.0", (), date="2026-01-05", valid_until="2026-01-31"), {}),
    (Manifest("1.1.0", (), date="2026-02-05", title="Two seconds"), {"docs_src/REQ-001.md": STOCK.format(2)}),
    (Manifest("1.2.0", (), date="2026-03-05", valid_until="2999-12-31"), {"docs_src/REQ-002.md": SHELF}),
    (Manifest("2.0.0-rc.1", (), date="2026-04-05"), {"docs_src/REQ-001.md": STOCK.format(1)}),
    (Manifest("next", (), date="2026-05-05", status="draft"), {"docs_src/REQ-002.md": SHELF.replace("show", "print")}),
]
REASON = 'Its numbers are wrong <img src=x onerror="window.taken = true">.'
NOW = "2026-05-06T12:00:00+00:00"
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(`${event.violatedDirective} ${event.blockedURI}`);
})"""
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
DRAFT = "Draft, not a baseline: it changes without notice, and nobody has agreed to it."
PREVIEW = "Pre-release: 2.0.0-rc.1 leads to a release. It is no baseline to agree to."
NEWEST = "The newest release is 1.2.0 (2026-03-05). Open this page there"
NOTES = {
    "1.0.0": ["This release was valid until 2026-01-31.", NEWEST],
    "1.1.0": [f"This release was withdrawn on 2026-05-06: {REASON}", NEWEST],
    "1.2.0": [],
    "2.0.0-rc.1": [PREVIEW, NEWEST],
    "next": [DRAFT, NEWEST],
}


def publish(root: Path, wanted: list[tuple[Manifest, Mapping[str, str]]], language: str = "en") -> Path:
    """Publish releases one after the other, and return the folder of the store."""
    store = FolderStore(root / "public")

    def build(site: Path, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)]
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, timeout=300)

    for frame, files in wanted:
        for name, text in {**(FILES if frame is wanted[0][0] else {}), **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(language=language) if text is CONFIG else text, encoding="utf-8")
        settled = Manifest(
            frame.version,
            (),
            frame.status,
            date=frame.date,
            title=frame.title,
            valid_until=frame.valid_until,
            language=language,
            catalog_digest="" if frame.status == "draft" else frozen(root, frame),
        )
        Publisher(store, build, NOW, {"PATH": ""}).publish(settled, 1_770_000_000, Rules())
    return root / "public"


def frozen(root: Path, frame: Manifest) -> str:
    """Release the records as they stand, and return the digest."""
    release(root, frame.version, frame.date)
    found = workspace(root).ledger.find(frame.version)
    assert found
    return found.catalog_digest


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = publish(tmp_path_factory.mktemp("en"), RELEASES)
    Steward(FolderStore(folder), NOW).withdraw("1.1.0", REASON)
    return folder


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("zh"), RELEASES[:1], "zh")


@pytest.fixture(scope="module")
def served(store: Path) -> Iterator[str]:
    with serve(store) as address:
        yield address


@pytest.fixture(params=["http", "folder"])
def root(request: pytest.FixtureRequest, store: Path) -> str:
    return request.getfixturevalue("served") if request.param == "http" else store.as_uri()


@pytest.fixture(scope="module")
def unzipped(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an offline copy on a desk on which a file lies that calls itself like that of a store."""
    desk = tmp_path_factory.mktemp("desk")
    with zipfile.ZipFile(store / "1.2.0" / "portal-1.2.0.zip") as archive:
        archive.extractall(desk)
    (desk / "versions.js").write_text("window.taken = true; window.REQSITE_VERSIONS = {format: 1};", encoding="utf-8")
    return desk / "portal-1.2.0"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One page for all, which takes less time than a context of its own for each."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(window: Page) -> Iterator[Page]:
    """A page of which nothing may break."""
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(f"{window.url}: {error}")

    window.on("pageerror", note)
    window.set_viewport_size(DESKTOP)
    yield window
    window.remove_listener("pageerror", note)
    window.unroute_all()
    window.emulate_media(media="screen")
    assert errors == []
    assert window.evaluate("[window.broken, window.taken]") == [None, None]


def button(page: Page) -> Locator:
    return page.locator(".rs-versions button")


def open_menu(page: Page, address: str) -> Locator:
    """Open a page and its menu, and return the links in it."""
    page.goto(address)
    button(page).click()
    return page.locator(".rs-versions li a")


def choose(page: Page, name: str) -> None:
    page.locator(".rs-versions li a").filter(has=page.locator("b", has_text=name)).click()


def test_the_menu_lists_the_releases_the_newest_first_and_the_draft_last(reader: Page, root: str):
    """Case 98: over http and from a folder."""
    lines = open_menu(reader, f"{root}/1.2.0/requirements/REQ-001.html")
    expect(button(reader)).to_have_text("Release 1.2.0")
    expect(button(reader)).to_have_attribute("aria-expanded", "true")
    expect(lines).to_have_text(
        [
            "2.0.0-rc.1 2026-04-05 · pre-release",
            "1.2.0 2026-03-05 · newest · valid until 2999-12-31",
            "1.0.0 2026-01-05 · expired",
            "Draft",
            "All releases",
        ]
    )
    expect(reader.locator(".rs-versions [aria-current=true]")).to_contain_text("1.2.0")
    lines.last.click()
    reader.wait_for_url(f"{root}/index.html")


def test_a_withdrawn_release_says_in_its_own_menu_that_it_is(reader: Page, served: str):
    open_menu(reader, f"{served}/1.1.0/index.html")
    expect(reader.locator(".rs-versions [aria-current=true]")).to_contain_text("withdrawn")


def test_from_a_record_one_comes_to_the_same_record(reader: Page, root: str):
    open_menu(reader, f"{root}/1.2.0/requirements/REQ-001.html")
    choose(reader, "1.0.0")
    reader.wait_for_url(f"{root}/1.0.0/requirements/REQ-001.html")
    expect(reader.locator("article.rs-record")).to_contain_text("within 3 s")
    button(reader).click()
    choose(reader, "Draft")
    reader.wait_for_url(f"{root}/next/requirements/REQ-001.html")


def test_a_record_that_a_release_does_not_have_is_said_to_be_missing(reader: Page, served: str):
    open_menu(reader, f"{served}/1.2.0/requirements/REQ-002.html")
    choose(reader, "1.0.0")
    reader.wait_for_url(f"{served}/1.0.0/go.html#REQ-002")
    expect(reader.get_by_role("alert")).to_contain_text("REQ-002")


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("", "index.html"),
        ("glossary.html", "glossary.html"),
        ("releases/index.html", "releases/index.html"),
        ("guide.html", "index.html"),
        ("releases/1.2.0.html", "index.html"),
    ],
)
def test_from_another_page_one_comes_to_where_every_portal_has_one(reader: Page, served: str, name: str, there: str):
    open_menu(reader, f"{served}/1.2.0/{name}")
    choose(reader, "1.0.0")
    reader.wait_for_url(f"{served}/1.0.0/{there}")
    expect(reader.locator("article h1").first).to_be_visible()


def test_by_the_keyboard_alone(reader: Page, served: str):
    reader.goto(f"{served}/1.2.0/requirements/REQ-001.html")
    expect(button(reader)).to_be_visible()
    for _press in range(9):
        reader.keyboard.press("Tab")
        if button(reader).evaluate("one => one === document.activeElement"):
            break
    expect(button(reader)).to_be_focused()
    links = reader.locator(".rs-versions li a")
    reader.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    reader.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    reader.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(button(reader)).to_be_focused()
    reader.keyboard.press("Space")
    for _line in range(3):
        reader.keyboard.press("Tab")
    expect(links.filter(has_text="1.0.0")).to_be_focused()
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"{served}/1.0.0/requirements/REQ-001.html")


def test_the_menu_closes_when_its_reader_goes_on(reader: Page, served: str):
    links = open_menu(reader, f"{served}/1.2.0/index.html")
    links.last.focus()
    reader.keyboard.press("Tab")
    expect(links.first).to_be_hidden()
    expect(button(reader)).to_have_attribute("aria-expanded", "false")
    button(reader).click()
    expect(links.first).to_be_visible()
    reader.locator("article h1").first.click()
    expect(links.first).to_be_hidden()


def test_every_page_says_how_its_release_stands(reader: Page, root: str):
    """Cases 53, 56, 98."""
    for name, notes in NOTES.items():
        reader.goto(f"{root}/{name}/{'guide' if name == '1.0.0' else 'index'}.html")
        expect(button(reader)).to_be_visible()
        expect(reader.get_by_role("status").first.locator("p")).to_have_text(notes)


def test_the_note_leads_to_the_same_record_in_the_newest_release(reader: Page, served: str):
    reader.goto(f"{served}/1.0.0/requirements/REQ-001.html")
    reader.get_by_role("link", name="Open this page there").click()
    reader.wait_for_url(f"{served}/1.2.0/requirements/REQ-001.html")


def test_a_new_edition_is_named_and_lies_in_a_folder_of_its_own(reader: Page, served: str):
    said = (
        'window.REQSITE_VERSIONS = {"format": 1, "latest": "1.2.0+e2", "releases": [{"folder": "1.2.0+e2", '
        '"version": "1.2.0", "edition": 2, "title": "", "date": "2026-03-05", "final": true}], "withdrawn": {}, '
        '"until": {}, "replaced": {"1.2.0": "1.2.0+e2"}, "draft": false}'
    )
    reader.route("**/versions.js", lambda route: route.fulfill(body=said, content_type="text/javascript"))
    lines = open_menu(reader, f"{served}/1.2.0/requirements/REQ-001.html")
    expect(lines).to_have_text(["1.2.0+e2 2026-03-05 · newest", "1.2.0 replaced", "All releases"])
    expect(lines.first).to_have_attribute("href", f"{served}/1.2.0%2Be2/go.html#REQ-001")
    expect(reader.locator(".rs-standing p")).to_have_text(
        ["1.2.0+e2 has taken the place of this portal, with the same requirements. Open this page there"]
    )


def test_an_edition_knows_its_folder(reader: Page, store: Path, tmp_path: Path):
    (tmp_path / "1.2.0+e2").symlink_to(store / "1.2.0", target_is_directory=True)
    said = (store / "versions.js").read_text(encoding="utf-8").replace('"1.2.0"', '"1.2.0+e2"')
    (tmp_path / "versions.js").write_text(said, encoding="utf-8")
    with serve(tmp_path) as address:
        for folder in ("1.2.0+e2", "1.2.0%2Be2"):
            open_menu(reader, f"{address}/{folder}/index.html")
            expect(reader.locator(".rs-versions [aria-current=true]")).to_contain_text("newest")
            expect(reader.locator(".rs-standing p")).to_have_count(0)


@pytest.mark.parametrize("said", [None, "window.REQSITE_VERSIONS = [{}]", "window.REQSITE_VERSIONS = {format: 2}", "{"])
def test_without_the_list_of_the_store_the_menu_has_the_portals_own(page: Page, served: str, said: str | None):
    page.route("**/versions.js", lambda route: route.fulfill(body=said or "", status=200 if said else 404))
    lines = open_menu(page, f"{served}/1.2.0/requirements/REQ-001.html")
    expect(lines).to_have_text(["1.2.0 2026-03-05", "1.1.0 2026-02-05", "1.0.0 2026-01-05", "All releases"])
    expect(page.locator(".rs-standing p")).to_have_count(0)


def test_an_offline_copy_reads_nothing_beyond_its_folder(page: Page, unzipped: Path):
    """Case 98."""
    page.context.set_offline(True)
    page.add_init_script(WATCH)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lines = open_menu(page, f"{unzipped.as_uri()}/requirements/REQ-001.html")
    expect(lines).to_have_text(["1.2.0 2026-03-05", "1.1.0 2026-02-05", "1.0.0 2026-01-05", "All releases"])
    expect(lines.first).to_have_attribute("aria-current", "true")
    choose(page, "1.1.0")
    page.wait_for_url(f"{unzipped.as_uri()}/releases/1.1.0.html")
    expect(page.locator("article h1")).to_contain_text("1.1.0")
    page.goto(f"{unzipped.as_uri()}/releases/index.html")
    expect(button(page)).to_be_visible()
    expect(page.locator(".rs-to-store")).to_be_hidden()
    assert [url for url in asked if not url.startswith(unzipped.as_uri())] == []
    assert page.evaluate("[window.broken, window.taken]") == [None, None]


def test_in_a_store_the_table_of_releases_leads_to_the_root(reader: Page, served: str):
    reader.goto(f"{served}/1.0.0/releases/index.html")
    reader.locator(".rs-to-store").click()
    reader.wait_for_url(f"{served}/index.html")
    expect(reader.locator("h1")).to_be_visible()


def test_a_page_for_what_is_not_there_has_its_menu_at_any_address(reader: Page, store: Path):
    class Served(http.server.SimpleHTTPRequestHandler):
        def send_error(self, *_said: object, **_more: object) -> None:
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((store / "1.2.0" / "404.html").read_bytes())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name there
            pass

    with serve(store / "1.2.0", Served) as address:
        lines = open_menu(reader, f"{address}/no/such/page.html")
        expect(lines.first).to_have_text("1.2.0 2026-03-05")
        lines.last.click()
        reader.wait_for_url(f"{address}/releases/index.html")


def test_without_a_script_the_menu_is_a_link_and_what_never_changes_is_said(new_page: Callable[..., Page], store: Path):
    """Case 98."""
    page = new_page(java_script_enabled=False)
    for name, notes in NOTES.items():
        page.goto(f"{store.as_uri()}/{name}/requirements/REQ-001.html")
        always = [note for note in notes if name in {"next", "2.0.0-rc.1"} and note != NEWEST]
        expect(page.locator(".rs-standing p")).to_have_text(always)
    link = page.get_by_role("link", name="Draft", exact=True)
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/next/releases/index.html")


@pytest.mark.parametrize(("name", "marks"), [("next", [DRAFT, 'content="noindex"']), ("2.0.0-rc.1", [PREVIEW])])
def test_no_page_of_what_is_no_baseline_lacks_its_note(store: Path, name: str, marks: list[str]):
    """Case 56."""
    pages = [path.read_text(encoding="utf-8") for path in (store / name).rglob("*.html")]
    assert len(pages) > 10
    assert all([page.count(mark) for mark in marks] == [1] * len(marks) for page in pages)


@pytest.mark.parametrize("name", ["requirements/REQ-001", "document/all", "guide"])
def test_release_and_date_stand_on_every_page_and_on_every_sheet(
    reader: Page, served: str, store: Path, tmp_path: Path, name: str
):
    reader.goto(f"{served}/latest/{name}.html")
    reader.wait_for_url(f"{served}/1.2.0/{name}.html")
    expect(reader.locator("footer.md-footer")).to_contain_text("Release 1.2.0 · 2026-03-05")
    digest = json.loads((store / "1.2.0" / "reqsite-manifest.json").read_text(encoding="utf-8"))["catalog_digest"]
    sheets = printed(reader, tmp_path)
    line = f"Warehouse and sales · Release 1.2.0 · 2026-03-05 · Catalog digest: {digest[:12]}"
    assert all(line in sheet for sheet in sheets)
    assert sheets


def test_notes_are_printed_and_the_menu_is_not(reader: Page, served: str):
    reader.goto(f"{served}/1.1.0/requirements/REQ-001.html")
    expect(reader.locator(".rs-standing p")).to_have_count(2)
    reader.emulate_media(media="print")
    expect(reader.locator(".rs-standing p").first).to_be_visible()
    expect(button(reader)).to_be_hidden()


@pytest.mark.parametrize("name", ["1.1.0", "next", "zh"])
def test_menu_and_notes_are_for_everyone_on_any_screen(reader: Page, store: Path, chinese: Path, name: str):
    folder = chinese / "1.0.0" if name == "zh" else store / name
    open_menu(reader, f"{folder.as_uri()}/requirements/REQ-001.html")
    expect(reader.locator(".rs-standing p").first).to_be_visible()
    small = "all => all.filter(one => one.getBoundingClientRect().height < 24).map(one => one.outerHTML)"
    for size in (DESKTOP, PHONE):
        reader.set_viewport_size(size)
        expect(reader.locator(".rs-versions li").last).to_be_in_viewport()
        paint(reader, "default")
        assert violations(reader) == []
        paint(reader, "slate")
        assert violations(reader, ("color-contrast", "link-in-text-block")) == []
        assert reader.locator(".rs-versions button, .rs-versions a").evaluate_all(small) == []
        assert reader.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_menu_speaks_chinese(reader: Page, chinese: Path):
    lines = open_menu(reader, f"{chinese.as_uri()}/1.0.0/index.html")
    expect(button(reader)).to_have_text("版本1.0.0")
    expect(lines.last).to_have_text("全部版本")
    expect(reader.locator("html")).to_have_attribute("lang", "zh-Hans")
