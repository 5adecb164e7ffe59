"""The same commit gives the same bytes, wherever it is built, and `reqsite rebuild --check` says whether it did."""

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from reqsite.publish.manifest import NAME, SUMS, parse_manifest
from tests.integration.test_release import record
from tests.repositories import Repository

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {fail_on: never}}]
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return a project in git whose release 1.0.0 is published, and whose records have changed since."""
    desk = Repository(tmp_path_factory.mktemp("published") / "desk")
    desk.write(
        {
            "mkdocs.yml": SITE,
            ".gitignore": "/public/\n",
            "docs/index.md": "# Desk\n\nSee [[REQ-001]].\n",
            "docs/more/b.md": record("REQ-002", "The desk shall count what it sells."),
            "docs/a.md": record("REQ-001"),
            "docs/t.md": "---\ntype: term\ntitle: Stock\n---\nWhat lies in the warehouse.\n",
        }
    )
    reqsite("release", "1.0.0", "--date", "2020-02-02", cwd=desk.root)
    desk.commit()
    reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    desk.commit({"docs/a.md": record("REQ-001", "The desk shall hide the stock.")})
    return desk


def reqsite(*arguments, cwd, env=None, code=0, before=()):
    """Run reqsite with no variable but these and where programs are, and return how it ended."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [*before, sys.executable, "-m", "reqsite", *arguments],
        cwd=cwd,
        env={**kept, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == code, done.stderr
    return done


def digest(root):
    return hashlib.sha256((root / "public/1.0.0" / NAME).read_bytes()).hexdigest()


def another_clock():
    """Return what runs a command a year later, where the machine has such a thing."""
    return ["faketime", "-f", "+1y"] if shutil.which("faketime") else []


def test_the_same_commit_gives_the_same_bytes_wherever_it_is_built(published, tmp_path):
    """Case 101: folder, time zone, language, home, umask, hash seed, order and times of files; the clock, too.

    Where the machine cannot pretend another time, SOURCE_DATE_EPOCH of the caller stands for it, and that no file
    names today stands for the rest.
    """
    clone, home = tmp_path / "in another place 另一处", tmp_path / "home"
    subprocess.run(["git", "clone", "-q", "-n", str(published.root), str(clone)], check=True)
    home.mkdir()
    in_git = published.git("ls-tree", "-r", "--name-only", "HEAD~1").split("\n")
    subprocess.run(["git", "reset", "-q", "HEAD~1"], cwd=clone, check=True)
    for number, name in enumerate(reversed(in_git)):  # other inodes, in another order, with other times
        subprocess.run(["git", "checkout", "-q", "HEAD", "--", name], cwd=clone, check=True)
        os.utime(clone / name, (1_000_000_000 - number, 1_000_000_000 - number))
    odd = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "C",
        "HOME": str(home),
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
        "TMPDIR": str(home),
    }
    before = os.umask(0o077)
    try:
        done = reqsite("publish", "--release", "1.0.0", cwd=clone, env=odd, before=another_clock())
    finally:
        os.umask(before)
    assert "Release 1.0.0 is published" in done.stderr
    assert digest(clone) == digest(published.root)
    assert list(home.rglob("*reqsite*")) == []
    today = dt.datetime.now(dt.UTC).date().isoformat().encode()
    files = [path for path in (clone / "public/1.0.0").rglob("*") if path.is_file()]
    assert [path for path in files if today in path.read_bytes()] == []


@pytest.mark.skipif(
    subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode != 0
    if shutil.which("unshare")
    else True,
    reason="takes a machine on which a process can be cut off from the network",
)
def test_without_a_network_it_comes_out_the_same(published):
    """Case 103."""
    done = reqsite("rebuild", "--check", "1.0.0", cwd=published.root, before=["unshare", "-rn"])
    assert digest(published.root) in done.stdout


def test_a_fresh_clone_builds_the_same_again(published, tmp_path):
    """Cases 44 and 46: from the commit that the manifest names; nothing is written."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(published.root), str(clone)], check=True)
    store = published.root / "public"
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    done = reqsite("rebuild", "--check", "v1.0.0", "--store", str(store), cwd=clone)
    commit = published.git("rev-parse", "--short=7", "HEAD~1")
    assert done.stdout == (
        f"1.0.0: built again from commit {commit}, and every file is the same: site digest {digest(published.root)}\n"
    )
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*")} == before
    assert not (clone / "public").exists()


@pytest.fixture
def copy(published, tmp_path):
    """Return a copy of the store that can be changed, consistently, as who publishes could."""
    store = tmp_path / "store"
    shutil.copytree(published.root / "public", store)
    for path in (store, *store.rglob("*")):
        path.chmod(0o755)
    return store


def rewrite(store, **changes):
    """Write the manifest of a store's release anew, with some values changed."""
    path = store / "1.0.0" / NAME
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    return parse_manifest(path.read_bytes())


def test_a_file_that_was_made_otherwise_is_named(published, copy):
    """Case 46: a manifest that agrees with its files, of which one did not come out of the commit."""
    page = copy / "1.0.0/index.html"
    page.write_bytes(page.read_bytes() + b"<!-- -->")
    files = json.loads((copy / "1.0.0" / NAME).read_text(encoding="utf-8"))["files"]
    for entry in files:
        if entry["path"] == "index.html":
            entry |= {"size": page.stat().st_size, "sha256": hashlib.sha256(page.read_bytes()).hexdigest()}
    manifest = rewrite(copy, files=[entry for entry in files if entry["path"] != "404.html"])
    (copy / "1.0.0" / SUMS).write_bytes(manifest.sums())
    done = reqsite("rebuild", "--check", "1.0.0", "--store", str(copy), cwd=published.root, code=4)
    assert done.stdout == "new: 404.html\ndiffers: index.html\n"
    assert "error: 1.0.0, built again from commit" in done.stderr
    assert "2 differences" in done.stderr


def test_other_tools_are_named_before_what_they_made(published, copy):
    """Case 104."""
    tools = json.loads((copy / "1.0.0" / NAME).read_text(encoding="utf-8"))["tools"]
    rewrite(copy, tools=tools | {"mkdocs": "1.5.0"}, title="Another one")
    done = reqsite("rebuild", "--check", "1.0.0", "--store", str(copy), cwd=published.root, code=4)
    first, second = done.stdout.splitlines()
    assert first == f"The tools differ: mkdocs 1.5.0 → {tools['mkdocs']}"
    assert second.startswith("The files are the same; what the manifests say besides differs")
    assert "Install the tools that the manifest names" in done.stderr


def test_a_commit_that_the_clone_lacks_is_named(published, tmp_path):
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", published.root.as_uri(), str(shallow)], check=True)
    store = str(published.root / "public")
    done = reqsite("rebuild", "--check", "1.0.0", "--store", store, cwd=shallow, code=1)
    assert f"This clone lacks the commit {published.git('rev-parse', 'HEAD~1')[:12]}." in done.stderr
    assert "git fetch --unshallow --tags" in done.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", 2),
        ("--check latest", 2),
        ("--check 9.9.9", 5),
        ("--check 1.0.0 --store nowhere", 5),
        ("--check 1.0.0 --store git:nowhere", 5),
    ],
)
def test_what_cannot_be_rebuilt_ends_at_once(published, line, code):
    """Case 105."""
    done = reqsite("rebuild", *line.split(), cwd=published.root, code=code)
    assert done.stdout == ""
    assert "error: " in done.stderr


@pytest.mark.parametrize("verb", ["publish --draft", "publish --release 1.0.0 --from HEAD~1", "build", "release 1.1.0"])
@pytest.mark.parametrize("epoch", ["yesterday", "-1", "99999999999999", "1.5"])
def test_a_time_that_is_none_is_a_wrong_call(published, verb, epoch):
    """Case 102."""
    done = reqsite(*verb.split(), cwd=published.root, env={"SOURCE_DATE_EPOCH": epoch}, code=2)
    assert f"error: SOURCE_DATE_EPOCH is no time: {epoch}" in done.stderr
    assert "Traceback" not in done.stderr
