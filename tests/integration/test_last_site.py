"""The pages of the build before, which are written over: the site is the one that a build from nothing makes."""

import os
from pathlib import Path

import pytest

from reqsite.plugin.last_site import LastSite
from tests.integration.test_plugin import SECOND, SHOP, build


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def root(project) -> Path:
    root: Path = project(SHOP)
    assert build(root).returncode == 0
    return root


def test_what_has_gone_from_the_project_goes_from_the_site(root):
    (root / "site/requirements/left.html").write_text("left by hand", encoding="utf-8")
    (root / "docs_src/shop/stock/change.md").write_text(SECOND.replace("REQ-002", "REQ-003"), encoding="utf-8")
    assert build(root).returncode == 0
    assert build(root, "--site-dir", "anew").returncode == 0
    assert files(root / "site") == files(root / "anew")
    assert "requirements/REQ-002.html" not in files(root / "site")


def test_nothing_is_left_beside_the_site(root):
    before = {path.name for path in root.iterdir()}
    assert build(root).returncode == 0
    assert {path.name for path in root.iterdir()} == before


def test_a_page_is_written_over_and_no_new_file(root):
    page = root / "site/requirements/REQ-001.html"
    before = page.stat().st_ino
    assert build(root).returncode == 0
    assert page.stat().st_ino == before


def test_a_copy_by_a_second_name_keeps_what_it_says(root):
    os.link(root / "site/requirements/REQ-002.html", root / "copy.html")
    before = (root / "copy.html").read_bytes()
    (root / "docs_src/shop/stock/change.md").write_text(SECOND.replace("the stock", "all stock"), encoding="utf-8")
    assert build(root).returncode == 0
    assert (root / "copy.html").read_bytes() == before
    assert "all stock" in (root / "site/requirements/REQ-002.html").read_text(encoding="utf-8")


def test_what_a_link_leads_to_is_not_written_over(tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text("outside", encoding="utf-8")
    site = tmp_path / "site"
    (site / "requirements").mkdir(parents=True)
    (site / "requirements/REQ-1.html").symlink_to(outside)
    last = LastSite()
    last.set_aside(site, ["requirements", "goals"])
    last.give_back(str(site), "requirements/REQ-1.html")
    last.drop()
    assert set(tmp_path.iterdir()) == {outside, site}
    assert not (site / "requirements").exists()
    assert outside.read_text(encoding="utf-8") == "outside"
