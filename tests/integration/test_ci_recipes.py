"""The files for CI that the guide gives away: their shape, and their steps, run in clones of a local remote.

The forge itself is not here: its actions are stood in for by what they do to a folder, and `gh` is not called.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.test_guide import GUIDE, blocks_of
from tests.integration.test_release import record
from tests.repositories import Repository

PAGE = GUIDE / "how-to" / "ci.md"
CHECK, COMMENT, PUBLISH = (f".github/workflows/{name}.yml" for name in ("requirements", "changes", "publish"))
GITLAB = ".gitlab-ci.yml"
SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {}}]
"""
KEYS = {
    "workflow": {"name", "on", "permissions", "concurrency", "jobs"},
    "job": {"runs-on", "timeout-minutes", "permissions", "needs", "if", "steps", "concurrency"},
    "step": {"uses", "with", "run", "if", "env"},
    "gitlab": {"stages", "default", "variables"},
    "gitlab job": {"stage", "rules", "script", "artifacts", "resource_group"},
}
LEAVES_ALONE = ("python -m pip install ", "gh ", "number=$(gh ", "git remote set-url ")
"""How lines begin that need the forge, or the network."""
READS_DATA = ("git ", "gh ", "number=$(gh ", "python -m pip install ", "reqsite verify ")
"""How lines may begin in a job that may write: none of them runs what a project holds."""


class Unique(yaml.SafeLoader):
    """Reads YAML as a forge does: `on` is a word."""


Unique.yaml_implicit_resolvers = {
    mark: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or mark not in "oOyYnN"]
    for mark, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def recipe(title: str) -> Any:
    [block] = [block for block in blocks_of(PAGE) if block.title == title]
    return yaml.load("\n".join(block.lines), Unique)  # noqa: S506 - a SafeLoader


def jobs(title: str) -> dict[str, Any]:
    found: dict[str, Any] = recipe(title)
    return {n: job for n, job in found.items() if n not in KEYS["gitlab"]} if title == GITLAB else found["jobs"]


def lines_of(job: Mapping[str, Any]) -> Iterator[str]:
    for step in job.get("steps", [{"run": line} for line in job.get("script", [])]):
        yield from str(step.get("run", "")).splitlines()


@pytest.mark.parametrize("title", [CHECK, COMMENT, PUBLISH])
def test_a_workflow_says_nothing_that_github_does_not_know_and_allows_no_more_than_it_needs(title):
    workflow = recipe(title)
    assert workflow.keys() <= KEYS["workflow"]
    assert {"permissions", "concurrency"} <= workflow.keys()
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert job.keys() <= KEYS["job"]
        assert isinstance(job["timeout-minutes"], int)
        for step in job["steps"]:
            assert step.keys() <= KEYS["step"]
            assert ("uses" in step) != ("run" in step)
            assert "${{" not in step.get("run", "")


def test_every_action_is_pinned_by_the_hash_of_a_commit_and_says_its_version():
    lines = [line for block in blocks_of(PAGE) for line in block.lines if "uses:" in line]
    assert lines
    assert all(re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in lines)


def test_gitlabs_file_says_nothing_that_gitlab_does_not_know():
    found = recipe(GITLAB)
    for name, job in jobs(GITLAB).items():
        assert job.keys() <= KEYS["gitlab job"]
        assert job["stage"] in found["stages"], name
        assert all(isinstance(line, str) for line in job["script"])
        assert all(rule.keys() == {"if"} for rule in job["rules"])


def test_nothing_of_a_pull_request_runs_where_there_is_a_secret_or_the_right_to_write():
    """Case 99: what a pull request may change runs in jobs that may only read; the others run none of it."""
    assert recipe(CHECK)["on"] == "pull_request"
    check = yaml.dump(recipe(CHECK))
    assert "write" not in check
    assert "secrets." not in check
    assert "github.token" not in check
    for title in (CHECK, COMMENT, PUBLISH):
        workflow = recipe(title)
        assert "pull_request_target" not in yaml.dump(workflow["on"])
        for job in workflow["jobs"].values():
            rights = {**workflow["permissions"], **job.get("permissions", {})}
            checkouts = [step.get("with", {}) for step in job["steps"] if "checkout" in step.get("uses", "")]
            if "write" in rights.values():
                assert all(line.strip().startswith(READS_DATA) for line in lines_of(job)), title
            else:
                assert all(given["persist-credentials"] is False for given in checkouts)
    assert not any("checkout" in step.get("uses", "") for step in recipe(COMMENT)["jobs"]["comment"]["steps"])
    for name, job in jobs(GITLAB).items():
        if any("REQSITE_TOKEN" in line for line in job["script"]):
            assert name == "publish"
            assert all(line.startswith(READS_DATA) for line in job["script"])
            assert not any("merge_request" in rule["if"] for rule in job["rules"])


class Forge:
    """A bare remote, and jobs that run in clones of it as a forge would run them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        self._clones = 0
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self.remote)], check=True)
        options = ["git", "config", "receive.advertisePushOptions", "true"]  # as GitLab has it
        subprocess.run(options, cwd=self.remote, check=True)

    def clone(self, ref: str) -> Path:
        """Return a clone as a forge's runner makes it: all history, and no branch checked out."""
        self._clones += 1
        place = self.folder / f"clone {self._clones}"
        subprocess.run(["git", "clone", "-q", str(self.remote), str(place)], check=True)
        subprocess.run(["git", "checkout", "-q", "--detach", ref], cwd=place, check=True)
        return place

    def run(self, job: Mapping[str, Any], ref: str, env: Mapping[str, str], kept: Path) -> list[str]:
        """Run a job's steps in a fresh clone and return the lines that ended it; files go from job to job in `kept`."""
        place = self.clone(ref)
        if "script" in job:  # GitLab hands over what earlier stages made without being told
            shutil.copytree(kept, place, dirs_exist_ok=True)
        for step in job.get("steps", [{"run": line} for line in job.get("script", [])]):
            given = step.get("with", {})
            if "if" in step and step["if"] != f"github.ref_type == '{env['GITHUB_REF_TYPE']}'":
                continue
            if "upload-artifact" in step.get("uses", ""):
                shutil.copy(place / given["path"], kept)
            elif "download-artifact" in step.get("uses", ""):
                shutil.copytree(kept, place, dirs_exist_ok=True)
            elif "run" in step and not step["run"].startswith(LEAVES_ALONE):
                done = self.shell(step["run"], place, env)
                if done.returncode != 0:
                    return [step["run"], done.stdout, done.stderr]
        for path in job.get("artifacts", {}).get("paths", []):
            shutil.copy(place / path, kept)
        return []

    def shell(self, line: str, place: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        given = {"PATH": programs, "HOME": str(self.folder), "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", **env}
        return subprocess.run(
            ["sh", "-e", "-c", line],
            cwd=place,
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def files(self, branch: str) -> list[str]:
        """Return the files of a branch of the remote."""
        listed = ["git", "ls-tree", "-r", "--name-only", branch]
        done = subprocess.run(listed, cwd=self.remote, capture_output=True, encoding="utf-8", check=False)
        return done.stdout.splitlines()


@pytest.fixture
def desk(tmp_path, run_reqsite):
    made = Repository(tmp_path / "desk")
    made.commit({"mkdocs.yml": SITE, "docs/index.md": "# Desk\n", "docs/a.md": record("REQ-001")})
    done = run_reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=made.root)
    assert done.returncode == 0, done.stderr
    made.commit(tag="1.0.0")
    return made


@pytest.fixture
def forge(desk, tmp_path):
    made = Forge(tmp_path)
    desk.git("remote", "add", "origin", str(made.remote))
    desk.git("push", "-q", "origin", "main", "1.0.0")
    return made


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


def propose(desk, text):
    """Push a branch on which the record says something else."""
    desk.git("switch", "-q", "-c", "proposal")
    path = desk.root / "docs/a.md"
    path.write_text(text(path.read_text(encoding="utf-8")), encoding="utf-8")
    desk.commit()
    desk.git("push", "-q", "origin", "proposal")


@pytest.mark.parametrize(("title", "job"), [(CHECK, "check"), (GITLAB, "check")], ids=["GitHub", "GitLab"])
def test_a_proposal_is_checked_and_what_it_changes_is_written_down(title, job, desk, forge, kept):
    propose(desk, lambda text: text.replace("within 2 s", "within 3 s"))
    env = {"GITHUB_BASE_REF": "main", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    assert forge.run(jobs(title)[job], "origin/proposal", env, kept) == []
    assert "REQ-001" in (kept / "changes.md").read_text(encoding="utf-8")


def test_a_proposal_with_a_mistake_stops_at_the_check(desk, forge, kept):
    propose(desk, lambda text: text.replace("type: functional", "type: functional\nderives_from: [GOAL-9]"))
    line, said, _errors = forge.run(jobs(CHECK)["check"], "origin/proposal", {"GITHUB_BASE_REF": "main"}, kept)
    assert line == "reqsite check --format github"
    assert said.startswith("::error file=docs/a.md,line=")
    assert not (kept / "changes.md").exists()


def test_what_is_merged_becomes_a_draft_and_a_tag_becomes_a_release(forge, kept):
    """On GitHub: built in one job, proven and pushed in another, onto what is there."""
    found = jobs(PUBLISH)
    for kind, name in (("branch", "main"), ("tag", "1.0.0")):
        env = {"GITHUB_REF_TYPE": kind, "GITHUB_REF_NAME": name}
        for job in ("build", "publish"):
            assert forge.run(found[job], "1.0.0", env, kept) == []
    files = forge.files("pages")
    assert {"index.html", "next/index.html", "1.0.0/index.html", "latest/index.html"} <= set(files)


def test_gitlab_publishes_a_release_in_the_same_way_and_refuses_a_branch_that_a_build_has_bent(forge, kept):
    """Case 99: a job that builds what somebody has bent cannot change what is out."""
    found = jobs(GITLAB)
    env = {"CI_COMMIT_TAG": "1.0.0"}
    assert forge.run(found["build"], "1.0.0", env, kept) == []
    shutil.copytree(kept, forge.folder / "bent")
    bundle = forge.folder / "bent" / "pages.bundle"
    bent = Repository(forge.folder / "bender")
    bent.git("fetch", "-q", str(bundle), "pages:pages")
    bent.git("switch", "-q", "pages")
    bent.commit({"1.0.0/index.html": "<p>Free of charge."})
    bent.git("bundle", "create", "-q", str(bundle), "pages")
    line, said, errors = forge.run(found["publish"], "1.0.0", env, forge.folder / "bent")
    assert line == "reqsite verify git:built", errors
    assert "1.0.0/index.html: It is changed." in said
    assert forge.files("pages") == []
    assert forge.run(found["publish"], "1.0.0", env, kept) == []
    assert "1.0.0/index.html" in forge.files("pages")
