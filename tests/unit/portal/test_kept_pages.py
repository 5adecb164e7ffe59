"""What is kept of one build for the next: never anything stale, and all of it where nothing has changed."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.history.freeze import change_set, write_baseline
from reqsite.history.ledger_files import read_ledger
from reqsite.portal.kept_pages import KeptPages
from reqsite.portal.markdown.cache import RenderCache
from reqsite.portal.portal import Portal
from reqsite.portal.site import Fragment, Page
from reqsite.source.project import Project
from reqsite.workspace import open_workspace

GOAL = "---\nid: GOAL-1\ntype: goal\ntitle: Know the stock\nstatus: draft\n---\nEvery shop knows its stock.\n"
ONE = """\
---
id: REQ-001
type: functional
title: Stock query
status: draft
priority: P1
supports: [GOAL-1]
---
A clerk sees the settlement of an item. See [[REQ-002]], [the start](start.md) and ![a screen](screen.png).

## Acceptance criteria

- Given an item, when the clerk opens it, then the stock shows within 2 s.
"""
TWO = (
    "---\nid: REQ-002\ntype: functional\ntitle: Stock change\nstatus: draft\npriority: P1\n"
    "derives_from: [REQ-001]\n---\nText.\n"
)
NOTE = "---\nid: MTG-1\ntype: meeting\ntitle: Kick-off\nvisibility: internal\n---\nREQ-001 was agreed.\n"
TERMS = "records:\n  - type: term\n    title: Settlement\n    body: The paying of what is owed.\n"
SCHEMA = "extends: default\nfields:\n  priority:\n    label: {en: Weight}\n"
FILES = {
    "docs/index.md": "# Shop\n",
    "docs/start.md": "# Start\n",
    "docs/one.md": ONE,
    "docs/two.md": TWO,
    "docs/goal.md": GOAL,
    "docs/note.md": NOTE,
    "docs/terms.yml": TERMS,
    "docs/screen.png": "not really a picture",
}
URLS = {"index.md": "index.html", "start.md": "start.html", "screen.png": "screen.png"}
Settings = dict[str, Any]


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def project_in(root: Path, wanted: Settings) -> Project:
    schema = root / "schema.yml"
    return Project(
        root=root,
        docs_dir=root / "docs",
        config_file=None,
        schema_file=schema if schema.is_file() else None,
        language=wanted.get("language", "en"),
        site_name=wanted.get("name", "Shop"),
        audience=wanted.get("audience", "client"),
        release=wanted.get("release", ""),
    )


def portal(root: Path, wanted: Settings, kept: KeptPages, texts: RenderCache) -> Portal:
    made = Portal(
        open_workspace(project_in(root, wanted)),
        overrides=root / "overrides",
        cache=texts,
        kept=kept,
        home=wanted.get("home", True),
    )
    made.lay_out(directory_urls=wanted.get("directory_urls", False))
    return made


def build(root: Path, wanted: Settings | None = None, kept_in: Path | None = None) -> dict[str, object]:
    """Return everything that a portal makes: pages with what is said of them, files, and the parts of the home page."""
    wanted = wanted or {}
    kept = KeptPages(kept_in / "kept.pages" if kept_in else None)
    texts = RenderCache(kept_in / "kept.texts" if kept_in else None)
    one = portal(root, wanted, kept, texts)
    urls = wanted.get("urls", URLS)
    pages = one.pages(urls, wanted.get("extensions", ["tables"]), wanted.get("configs", {}))
    made: dict[str, object] = {f"{n} {page.source}": _said(page, page.build()) for n, page in enumerate(pages)}
    made |= one.assets()
    made["home"] = one.with_overview("<p>Shop</p>", "index.html")
    made["numbers"] = one.with_overview("<!-- reqsite: overview -->", "start.html")
    one.finish()
    return made


def _said(page: Page, made: Fragment) -> tuple[object, ...]:
    return (page.title, page.kind, page.parent, page.in_nav, page.record, page.search, made)


def edited(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def freeze(root: Path) -> None:
    state = open_workspace(project_in(root, {})).state
    write_baseline(root, "1.0.0", change_set(read_ledger(root), state, "1.0.0", "2026-03-01", ""))


def written(file: str, text: str) -> Callable[[Path], None]:
    return lambda root: write(root, {file: text})


EDITS = {
    "title of a linked record": edited("docs/two.md", "Stock change", "Stock correction"),
    "status of a linked record": edited("docs/two.md", "status: draft", "status: withdrawn"),
    "priority": edited("docs/two.md", "P1", "P0"),
    "text": edited("docs/one.md", "within 2 s", "within 3 s"),
    "new link to a record": edited("docs/goal.md", "status: draft", "status: draft\nrelated_to: [REQ-002]"),
    "link taken away": edited("docs/two.md", "derives_from: [REQ-001]\n", ""),
    "definition of a term": edited("docs/terms.yml", "what is owed", "all that is owed"),
    "alias of a term": edited("docs/terms.yml", "    body", "    aliases: [clerk]\n    body"),
    "another record": written("docs/three.md", TWO.replace("REQ-002", "REQ-003")),
    "a record gone": lambda root: (root / "docs/two.md").unlink(),
    "a record hidden": edited("docs/two.md", "priority", "visibility: internal\npriority"),
    "bytes of an attached file": written("docs/screen.png", "another picture"),
    "a release frozen": freeze,
    "label in the schema": written("schema.yml", SCHEMA),
    "a template of the site's": written("overrides/_name.html", "<b>{{ id }}</b>"),
}
OTHER_SETTINGS: dict[str, Settings] = {
    "language": {"language": "zh"},
    "audience": {"audience": "internal"},
    "name of the site": {"name": "Store"},
    "kind of addresses": {"directory_urls": True},
    "address of a file": {"urls": {**URLS, "start.md": "begin.html"}},
    "no page of the writer's at the root": {"urls": {"start.md": "start.html"}},
    "no home page": {"home": False},
    "extensions": {"extensions": ["tables", "smarty"]},
    "settings of an extension": {"extensions": ["toc"], "configs": {"toc": {"permalink": True}}},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "project", FILES)
    (tmp_path / "kept").mkdir()
    return tmp_path / "project"


@pytest.fixture
def kept(root: Path) -> Path:
    """A folder with what a build of the project, as it is at the beginning, has kept."""
    folder = root.parent / "kept"
    build(root, kept_in=folder)
    return folder


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_after_an_edit_the_portal_is_the_one_that_a_build_from_nothing_makes(root, kept, edit):
    before = build(root)
    edit(root)
    clean = build(root)
    assert clean != before
    assert build(root, kept_in=kept) == clean
    assert build(root, kept_in=kept) == clean


@pytest.mark.parametrize("wanted", OTHER_SETTINGS.values(), ids=OTHER_SETTINGS)
def test_with_other_settings_the_portal_is_the_one_that_a_build_from_nothing_makes(root, kept, wanted):
    clean = build(root, wanted)
    assert build(root, wanted, kept_in=kept) == clean
    assert build(root, wanted, kept_in=kept) == clean


def test_the_portal_of_a_release_is_another_one_than_that_of_the_draft(root):
    edited("docs/one.md", "status: draft", "status: confirmed")(root)
    freeze(root)
    build(root, kept_in=root.parent / "kept")
    released = build(root, {"release": "1.0.0"})
    assert released != build(root)
    assert build(root, {"release": "1.0.0"}, kept_in=root.parent / "kept") == released


def test_on_another_day_the_portal_is_made_again(root, kept, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    assert build(root, kept_in=kept) == build(root)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(alphabet="REQ-012[]Settlement\n# *_`|<&结算", max_size=60), min_size=1, max_size=3))
def test_whatever_is_written_into_a_record_nothing_stale_is_shown(texts):
    with tempfile.TemporaryDirectory() as folder:
        root, kept = Path(folder) / "project", Path(folder)
        write(root, FILES)
        for text in ["", *texts, ""]:
            write(root, {"docs/two.md": f"{TWO}\n{text}\n"})
            assert build(root, kept_in=kept) == build(root)


def test_where_nothing_has_changed_nothing_is_made_again(root, kept):
    def make() -> list[Page]:
        pytest.fail("A page was made again.")

    found = KeptPages(kept / "kept.pages")
    one = portal(root, {}, found, RenderCache())
    pages = one.pages(URLS, ["tables"], {})
    assert [page.build() for page in pages]
    assert found.pages(make)
    assert found.files(make)  # type: ignore[arg-type]


def test_a_rebuild_in_the_same_process_takes_what_is_in_memory(root):
    kept = KeptPages()
    for _ in range(2):
        one = portal(root, {}, kept, RenderCache())
        pages = [page.build() for page in one.pages(URLS, ["tables"], {})]
        one.assets()
        one.finish()
    assert pages == [page.build() for page in kept.pages(list)]


def test_a_build_that_has_not_made_all_pages_leaves_nothing(root):
    folder = root.parent / "kept"
    one = portal(root, {}, KeptPages(folder / "kept.pages"), RenderCache())
    for page in one.pages(URLS, ["tables"], {})[1:]:
        page.build()
    one.finish()
    assert not list(folder.iterdir())
