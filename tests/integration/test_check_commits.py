"""Commits that change requirements say which: real repositories, asked as CI asks."""

import subprocess

import pytest

from tests.releases import release
from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins: [{reqsite: {schema: schema.yml}}]\n"
REQUIREMENT = "---\nid: REQ-001\ntype: functional\ntitle: T\nstatus: draft\npriority: P1\n---\nThe desk shall {what}.\n"
CHANGE = "---\nid: CR-001\ntype: change\ntitle: T\nstatus: applied\nreason: R\nproposer: Li\n---\nMore.\n"
PAGE = "docs_src/REQ-001.md"


def words(what):
    return {PAGE: REQUIREMENT.format(what=what)}


class Desk(Repository):
    def said(self, message, files):
        """Commit files under a message."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "desk")
    made.commit(
        {"mkdocs.yml": SITE, "schema.yml": "extends: default\n", "docs_src/CR-001.md": CHANGE, **words("wait")},
        tag="start",
    )
    return made


@pytest.fixture
def told(run_reqsite):
    """Return exit code and findings of the rule: (file, message)."""

    def check(desk, text="start..HEAD", *arguments):
        done = run_reqsite("check", "--git", text, *arguments, cwd=desk.root)
        rows = [line for line in done.stdout.splitlines() if "RQ870" in line]
        return done.returncode, [(row.partition(":1:1: ")[0], row.partition("error: ")[2]) for row in rows], done.stderr

    return check


def test_a_commit_that_names_no_record_is_told_with_its_file(desk, told):
    commit = desk.said("fix wording", words("hurry"))
    code, found, _error = told(desk)
    assert code == 1
    ((file, message),) = found
    assert file == PAGE
    assert message.startswith(f"Commit {commit[:10]} ('fix wording') changes this file and names no record.")


@pytest.mark.parametrize(
    "message",
    [
        "REQ-001: fix wording",
        "fix wording\n\nfor req-001, as agreed",
        "feat(orders): faster\n\nRefs: CR-001",
        "Merge feature/REQ-001-faster",
        "需求REQ-001措辞",
        "[REQ－001] full-width",
    ],
)
def test_a_message_that_names_a_requirement_or_a_change_will_do(desk, told, message):
    desk.said(message, words("hurry"))
    assert told(desk)[1] == []


@pytest.mark.parametrize("message", ["REQ-404: of nobody", "REQ-0011", "XREQ-001", "a request-001"])
def test_what_only_looks_like_an_id_will_not(desk, told, message):
    desk.said(message, words("hurry"))
    assert len(told(desk)[1]) == 1


def test_files_that_hold_no_requirement_need_no_name(desk, told):
    page = "# A page\n\n```yaml\ntype: functional\n```\n"
    desk.said("a page", {"docs_src/page.md": page, "docs_src/data.yml": "type: functional\n", "src/a.py": "1\n"})
    desk.said("a change", {"docs_src/CR-001.md": CHANGE.replace("More", "Less")})
    assert told(desk)[1] == []


def test_lists_of_requirements_are_looked_at_too(desk, told):
    text = "records:\n  - {id: REQ-002, type: nonfunctional, title: T, status: draft, priority: P1, body: It shall.}\n"
    desk.said("more", {"docs_src/more.yml": text})
    assert [file for file, _message in told(desk)[1]] == ["docs_src/more.yml"]


def test_a_record_that_was_removed_counts_for_the_commit_that_removed_it(desk, told):
    desk.said("REQ-001: no longer wanted", {PAGE: None})
    assert told(desk)[1] == []
    desk.said("tidy", {"docs_src/REQ-003.md": REQUIREMENT.replace("REQ-001", "REQ-003")})
    desk.said("tidy again", {"docs_src/REQ-003.md": None})
    assert len(told(desk)[1]) == 2


def test_a_record_that_a_release_had_counts_for_good(desk, told):
    release(desk.root, "1.0.0")
    desk.said("REQ-001: no longer wanted", {PAGE: None})
    desk.said("REQ-001 lives on", {"docs_src/REQ-003.md": REQUIREMENT.replace("REQ-001", "REQ-003")})
    assert told(desk)[1] == []


def test_a_revert_says_what_it_takes_back(desk, told):
    named = desk.said("A better word\n\nREQ-001", words("hurry"))
    desk.git("revert", "--no-edit", named)
    assert told(desk)[1] == []
    unnamed = desk.said("worse", words("idle"))
    desk.git("revert", "--no-edit", unnamed)
    assert len(told(desk)[1]) == 2


def test_a_fixup_says_what_it_mends(desk, told):
    desk.said("A better word\n\nREQ-001", words("hurry"))
    desk.said("fixup! A better word", words("hurry up"))
    assert told(desk)[1] == []
    desk.said("fixup! Something else", words("rest"))
    assert len(told(desk)[1]) == 1


def test_a_merge_counts_where_it_has_words_of_its_own(desk, told):
    desk.git("switch", "-q", "-c", "side")
    desk.said("REQ-001: hurry", words("hurry"))
    desk.git("switch", "-q", "main")
    desk.said("elsewhere", {"a.txt": "a\n"})
    desk.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    assert told(desk)[1] == []
    desk.git("switch", "-q", "-c", "other", "HEAD~1")
    desk.said("REQ-001: idle", words("idle"))
    desk.git("switch", "-q", "main")
    subprocess.run(["git", "merge", "-q", "other"], cwd=desk.root, check=False, capture_output=True)
    desk.said("Merge other", words("do neither"))
    ((_file, message),) = told(desk)[1]
    assert "Merge other" in message


def test_three_dots_look_at_what_a_branch_added(desk, told):
    desk.git("switch", "-q", "-c", "side")
    desk.said("REQ-001: hurry", words("hurry"))
    desk.git("switch", "-q", "main")
    desk.said("on main", words("idle"))
    desk.git("switch", "-q", "side")
    assert told(desk, "main...side")[1] == []
    assert len(told(desk, "side..main")[1]) == 1


def test_a_project_below_the_root_of_its_repository_is_looked_at_alone(desk, run_reqsite):
    below = {f"below/{name}": text for name, text in {"mkdocs.yml": SITE, "schema.yml": "extends: default\n"}.items()}
    desk.said("below", {**below, "below/docs_src/REQ-009.md": REQUIREMENT.replace("REQ-001", "REQ-009")})
    desk.said("above", words("hurry"))
    done = run_reqsite("check", "--git", "start..HEAD", cwd=desk.root / "below")
    assert [line.partition(":")[0] for line in done.stdout.splitlines() if "RQ870" in line] == ["docs_src/REQ-009.md"]


def test_the_project_says_whose_files_and_which_names(desk, told):
    settings = "extends: default\nchecks:\n  commit-without-record: {records: [change], pattern: 'DESK-[0-9]+'}\n"
    desk.said("settings", {"schema.yml": settings})
    desk.said("fix", words("hurry"))
    desk.said("fix the change", {"docs_src/CR-001.md": CHANGE.replace("More", "Less")})
    desk.said("DESK-7 fix the change", {"docs_src/CR-001.md": CHANGE.replace("More", "Much less")})
    assert [file for file, _message in told(desk)[1]] == ["docs_src/CR-001.md"]


def test_a_pattern_that_is_none_is_told(desk, told):
    desk.said("settings", {"schema.yml": "extends: default\nchecks: {commit-without-record: {pattern: '(a+)+'}}\n"})
    code, found, error = told(desk)
    assert (code, found) == (1, [])
    assert "schema.yml, checks, commit-without-record, pattern:" in error


def test_a_rule_that_is_off_looks_at_nothing(desk, told):
    desk.said("settings", {"schema.yml": "extends: default\nchecks: {RQ870: off}\n"})
    desk.said("fix", words("hurry"))
    assert told(desk)[1] == []


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("HEAD", 2, "HEAD is no range of commits."),
        ("start..nowhere", 5, "git knows no commit nowhere."),
        ("--all..HEAD", 5, "git knows no commit --all."),
    ],
)
def test_a_range_that_is_none_is_told(desk, told, text, code, why):
    found = told(desk, text)
    assert found[:2] == (code, [])
    assert why in found[2]


def test_a_clone_that_is_too_shallow_says_so(desk, told, tmp_path):
    desk.said("one", words("hurry"))
    desk.said("REQ-001: two", words("idle"))
    desk.git("branch", "early", "start")
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", "--no-single-branch", desk.root.as_uri(), str(shallow)],
        check=True,
        capture_output=True,
    )

    class Clone:
        root = shallow

    code, found, error = told(Clone, "origin/early..HEAD")
    assert (code, found) == (5, [])
    assert "does not reach back to where origin/early and HEAD parted" in error
    assert "fetch-depth: 0" in error
    code, found, error = told(Clone, f"{desk.git('rev-parse', 'main~1')}..HEAD")
    assert (code, "It is a shallow clone" in error) == (5, True)


def test_without_git_it_is_told(project, run_reqsite):
    folder = project({"mkdocs.yml": SITE, "schema.yml": "extends: default\n", **words("wait")})
    done = run_reqsite("check", "--git", "main..HEAD", cwd=folder)
    assert done.returncode == 5
    assert "The project is in no git repository." in done.stderr
