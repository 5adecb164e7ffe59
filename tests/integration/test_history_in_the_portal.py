"""The history in the portal comes from the ledger alone, whatever has become of the repository, and tells no secret."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import shop
from tests.repositories import Repository


def build(root: Path) -> Path:
    """Build a project with caches of its own, so that nothing is taken from a build before."""
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "XDG_CACHE_HOME": str(root.parent / "cache")}
    env["SOURCE_DATE_EPOCH"] = "1780000000"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(root.parent / "site")]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return root.parent / "site"


def digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".gz"
    }


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Repository:
    """A repository of the shop with a commit before its records came."""
    made = Repository(tmp_path_factory.mktemp("origin") / "shop")
    made.commit({"README.md": "A shop.\n"})
    shop.write(made.root)
    made.commit()
    made.commit({"docs_src/index.md": "# Our shop\n"})
    return made


@pytest.fixture(scope="module")
def site(repository) -> Path:
    return build(repository.root)


def test_the_pages_of_the_history_are_there(site):
    names = ["1.0.0", "1.1.0", "2.0.0", "unreleased", "index", "compare"]
    assert all((site / "releases" / f"{name}.html").is_file() for name in names)
    assert "Removed in release 2.0.0" in (site / "requirements" / "REQ-004.html").read_text(encoding="utf-8")


def test_a_shallow_rebased_clone_without_git_builds_the_same_site_byte_for_byte(repository, site, tmp_path):
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", repository.root.as_uri(), str(clone))
    other = Repository(clone)
    before = other.git("rev-parse", "HEAD")
    other.git("commit", "-q", "--amend", "-m", "Another message", GIT_COMMITTER_DATE="2030-01-01T00:00:00+0000")
    assert other.git("rev-parse", "HEAD") != before
    assert other.git("rev-list", "--count", "HEAD") == "1"
    rebased = digests(build(clone))
    for folder in (tmp_path / "site", tmp_path / "cache", clone / ".git"):
        shutil.rmtree(folder)
    export = digests(build(clone))
    assert rebased == export == digests(site)


def test_what_is_internal_stands_nowhere_in_the_whole_site(site):
    found = [
        (path.name, word)
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".gz"
        for word in (shop.MARGIN, "REQ-009", "Margins", "uspect link", "Suspect: ")
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_the_house_reads_it(tmp_path):
    inside = shop.write(tmp_path / "house", audience="internal")
    pages = build(inside)
    release = (pages / "releases" / "1.1.0.html").read_text(encoding="utf-8")
    assert shop.MARGIN in release
    assert "Suspect: GOAL-001 changed in 2.0.0" in (pages / "requirements" / "REQ-001.html").read_text(encoding="utf-8")
