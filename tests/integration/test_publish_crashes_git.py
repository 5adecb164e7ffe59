"""A publication onto a branch that is killed at any system call of git, or of its own, that leaves something behind.

Whatever happens: every listed release verifies, `latest` names one of them, the release that was there is what it was
(I1 to I3), with or without its tag nothing is half there; the user's refs, index and settings are untouched; and the
same call again brings it to its end.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import pytest

from reqsite.publish.git_store import GitStore
from reqsite.publish.pointers import listed_versions, make_pointers, read_aliases
from reqsite.publish.verify import verify_store
from tests.integration.test_publish_crashes import ROOT, can_trace
from tests.repositories import Repository
from tests.unit.publish.sites import NOW, publish, site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_trace(), reason="strace is not here, or must not trace")]

DRIVER = """\
import sys
from pathlib import Path
from reqsite.publish.git_store import GitStore
from reqsite.publish.manifest import parse_manifest
from reqsite.publish.pointers import make_pointers
root, remote, source, described = sys.argv[1:]
store = GitStore(Path(root), "pages", remote)
manifest = parse_manifest(Path(described).read_bytes())
store.commit_release(manifest.version, Path(source), manifest)
store.update(make_pointers("2026-03-01T12:00:00+00:00"))
"""
SHIM = """\
#!/bin/sh
# git, whose calls are counted; all are watched, or one is killed at a system call, and its whole group with it.
number=$(($(cat "$HERE/count" 2>/dev/null || echo 0) + 1))
echo $number > "$HERE/count"
if [ -n "$WATCHED" ]; then
    exec strace -y -o "$HERE/logs/$number" -e "trace=$WATCHED" "$GIT" "$@"
fi
if [ "$number" = "$VICTIM" ]; then
    strace -o /dev/null -e "inject=$CALL:signal=SIGKILL:when=$WHEN" "$GIT" "$@"
    kill -9 0
fi
exec "$GIT" "$@"
"""
SSH = """\
#!/bin/sh
# A server of its own: it lives on when its caller dies, and has the lock while it lives.
[ "$1" = "-G" ] && exit 1
for command; do :; done
exec setsid flock --shared "$HERE/served" sh -c "$command"
"""
CALLS = "openat,mkdir,write,link,rename,unlink,rmdir,ftruncate,fsync,chmod"
Point = TypeVar("Point")
_LINE = re.compile(r"(\w+)\(")
SAMPLE = 8
"""So many points of a kind are tried, evenly chosen where there are more; those that move refs are all tried."""
MANY = ("mkdir", "chmod", "rename", "fsync")
"""By these an object of git gets its place, one after the other."""


def sampled(points: "list[Point]") -> "list[Point]":
    return points[:: max(1, len(points) // SAMPLE)]


class Scene:
    """A repository with a release on its branch, or on that of a server, and a second release to publish."""

    def __init__(self, folder: Path, *, is_remote: bool) -> None:
        self.folder = folder
        self.root = folder / "desk"
        made = Repository(folder / "template/desk")
        made.commit({"a.txt": "a\n"}, tag="1.0.0")
        made.write({"a.txt": "changed\n"})
        self.branch_root = self.root
        if is_remote:
            made.git("clone", "-q", "--bare", ".", str(folder / "template/server.git"))
            self.branch_root = folder / "server.git"
        publish(GitStore(folder / "template" / self.branch_root.name, "pages"), folder, "1.0.0")
        self.remote = f"ssh://server{self.branch_root}" if is_remote else ""
        self.source, self.manifest = site(folder / "new", "2.0.0")
        (folder / "manifest").write_bytes(self.manifest.content)
        for name, text in (("bin/git", SHIM), ("ssh", SSH)):
            script = folder / name
            script.parent.mkdir(exist_ok=True)
            script.write_text(text, encoding="utf-8")
            script.chmod(0o755)
        (folder / "served").touch()
        (folder / "tmp").mkdir()
        self.old = self.seen(folder / "template")

    def seen(self, folder: Path) -> "tuple[object, ...]":
        """What a publication must not touch."""
        made = Repository.__new__(Repository)
        made.root = folder / "desk"
        refs = made.git("for-each-ref").splitlines()
        release = made.git("-C", str(folder / self.branch_root.name), "rev-parse", "pages:1.0.0")
        mine = [line for line in refs if "heads/pages" not in line and "release-site/" not in line]
        files = [(made.root / ".git" / name).read_bytes() for name in ("HEAD", "config", "index")]
        return release, mine, files, (made.root / "a.txt").read_text()

    def run(self, *tracer: str, **variables: str) -> int:
        """Publish, in copies of the repositories, and return how it ended, once the server has ended, too."""
        for name in ("desk", "server.git", "logs", "count"):
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        shutil.copytree(self.folder / "template", self.folder, dirs_exist_ok=True)
        (self.folder / "logs").mkdir()
        driver = [sys.executable, "-c", DRIVER, str(self.root), self.remote, str(self.source)]
        env = {
            **os.environ,
            "HERE": str(self.folder),
            "GIT": shutil.which("git") or "",
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "TMPDIR": str(self.folder / "tmp"),
            "GIT_SSH_COMMAND": str(self.folder / "ssh"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }
        done = subprocess.run(
            [*tracer, *driver, str(self.folder / "manifest")],
            cwd=ROOT,
            env=env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        with (self.folder / "served").open("rb") as served:
            fcntl.flock(served, fcntl.LOCK_EX)
        return done.returncode

    def of_git(self) -> "list[tuple[str, str, int]]":
        """Return (number of git's call, system call, how many of its kind up to it) for all that write something."""
        assert self.run(WATCHED=CALLS) == 0
        moving: list[tuple[str, str, int]] = []
        others: list[tuple[str, str, int]] = []
        for log in sorted((self.folder / "logs").iterdir(), key=lambda path: int(path.name)):
            counts: dict[str, int] = {}
            text = log.read_text(errors="replace")
            found = moving if "heads/pages.lock" in text else others
            for line in text.splitlines():
                if match := _LINE.match(line):
                    counts[match[1]] = counts.get(match[1], 0) + 1
                    is_reading = match[1] == "openat" and "O_CREAT" not in line
                    if not is_reading and "/dev/" not in line:
                        found.append((log.name, match[1], counts[match[1]]))
        return moving + sampled(others)

    def of_reqsite(self) -> "list[tuple[str, int]]":
        """Return (system call, how many of its kind up to it) by which reqsite itself writes to a repository."""
        log = self.folder / "log"
        assert self.run("strace", "-y", "-o", str(log), "-e", f"trace={CALLS},flock") == 0
        counts: dict[str, int] = {}
        found = []
        for line in log.read_text(errors="replace").splitlines():
            if match := _LINE.match(line):
                counts[match[1]] = counts.get(match[1], 0) + 1
                is_reading = match[1] == "openat" and "O_CREAT" not in line
                if "/.git/" in line and not is_reading:
                    found.append((match[1], counts[match[1]]))
        moving = [point for point in found if point[0] not in MANY]
        return moving + sampled([point for point in found if point[0] in MANY])

    def check(self, point: object) -> str:
        """The invariants, then the rerun. Return what was there."""
        store = GitStore(self.branch_root, "pages")
        listed = listed_versions(store)
        assert listed in (["1.0.0"], ["2.0.0", "1.0.0"]), point
        report = verify_store(store, listed)
        assert all(not verdict.problems for verdict in report.verdicts), point
        assert list(store.objections()) == [], point
        assert read_aliases(store)["latest"] in listed, point
        assert self.seen(self.folder) == self.old, point
        left = "listed" if "2.0.0" in listed else "unlisted" if "2.0.0" in store.releases() else "nothing"
        again = GitStore(self.root, "pages", self.remote and str(self.branch_root))
        again.commit_release("2.0.0", self.source, self.manifest)
        again.update(make_pointers(NOW))
        assert verify_store(GitStore(self.branch_root, "pages")).is_fine, point
        assert listed_versions(again) == ["2.0.0", "1.0.0"], point
        tagged = subprocess.run(
            ["git", "tag", "-l", "release-site/*"], cwd=self.branch_root, check=True, capture_output=True
        )
        assert tagged.stdout.split() == [b"release-site/pages/1.0.0", b"release-site/pages/2.0.0"], point
        assert [path.name for path in self.branch_root.rglob("*.lock") if path.name != "reqsite.lock"] == [], point
        subprocess.run(["git", "fsck", "--strict"], cwd=self.branch_root, check=True, capture_output=True)
        return left


@pytest.fixture(scope="module", params=["here", "server"])
def scene(request, tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("scene"), is_remote=request.param == "server")


def test_killed_with_git_at_any_of_its_system_calls_it_leaves_all_or_nothing(scene):
    """Cases 60 and 62."""
    points = scene.of_git()
    assert len(points) >= SAMPLE
    left = {"nothing": 0, "unlisted": 0, "listed": 0}
    for number, call, when in points:
        code = scene.run(VICTIM=number, CALL=call, WHEN=str(when))
        assert code == -9, (number, call, when)
        left[scene.check((number, call, when))] += 1
    assert left["nothing"], left
    assert left["unlisted"], left


def test_killed_alone_it_leaves_a_git_that_ends_in_order(scene):
    """Cases 24 and 60: who publishes next waits for that git."""
    points = scene.of_reqsite()
    assert bool(points) == (not scene.remote)
    killed = 0
    for call, when in points:
        # How often git's objects need a new folder differs from run to run: the last ones may not be reached.
        code = scene.run("strace", "-o", "/dev/null", "-e", f"inject={call}:signal=SIGKILL:when={when}")
        assert code in {-9, 0}, (call, when)
        killed += code != 0
        scene.check((call, when))
    assert killed >= len(points) // 2
