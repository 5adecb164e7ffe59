"""Which commit a release was made of, in real repositories."""

import subprocess
from pathlib import Path

import pytest

from reqsite.history.git import GitError
from reqsite.history.git_states import open_states
from reqsite.history.ledger_files import read_ledger
from reqsite.publish.checkout import checked_out
from reqsite.publish.commits import Commits
from reqsite.publish.errors import RefusedError
from reqsite.source.project import Project
from tests.releases import release
from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs_src\n"


def record(text):
    return f"---\nid: REQ-001\ntype: functional\ntitle: Stock\nstatus: confirmed\npriority: P1\n---\n{text}\n"


@pytest.fixture
def desk(tmp_path):
    """Return a repository with the release 1.0.0, laid into the ledger by a commit of its own."""
    made = Repository(tmp_path / "desk")
    made.commit({"mkdocs.yml": SITE, "docs_src/a.md": record("It is shown.")})
    release(made.root, "1.0.0")
    made.commit()
    return made


def found(root, name="1.0.0"):
    """Return the commit that is found for a release."""
    project = Project.find(root)
    with open_states(project) as states:
        baseline = read_ledger(project.root).find(name)
        assert baseline is not None
        return Commits(states).find(baseline)


def refused(root, name="1.0.0"):
    with pytest.raises(RefusedError) as caught:
        found(root, name)
    return str(caught.value.message), str(caught.value.hint)


def test_it_is_the_one_that_laid_it_into_the_ledger(desk):
    froze = desk.git("rev-parse", "HEAD")
    desk.commit({"docs_src/note.md": "# The same records\n"})
    desk.commit({"docs_src/a.md": record("It is hidden.")})
    assert found(desk.root) == froze


@pytest.mark.parametrize("tag", ["1.0.0", "v1.0.0", "release/1.0.0", "release/v1.0.0"])
@pytest.mark.parametrize("message", ["", "The first"])
def test_a_tag_that_is_called_like_it_comes_before(desk, tag, message):
    tagged = desk.commit({"docs_src/note.md": "# Better words\n"}, tag=tag, message=message)
    desk.commit({"docs_src/note.md": "# Later words\n"})
    assert found(desk.root) == tagged


def test_a_branch_that_is_called_like_it_is_no_tag(desk):
    froze = desk.git("rev-parse", "HEAD")
    desk.git("branch", "1.0.0", "HEAD~1")
    assert found(desk.root) == froze


def test_a_tag_on_other_records_is_refused(desk):
    """Case 40: a tag that was moved."""
    desk.commit({"docs_src/a.md": record("It is hidden.")}, tag="1.0.0")
    message, hint = refused(desk.root)
    assert message == "The tag 1.0.0 does not hold the records of release 1.0.0."
    assert "--from COMMIT" in hint


def test_a_tag_under_another_name_than_its_own_is_refused(desk):
    """Case 40: an annotated tag that calls itself something else."""
    desk.git("tag", "-a", "-m", "The second", "2.0.0")
    desk.git("update-ref", "refs/tags/1.0.0", desk.git("rev-parse", "refs/tags/2.0.0"))
    assert refused(desk.root)[0] == "The tag 1.0.0 was made as 2.0.0, and given another name."


def test_a_ledger_that_was_made_later_leads_to_the_newest_commit_with_the_records(tmp_path):
    late = Repository(tmp_path / "desk")
    late.commit({"mkdocs.yml": SITE, "docs_src/a.md": record("It is shown.")})
    newest = late.commit({"docs_src/note.md": "# The same records\n"})
    late.commit({"docs_src/a.md": record("It is hidden.")})
    late.write({"docs_src/a.md": record("It is shown.")})
    release(late.root, "1.0.0")
    late.commit({"docs_src/a.md": record("It is gone.")})
    assert found(late.root) == newest


def test_records_that_no_commit_has_are_named_and_so_is_what_to_do(desk):
    desk.write({"docs_src/a.md": record("It is somewhere else.")})
    release(desk.root, "1.1.0", "2026-03-02")
    desk.write({"docs_src/a.md": record("It is shown.")})
    message, hint = refused(desk.root, "1.1.0")
    assert message == "No commit of this clone holds the records of release 1.1.0."
    assert "--from COMMIT" in hint


def test_in_a_shallow_clone_it_says_how_to_get_the_rest(desk, tmp_path):
    """Also where its first commit has the right records: it is not the one that a whole clone would take."""
    desk.commit({"docs_src/note.md": "# The same records\n"})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", desk.root.as_uri(), str(shallow)], check=True)
    message, hint = refused(shallow)
    assert message == "This clone lacks the commit that laid release 1.0.0 into the ledger."
    assert "git fetch --unshallow --tags" in hint


def test_in_a_shallow_clone_without_the_ledger_the_records_decide(desk, tmp_path):
    newest = desk.commit({"baselines/1.0.0.jsonl": None})
    desk.commit({"docs_src/a.md": record("It is hidden.")})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "2", desk.root.as_uri(), str(shallow)], check=True)
    text = (shallow / "docs_src/a.md").read_text(encoding="utf-8")
    (shallow / "docs_src/a.md").write_text(record("It is shown."), encoding="utf-8")
    release(shallow, "1.0.0")
    (shallow / "docs_src/a.md").write_text(record("It is somewhere else."), encoding="utf-8")
    release(shallow, "1.1.0", "2026-03-02")
    (shallow / "docs_src/a.md").write_text(text, encoding="utf-8")
    assert found(shallow) == newest
    message, hint = refused(shallow, "1.1.0")
    assert message == "No commit of this clone holds the records of release 1.1.0."
    assert "git fetch --unshallow --tags" in hint


def test_a_repository_without_a_commit_holds_none(tmp_path):
    new = Repository(tmp_path / "desk")
    new.write({"mkdocs.yml": SITE, "docs_src/a.md": record("It is shown.")})
    release(new.root, "1.0.0")
    assert refused(new.root)[0] == "No commit of this clone holds the records of release 1.0.0."


def test_each_commit_is_read_once_for_all_releases(desk):
    """A walk over the history for the second release begins where that for the first one ended."""
    desk.commit({"docs_src/a.md": record("It is hidden.")})
    release(desk.root, "1.1.0", "2026-03-02")
    desk.commit({"docs_src/a.md": record("It is gone.")})
    read: list[str] = []
    with open_states(Project.find(desk.root)) as states:
        commits = Commits(states, read.append)
        for baseline in read_ledger(desk.root).baselines:
            commits.find(baseline)
    assert sorted(read) == sorted(set(read))


def checked_out_files(desk, revision, name):
    """Return {path: text} of what is checked out of a commit for a release."""
    project = Project.find(desk.root)
    with open_states(project) as states:
        commit = states.repository.commit(revision)
        assert commit is not None
        with checked_out(states, commit, project.root, read_ledger(project.root).until(name)) as config:
            folder = config.parent
            files = [path for path in folder.rglob("*") if path.is_file()]
            read = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
        assert not folder.exists()
        return read


def test_its_files_are_those_of_the_commit_with_the_ledger_of_today_up_to_it(desk):
    desk.commit(
        {"docs_src/a.md": record("It is hidden."), "theme/main.html": "<p>", ".gitattributes": "*.md eol=crlf\n"}
    )
    release(desk.root, "1.1.0", "2026-03-02")
    desk.commit()
    before = desk.git("status", "--porcelain"), desk.git("for-each-ref"), sorted((desk.root / ".git").rglob("*"))
    files = checked_out_files(desk, "HEAD~2", "1.0.0")
    assert files["docs_src/a.md"] == record("It is shown.")
    assert sorted(files) == ["baselines/1.0.0.jsonl", "docs_src/a.md", "mkdocs.yml"]
    late = checked_out_files(desk, "HEAD~1", "1.1.0")
    assert sorted(path for path in late if "/" in path) == [
        "baselines/1.0.0.jsonl",
        "baselines/1.1.0.jsonl",
        "docs_src/a.md",
        "theme/main.html",
    ]
    assert "\r" not in late["docs_src/a.md"]
    assert before == (
        desk.git("status", "--porcelain"),
        desk.git("for-each-ref"),
        sorted((desk.root / ".git").rglob("*")),
    )


def test_a_file_that_git_does_not_have_is_named(desk):
    stand_in = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    desk.commit({"docs_src/desk.png": stand_in})
    with pytest.raises(RefusedError) as caught:
        checked_out_files(desk, "HEAD", "1.0.0")
    assert [str(detail) for detail in caught.value.details] == ["not in git: docs_src/desk.png"]


def test_a_commit_without_a_project_is_refused(desk):
    desk.commit({"mkdocs.yml": None})
    desk.write({"mkdocs.yml": SITE})
    with pytest.raises(RefusedError, match=r"There is no mkdocs\.yml"):
        checked_out_files(desk, "HEAD", "1.0.0")


def test_the_releases_of_this_repository_can_be_built_again():
    """Each has a commit with its records, as far as the history is here."""
    project = Project.find(Path(__file__).resolve().parents[3])
    ledger = read_ledger(project.root)
    try:
        with open_states(project) as states:
            if states.repository.is_shallow:
                pytest.skip("this clone is shallow")
            commits, there = Commits(states), states.repository.tree("HEAD")
            released = [baseline for baseline in ledger.baselines if baseline.file in there]
            made_of = [commits.find(baseline) for baseline in released]
    except GitError as error:
        pytest.skip(str(error.message))
    assert len(set(made_of)) == len(released) >= 3
