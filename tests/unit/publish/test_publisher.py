import shutil
from dataclasses import replace

import pytest

from reqsite.publish.errors import ConflictError, MisplacedError, RefusedError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.gate import Rules
from reqsite.publish.publisher import Publisher
from tests.unit.publish.sites import NOW, catalog, contents, html, site, write


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "public")


@pytest.fixture
def frame(tmp_path):
    """Return what the manifest of a release says before its files are known."""
    return replace(site(tmp_path / "frame", "1.0.0")[1], files=())


def publisher(store, **files):
    """Return a publisher whose site builder writes these files."""
    pages = {"index.html": html("<h1>1.0.0</h1>"), "requirements.json": catalog("REQ-1")}
    changed = {**pages, **{path.replace("__", "."): text for path, text in files.items()}}

    def build(folder, environment):
        assert environment["TZ"] == "UTC"
        write(folder, {path: text for path, text in changed.items() if text is not None})

    return Publisher(store, build, NOW, {"PATH": "/bin"})


def test_a_release_is_published_and_then_it_is_there(store, frame):
    first = publisher(store).publish(frame, 0, Rules())
    second = publisher(store).publish(frame, 0, Rules())
    assert (first.is_new, second.is_new, second.pointers) == (True, False, ())
    assert second.manifest == first.manifest


def test_another_commit_with_the_same_content_is_no_conflict(store, frame):
    first = publisher(store).publish(replace(frame, commit="a" * 40), 0, Rules())
    second = publisher(store).publish(replace(frame, commit="b" * 40), 0, Rules())
    assert not second.is_new
    assert second.manifest == first.manifest


def test_a_portal_that_shows_other_records_than_the_release_is_refused(store, frame):
    for text in (catalog("REQ-1", "REQ-2"), catalog(), "[", None):
        with pytest.raises(RefusedError, match="other records"):
            publisher(store, requirements__json=text).publish(frame, 0, Rules())
    assert not store.root.exists()


def test_a_site_without_a_first_page_is_refused(store, frame):
    with pytest.raises(RefusedError, match=r"index\.html"):
        publisher(store, index__html=None).publish(frame, 0, Rules())


def test_a_site_with_a_defect_is_refused_and_the_defect_named(store, frame):
    with pytest.raises(RefusedError) as refused:
        publisher(store, index__html=html("<p onclick=x>")).publish(frame, 0, Rules())
    assert "onclick" in str(refused.value.details[0])
    assert not store.root.exists()


def test_a_name_that_the_store_needs_is_refused(store, frame):
    """Case 50."""
    with pytest.raises(MisplacedError):
        publisher(store).publish(replace(frame, version="latest"), 0, Rules())


def test_a_name_is_never_used_again_even_when_its_folder_is_gone(store, frame):
    """Case 55; the same content may come back."""
    publisher(store).publish(frame, 0, Rules())
    before = contents(store.root)
    for path in [store.root / "1.0.0", *(store.root / "1.0.0").rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(store.root / "1.0.0")
    with pytest.raises(ConflictError, match="was out once"):
        publisher(store, index__html=html("other")).publish(frame, 0, Rules())
    assert publisher(store).publish(frame, 0, Rules()).is_new
    assert contents(store.root) == before


def test_a_dry_run_tells_what_would_happen_and_leaves_the_store_alone(store, frame):
    """Case 108."""
    told = publisher(store).publish(frame, 0, Rules(), dry_run=True)
    assert told.is_new
    assert not store.root.exists()
    assert publisher(store).publish(frame, 0, Rules()).manifest == told.manifest
    assert not publisher(store).publish(frame, 0, Rules(), dry_run=True).is_new
    with pytest.raises(ConflictError):
        publisher(store, index__html=html("other")).publish(frame, 0, Rules(), dry_run=True)
