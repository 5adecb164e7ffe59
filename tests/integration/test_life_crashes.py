"""An alias that is set, a release that is withdrawn, content that is taken away: killed at system calls on the way.

Whatever happens: `latest` names a listed release that verifies, the bytes of the other releases do not change, and the
same call again brings it to its end and leaves nothing behind.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reqsite.publish.folder_store import FolderStore
from reqsite.publish.life import Steward
from reqsite.publish.pointers import listed_versions, read_aliases, read_journal
from reqsite.publish.verify import verify_store
from tests.integration.test_publish_crashes import CALLS, can_trace, traced
from tests.unit.publish.sites import NOW, contents, publish

DRIVER = """\
import sys
from pathlib import Path
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.life import Steward
steward = Steward(FolderStore(Path(sys.argv[1])), "2026-03-01T12:00:00+00:00", "Li Si")
{act}
"""
ACTS = {
    "alias": 'steward.set_alias("latest", "1.0.0")',
    "withdraw": 'steward.withdraw("1.0.0", "Wrong.")',
    "redact": 'steward.redact("1.0.0", "A password.", "Zhao Liu")',
}
EVERY = 5
"""At each fifth system call; each of them was tried once, which takes two minutes."""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_trace(), reason="strace is not here, or must not trace")]


class Scene:
    """A store with two releases, and something that is done to the older one."""

    def __init__(self, folder: Path, act: str) -> None:
        self.folder = folder
        self.driver = DRIVER.format(act=ACTS[act])
        store = FolderStore(folder / "template")
        for name in ("1.0.0", "1.1.0"):
            publish(store, folder, name)
        self.newer = contents(store.root / "1.1.0")

    def run(self, *options: str) -> "tuple[subprocess.CompletedProcess[str], FolderStore]":
        root = self.folder / "public"
        if root.exists():
            subprocess.run(["chmod", "-R", "u+w", str(root)], check=True)
            shutil.rmtree(root)
        shutil.copytree(self.folder / "template", root)
        return traced(*options, sys.executable, "-c", self.driver, str(root)), FolderStore(root)

    def points(self) -> "list[tuple[str, int]]":
        """Return (system call, how many of its kind before it, and itself) for all that touch the store."""
        log = self.folder / "log"
        done, _store = self.run("-y", "-o", str(log), "-e", f"trace={CALLS}")
        assert done.returncode == 0, done.stderr
        counts: dict[str, int] = {}
        found = []
        for line in log.read_text(errors="replace").splitlines():
            if match := re.match(r"\d+ +(\w+)\(", line):
                counts[match[1]] = counts.get(match[1], 0) + 1
                is_reading = match[1] == "openat" and "O_CREAT" not in line and "O_RDWR" not in line
                if str(self.folder / "public") in line and not is_reading:
                    found.append((match[1], counts[match[1]]))
        return found


@pytest.mark.parametrize("act", list(ACTS))
def test_killed_on_the_way_it_leaves_what_the_next_call_brings_to_its_end(act, tmp_path):
    """Cases 1 and 2, for what becomes of a release after it is out."""
    scene = Scene(tmp_path, act)
    points = scene.points()
    assert len(points) > 20
    for call, number in points[::EVERY]:
        done, store = scene.run("-o", "/dev/null", "-e", f"inject={call}:signal=SIGKILL:when={number}")
        assert done.returncode != 0, (call, number)
        latest = read_aliases(store)["latest"]
        assert latest in (listed_versions(store) or []), (call, number)
        assert not verify_store(store, [latest]).verdicts[0].problems, (call, number)
        assert contents(store.root / "1.1.0") == scene.newer, (call, number)
        steward = Steward(store, NOW, "Li Si")
        if act == "alias":
            steward.set_alias("latest", "1.0.0")
        elif act == "withdraw":
            steward.withdraw("1.0.0", "Wrong.")
        else:
            steward.redact("1.0.0", "A password.", "Zhao Liu")
        assert verify_store(store).is_fine, (call, number)
        assert read_aliases(store)["latest"] == ("1.0.0" if act == "alias" else "1.1.0"), (call, number)
        noted = [event.event for event in read_journal(store).events]
        assert noted == ["publish", "alias", "publish", "alias", act], (call, number)
        assert [path.name for path in store.root.iterdir() if path.name.startswith(".stage")] == [], (call, number)
        assert contents(store.root / "1.1.0") == scene.newer, (call, number)
