"""The first page of a store, and the pages of its aliases, in a browser."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.life import Steward
from reqsite.publish.pointers import make_pointers
from tests.sites import serve, violations
from tests.unit.publish.sites import NOW, publish, site

UNTIL = "2026-12-31"
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.broken = window.broken || []).push(`${event.violatedDirective} ${event.blockedURI}`);
})"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which everything has happened that can happen to a release."""
    work = tmp_path_factory.mktemp("store")
    made = FolderStore(work / "public")
    for name in ("0.8.0", "0.9.0", "1.0.0", "1.1.0", "2.0.0-rc.1"):
        folder, plain = site(work / name, name, **{f"portal-{name}.zip": "x"})
        manifest = replace(plain, title="As agreed on 3 March with the warehouse", valid_until=UNTIL)
        made.commit_release(name, folder, manifest)
        made.update(make_pointers(NOW))
    publish(made, work, "1.1.0", edition=2)
    made.replace_draft(*site(work / "next", "next"))
    steward = Steward(made, NOW, "Li Si")
    steward.set_alias("agreed", "1.0.0")
    steward.withdraw("0.9.0", "The prices were those of last year.")
    steward.redact("0.8.0", "A password was in it.", "Zhao Liu")
    return made.root


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with serve(store) as found:
        yield found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "0.8.0/index.html"])
def test_it_is_for_everybody_on_every_screen(
    path: str, scheme: str, width: int, new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.add_init_script(WATCH)
    page.goto(f"{address}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("window.broken || []") == []
    # What axe needs to be run is no part of the page, whose policy allows nothing else.
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto(f"{address}/{path}")
    assert violations(page) == []


def test_a_release_is_no_longer_valid_when_its_day_has_gone_by(page: Page, address: str) -> None:
    entry = page.locator("[id='1.0.0']")
    page.clock.set_fixed_time(dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC))
    page.goto(f"{address}/index.html")
    expect(entry).to_contain_text("valid until 2026-12-31")
    page.clock.set_fixed_time(dt.datetime(2027, 1, 1, 0, 1, tzinfo=dt.UTC))
    page.goto(f"{address}/index.html")
    expect(entry).to_contain_text("no longer valid since the end of 2026-12-31")


def test_without_scripts_the_day_itself_stands_there(new_page: Callable[..., Page], store: Path) -> None:
    page = new_page(java_script_enabled=False)
    page.goto((store / "index.html").as_uri())
    expect(page.locator("[id='1.0.0']")).to_contain_text("valid until 2026-12-31")
    expect(page.locator("[id='0.9.0']")).to_contain_text("The prices were those of last year.")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_address_of_an_alias_leads_to_the_same_page_of_its_release(
    has_scripts: bool, new_page: Callable[..., Page], address: str, store: Path
) -> None:
    """Case 48: over http and in a folder, with scripts and without."""
    for root in (address, store.as_uri()):
        page = new_page(java_script_enabled=has_scripts)
        page.goto(f"{root}/latest/requirements/REQ-1.html")
        page.wait_for_url("**/1.1.0%2Be2/requirements/REQ-1.html")
        expect(page.get_by_text("REQ-1 of 1.1.0")).to_be_visible()
        page.goto(f"{root}/agreed/index.html")
        page.wait_for_url("**/1.0.0/index.html")
        expect(page.get_by_role("heading", name="1.0.0")).to_be_visible()


def test_each_release_is_opened_and_taken_along_from_the_list(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.get_by_role("link", name="1.1.0, edition 2", exact=True).click()
    expect(page.get_by_role("heading", name="1.1.0, edition 2")).to_be_visible()
    page.goto(f"{address}/index.html")
    links = page.get_by_role("link", name="Download for reading offline")
    expect(links).to_have_count(4)
    expect(links.first).to_have_attribute("href", "2.0.0-rc.1/portal-2.0.0-rc.1.zip")
