"""A publication that is killed, or that the disk refuses something, at every system call by which it touches the store.

Whatever happens: every listed release verifies, `latest` names one of them, the bytes of the release that was there do
not change (I1 to I3); and the same call again brings it to its end and leaves nothing behind.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases
from reqsite.publish.verify import verify_store
from tests.unit.publish.sites import NOW, contents, publish, site

ROOT = Path(__file__).resolve().parents[2]
DRIVER = """\
import signal
import sys
from pathlib import Path
from reqsite.publish.errors import TargetError
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.manifest import parse_manifest
from reqsite.publish.pointers import make_pointers
from reqsite.publish.verify import Expected, verify_release
store, source = FolderStore(Path(sys.argv[1])), Path(sys.argv[2])
manifest = parse_manifest(Path(sys.argv[3]).read_bytes())
def leave(number, frame):
    raise SystemExit(128 + number)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, leave)
try:
    store.commit_release(manifest.version, source, manifest)
    store.update(make_pointers("2026-03-01T12:00:00+00:00"))
except (OSError, TargetError) as error:
    print(error)
    sys.exit(5)
sys.exit(4 if verify_release(store, manifest.version, Expected()).problems else 0)
"""
CALLS = (
    "openat,mkdir,mkdirat,write,fsync,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
    "chmod,fchmod,fchmodat,truncate,ftruncate,flock"
)
WRITING = ("write", "fsync", "mkdir", "mkdirat", "rename", "renameat", "renameat2")
_LINE = re.compile(r"\d+ +(\w+)\(")


def traced(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["strace", "-f", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def can_trace() -> bool:
    return shutil.which("strace") is not None and traced("-o", "/dev/null", "true").returncode == 0


pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_trace(), reason="strace is not here, or must not trace")]


class Scene:
    """A store with one release, and a second one to publish."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        store = FolderStore(folder / "template")
        publish(store, folder, "1.0.0")
        self.source, self.manifest = site(folder / "new", "2.0.0")
        (folder / "manifest").write_bytes(self.manifest.content)
        self.old = contents(store.root / "1.0.0")

    def run(self, *options: str) -> "tuple[subprocess.CompletedProcess[str], FolderStore]":
        root = self.folder / "public"
        if root.exists():
            subprocess.run(["chmod", "-R", "u+w", str(root)], check=True)
            shutil.rmtree(root)
        shutil.copytree(self.folder / "template", root)
        driver = [sys.executable, "-c", DRIVER, str(root), str(self.source), str(self.folder / "manifest")]
        return traced(*options, *driver), FolderStore(root)

    def points(self) -> "list[tuple[str, int]]":
        """Return (system call, how many of its kind before it, and itself) for all that touch the store."""
        log = self.folder / "log"
        done, _store = self.run("-y", "-o", str(log), "-e", f"trace={CALLS}")
        assert done.returncode == 0, done.stderr
        counts: dict[str, int] = {}
        found = []
        for line in log.read_text(errors="replace").splitlines():
            if match := _LINE.match(line):
                counts[match[1]] = counts.get(match[1], 0) + 1
                is_reading = match[1] == "openat" and "O_CREAT" not in line and "O_RDWR" not in line
                if str(self.folder / "public") in line and not is_reading:
                    found.append((match[1], counts[match[1]]))
        return found

    def check(self, store: FolderStore, point: object) -> None:
        """The invariants, then the rerun."""
        listed = listed_versions(store)
        assert listed in (["1.0.0"], ["2.0.0", "1.0.0"]), point
        assert all(not verdict.problems for verdict in verify_store(store, listed).verdicts), point
        assert read_aliases(store)["latest"] in listed, point
        assert contents(store.root / "1.0.0") == self.old, point
        if "2.0.0" in store.releases():  # there, listed or not: whole
            assert not verify_store(store, ["2.0.0"]).verdicts[0].problems, point
        store.commit_release("2.0.0", self.source, self.manifest)
        store.update(make_pointers(NOW))
        assert verify_store(store).is_fine, point
        assert listed_versions(store) == ["2.0.0", "1.0.0"], point
        assert [path.name for path in store.root.iterdir() if path.name.startswith(".stage")] == [], point
        json.loads((store.root / "aliases.json").read_text())


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("scene"))


def test_killed_at_any_system_call_it_leaves_all_or_nothing(scene):
    """Cases 1 and 2."""
    points = scene.points()
    assert len(points) > 50
    left = {"nothing": 0, "unlisted": 0, "listed": 0}
    for call, number in points:
        done, store = scene.run("-o", "/dev/null", "-e", f"inject={call}:signal=SIGKILL:when={number}")
        assert done.returncode != 0, (call, number)
        there, listed = "2.0.0" in store.releases(), "2.0.0" in (listed_versions(store) or [])
        left["listed" if listed else "unlisted" if there else "nothing"] += 1
        scene.check(store, (call, number))
    assert all(left.values()), left


@pytest.mark.parametrize("signal", ["SIGTERM", "SIGINT"])
def test_a_publication_that_is_ended_takes_its_leftovers_along(signal, scene):
    """Case 3: at every fourth system call."""
    for call, number in scene.points()[::4]:
        done, store = scene.run("-o", "/dev/null", "-e", f"inject={call}:signal={signal}:when={number}")
        assert done.returncode in {143, 130}, (call, number, done.stderr)
        assert [path.name for path in store.root.iterdir() if path.name.startswith(".stage")] == [], (call, number)
        scene.check(store, (call, number))


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_refuses_anything_is_told_and_nothing_is_torn(error, scene):
    """Cases 4 and 5."""
    for call, number in scene.points():
        if call in WRITING:
            done, store = scene.run("-o", "/dev/null", "-e", f"inject={call}:error={error}:when={number}")
            assert done.returncode == 5, (call, number, done.stdout, done.stderr)
            assert done.stdout.strip(), (call, number)
            scene.check(store, (call, number))


def test_everything_is_on_the_disk_before_it_gets_its_name(scene, tmp_path):
    """Case 10."""
    log = tmp_path / "log"
    done, store = scene.run("-y", "-o", str(log), "-e", "trace=openat,fsync,rename,renameat,renameat2")
    assert done.returncode == 0
    synced: set[str] = set()
    named = []
    for line in log.read_text().splitlines():
        if match := re.search(r" fsync\(\d+<(.+?)>\)", line):
            synced.add(match[1])
        elif (match := re.search(r' rename(?:at2?)?\(.*?"(.+?)".*?"(.+?)"', line)) and str(store.root) in match[1]:
            old, new = match[1], match[2]
            staged = [path for path in synced if path == old or path.startswith(f"{old}/")]
            expected = {new + path.removeprefix(old) for path in staged}
            target = Path(new)
            there = {str(target), *(str(path) for path in target.rglob("*"))}
            assert expected == there, new
            named.append(target.relative_to(store.root).parts[0])
    order = [name for number, name in enumerate(named) if name not in named[:number]]
    assert order == ["2.0.0", "versions.json", "versions.js", "aliases.json", "latest", "index.html", "journal.jsonl"]
