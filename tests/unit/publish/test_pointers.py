import json
import re
import threading
from html.parser import HTMLParser

import pytest

from reqsite.publish.errors import UnverifiedError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.pointers import make_pointers, read_aliases
from tests.unit.publish.sites import NOW, contents, publish, site


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "public")


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag, name):
        return [attrs[name] for found, attrs in self.found if found == tag and name in attrs]


def test_the_version_menu_is_in_the_form_that_material_reads(store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    publish(store, tmp_path, "1.1.0")
    menu = json.loads((store.root / "versions.json").read_text())
    assert menu == [
        {"version": "1.1.0", "title": "1.1.0", "aliases": ["latest"], "properties": {"date": "2026-03-01"}},
        {
            "version": "1.0.0",
            "title": "1.0.0",
            "aliases": [],
            "properties": {"date": "2026-03-01", "superseded_by": "1.1.0", "superseded": "2026-03-01"},
        },
    ]


def test_latest_is_the_newest_version_and_not_what_came_last(store, tmp_path):
    for name in ("1.0.0", "2.0.0", "1.0.1", "3.0.0-rc.1"):
        publish(store, tmp_path, name)
    assert read_aliases(store)["latest"] == "2.0.0"


def test_an_alias_that_was_moved_back_stays_there_until_something_new_comes(store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    publish(store, tmp_path, "2.0.0")
    (store.root / "aliases.json").write_text('{"latest": {"version": "1.0.0"}}')
    store.update(make_pointers(NOW))
    assert read_aliases(store)["latest"] == "1.0.0"
    publish(store, tmp_path, "2.1.0")
    assert read_aliases(store)["latest"] == "2.1.0"


@pytest.mark.parametrize("broken", ["", "[", '{"latest": 1}', "[1]", '{"latest": {"version": "9.9.9"}}'])
def test_broken_pointers_are_made_anew_from_what_is_there(broken, store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    before = contents(store.root)
    for name in ("versions.json", "aliases.json"):
        (store.root / name).write_text(broken)
    store.update(make_pointers(NOW))
    assert contents(store.root) == before


def test_each_page_of_latest_leads_to_the_same_page_of_the_release(store, tmp_path):
    """Case 48."""
    publish(store, tmp_path, "1.0.0")
    page = Tags((store.root / "latest/requirements/REQ-1.html").read_text())
    assert page.all("a", "href") == ["../../1.0.0/requirements/REQ-1.html"]
    assert page.all("link", "href") == ["../../1.0.0/requirements/REQ-1.html"]
    assert "0; url=../../1.0.0/requirements/REQ-1.html" in page.all("meta", "content")
    assert "noindex" in page.all("meta", "content")
    assert any("default-src 'none'" in text for text in page.all("meta", "content"))
    assert (store.root / "latest/requirements" / page.all("a", "href")[0]).resolve().is_file()


def test_a_page_that_the_newest_release_lacks_leads_to_its_first_page(store, tmp_path):
    """Case 48."""
    folder, manifest = site(tmp_path / "old", "1.0.0", **{"gone.html": "x"})
    store.commit_release("1.0.0", folder, manifest)
    store.update(make_pointers(NOW))
    publish(store, tmp_path, "2.0.0")
    page = Tags((store.root / "latest/gone.html").read_text())
    assert page.all("a", "href") == ["../2.0.0/index.html"]


def test_names_cannot_inject_anything_into_a_redirect(store, tmp_path):
    """Case 49."""
    folder, manifest = site(
        tmp_path / "a", "1.0.0", **{"a\"'><script>alert(1)<__script>.html": "x", "b c&d#e.html": "x"}
    )
    store.commit_release("1.0.0", folder, manifest)
    store.update(make_pointers(NOW))
    for path in (store.root / "latest").rglob("*.html"):
        page = Tags(path.read_text())
        assert [attrs for tag, attrs in page.found if tag == "script"] == [{}]
        assert "<script>location.replace(" in path.read_text()
        assert all(re.fullmatch(r"(\.\./)+1\.0\.0/[\w/.%-]+", href) for href in page.all("a", "href"))


def test_the_first_page_names_every_release_and_needs_no_script(store, tmp_path):
    first = publish(store, tmp_path, "1.0.0")
    second = publish(store, tmp_path, "1.1.0")
    draft, manifest = site(tmp_path / "draft", "next")
    store.replace_draft(draft, manifest)
    store.update(make_pointers(NOW))
    text = (store.root / "index.html").read_text()
    page = Tags(text)
    for release in (first, second):
        assert release.digest in text
        assert release.catalog_digest in text
        assert f"{release.version}/index.html" in page.all("a", "href")
    assert "superseded by 1.1.0" in text
    assert "<code>sha256sum -c SHA256SUMS</code>" in text
    assert "next/index.html" in page.all("a", "href")
    assert page.all("script", "src") == []
    assert all((store.root / href).is_file() for href in page.all("a", "href"))


def test_the_journal_notes_each_publication_and_each_move_once(store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    publish(store, tmp_path, "1.1.0")
    store.update(make_pointers("2031-01-01T00:00:00+00:00"))
    events = [json.loads(line) for line in (store.root / "journal.jsonl").read_text().splitlines()]
    assert [(event["event"], event["version"]) for event in events] == [
        ("publish", "1.0.0"),
        ("alias", "1.0.0"),
        ("publish", "1.1.0"),
        ("alias", "1.1.0"),
    ]


def test_a_torn_last_line_is_mended_and_a_broken_chain_stops_everything(store, tmp_path):
    """Case 38."""
    publish(store, tmp_path, "1.0.0")
    journal = store.root / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-10])
    store.update(make_pointers(NOW))
    assert journal.read_bytes() == whole
    journal.write_bytes(whole.replace(b'"version":"1.0.0"', b'"version":"1.0.1"', 1))
    with pytest.raises(UnverifiedError):
        store.update(make_pointers(NOW))


def test_a_reader_never_misses_what_latest_names_while_it_moves(store, tmp_path):
    """Case 47: 300 moves here."""
    for name in ("1.0.0", "2.0.0"):
        publish(store, tmp_path, name)
    is_over = threading.Event()
    wrong = []

    def read():
        while not is_over.is_set():
            version = json.loads((store.root / "aliases.json").read_text())["latest"]["version"]
            if version not in (store.root / version / "index.html").read_text():
                wrong.append(version)
            text = (store.root / "latest/index.html").read_text()
            if not text.endswith("</html>\n"):
                wrong.append(text)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(300):
            (store.root / "other").write_text(json.dumps({"latest": {"version": f"{number % 2 + 1}.0.0"}}))
            (store.root / "other").replace(store.root / "aliases.json")
            store.update(make_pointers(NOW))
    finally:
        is_over.set()
        reader.join()
    assert wrong == []
