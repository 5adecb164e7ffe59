"""Acceptance criteria of reqsite's own requirements about versions and the store they are published in."""

import html5lib
import pytest

from tests.integration.test_rows_of_history import reqsite
from tests.integration.test_rows_of_the_portal_2 import words
from tests.repositories import Repository

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, {reqsite: {fail_on: never}}]
"""
RECORD = "---\nid: {id}\ntype: functional\ntitle: Stock\nstatus: {status}\npriority: P1\n{more}---\n{text}\n"
CRITERIA = "\n## Acceptance criteria\n\n- The stock is shown.\n"


def requirement(record_id="REQ-001", text="The stock is shown within 2 s.", status="confirmed", more=""):
    return RECORD.format(id=record_id, status=status, more=more, text=text) + CRITERIA


@pytest.fixture
def desk(tmp_path):
    """An empty project in git."""
    made = Repository(tmp_path / "desk")
    made.commit(
        {
            "mkdocs.yml": SITE,
            ".gitignore": "/public/\n/site/\n",
            "docs/index.md": "# Desk\n",
            "docs/a.md": requirement(),
        }
    )
    return made


def tree(path):
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_version_has_three_numbers_and_the_one_that_was_meant_is_proposed(desk):
    said = reqsite("release", "1.0", cwd=desk.root, code=2)
    assert "1.0 is no version." in said
    assert "Write three numbers: 1.0.0" in said
    assert not (desk.root / "baselines").exists()


def test_a_version_below_the_last_one_is_refused_and_the_last_one_is_named(desk):
    reqsite("release", "1.2.0", cwd=desk.root)
    assert "1.1.0 does not come after 1.2.0." in reqsite("release", "1.1.0", cwd=desk.root, code=2)
    assert [f.name for f in (desk.root / "baselines").iterdir()] == ["1.2.0.jsonl"]


def test_the_store_lists_its_releases_and_refuses_errors_and_other_content_under_a_number(desk):
    for number, text in enumerate(("in 3 s.", "in 2 s.", "in 1 s."), 1):
        desk.commit({"docs/a.md": requirement(text=f"The stock is shown {text}")})
        more = ("--title", f"Answer {text}", "--date", f"2026-03-0{number}", "--valid-until", "2999-12-31")
        reqsite("release", f"1.{number}.0", *more, cwd=desk.root)
        desk.commit(tag=f"1.{number}.0")
    reqsite("publish", "--all", cwd=desk.root)
    store = desk.root / "public"
    page = tree(store / "index.html")
    said = " ".join(words(e) for e in page.iter("main"))
    for number, text in enumerate(("in 3 s.", "in 2 s.", "in 1 s."), 1):
        assert f"Answer {text}" in said
        assert f"2026-03-0{number}" in said
        links = [a.get("href") for a in page.iter("a") if words(a).startswith(f"1.{number}.0")]
        assert f"1.{number}.0/index.html" in links
        assert (store / f"1.{number}.0" / "index.html").is_file()
    listed = (store / "versions.js").read_text(encoding="utf-8")
    assert all(f'"folder": "1.{n}.0"' in listed or f'"folder":"1.{n}.0"' in listed for n in (1, 2, 3))
    assert "2999-12-31" in listed

    before = contents(store)
    desk.write({"docs/a.md": requirement(text="")})
    assert reqsite("publish", "--release", "1.3.0", cwd=desk.root, code=1)
    assert contents(store) == before


def test_the_same_number_for_other_content_is_refused(desk):
    reqsite("release", "1.0.0", cwd=desk.root)
    desk.commit(tag="1.0.0")
    reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    store = desk.root / "public"
    before = contents(store)
    (desk.root / "baselines" / "1.0.0.jsonl").unlink()
    desk.write({"docs/a.md": requirement(text="The stock is shown within 9 s.")})
    reqsite("release", "1.0.0", cwd=desk.root)
    desk.commit()
    assert "1.0.0" in reqsite("publish", "--release", "1.0.0", cwd=desk.root, code=3)
    assert contents(store) == before


def test_what_is_not_yet_for_a_release_is_left_out_and_nothing_in_it_may_link_there(desk):
    idea = requirement("REQ-007", "Zyzzyva reads thoughts.", "idea")
    desk.write({"docs/b.md": idea, "docs/a.md": requirement(more="depends_on: [REQ-007]\n")})
    said = reqsite("release", "1.0.0", cwd=desk.root, code=1)
    assert "docs/a.md:7:1: REQ-001 has REQ-007 under 'depends_on', which is 'idea'" in said
    assert not (desk.root / "baselines").exists()
    desk.write({"docs/a.md": requirement()})
    reqsite("release", "1.0.0", cwd=desk.root)
    desk.commit(tag="1.0.0")
    reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    texts = [p.read_bytes() for p in (desk.root / "public" / "1.0.0").rglob("*") if p.suffix != ".zip" and p.is_file()]
    assert len(texts) > 20
    assert [t for t in texts if b"Zyzzyva" in t or b"REQ-007" in t] == []
