import os
import shutil

import pytest

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.journal import parse_journal
from reqsite.publish.verify import verify_store
from tests.unit.publish.sites import catalog, contents, publish, site


@pytest.fixture
def store(tmp_path):
    """Return a store with two releases that can be tampered with."""
    made = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "1.1.0"):
        publish(made, tmp_path, name)
    for path in made.root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return made


def problems(store, *names, **more):
    report = verify_store(store, names, **more)
    found = [p for verdict in report.verdicts for p in verdict.problems] + list(report.problems)
    return [(p.path, str(p.message)) for p in found]


def test_what_was_published_verifies_and_is_not_written_to(store):
    """Case 44."""
    before = contents(store.root)
    assert problems(store) == []
    assert contents(store.root) == before


def test_a_flipped_bit_in_any_file_is_found(store):
    """Case 31."""
    for path in sorted((store.root / "1.0.0").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
            found = problems(store)
            assert [name for name, _message in found][:1] == [path.relative_to(store.root).as_posix()], path
            path.write_bytes(content)
    assert problems(store) == []


def test_added_removed_renamed_and_swapped_files_are_found(store):
    """Case 32."""
    folder = store.root / "1.0.0"
    (folder / "new.html").write_text("x")
    assert problems(store) == [("1.0.0/new.html", "It is unexpected: nothing of this name was published.")]
    (folder / "new.html").unlink()
    page = folder / "requirements/REQ-1.html"
    page.rename(folder / "requirements/req-1.html")
    assert [path for path, _message in problems(store)] == [
        "1.0.0/requirements/req-1.html",
        "1.0.0/requirements/REQ-1.html",
    ]
    (folder / "requirements/req-1.html").rename(page)
    index = (folder / "index.html").read_bytes()
    (folder / "index.html").write_bytes(page.read_bytes())
    page.write_bytes(index)
    assert [message for _path, message in problems(store)] == ["It is changed."] * 2


def test_links_empty_folders_and_closed_files_are_found(store):
    """Case 33."""
    folder = store.root / "1.0.0"
    (folder / "index.html").rename(store.root / "aside.html")
    (folder / "index.html").symlink_to(store.root / "aside.html")
    assert problems(store) == [("1.0.0/index.html", "It is no plain file.")]
    (folder / "index.html").unlink()
    (store.root / "aside.html").rename(folder / "index.html")
    (folder / "empty").mkdir()
    assert problems(store) == [("1.0.0/empty", "It is a folder that was not there.")]
    (folder / "empty").rmdir()
    (folder / "index.html").chmod(0o600)
    assert problems(store) == [("1.0.0/index.html", "It cannot be read by others.")]


def test_a_release_in_the_place_of_another_is_found(store):
    """Case 35."""
    shutil.rmtree(store.root / "1.1.0")
    shutil.copytree(store.root / "1.0.0", store.root / "1.1.0")
    assert any("manifest of 1.0.0" in message for _path, message in problems(store))


def test_a_release_that_was_made_anew_is_found_by_the_journal_and_by_the_ledger(store, tmp_path):
    """Case 36: consistent in itself, and still another one."""
    folder, manifest = site(tmp_path / "evil", "1.0.0", **{"index.html": "evil"})
    shutil.rmtree(store.root / "1.0.0")
    store.commit_release("1.0.0", folder, manifest)
    assert any("another digest" in message for _path, message in problems(store))
    (store.root / "journal.jsonl").unlink()
    known = {"1.0.0": "0" * 64, "1.1.0": manifest.catalog_digest}
    assert any("another catalog digest" in message for _path, message in problems(store, known=known))
    assert problems(store, known=dict.fromkeys(["1.0.0", "1.1.0"], manifest.catalog_digest)) == []


def test_records_that_do_not_have_the_digest_of_the_catalog_are_found(store, tmp_path):
    folder, manifest = site(tmp_path / "evil", "2.0.0", **{"requirements.json": catalog("REQ-1", "REQ-2")})
    store.commit_release("2.0.0", folder, manifest)
    assert any("catalog digest" in message for _path, message in problems(store, "2.0.0"))


def test_a_rolled_back_store_is_found_by_who_kept_the_head(store, tmp_path):
    """Case 37."""
    head = parse_journal((store.root / "journal.jsonl").read_bytes()).head
    assert problems(store, head=head) == []
    rolled_back = FolderStore(tmp_path / "old")
    publish(rolled_back, tmp_path, "1.0.0")
    assert problems(rolled_back) == []
    assert any("rolled back" in message for _path, message in problems(rolled_back, head=head))


def test_a_release_that_is_gone_and_a_list_that_is_wrong_are_found(store):
    shutil.rmtree(store.root / "1.1.0")
    found = problems(store)
    assert ("1.1.0", "It is missing.") in found
    assert {path for path, _message in found} == {"1.1.0", "versions.json", "aliases.json"}


def test_one_bad_release_does_not_stop_the_others(store):
    """Case 45."""
    (store.root / "1.0.0/reqsite-manifest.json").write_text("[")
    report = verify_store(store)
    assert [(verdict.version, not verdict.problems) for verdict in report.verdicts] == [
        ("1.0.0", False),
        ("1.1.0", True),
    ]


def test_a_manifest_that_leads_elsewhere_opens_nothing_there(store):
    """Case 43."""
    os.mkfifo(store.root.parent / "pipe")  # whoever opens it hangs
    manifest = store.root / "1.0.0/reqsite-manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"index.html"', b'"../../pipe"'))
    assert any("which no manifest may" in message for _path, message in problems(store))


def test_a_release_that_the_ledger_does_not_know_is_told(store):
    assert ("1.1.0", "The ledger of the project knows no such release.") in problems(store, known={"1.0.0": ""})


@pytest.mark.parametrize("name", ["1.0.0/reqsite-manifest.json", "journal.jsonl", "versions.json"])
def test_a_file_that_is_far_too_large_is_told_and_not_taken_in(name, store):
    """Case 43: a gigabyte, of which the disk holds nothing."""
    with (store.root / name).open("r+b") as file:
        file.truncate(1 << 30)
    assert (name, f"{name} is too large to be what it should be.") in problems(store)
