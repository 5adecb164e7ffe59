"""`reqsite publish --all` and `--from`: releases out of the history of a repository, with real builds."""

import json
import shutil
import subprocess

import pytest

from tests.integration.test_release import record
from tests.repositories import Repository

SITE = """\
site_name: {name}
docs_dir: docs
use_directory_urls: false
theme: {{name: material, language: en}}
plugins: [search, {{reqsite: {{fail_on: {fail_on}}}}}]
{more}
"""
BROKEN_HOOK = "def on_config(config):\n    raise RuntimeError('not any more')\n"


def site(name="Desk", fail_on="never", more=""):
    return SITE.format(name=name, fail_on=fail_on, more=more)


@pytest.fixture
def desk(tmp_path):
    """Return a project in git, with a record and a page, and no release yet."""
    made = Repository(tmp_path / "desk")
    made.write(
        {
            "mkdocs.yml": site(),
            ".gitignore": "/public/\n/site/\n",
            "docs/index.md": "# Desk\n\nSee [[REQ-001]].\n",
            "docs/a.md": record("REQ-001"),
        }
    )
    return made


@pytest.fixture
def freeze(run_reqsite):
    """Release what stands, and commit it, with a tag of the same name or without."""

    def frozen(desk, version, tag=""):
        done = run_reqsite("release", version, "--date", "2026-03-01", cwd=desk.root)
        assert done.returncode == 0, done.stderr
        return desk.commit(tag=tag)

    return frozen


@pytest.fixture
def released(desk, freeze):
    """Return a project with other records in the first commit than in the release."""
    desk.commit({"docs/a.md": record("REQ-001", "The desk shall do something else.")})
    desk.write({"docs/a.md": record("REQ-001")})
    freeze(desk, "1.0.0")
    return desk


def manifest(desk, version, store="public"):
    return json.loads((desk.root / store / version / "reqsite-manifest.json").read_text(encoding="utf-8"))


def times(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != ".lock"}


def test_each_release_goes_out_as_it_was(run_reqsite, desk, freeze):
    """Cases 27, 28 and 60: content and settings of then, history of now; a second call has nothing to do."""
    first = freeze(desk, "1.0.0", tag="v1.0.0")
    desk.write({"mkdocs.yml": site("Stock desk"), "docs/a.md": record("REQ-001", "The desk shall hide the stock.")})
    second = freeze(desk, "2.0.0")
    desk.write({"docs/a.md": "---\nid: [\n---\nWhat stands now cannot even be read.\n"})
    before = desk.git("status", "--porcelain"), desk.git("for-each-ref"), sorted((desk.root / ".git").rglob("*"))

    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "public/index.html\n"), done.stderr
    lines = [line.partition(", ")[0] for line in done.stderr.splitlines()]
    assert [line for line in lines if "published" in line] == [
        f"1.0.0: published from commit {first[:7]}",
        f"2.0.0: published from commit {second[:7]}",
    ]
    one, two = manifest(desk, "1.0.0"), manifest(desk, "2.0.0")
    assert (one["commit"], one["site"], two["commit"], two["site"]) == (first, "Desk", second, "Stock desk")
    store = desk.root / "public"
    assert "show the stock" in (store / "1.0.0/requirements.json").read_text(encoding="utf-8")
    assert not any("2.0.0" in path.read_text(encoding="utf-8") for path in (store / "1.0.0").rglob("*.html"))
    assert json.loads((store / "aliases.json").read_text())["latest"]["version"] == "2.0.0"
    published = [json.loads(line) for line in (store / "journal.jsonl").read_text().splitlines()]
    assert [e["version"] for e in published if e["event"] == "publish"] == ["1.0.0", "2.0.0"]
    assert before == (
        desk.git("status", "--porcelain"),
        desk.git("for-each-ref"),
        sorted((desk.root / ".git").rglob("*")),
    )

    written = times(store)
    again = run_reqsite("publish", "--all", cwd=desk.root)
    assert (again.returncode, again.stdout) == (0, "public/index.html\n")
    assert again.stderr.count("already published") == 2
    assert times(store) == written
    verified = run_reqsite("verify", cwd=desk.root)
    assert verified.returncode == 0, verified.stdout
    assert "the records of 2 releases are those that the ledger" in verified.stdout


def test_one_that_cannot_go_out_does_not_stop_the_others(run_reqsite, desk, freeze):
    """Case 12, and what is said of it at the end."""
    desk.write({"mkdocs.yml": site(more="hooks: [hook.py]"), "hook.py": BROKEN_HOOK})
    freeze(desk, "1.0.0", tag="1.0.0")
    desk.write({"mkdocs.yml": site(), "docs/note.md": "# Note\n\n[nowhere](nowhere.md)\n"})
    freeze(desk, "1.1.0", tag="1.1.0")
    mended = desk.commit({"docs/note.md": "# Note\n"})
    desk.write({"docs/a.md": record("REQ-001", "The desk shall hide the stock.")})
    freeze(desk, "2.0.0", tag="2.0.0")

    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert (done.returncode, done.stdout) == (1, "public/index.html\n"), done.stderr
    assert "error: 1.0.0: mkdocs crashed" in done.stderr
    assert "note.html: It leads to what is not there: nowhere.md" in done.stderr
    assert "error: 1.1.0: The site was built, and 1 thing in it must not be published." in done.stderr
    assert "2.0.0: published" in done.stderr
    assert "2 releases of 3 are not published" in done.stderr
    assert sorted(path.name for path in (desk.root / "public").glob("[12]*")) == ["2.0.0"]

    done = run_reqsite("publish", "--release", "1.1.0", "--from", mended, cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "public/1.1.0/index.html\n"), done.stderr
    assert "The store lacks releases of the ledger: 1.0.0." in done.stderr
    assert manifest(desk, "1.1.0")["commit"] == mended
    assert json.loads((desk.root / "public/aliases.json").read_text())["latest"]["version"] == "2.0.0"


def test_rules_of_today_do_not_hinder_a_release_of_yesterday(run_reqsite, desk, freeze):
    desk.write({"mkdocs.yml": site(fail_on="info"), "docs/a.md": record("REQ-001", "The desk should be fast.")})
    freeze(desk, "1.0.0")
    assert run_reqsite("publish", "--release", "1.0.0", cwd=desk.root).returncode == 1
    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert done.returncode == 0, done.stderr
    assert "which stops no release that was frozen" in done.stderr
    assert "RQ" not in done.stderr


def test_what_cannot_be_read_hinders_it_all_the_same(run_reqsite, desk, freeze):
    freeze(desk, "1.0.0")
    desk.commit({"docs/b.md": "---\nid: REQ-002\nid: REQ-003\n---\nTwo ids.\n"}, tag="1.0.0")
    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "docs/b.md:3" in done.stderr
    assert "error: 1.0.0: The records cannot all be read" in done.stderr


def test_the_working_tree_and_its_commit_give_the_same_bytes(run_reqsite, desk, freeze):
    freeze(desk, "1.0.0")
    assert run_reqsite("publish", "--release", "1.0.0", cwd=desk.root).returncode == 0
    done = run_reqsite("publish", "--release", "1.0.0", "--from", "HEAD", cwd=desk.root)
    assert done.returncode == 0, done.stderr
    assert "already published" in done.stderr


def test_a_project_in_a_folder_of_the_repository_goes_out_too(run_reqsite, tmp_path, desk, freeze):
    """So does one whose settings lie outside of its folder, onto a branch, and without a byte for a dry run."""
    whole = Repository(tmp_path / "whole")
    shutil.copytree(desk.root, whole.root / "order/desk", ignore=shutil.ignore_patterns(".git"))
    whole.write({"order/desk/mkdocs.yml": "INHERIT: ../base.yml\nsite_name: Inner\n", "order/base.yml": site("Base")})
    inner = Repository.__new__(Repository)
    inner.__dict__.update(vars(whole), root=whole.root / "order/desk")
    freeze(inner, "1.0.0")
    refs = whole.git("for-each-ref")
    told = run_reqsite("publish", "--all", "--store", "git:pages", "--dry-run", cwd=inner.root)
    assert told.returncode == 0, told.stderr
    assert whole.git("for-each-ref") == refs
    done = run_reqsite("publish", "--all", "--store", "git:pages", cwd=inner.root)
    assert (done.returncode, done.stdout) == (0, "pages:index.html\n"), done.stderr
    digest = done.stderr.split("site digest ")[1].split()[0]
    assert f"site digest {digest}" in told.stderr
    assert json.loads(whole.git("show", "pages:1.0.0/reqsite-manifest.json"))["site"] == "Inner"


def test_a_clone_without_the_history_publishes_what_it_can(run_reqsite, desk, freeze, tmp_path):
    freeze(desk, "1.0.0")
    desk.write({"docs/a.md": record("REQ-001", "The desk shall hide the stock.")})
    freeze(desk, "2.0.0", tag="2.0.0")
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", desk.root.as_uri(), str(shallow)], check=True)
    done = run_reqsite("publish", "--all", cwd=shallow)
    assert (done.returncode, done.stdout) == (1, "public/index.html\n"), done.stderr
    assert "error: 1.0.0: This clone lacks the commit that laid release 1.0.0 into the ledger." in done.stderr
    assert "`git fetch --unshallow --tags` brings what is missing." in done.stderr
    assert "2.0.0: published" in done.stderr


def test_other_records_under_the_name_of_a_release_are_a_conflict(run_reqsite, desk, freeze):
    """Case 29."""
    freeze(desk, "1.0.0")
    there = desk.root / "public/1.0.0"
    there.mkdir(parents=True)
    (there / "reqsite-manifest.json").write_text("{}", encoding="utf-8")
    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert done.returncode == 3
    assert "error: 1.0.0: What the store has under this name is not what the release froze." in done.stderr


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("--all --draft", 2, "Which of them?"),
        ("--all --from HEAD", 2, "--from goes with --release"),
        ("--release 1.0.0 --from nowhere", 2, "There is no branch, tag or commit nowhere."),
        ("--release 9.9.9 --from HEAD", 2, "There is no release 9.9.9."),
        ("--release 1.0.0 --from HEAD~1", 1, "not those that release 1.0.0 froze"),
        ("--all --store docs/x", 2, "cannot be a store"),
    ],
)
def test_a_call_that_cannot_be_obeyed_ends_before_a_build(run_reqsite, released, line, code, message):
    """Case 105."""
    done = run_reqsite("publish", *line.split(), cwd=released.root)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert not (released.root / "public").exists()


def test_without_a_release_or_a_repository_it_says_so(run_reqsite, desk, freeze):
    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert (done.returncode, "error: There is no release yet." in done.stderr) == (1, True)
    freeze(desk, "1.0.0")
    shutil.rmtree(desk.root / ".git")
    done = run_reqsite("publish", "--all", cwd=desk.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: The project is in no git repository." in done.stderr
