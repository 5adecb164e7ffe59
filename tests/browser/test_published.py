"""A published store in a real browser: no page of any kind breaks its policy, and addresses lead where they should."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.life import Steward
from tests.integration.test_publish import SITE
from tests.repositories import Repository
from tests.sites import serve
from tests.unit.publish.sites import publish

NOW = "2026-05-06T12:00:00+00:00"
DIAGRAM = "```mermaid\ngraph LR\n  A[Order] --> B{Paid?}\n```\n"
FENCES = """\
markdown_extensions:
  - tables
  - pymdownx.superfences:
      custom_fences: [{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }]
"""
FILES = {
    "mkdocs.yml": SITE + FENCES,
    ".gitignore": "/public/\n",
    "docs/index.md": f"# Desk\n\nSee [[REQ-001]].\n\n{DIAGRAM}",
    "docs/GOAL-1.md": "---\nid: GOAL-1\ntype: goal\ntitle: Fewer disputes\n---\nHalf as many.\n",
    "docs/REQ-001.md": "---\nid: REQ-001\ntype: functional\ntitle: Nightly run\nstatus: confirmed\npriority: P0\n"
    "derives_from: [GOAL-1]\n---\nThe clearing runs at night.\n",
    "docs/REQ-002.md": "---\nid: REQ-002\ntype: functional\ntitle: Refund\nstatus: draft\npriority: P1\n"
    "---\nIt is paid.\n",
    "docs/terms.yml": "records:\n- {type: term, title: clearing, body: What both owe.}\n",
}
CHANGED = {"docs/REQ-001.md": FILES["docs/REQ-001.md"].replace("at night", "at noon")}
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`broken: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
})"""


OF_THE_STORE = (
    "index.html",
    "0.9.0/index.html",
    "1.0.0/index.html",
    "latest/index.html",
    "latest/requirements/REQ-001.html",
    "next/index.html",
    "next/requirements/REQ-001.html",
)
KINDS_AT_LEAST = 20
"""Kinds of pages of a store that are looked at."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with a release that is gone, one that is withdrawn, the newest, and the draft."""
    desk = Repository(tmp_path_factory.mktemp("desk"))
    public = FolderStore(desk.root / "public")
    publish(public, tmp_path_factory.mktemp("site"), "0.9.0")  # of which nothing but a page is left
    for number, version in enumerate(("1.0.0", "1.1.0"), 1):
        desk.commit(CHANGED if number > 1 else FILES)
        reqsite(desk, "release", version, "--date", f"2026-03-0{number}")
        desk.commit(tag=version)
    reqsite(desk, "publish", "--all")
    reqsite(desk, "publish", "--draft")
    steward = Steward(public, NOW, "Li Si")
    steward.withdraw("1.0.0", "The prices were wrong.")
    steward.redact("0.9.0", "A password was in it.", "Zhao Liu")
    return public.root


def reqsite(desk: Repository, *arguments: str) -> None:
    command = [sys.executable, "-m", "reqsite", *arguments]
    done = subprocess.run(command, cwd=desk.root, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def served(store: Path) -> Iterator[str]:
    with serve(store) as address:
        yield address


@pytest.fixture(params=["http", "folder"])
def root(request: pytest.FixtureRequest, store: Path) -> str:
    return request.getfixturevalue("served") if request.param == "http" else store.as_uri()


@pytest.fixture(scope="module")
def unzipped(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = tmp_path_factory.mktemp("on a desk") / "门户"
    with zipfile.ZipFile(store / "1.1.0" / "portal-1.1.0.zip") as packed:
        packed.extractall(desk)
    return desk / "portal-1.1.0"


def kinds(store: Path) -> list[str]:
    """Return one page of each kind: of the newest portal two of each folder, of the others their front."""
    pages = sorted(path.relative_to(store).as_posix() for path in (store / "1.1.0").rglob("*.html"))
    by_folder: dict[str, list[str]] = {}
    for page in pages:
        by_folder.setdefault(page.rpartition("/")[0], []).append(page)
    lone = ["1.1.0/404.html", "1.1.0/go.html", "1.1.0/releases/compare.html"]
    return [*OF_THE_STORE, *sorted({*lone, *(page for found in by_folder.values() for page in (found[0], found[-1]))})]


def faults(page: Page) -> list[str]:
    """Return a list that fills with whatever goes wrong: what a page's policy forbids, and what it asks of others."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on("console", lambda said: found.append(f"{page.url}: {said.text}") if is_fault(said.text) else None)
    page.on("request", lambda asked: found.append(asked.url) if is_foreign(asked.url) else None)
    return found


def is_fault(text: str) -> bool:
    return any(word in text for word in ("Content Security Policy", "broken:", "Refused to"))


def is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_no_page_of_a_store_breaks_its_policy_or_asks_another_host(
    new_page: Callable[..., Page], store: Path, root: str, *, scripts: bool
):
    """Case 98: over http and from a folder, with scripts and without."""
    page = new_page(java_script_enabled=scripts)
    page.add_init_script(WATCH)
    found = faults(page)
    names = kinds(store) if scripts else [*OF_THE_STORE, "1.1.0/index.html", "1.1.0/requirements/index.html"]
    assert len(names) >= (KINDS_AT_LEAST if scripts else 0)
    for name in names:
        page.goto(f"{root}/{name}", wait_until="load")
        expect(page.locator("body")).not_to_be_empty()
    assert found == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_page_that_breaks_its_policy_is_noticed(new_page: Callable[..., Page], tmp_path: Path, *, scripts: bool):
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    (tmp_path / "bad.html").write_text(f"<!doctype html>{policy}<title>Bad</title><img src=x.png>", encoding="utf-8")
    page = new_page(java_script_enabled=scripts)
    found = faults(page)
    with page.expect_console_message():
        page.goto((tmp_path / "bad.html").as_uri())
    assert found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_address_that_was_handed_on_leads_to_the_page_and_to_what_it_should_show(
    new_page: Callable[..., Page], root: str, *, scripts: bool
):
    """Case 48: query and fragment are kept; without scripts, the page leads on by itself."""
    page = new_page(java_script_enabled=scripts)
    found = faults(page)
    rest = "?from=mail#status=draft"
    page.goto(f"{root}/latest/requirements/index.html{rest}")
    page.wait_for_url(f"{root}/1.1.0/requirements/index.html{rest if scripts else '*'}")
    if scripts:
        expect(page.locator(".rs-list tbody th a")).to_have_text(["REQ-002"])
    assert found == []


def test_the_offline_copy_does_all_that_the_portal_does_with_the_network_cut(
    new_page: Callable[..., Page], unzipped: Path
):
    page = new_page()
    page.context.set_offline(True)
    page.add_init_script(WATCH)
    found, root = faults(page), unzipped.as_uri()
    page.goto(f"{root}/index.html")
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.press_sequentially("nightly")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url(f"{root}/requirements/REQ-001.html*")
    page.locator("article a.rs-term", has_text="clearing").first.hover()
    expect(page.locator(".rs-card")).to_contain_text("What both owe.")
    page.goto(f"{root}/releases/compare.html#1.0.0..1.1.0")
    expect(page.locator(".rs-change[data-id='REQ-001']")).to_contain_text("noon")
    page.locator(".rs-versions button").click()
    expect(page.locator(".rs-versions li a").first).to_contain_text("1.1.0")
    page.goto(f"{root}/index.html")
    expect(page.locator("div.mermaid")).to_be_visible()
    assert found == []
