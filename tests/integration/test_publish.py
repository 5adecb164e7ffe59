"""`reqsite publish` and `reqsite verify`, with real files, real git, and the real site builder.

Numbers of cases are those of the list of threats that the design was made from.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.test_release import edit, record
from tests.repositories import Repository

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {fail_on: never}}]
"""
INTERNAL = "We add thirty percent to whatever the supplier asks."


@pytest.fixture
def desk(tmp_path, run_reqsite):
    """Return a project in git with the release 1.0.0."""
    made = Repository(tmp_path / "desk")
    made.commit(
        {
            "mkdocs.yml": SITE,
            ".gitignore": "/public/\n/site/\n",
            "docs/index.md": "# Desk\n\nSee [[REQ-001]].\n",
            "docs/a.md": record("REQ-001"),
            "docs/b.md": record("REQ-002", INTERNAL, visibility="internal"),
            "docs/t.md": "---\ntype: term\ntitle: Stock\n---\nWhat lies in the warehouse.\n",
        }
    )
    freeze(run_reqsite, made, "1.0.0")
    return made


def freeze(run_reqsite, desk, version):
    done = run_reqsite("release", version, cwd=desk.root, env={"SOURCE_DATE_EPOCH": "1770000000"})
    assert done.returncode == 0, done.stderr
    desk.commit(tag=version)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_release_goes_out_once_and_verifies(run_reqsite, desk):
    """Cases 28, 29, 41 and 57: published, again, changed, verified with and without reqsite."""
    done = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "public/1.0.0/index.html\n"
    store = desk.root / "public"
    assert (desk.root / done.stdout.strip()).is_file()
    manifest = json.loads((store / "1.0.0/reqsite-manifest.json").read_text(encoding="utf-8"))
    head = json.loads((desk.root / "baselines/1.0.0.jsonl").read_text(encoding="utf-8").split("\n")[0])
    assert manifest["catalog_digest"] == head["catalog_digest"]
    assert manifest["commit"] == desk.git("rev-parse", "HEAD")
    assert manifest["counts"]["records"] == 2
    assert manifest["tools"]["mkdocs"]
    before = contents(store)
    assert not any(INTERNAL.encode() in content or b"REQ-002" in content for content, _time in before.values())

    again = run_reqsite("publish", "--release", "v1.0.0", cwd=desk.root)
    assert (again.returncode, again.stdout) == (0, "public/1.0.0/index.html\n")
    assert "already published" in again.stderr
    assert contents(store) == before

    verified = run_reqsite("verify", cwd=desk.root)
    assert verified.returncode == 0, verified.stdout
    assert "Proven: the records of 1 release are those that the ledger of this project froze." in verified.stdout
    assert "Not proven: who published it." in verified.stdout
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=store / "1.0.0", check=True)

    edit(desk.root, "index.md", "# Desk", "# The desk")
    dirty = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    assert dirty.returncode == 1
    assert "not committed: docs/index.md" in dirty.stderr
    desk.commit()
    other = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    assert other.returncode == 3, other.stderr
    assert "differs: index.html" in other.stderr
    assert contents(store) == before


def test_records_that_are_not_those_of_the_release_are_named(run_reqsite, desk):
    edit(desk.root, "a.md", "within 2 s.\n\n##", "within 3 s.\n\n##")
    desk.commit()
    done = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    assert done.returncode == 1
    assert "REQ-001: statement" in done.stderr
    assert not (desk.root / "public").exists()


def test_what_is_internal_does_not_hinder_a_release(run_reqsite, desk):
    edit(desk.root, "b.md", INTERNAL, "We add forty percent.")
    desk.commit()
    done = run_reqsite("publish", "--release", "1.0.0", "--dry-run", cwd=desk.root)
    assert done.returncode == 0, done.stderr


def test_a_page_that_says_what_is_internal_stops_the_publication(run_reqsite, desk):
    """Case 97."""
    desk.commit({"docs/note.md": f"# Note\n\n{INTERNAL}\n"})
    done = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    assert done.returncode == 1
    assert "note.html: It says what is internal" in done.stderr
    assert list((desk.root).glob("public/1.0.0")) == []


def test_a_build_that_fails_leaves_the_store_alone(run_reqsite, desk):
    """Cases 12 and 14."""
    desk.commit({"docs/note.md": "# Note\n\n[nowhere](nowhere.md)\n"})
    done = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    assert done.returncode == 1
    assert "not built" in done.stderr
    assert not (desk.root / "public").exists()


def test_a_build_that_takes_too_long_is_stopped(run_reqsite, desk):
    desk.commit({"hook.py": "import time\ndef on_config(config):\n    time.sleep(600)\n"})
    desk.commit({"mkdocs.yml": f"{SITE}hooks: [hook.py]\n"})
    done = run_reqsite("publish", "--release", "1.0.0", "--timeout", "3", cwd=desk.root)
    assert done.returncode == 7
    assert not (desk.root / "public").exists()


def test_a_build_sees_no_secret_of_the_caller(run_reqsite, desk):
    desk.commit({"docs/note.md": "# Note\n"})
    desk.commit({"mkdocs.yml": f"{SITE}copyright: !ENV [CI_TOKEN, nothing]\n"})
    done = run_reqsite("publish", "--draft", cwd=desk.root, env={"CI_TOKEN": "s3cr3t"})
    assert done.returncode == 0, done.stderr
    assert not any(b"s3cr3t" in content for content, _time in contents(desk.root / "public").values())


def test_a_draft_says_that_it_is_one(run_reqsite, desk):
    """Case 56."""
    done = run_reqsite("publish", "--draft", cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "public/next/index.html\n"), done.stderr
    for page in (desk.root / "public/next").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "not a baseline" in text
        assert '<meta name="robots" content="noindex">' in text
    assert json.loads((desk.root / "public/versions.json").read_text()) == []
    refused = run_reqsite("verify", "--release", "next", cwd=desk.root)
    assert refused.returncode == 2


def test_a_dry_run_writes_nothing_and_foretells_the_digest(run_reqsite, desk):
    """Case 108."""
    told = run_reqsite("publish", "--release", "1.0.0", "--dry-run", cwd=desk.root)
    assert told.returncode == 0, told.stderr
    assert not (desk.root / "public").exists()
    done = run_reqsite("publish", "--release", "1.0.0", cwd=desk.root)
    digest = next(line for line in done.stderr.splitlines() if line.startswith("Site digest"))
    assert digest in told.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["--draft", "--release", "1.0.0"], 2),
        (["--release", "9.9.9"], 2),
        (["--draft", "--store", "docs/public"], 2),
        (["--draft", "--store", "."], 2),
        (["--draft", "--store", "no/such/folder"], 5),
    ],
)
def test_a_call_that_cannot_be_obeyed_ends_at_once(arguments, code, run_reqsite, desk):
    """Cases 7, 8 and 105."""
    done = run_reqsite("publish", *arguments, cwd=desk.root)
    assert (done.returncode, done.stdout) == (code, "")
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_finds_what_was_tampered_with_and_says_it_to_machines(run_reqsite, desk):
    """Cases 31, 32 and 37."""
    assert run_reqsite("publish", "--release", "1.0.0", cwd=desk.root).returncode == 0
    head = json.loads(run_reqsite("verify", "--format", "json", cwd=desk.root).stdout)["head"]
    page = desk.root / "public/1.0.0/index.html"
    page.chmod(0o644)
    page.write_bytes(page.read_bytes() + b" ")
    done = run_reqsite("verify", "--all", "--format", "json", cwd=desk.root)
    assert done.returncode == 4
    found = json.loads(done.stdout)
    assert found["releases"][0]["problems"] == [{"path": "1.0.0/index.html", "message": "It is changed."}]
    (desk.root / "public/journal.jsonl").write_text("")
    gone = run_reqsite("verify", "--expect-head", head, cwd=desk.root)
    assert gone.returncode == 4
    assert "rolled back" in gone.stdout


def test_verify_needs_no_project(run_reqsite, desk, tmp_path):
    assert run_reqsite("publish", "--release", "1.0.0", cwd=desk.root).returncode == 0
    copy = tmp_path / "unzipped"
    shutil.copytree(desk.root / "public", copy)
    done = run_reqsite("verify", str(copy), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "there is no ledger here to compare with" in done.stdout
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run_reqsite("verify", str(empty), cwd=tmp_path).returncode == 5
    assert run_reqsite("verify", str(Path("nowhere")), cwd=tmp_path).returncode == 5


def test_a_branch_is_a_store_too(run_reqsite, desk):
    """Cases 60 and 63."""
    before = desk.git("rev-parse", "HEAD"), desk.git("status", "--porcelain")
    done = run_reqsite("publish", "--release", "1.0.0", "--store", "git:pages", cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "pages:1.0.0/index.html\n"), done.stderr
    assert "<!doctype html>" in desk.git("show", done.stdout.strip())
    verified = run_reqsite("verify", "git:pages", cwd=desk.root)
    assert verified.returncode == 0, verified.stdout
    assert (desk.git("rev-parse", "HEAD"), desk.git("status", "--porcelain")) == before
    refused = run_reqsite("publish", "--draft", "--store", "git:main", cwd=desk.root)
    assert refused.returncode == 5
    assert run_reqsite("verify", "git:nowhere", cwd=desk.root).returncode == 5
