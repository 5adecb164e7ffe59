"""The portal in a folder, unzipped, with the network cut; and no page breaks its own Content-Security-Policy."""

import gzip
import http.server
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.portal import assets
from tests.sites import run_mkdocs, serve

CONFIG = """\
site_name: Settlement
use_directory_urls: false
theme:
  name: material
  features: [content.code.copy, content.tabs.link, navigation.top, search.highlight, toc.follow]
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/weather-sunny, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/weather-night, name: Light}}
plugins: [search, offline, reqsite: {cache: false, audience: internal}]
markdown_extensions:
  - attr_list
  - tables
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.superfences:
      custom_fences: [{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }]
"""
DIAGRAM = "```mermaid\ngraph LR\n  A[Order] --> B{Paid?}\n  B -->|yes| C[Ship]\n```\n"
FILES = {
    "index.md": "# Settlement\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\nRed\n{: #red style='color: rgb(200, 0, 0)' }\n\n"
    '=== "One"\n\n    1\n\n=== "Two"\n\n    2\n',
    "flow.md": f"# Flow\n\n{DIAGRAM}\n```mermaid\nsequenceDiagram\n  A->>B: pay\n```\n",
    "GOAL-1.md": "---\nid: GOAL-1\ntype: goal\ntitle: Fewer disputes\n---\nHalf as many.\n",
    "REQ-1.md": "---\nid: REQ-1\ntype: functional\ntitle: Nightly run\npriority: P0\nderives_from: [GOAL-1]\n"
    "verified_by: [TC-1]\n---\nThe clearing runs at night.\n\n"
    "## Acceptance criteria\n- Given a day, when it ends, then the run starts.\n",
    "REQ-2.md": f"---\nid: REQ-2\ntype: functional\ntitle: Drawn\npriority: P1\n---\nAs drawn:\n\n{DIAGRAM}",
    "TC-1.md": "---\nid: TC-1\ntype: test\ntitle: Run\n---\nRun it.\n",
    "terms.yml": "records:\n- {type: term, title: clearing, body: What both owe., aliases: [netting]}\n",
}
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
})"""
ASSETS = Path(assets.__file__).parent / "assets"
"""What the scripts and styles are made of; other scripts of a portal are data."""
OURS_AT_MOST = 40_000
HOME_AT_MOST = 200_000


class _Gzipped(http.server.SimpleHTTPRequestHandler):
    """Sends what a web server sends: text compressed."""

    sent: list[tuple[str, int]]

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        content, is_text = path.read_bytes(), path.suffix in {".html", ".css", ".js", ".json", ".svg"}
        body = gzip.compress(content) if is_text else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return self.sent.append((path.name, len(body)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name there
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site with one page of each kind, zip it, and unzip it in another place."""
    root = tmp_path_factory.mktemp("offline")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for name, text in FILES.items():
        (root / "docs" / name).write_text(text, encoding="utf-8")
    run_mkdocs(root)
    with zipfile.ZipFile(root / "site.zip", "w") as archive:
        for path in (root / "site").rglob("*"):
            archive.write(path, path.relative_to(root / "site"))
    unzipped = tmp_path_factory.mktemp("on a desk") / "门户"
    with zipfile.ZipFile(root / "site.zip") as archive:
        archive.extractall(unzipped)
    return unzipped


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    sent: list[tuple[str, int]] = []
    with serve(site, type("Served", (_Gzipped,), {"sent": sent})) as address:
        yield address, sent


@pytest.fixture(params=["http", "folder"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    return request.getfixturevalue("server")[0] if request.param == "http" else site.as_uri()


@pytest.fixture
def offline(new_page: Callable[..., Page]) -> Page:
    page = new_page()
    page.context.set_offline(True)
    page.add_init_script(WATCH)
    return page


def test_no_page_breaks_its_policy_and_none_asks_another_host(page: Page, root: str, site: Path):
    page.add_init_script(WATCH)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    broken = {}
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    for name in names:
        if name == "404.html" and root.startswith("file:"):
            continue  # only a server shows it
        page.goto(f"{root}/{name}")
        if page.locator("pre.mermaid, div.mermaid").count():
            page.locator("div.mermaid").first.wait_for()
        page.evaluate("new Promise(done => requestIdleCallback(done, {timeout: 1000}))")
        if said := page.evaluate("window.broken"):
            broken[name] = said
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, name
    assert len(names) >= 12
    assert broken == {}
    assert errors == []
    assert [url for url in asked if not url.startswith((root, "data:", "blob:"))] == []


def test_a_policy_stops_what_the_site_was_not_built_with(page: Page, root: str):
    page.add_init_script(WATCH)
    page.goto(f"{root}/requirements/REQ-1.html")
    page.evaluate("""() => {
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.taken = true");
        image.src = "missing.png";
        document.body.append(image);
        const script = document.createElement("script");
        script.textContent = "window.taken = true";
        document.body.append(script);
    }""")
    page.wait_for_function("(window.broken || []).length >= 2")
    assert page.evaluate("window.taken") is None


def test_colours_and_alignment_that_a_writer_gave_stay(page: Page, root: str):
    page.goto(f"{root}/index.html")
    assert page.locator("#red").evaluate("e => getComputedStyle(e).color") == "rgb(200, 0, 0)"
    assert page.locator("td").nth(1).evaluate("e => getComputedStyle(e).textAlign") == "right"


@pytest.mark.parametrize("name", ["flow.html", "requirements/REQ-2.html"])
def test_diagrams_are_drawn_without_a_network_and_said_as_text(offline: Page, site: Path, name: str):
    offline.goto(f"{site.as_uri()}/{name}")
    offline.wait_for_function("document.querySelector('div.mermaid') && !document.querySelector('pre.mermaid')")
    offline.wait_for_function("document.querySelector('div.mermaid').offsetHeight > 40")
    text = offline.locator(".rs-diagram-text").first
    text.locator("summary").click()
    expect(text.locator("pre")).to_contain_text("A[Order] --> B{Paid?}")
    assert offline.evaluate("window.broken") is None


def test_the_script_that_draws_is_loaded_where_there_is_a_diagram_only(page: Page, site: Path):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.as_uri()}/requirements/REQ-1.html")
    assert not any("mermaid" in url for url in asked)
    assert (site / "assets" / "reqsite" / "mermaid" / "LICENSE").is_file()


def test_everything_works_from_the_folder_with_the_network_cut(offline: Page, site: Path):
    root, asked, errors = site.as_uri(), [], []
    offline.on("request", lambda request: asked.append(request.url))
    offline.on("pageerror", lambda error: errors.append(f"{offline.url}: {error}"))
    offline.on("console", lambda said: errors.append(f"{offline.url}: {said.text}") if said.type == "error" else None)
    offline.add_init_script("window.print = () => { window.printed = true; }")

    offline.goto(f"{root}/index.html")
    box = offline.locator("[data-md-component=search-query]")
    box.click()
    box.press_sequentially("nightly")
    offline.locator(".md-search-result__item a").first.click()
    offline.wait_for_url("**/requirements/REQ-1.html*")

    term = offline.locator("article a.rs-term", has_text="clearing").first
    term.hover()
    expect(offline.locator(".rs-card")).to_contain_text("What both owe.")
    term.click()
    offline.wait_for_url("**/terms/*.html*")

    offline.goto(f"{root}/requirements/index.html")
    offline.locator(".rs-facet li", has_text="P0").get_by_role("checkbox").check()
    expect(offline.locator(".rs-list tbody th a")).to_have_text(["REQ-1"])
    offline.locator(".rs-list tbody th a").click()
    offline.wait_for_url("**/requirements/REQ-1.html")
    offline.locator("article a", has_text="GOAL-1").first.click()
    offline.wait_for_url("**/goals/GOAL-1.html*")

    offline.goto(f"{root}/traceability/requirement-test.html")
    offline.locator(".rs-facet li", has_text="Gap").get_by_role("button").click()
    expect(offline.locator(".rs-matrix tbody th .rs-id")).to_have_text(["REQ-2"])

    offline.goto(f"{root}/traceability/index.html")
    offline.locator(".rs-graphs a[href^=graph]").first.click()
    offline.wait_for_url("**/traceability/graph/*.html")
    expect(offline.locator("article svg").first).to_be_visible()
    offline.locator("article svg a").first.click()
    expect(offline.locator("article.rs-record, .rs-record").first).to_be_visible()

    offline.goto(f"{root}/document/all.html")
    offline.get_by_role("button", name="Print").click()
    offline.wait_for_function("window.printed")
    assert offline.pdf(prefer_css_page_size=True)[:4] == b"%PDF"

    assert errors == []
    assert [url for url in asked if not url.startswith((root, "data:", "blob:"))] == []


def test_a_list_is_read_without_a_script_and_every_page_prints(new_page: Callable[..., Page], site: Path):
    page = new_page(java_script_enabled=False)
    page.context.set_offline(True)
    page.goto(f"{site.as_uri()}/requirements/index.html")
    expect(page.locator("article")).to_contain_text("Nightly run")
    page.emulate_media(media="print")
    assert page.pdf()[:4] == b"%PDF"


def test_our_script_and_style_weigh_little(site: Path):
    """Every page loads the style, the script and the search; some load the scripts of one folder as well."""
    everywhere = sum(len(gzip.compress(file.read_bytes())) for file in (site / "assets" / "reqsite").glob("reqsite.*"))
    alone: Counter[str] = Counter()
    for file in ASSETS.glob("*/*.js"):
        alone[file.parent.name] += len(gzip.compress(assets.lean(file)))
    assert {"search", "compare", "confirm"} <= alone.keys()
    for part in alone.keys() - {"js", "mermaid", "search"}:
        assert everywhere + alone["search"] + alone[part] <= OURS_AT_MOST, (part, everywhere, alone)


def test_the_home_page_weighs_little(page: Page, server: tuple[str, list[tuple[str, int]]]):
    url, sent = server
    sent.clear()
    page.goto(f"{url}/index.html", wait_until="networkidle")
    assert "words.js" not in {name for name, _size in sent}
    assert sum(size for _name, size in sent) < HOME_AT_MOST, sent
