"""A publication that is killed, or that the disk refuses something, at every system call by which it touches the store.

Whatever happens: every listed release verifies, `latest` names one of them, the bytes of the release that was there do
not change (I1 to I3); and the same call again brings it to its end and leaves nothing behind.
"""

import json
import re
import shlex
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
    """A store with one release, and a second one to publish, with some pages more."""

    def __init__(self, folder: Path, pages: int = 0) -> None:
        self.folder = folder
        store = FolderStore(folder / "template")
        publish(store, folder, "1.0.0")
        more = {f"p{number}.html": f"page {number}" for number in range(pages)}
        self.source, self.manifest = site(folder / "new", "2.0.0", **more)
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


def test_a_name_on_another_disk_is_told_and_nothing_is_torn(scene):
    """Case 9: what is staged lies beside what it becomes, so that this happens to nobody who is not made to."""
    for call, number in scene.points():
        if call.startswith("rename"):
            done, store = scene.run("-o", "/dev/null", "-e", f"inject={call}:error=EXDEV:when={number}")
            assert done.returncode == 5, (call, number, done.stdout, done.stderr)
            scene.check(store, (call, number))


@pytest.mark.parametrize("pages", [0, 100])
def test_everything_is_on_the_disk_before_it_gets_its_name(pages, tmp_path):
    """Case 10: many files are synced at once, and still all of them before."""
    scene = Scene(tmp_path, pages)
    log = tmp_path / "log"
    done, store = scene.run("-y", "-o", str(log), "-e", "trace=openat,fsync,rename,renameat,renameat2")
    assert done.returncode == 0
    synced: set[str] = set()
    begun: dict[str, str] = {}
    named = []
    for line in log.read_text().splitlines():
        thread = line.split(" ")[0]
        if match := re.search(r" fsync\(\d+<(.+?)>( <unfinished|\))", line):
            if match[2] == ")":
                synced.add(match[1])
            else:
                begun[thread] = match[1]
        elif "<... fsync resumed>" in line:
            synced.add(begun.pop(thread))
        elif (match := re.search(r' rename(?:at2?)?\(.*?"(.+?)".*?"(.+?)"', line)) and str(store.root) in match[1]:
            old, new = match[1], match[2]
            staged = [path for path in synced if path == old or path.startswith(f"{old}/")]
            expected = {new + path.removeprefix(old) for path in staged}
            target = Path(new)
            there = {str(target), *(str(path) for path in target.rglob("*"))}
            assert expected == there, new
            named.append(target.relative_to(store.root).parts[0])
    order = [name for number, name in enumerate(named) if name not in named[:number]]
    lists = ["versions.json", "versions.js", "aliases.json", "latest", "index.html", "_headers", "journal.jsonl"]
    assert order == ["2.0.0", *lists]


def test_killed_while_many_files_are_synced_at_once_it_leaves_all_or_nothing(tmp_path):
    """Cases 1 and 2: by the first, the second and the third of them that one of the threads syncs."""
    scene = Scene(tmp_path, 100)
    for number in (1, 2, 3):
        done, store = scene.run("-o", "/dev/null", "-e", f"inject=fsync:signal=SIGKILL:when={number}")
        assert done.returncode != 0, number
        scene.check(store, number)
    done, store = scene.run("-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=2")
    assert done.returncode == 5, done.stderr
    assert store.releases() == ["1.0.0"]
    scene.check(store, "EIO")


FULL_DISK = """\
import gc
import os
import sys
from pathlib import Path
from reqsite.publish.errors import TargetError
from reqsite.publish.pointers import make_pointers
from reqsite.publish.verify import verify_store
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.git_store import GitStore
disk, work, kind = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
def store():
    return FolderStore(disk / "public") if kind == "folder" else GitStore(disk / "public", "pages")
if kind == "git":
    Repository(disk / "public").commit({"a.txt": "a"})
publish(store(), work, "1.0.0")
ballast = disk / "ballast"
ballast.write_bytes(bytes(15_000_000))
folder, manifest = site(work / "2.0.0", "2.0.0", **{"large.bin": os.urandom(6_000_000)})
try:
    store().commit_release("2.0.0", folder, manifest)
    print("it was written")
except (OSError, TargetError) as error:
    print(error)
gc.collect()  # as at the end of a process
print(store().releases(), verify_store(store()).is_fine)
ballast.unlink()
store().commit_release("2.0.0", folder, manifest)
store().update(make_pointers(NOW))
print(store().releases(), verify_store(store()).is_fine)
"""


@pytest.mark.parametrize("kind", ["folder", "git"])
def test_a_disk_that_is_really_full_leaves_what_was_there(kind, tmp_path):
    """Case 6."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = [
        "mount -t tmpfs -o size=20m tmpfs",
        shlex.quote(str(disk)),
        "||",
        "exit 99;",
        "exec",
        *map(shlex.quote, [sys.executable, "-c", FULL_DISK, str(disk), str(tmp_path / "work"), kind]),
    ]
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", " ".join(script)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    if done.returncode == 99 or done.stderr.startswith("unshare:"):
        pytest.skip("no disk can be mounted here")
    assert done.returncode == 0, done.stderr
    said, full, free = done.stdout.splitlines()
    assert re.search("No space left on device|Out of diskspace", said)
    assert full == "['1.0.0'] True"
    assert free == "['1.0.0', '2.0.0'] True"
