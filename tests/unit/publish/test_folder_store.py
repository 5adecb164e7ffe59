import concurrent.futures
import itertools
import json
import multiprocessing
import os
import shutil
import stat

import pytest

from reqsite.publish.errors import ConflictError, RaceError, TargetError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.life import Steward
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases, read_journal
from reqsite.publish.verify import verify_store
from tests.unit.publish.sites import NOW, contents, publish, site

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "public")


def leftovers(store):
    return [path.name for path in store.root.iterdir() if path.name.startswith(".stage")]


def test_a_release_lies_there_whole_and_verifies(store, tmp_path):
    publish(store, tmp_path, "1.0.0")
    assert store.releases() == ["1.0.0"]
    assert verify_store(store).is_fine
    assert leftovers(store) == []


def test_the_same_content_again_changes_no_byte(store, tmp_path):
    """Case 28."""
    publish(store, tmp_path / "a", "1.0.0")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in store.root.rglob("*") if path.is_file()}
    folder, manifest = site(tmp_path / "b", "1.0.0")
    assert store.commit_release("1.0.0", folder, manifest) is False
    assert store.update(make_pointers("2030-01-01T00:00:00+00:00")) == ()
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in store.root.rglob("*") if path.is_file()}
    del before[store.root / ".lock"], after[store.root / ".lock"]
    assert after == before


def test_other_content_is_refused_and_the_paths_are_named(store, tmp_path):
    """Case 29."""
    publish(store, tmp_path, "1.0.0")
    before = contents(store.root)
    folder, manifest = site(tmp_path / "other", "1.0.0", **{"index.html": "other"})
    with pytest.raises(ConflictError) as refused:
        store.commit_release("1.0.0", folder, manifest)
    assert [str(line) for line in refused.value.details] == ["differs: index.html"]
    assert contents(store.root) == before


def test_a_name_that_is_taken_but_for_its_case_is_refused(store, tmp_path):
    publish(store, tmp_path, "R1")
    folder, manifest = site(tmp_path / "other", "r1")
    with pytest.raises(ConflictError, match="one name"):
        store.commit_release("r1", folder, manifest)


def test_a_file_that_changes_while_it_is_copied_is_noticed(store, tmp_path):
    """Case 15."""
    folder, manifest = site(tmp_path / "site", "1.0.0")
    (folder / "index.html").write_text("other")
    with pytest.raises(TargetError, match=r"index\.html"):
        store.commit_release("1.0.0", folder, manifest)
    assert store.releases() == []
    assert leftovers(store) == []


def test_everybody_can_read_a_release_and_nobody_write_it(store, tmp_path):
    """Case 17: whatever the umask was."""
    before = os.umask(0o077)
    try:
        publish(store, tmp_path, "1.0.0")
    finally:
        os.umask(before)
    for path in (store.root / "1.0.0").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o555 if path.is_dir() else 0o444), path
    assert stat.S_IMODE((store.root / "index.html").stat().st_mode) == 0o644


def test_the_leftovers_of_the_dead_are_swept(store, tmp_path):
    """Case 2."""
    publish(store, tmp_path, "1.0.0")
    dead = store.root / ".stage-dead"
    shutil.copytree(store.root / "1.0.0", dead)
    (store.root / ".stage-file").write_text("x")
    publish(store, tmp_path, "1.1.0")
    assert leftovers(store) == []
    assert store.releases() == ["1.0.0", "1.1.0"]


def test_a_release_that_nobody_listed_is_listed_by_the_next_run(store, tmp_path):
    folder, manifest = site(tmp_path / "dead", "1.0.0")
    store.commit_release("1.0.0", folder, manifest)  # and then the power went
    publish(store, tmp_path, "1.1.0")
    assert [entry["version"] for entry in json.loads((store.root / "versions.json").read_text())] == ["1.1.0", "1.0.0"]
    assert verify_store(store).is_fine


def test_a_draft_is_replaced_whole_and_is_no_release(store, tmp_path):
    """Case 56."""
    one, first = site(tmp_path / "one", "next", **{"old.html": "x"})
    other, second = site(tmp_path / "other", "next")
    assert store.replace_draft(one, first)
    assert store.replace_draft(other, second)
    assert not store.replace_draft(other, second)
    store.update(make_pointers(NOW))
    assert not (store.root / "next/old.html").exists()
    assert store.releases() == []
    assert json.loads((store.root / "versions.json").read_text()) == []
    assert leftovers(store) == []


def test_a_draft_that_was_copied_to_a_name_is_no_release(store, tmp_path):
    """Case 57."""
    folder, manifest = site(tmp_path / "site", "next")
    store.replace_draft(folder, manifest)
    shutil.copytree(store.root / "next", store.root / "1.0.0")
    assert not verify_store(store, ["1.0.0"]).is_fine


@pytest.mark.parametrize("what", ["file", "missing"])
def test_a_place_that_cannot_be_written_is_told_before_anything_is_done(what, tmp_path):
    """Cases 7 and 8."""
    place = tmp_path / "public"
    if what == "file":
        place.write_text("x")
    else:
        place = tmp_path / "nowhere" / "public"
    with pytest.raises(TargetError):
        FolderStore(place).check()


def publish_one(arguments):
    root, work, name, body = arguments
    folder, manifest = site(work, name, **{"index.html": body})
    store = FolderStore(root)
    try:
        written = store.commit_release(name, folder, manifest)
    except ConflictError:
        return "refused"
    store.update(make_pointers(NOW))
    return "written" if written else "there"


def race(jobs):
    with concurrent.futures.ProcessPoolExecutor(4, mp_context=SPAWN) as pool:
        return list(pool.map(publish_one, jobs))


@pytest.mark.slow
def test_eight_writers_of_eight_releases_all_succeed(store, tmp_path):
    """Case 19."""
    store.root.mkdir()
    done = race([(store.root, tmp_path / f"w{n}", f"1.{n}.0", f"<p>{n}") for n in range(8)])
    assert done == ["written"] * 8
    assert len(json.loads((store.root / "versions.json").read_text())) == 8
    assert verify_store(store).is_fine


@pytest.mark.slow
@pytest.mark.parametrize("bodies", ["same", "different"])
def test_of_many_writers_of_one_release_one_wins(bodies, store, tmp_path):
    """Cases 21 and 22."""
    store.root.mkdir()
    jobs = [(store.root, tmp_path / f"w{n}", "1.0.0", "x" if bodies == "same" else f"x{n}") for n in range(10)]
    done = race(jobs)
    assert done.count("written") == 1
    assert done.count("there" if bodies == "same" else "refused") == 9
    assert verify_store(store).is_fine
    assert (store.root / "journal.jsonl").read_text().count('"publish"') == 1


@pytest.mark.slow
def test_aliases_that_move_while_others_publish_lose_nothing(store, tmp_path):
    """Cases 25 and 26: a hundred steps in whatever order they come; all releases are listed, all moves noted."""
    for name in ("1.0.0", "1.1.0"):
        publish(store, tmp_path, name)

    def step(number):
        own = FolderStore(store.root)
        if number % 5 == 0:
            publish(own, tmp_path / str(number), f"2.{number}.0")
        else:
            Steward(own, NOW).set_alias("stable", f"1.{number % 2}.0")

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(step, range(100)))
    assert len(store.releases()) == 2 + 20
    assert set(store.releases()) == set(listed_versions(store) or [])
    moves = [event.version for event in read_journal(store).events if event.alias == "stable"]
    assert len(moves) > 2
    assert all(one != other for one, other in itertools.pairwise(moves))
    assert read_aliases(store)["stable"] == moves[-1]
    assert verify_store(store).is_fine


def test_many_files_are_all_there(store, tmp_path):
    """Case 113: so many that they are synced at once."""
    folder, manifest = site(tmp_path / "site", "1.0.0", **{f"p{n}.html": f"page {n}" for n in range(200)})
    store.commit_release("1.0.0", folder, manifest)
    store.update(make_pointers(NOW))
    assert verify_store(store).is_fine
    assert len(list((store.root / "latest").rglob("*.html"))) == 202
    assert leftovers(store) == []


def test_who_waits_too_long_is_told_who_holds_the_lock(store, tmp_path):
    """Case 24."""
    publish(store, tmp_path, "1.0.0")
    hurried = FolderStore(store.root, patience=0.1)

    def make(_store):
        with pytest.raises(RaceError) as late:
            hurried.update(make_pointers(NOW))
        assert str(os.getpid()) in str(late.value.hint)
        yield from ()

    assert store.update(make) == ()
