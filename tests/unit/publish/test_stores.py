"""What every store does, whatever it is made of."""

import json

import pytest

from reqsite.publish.errors import ConflictError, TargetError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.git_store import GitStore
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases
from reqsite.publish.verify import verify_store
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site


@pytest.fixture(params=["folder", "branch", "remote branch"])
def store(request, tmp_path):
    if request.param == "folder":
        return FolderStore(tmp_path / "public")
    repository = Repository(tmp_path / "repository")
    repository.commit({"a.txt": "a\n", ".gitattributes": "* text eol=crlf\n"})
    if request.param == "branch":
        return GitStore(repository.root, "pages")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "server.git"))
    return GitStore(repository.root, "pages", "../server.git")


def everything(store):
    folders = ("1.0.0", "1.1.0", "latest", "next")
    paths = [f"{folder}/{item.path}" for folder in folders for item in store.items(folder) if item.kind == "file"]
    paths += ["versions.json", "versions.js", "aliases.json", "index.html", "journal.jsonl"]
    return {path: store.read(path, 10**8) for path in paths}


def test_an_empty_store_holds_nothing(store):
    store.check()
    assert store.releases() == []
    assert not store.has("1.0.0")
    assert store.read("versions.json", 100) is None
    assert list(store.items("1.0.0")) == []
    with pytest.raises(FileNotFoundError):
        store.open("1.0.0/index.html")


def test_releases_are_listed_and_verify(store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    publish(store, tmp_path, "1.1.0")
    assert store.releases() == ["1.0.0", "1.1.0"]
    assert listed_versions(store) == ["1.1.0", "1.0.0"]
    assert read_aliases(store) == {"latest": "1.1.0"}
    assert verify_store(store).is_fine
    with store.open("1.0.0/assets/logo.png") as file:
        assert file.read() == bytes(range(256))


def test_bytes_are_kept_as_they_are(store, tmp_path):
    """Case 59."""
    odd: dict[str, str | bytes] = {"crlf.txt": b"a\r\nb\n\xef\xbb\xbf\x00", "名 \"x'.html": "x", "empty": b""}
    folder, manifest = site(tmp_path / "site", "1.0.0", **odd)
    store.commit_release("1.0.0", folder, manifest)
    assert verify_store(store, ["1.0.0"]).is_fine
    assert store.read("1.0.0/crlf.txt", 100) == odd["crlf.txt"]


def test_the_same_again_changes_nothing_and_other_content_is_refused(store, tmp_path):
    """Cases 28 and 29."""
    publish(store, tmp_path, "1.0.0")
    before = everything(store)
    folder, manifest = site(tmp_path / "again", "1.0.0")
    assert store.commit_release("1.0.0", folder, manifest) is False
    assert store.update(make_pointers("2030-01-01T00:00:00+00:00")) == ()
    other, different = site(tmp_path / "other", "1.0.0", **{"index.html": "other"})
    with pytest.raises(ConflictError) as refused:
        store.commit_release("1.0.0", other, different)
    assert [str(line) for line in refused.value.details] == ["differs: index.html"]
    assert everything(store) == before


def test_a_name_that_is_taken_but_for_its_case_is_refused_everywhere(store, tmp_path):
    publish(store, tmp_path, "R1")
    folder, manifest = site(tmp_path / "other", "r1")
    with pytest.raises(ConflictError, match="one name"):
        store.commit_release("r1", folder, manifest)


def test_a_file_that_changes_on_the_way_is_noticed(store, tmp_path):
    """Case 15."""
    folder, manifest = site(tmp_path / "site", "1.0.0")
    (folder / "index.html").write_text("other")
    with pytest.raises(TargetError, match=r"index\.html"):
        store.commit_release("1.0.0", folder, manifest)
    assert store.releases() == []


def test_a_draft_takes_the_place_of_the_one_before(store, tmp_path):
    """Case 56."""
    one, first = site(tmp_path / "one", "next", **{"old.html": "x"})
    other, second = site(tmp_path / "other", "next")
    assert store.replace_draft(one, first)
    assert store.replace_draft(other, second)
    assert not store.replace_draft(other, second)
    assert store.read("next/old.html", 100) is None
    assert store.releases() == []
    store.update(make_pointers(NOW))
    assert json.loads(store.read("versions.json", 100)) == []


def test_a_file_that_is_too_large_to_be_read_is_refused(store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    with pytest.raises(TargetError):
        store.read("1.0.0/assets/logo.png", 255)


def test_a_large_file_is_read_piece_by_piece(store, tmp_path):
    """Case 113."""
    large = bytes(range(256)) * 10_000
    folder, manifest = site(tmp_path / "site", "1.0.0", **{"large.bin": large})
    store.commit_release("1.0.0", folder, manifest)
    assert verify_store(store, ["1.0.0"]).is_fine
    with store.open("1.0.0/large.bin") as file:
        assert file.read(300) == large[:300]
    assert store.read("1.0.0/large.bin", len(large)) == large


def test_what_a_store_lists_of_itself_is_replaced_only_where_it_differs(store, tmp_path):
    publish(store, tmp_path, "1.0.0")

    def make(_store):
        yield "latest/index.html", b"other"
        yield "latest/deep/er/new.html", b"new"
        yield "versions.json", store.read("versions.json", 10**6)
        yield "more.json", b"{}"

    assert store.update(make) == ("latest/index.html", "latest/deep/er/new.html", "more.json")
    assert store.update(make) == ()
    assert store.read("latest/index.html", 10) == b"other"
    assert store.read("latest/requirements/REQ-1.html", 10**4)


def test_the_content_of_a_release_can_be_taken_away(store, tmp_path):
    """Case 54."""
    publish(store, tmp_path, "1.0.0")
    assert store.replace_release("1.0.0", {"index.html": b"gone", "why.txt": b"x"})
    assert not store.replace_release("1.0.0", {"index.html": b"gone", "why.txt": b"x"})
    assert [item.path for item in store.items("1.0.0") if item.kind == "file"] == ["index.html", "why.txt"]
    assert store.read("1.0.0/index.html", 10) == b"gone"
