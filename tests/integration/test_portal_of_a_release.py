"""The portal of one release, as `reqsite publish` builds it: what it froze, and nothing of what came after or is not
for a release yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = "site_name: Shop\nuse_directory_urls: false\ntheme: {name: material}\nplugins: [search, reqsite]\n"
CRITERIA = "\n## Acceptance criteria\n- The stock is shown.\n"
FILES = {
    "mkdocs.yml": CONFIG,
    "docs/REQ-1.md": "---\nid: REQ-1\ntype: functional\ntitle: Stock\nstatus: confirmed\npriority: P1\n---\n"
    f"The stock is shown within 2 s. See [[REQ-2]].\n{CRITERIA}",
    "docs/REQ-2.md": "---\nid: REQ-2\ntype: functional\ntitle: Telepathy\nstatus: idea\npriority: P3\n---\n"
    f"The clerk need not ask.\n{CRITERIA}",
}


def build(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def texts(site: Path) -> str:
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".js", ".json", ".xml"}]
    ours = [path for path in files if "assets" not in path.relative_to(site).parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in ours)


@pytest.fixture
def released(project, run_reqsite) -> Path:
    root: Path = project(FILES)
    for version in ("1.0.0", "1.1.0"):
        done = run_reqsite("release", version, "--date", "2026-03-01", cwd=root)
        assert done.returncode == 0, done.stderr
        statement = root / "docs" / "REQ-1.md"
        statement.write_text(
            statement.read_text(encoding="utf-8").replace(" s.", " seconds at most."), encoding="utf-8"
        )
    return root


def test_what_is_not_yet_for_a_release_is_in_none_of_its_pages(released):
    done = build(released, REQSITE_RELEASE="1.0.0")
    assert done.returncode == 0, done.stderr
    said = texts(released / "site")
    assert "Telepathy" not in said
    assert "The clerk need not ask" not in said
    assert "REQ-2" not in said
    assert build(released).returncode == 0
    assert "Telepathy" in texts(released / "site")  # a draft shows it


def test_a_release_tells_its_own_history_only(released):
    assert build(released, REQSITE_RELEASE="1.0.0").returncode == 0
    pages = {path.name for path in (released / "site" / "releases").glob("*.html")}
    assert pages == {"1.0.0.html", "index.html", "compare.html"}
    home = (released / "site" / "index.html").read_text(encoding="utf-8")
    assert "Release 1.0.0" in home
    assert "Draft" not in home


def test_a_release_that_was_never_made_has_no_portal(released):
    done = build(released, REQSITE_RELEASE="9.9.9")
    assert done.returncode == 1
    assert "REQSITE_RELEASE names 9.9.9, which is no release in baselines/." in done.stderr
