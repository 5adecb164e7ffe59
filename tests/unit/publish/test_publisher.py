import shutil
from dataclasses import replace

import pytest

from reqsite.publish.errors import ConflictError, MisplacedError, RefusedError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.gate import Rules
from reqsite.publish.life import Steward
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


def test_the_same_records_go_out_anew_as_a_later_edition(store, frame):
    """A hole in the theme is mended: another folder, the same catalog digest, the old bytes as they were."""
    first = publisher(store).publish(frame, 0, Rules())
    before = contents(store.root / "1.0.0")
    mended = publisher(store, index__html=html("<h1>mended</h1>"))
    with pytest.raises(ConflictError) as refused:
        mended.publish(frame, 0, Rules())
    assert "--release 1.0.0 --edition 2" in str(refused.value.hint)
    second = mended.publish(replace(frame, edition=2), 0, Rules())
    assert (second.is_new, second.manifest.folder) == (True, "1.0.0+e2")
    assert second.manifest.catalog_digest == first.manifest.catalog_digest
    assert contents(store.root / "1.0.0") == before
    assert not mended.publish(replace(frame, edition=2), 0, Rules()).is_new


def test_an_edition_with_nothing_mended_is_not_written(store, frame):
    first = publisher(store).publish(frame, 0, Rules())
    before = contents(store.root)
    same = publisher(store).publish(replace(frame, edition=2), 0, Rules())
    assert (same.is_new, same.manifest) == (False, first.manifest)
    assert contents(store.root) == before


def test_an_edition_follows_one_that_is_there_holds_and_has_the_same_records(store, frame):
    with pytest.raises(RefusedError, match=r"follows 1\.0\.0, which is not in the store"):
        publisher(store).publish(replace(frame, edition=2), 0, Rules())
    publisher(store).publish(frame, 0, Rules())
    with pytest.raises(RefusedError, match=r"follows 1\.0\.0\+e2, which is not in the store") as refused:
        publisher(store).publish(replace(frame, edition=3), 0, Rules())
    assert "--release 1.0.0 --edition 2" in str(refused.value.hint)
    with pytest.raises(RefusedError, match="has other records"):
        publisher(store).publish(replace(frame, edition=2, catalog_digest="0" * 64), 0, Rules())
    Steward(store, NOW).withdraw("1.0.0", "The prices were wrong.")
    with pytest.raises(RefusedError, match="is withdrawn: The prices were wrong"):
        publisher(store).publish(replace(frame, edition=2), 0, Rules())


def test_a_release_that_was_withdrawn_or_is_an_alias_is_refused_before_it_is_built(store, frame):
    """Cases 50 and 55."""
    publisher(store).publish(frame, 0, Rules())
    steward = Steward(store, NOW)
    steward.set_alias("r1", "1.0.0")

    def build(_folder, _environment):
        raise AssertionError

    unbuilt = Publisher(store, build, NOW, {})
    with pytest.raises(ConflictError, match="r1 is an alias"):
        unbuilt.publish(replace(frame, version="r1"), 0, Rules())
    publisher(store).publish(replace(frame, version="1.1.0"), 0, Rules())
    steward.set_alias("r1", "1.1.0")
    steward.withdraw("1.0.0", "Wrong.")
    for dry_run in (True, False):
        with pytest.raises(ConflictError, match="is withdrawn"):
            unbuilt.publish(frame, 0, Rules(), dry_run=dry_run)
    with pytest.raises(MisplacedError, match="edition"):
        unbuilt.publish(replace(frame, version="1.1.0+e2"), 0, Rules())


def test_a_dry_run_tells_what_would_happen_and_leaves_the_store_alone(store, frame):
    """Case 108."""
    told = publisher(store).publish(frame, 0, Rules(), dry_run=True)
    assert told.is_new
    assert not store.root.exists()
    assert publisher(store).publish(frame, 0, Rules()).manifest == told.manifest
    assert not publisher(store).publish(frame, 0, Rules(), dry_run=True).is_new
    with pytest.raises(ConflictError):
        publisher(store, index__html=html("other")).publish(frame, 0, Rules(), dry_run=True)
