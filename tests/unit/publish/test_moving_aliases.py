"""Aliases that are moved while somebody else publishes, moves them too, or reads."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.git_store import GitStore
from reqsite.publish.life import Steward
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases, read_journal
from reqsite.publish.verify import verify_store
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site

MOVES = 200
"""Case 47 asks for 10,000; so many were done once with this test, 500 a store, and took six minutes."""
INTERLEAVINGS = 100


@pytest.fixture
def opened(request, tmp_path):
    """Return what opens a store anew, as another process would."""
    if request.param == "folder":
        return lambda: FolderStore(tmp_path / "public")
    repository = Repository(tmp_path / "repository")
    repository.commit({"a.txt": "a\n"})
    return lambda: GitStore(repository.root, "pages")


def at_once(*acts: Callable[[], object]) -> None:
    """Do things in threads that begin together, in any order; what one of them raises is raised."""
    wrong: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told below
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in random.sample(acts, len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


@pytest.mark.slow
@pytest.mark.parametrize(("opened", "times"), [("folder", INTERLEAVINGS), ("git", 5)], indirect=["opened"])
def test_a_publication_and_a_move_at_the_same_time_both_happen(opened, times, tmp_path):
    """Case 25."""
    publish(opened(), tmp_path, "1.0.0")
    for number in range(1, times + 1):
        name = f"1.{number}.0"
        folder, manifest = site(tmp_path / name, name)

        def bring_out(name=name, folder=folder, manifest=manifest):
            store = opened()
            store.commit_release(name, folder, manifest)
            store.update(make_pointers(NOW))

        at_once(bring_out, lambda: Steward(opened(), NOW).set_alias("latest", "1.0.0"))
        assert read_aliases(opened())["latest"] in {"1.0.0", name}
    store = opened()
    names = [f"1.{number}.0" for number in range(times, -1, -1)]
    latest = read_aliases(store)["latest"]
    expected = names[:50] if latest in names[:50] else [*names[:50], latest]
    assert listed_versions(store) == expected
    assert set(store.releases()) == set(names)
    assert [e.version for e in read_journal(store).events if e.event == "publish"] == names[::-1]
    assert verify_store(store, [names[0], names[-1]]).is_fine


@pytest.mark.parametrize("opened", ["folder", "git"], indirect=True)
def test_of_two_moves_at_the_same_time_one_is_last_and_both_are_noted(opened, tmp_path):
    """Case 26."""
    for name in ("1.0.0", "1.1.0", "1.2.0"):
        publish(opened(), tmp_path, name)
    at_once(
        lambda: Steward(opened(), NOW, "Li Si").set_alias("latest", "1.0.0"),
        lambda: Steward(opened(), NOW, "Zhao Liu").set_alias("latest", "1.1.0"),
    )
    moves = [event for event in read_journal(opened()).events if event.event == "alias"]
    assert {(move.version, move.by) for move in moves[-2:]} == {("1.0.0", "Li Si"), ("1.1.0", "Zhao Liu")}
    assert read_aliases(opened())["latest"] == moves[-1].version
    assert verify_store(opened()).is_fine


@contextmanager
def reading(store: FolderStore) -> Iterator[list[str]]:
    """Read what `latest` leads to over and over, as fast as it goes; gives what was found wrong, at the end."""
    wrong: list[str] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            try:
                version = json.loads((store.root / "aliases.json").read_bytes())["latest"]["version"]
                page = (store.root / version / "index.html").read_text(encoding="utf-8")
                data = json.loads((store.root / version / "release.json").read_bytes())
                stub = (store.root / "latest/index.html").read_text(encoding="utf-8")
            except (OSError, ValueError, KeyError) as error:
                wrong.append(f"missing: {error}")
                continue
            if data["version"] != version or f"<h1>{version}</h1>" not in page:
                wrong.append(f"mixed: {version}")
            if not stub.endswith("</html>\n"):
                wrong.append("torn")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        is_over.set()
        reader.join()


@pytest.mark.slow
def test_a_reader_finds_what_latest_names_while_it_moves(tmp_path):
    """Case 47."""
    store = FolderStore(tmp_path / "public")
    for name in ("1.0.0", "2.0.0"):
        folder, manifest = site(tmp_path / name, name, **{"release.json": json.dumps({"version": name})})
        store.commit_release(name, folder, manifest)
        store.update(make_pointers(NOW))
    steward = Steward(store, NOW)
    with reading(store) as wrong:
        for number in range(MOVES):
            steward.set_alias("latest", f"{number % 2 + 1}.0.0")
    assert wrong == []
    assert read_aliases(store)["latest"] == f"{(MOVES - 1) % 2 + 1}.0.0"
