"""A project begun by `reqsite init`: whole, without a finding, and never over anything that is there."""

import os
import subprocess
import sys

import pytest
import yaml

from reqsite.source.project import Project
from reqsite.workspace import open_workspace

CHAPTERS = (
    "background.md",
    "goals/GOAL-001.md",
    "requirements/functional/REQ-001.md",
    "requirements/nonfunctional/REQ-002.md",
    "requirements/constraints/REQ-003.md",
    "glossary.yml",
)


def files_in(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_project_is_whole_has_no_finding_and_builds_strictly(run_reqsite, tmp_path, language):
    done = run_reqsite("init", "--language", language, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == sorted(files_in(tmp_path), key=done.stdout.split().index)
    assert [chapter for chapter in CHAPTERS if not (tmp_path / "docs_src" / chapter).is_file()] == []
    project = Project.find(tmp_path)
    assert project.language == language
    assert open_workspace(project).report().findings == ()
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict"]
    built = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False)
    assert (built.returncode, "WARNING" in built.stderr) == (0, False), built.stderr
    assert (tmp_path / "site" / "requirements" / "REQ-003.html").is_file()


def test_both_languages_have_the_same_files(run_reqsite, tmp_path):
    for language in ("en", "zh"):
        assert run_reqsite("init", language, "--language", language, cwd=tmp_path).returncode == 0
    assert files_in(tmp_path / "en").keys() == files_in(tmp_path / "zh").keys()


@pytest.mark.parametrize("taken", ["mkdocs.yml", "properdocs.yml", "docs_src/background.md"])
def test_where_a_project_has_begun_no_file_changes(run_reqsite, tmp_path, taken):
    (tmp_path / "docs_src").mkdir()
    (tmp_path / taken).write_text("site_name: Mine\n", encoding="utf-8")
    before = files_in(tmp_path)
    done = run_reqsite("init", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{taken} is there already; nothing was written." in done.stderr
    assert files_in(tmp_path) == before


def test_a_link_that_leads_nowhere_is_not_written_through(run_reqsite, tmp_path):
    (tmp_path / "mkdocs.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert run_reqsite("init", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "elsewhere.yml").exists()


def test_what_git_ignores_already_stays_as_it_is(run_reqsite, tmp_path):
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    done = run_reqsite("init", cwd=tmp_path)
    assert (done.returncode, ".gitignore" in done.stdout) == (0, False)
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"


@pytest.mark.parametrize(
    "name", ["订单台", "a: b # c", "'quoted' \"both\"", "*stars* [x](y) <b>", "- 1", "null", "# x"]
)
def test_a_site_may_be_called_anything(run_reqsite, tmp_path, name):
    assert run_reqsite("init", "--name", name, cwd=tmp_path).returncode == 0
    config = yaml.safe_load((tmp_path / "mkdocs.yml").read_text("utf-8"))
    assert config["site_name"] == name
    assert open_workspace(Project.find(tmp_path)).report().findings == ()


def test_without_a_name_the_site_is_called_like_its_folder(run_reqsite, tmp_path):
    run_reqsite("init", "order-desk", cwd=tmp_path)
    assert Project.find(tmp_path / "order-desk").site_name == "order-desk"


@pytest.mark.parametrize("name", ["x" * 201, "a\u200bb"])
def test_a_name_that_is_none_is_refused(run_reqsite, tmp_path, name):
    assert run_reqsite("init", "--name", name, cwd=tmp_path).returncode == 2
    assert files_in(tmp_path) == {}


def test_a_chapter_that_is_emptied_is_named(run_reqsite, tmp_path):
    run_reqsite("init", cwd=tmp_path)
    (tmp_path / "docs_src" / "background.md").write_text("# Background\n\n<!-- later -->\n", encoding="utf-8")
    (tmp_path / "docs_src" / "requirements" / "constraints" / "REQ-003.md").unlink()
    done = run_reqsite("check", "--fail-on", "warning", cwd=tmp_path)
    assert done.returncode == 1
    found = [line.split(" Write it")[0] for line in done.stdout.splitlines() if "RQ866" in line]
    assert found == [
        "docs_src/background.md:1:1: RQ866 warning: The chapter docs_src/background.md says nothing.",
        "docs_src/schema.yml:6:5: RQ866 warning: There is no chapter docs_src/requirements/constraints.",
    ]
