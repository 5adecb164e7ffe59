"""Where a store may be, in what environment a site is built, and how a draft is marked."""

from pathlib import Path

import pytest

from reqsite.publish.draft_marks import mark_as_draft
from reqsite.publish.environment import build_environment
from reqsite.publish.errors import MisplacedError
from reqsite.publish.places import refuse_place
from tests.unit.publish.sites import html, write


@pytest.mark.parametrize("place", [".", "..", "/", "docs", "docs/public", "baselines", "site"])
def test_a_store_is_never_where_something_else_is(place, tmp_path):
    """Case 8."""
    root = tmp_path / "project"
    with pytest.raises(MisplacedError):
        refuse_place(root / place, root, [root / name for name in ("docs", "baselines", "site")])


def test_a_store_is_never_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(MisplacedError):
        refuse_place(tmp_path / "home", tmp_path / "project", [])


@pytest.mark.parametrize("place", ["public", "../public", "docs-public"])
def test_a_store_may_be_beside_them(place, tmp_path):
    root = tmp_path / "project"
    refuse_place(root / place, root, [root / "docs"])


def test_a_build_sees_no_secret_and_the_same_everywhere():
    caller = {"PATH": "/bin", "GITHUB_TOKEN": "secret", "TZ": "Asia/Shanghai", "LANG": "zh_CN", "MKDOCS_X": "y"}
    made = build_environment(caller, Path("/private"), 86400, "1.2.0")
    assert "secret" not in made.values()
    assert (made["PATH"], made["TZ"], made["SOURCE_DATE_EPOCH"]) == ("/bin", "UTC", "86400")
    assert (made["REQSITE_AUDIENCE"], made["REQSITE_RELEASE"]) == ("client", "1.2.0")
    assert made["REQSITE_STORE"] == "1"
    assert "REQSITE_RELEASE" not in build_environment({}, Path("/private"), 0, "")


def test_every_page_of_a_draft_says_so_and_asks_not_to_be_found(tmp_path):
    write(tmp_path, {"index.html": html("<p>x"), "a/b.html": html("<p>y"), "odd.html": "<p>z", "sitemap.xml": "x"})
    mark_as_draft(tmp_path, "en")
    for name in ("index.html", "a/b.html"):
        page = (tmp_path / name).read_text()
        assert '<meta name="robots" content="noindex"></head><body><aside' in page
        assert "not a baseline" in page
    assert "not a baseline" in (tmp_path / "odd.html").read_text()
    assert not (tmp_path / "sitemap.xml").exists()


def test_a_page_that_says_itself_that_it_is_a_draft_stays_as_it_is(tmp_path):
    note = '<div class="rs-standing rs-standing-draft" role="status"><p>Draft</p></div>'
    robots = '<meta name="robots" content="noindex">'
    said, torn = html(f"{note}<p>x", robots), html(f"{note}<p>x")
    escaped = html(f"<p>{note.replace('<', '&lt;')}", robots)
    write(tmp_path, {"said.html": said, "torn.html": torn, "escaped.html": escaped})
    mark_as_draft(tmp_path, "en")
    assert (tmp_path / "said.html").read_text() == said
    assert robots in (tmp_path / "torn.html").read_text()
    assert "not a baseline" in (tmp_path / "escaped.html").read_text()
