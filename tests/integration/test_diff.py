import json
import re

import pytest

from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs\ntheme: {language: en}\n"
STATEMENT = "The desk shall show the stock within 2 s."


def record(record_id, text=STATEMENT, title="", **fields):
    head = {"type": "functional", "title": title or f"Look up {record_id}", "status": "confirmed", "priority": "P1"}
    lines = "".join(f"{name}: {value}\n" for name, value in {**head, **fields}.items())
    return f"---\nid: {record_id}\n{lines}---\n{text}\n\n## Acceptance criteria\n\n- It is there within 2 s.\n"


FIRST = {
    "mkdocs.yml": SITE,
    "docs/001.md": record("REQ-001"),
    "docs/002.md": record("REQ-002", owner="Li Si"),
    "docs/003.md": record("REQ-003", "The desk shall print the list."),
    "docs/004.md": record("REQ-004", "The desk shall close at six."),
    "docs/005.md": record("REQ-005", "The desk shall be named after a kingfisher.", visibility="internal"),
    "docs/006.md": record("REQ-006", "The desk shall ring a bell.", title="Bell"),
}
NEXT = {
    "docs/001.md": record("REQ-001", "The desk must show the stock within 3 s.", derives_from="[GOAL-001]"),
    "docs/002.md": record("REQ-002", owner="Wang Wu"),
    "docs/003.md": record("REQ-003", "The desk shall print the list.", status="withdrawn"),
    "docs/004.md": None,
    "docs/005.md": record("REQ-005", "The desk shall be named after a heron.", visibility="internal"),
    "docs/006.md": None,
    "docs/sub/006.md": record("REQ-006", "The desk shall ring a bell.", title="Bell"),
    "docs/goal.md": "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\nstatus: agreed\n---\nFewer.\n",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Two states under git, tagged 1.0 and 1.1, and a branch that left after the first."""
    made = Repository(tmp_path_factory.mktemp("desk") / "desk")
    made.commit(FIRST, "v1.0")
    made.git("branch", "side")
    made.commit(NEXT, "v1.1")
    made.git("checkout", "-q", "side")
    made.commit({"docs/007.md": record("REQ-007", "The desk shall be blue.")})
    made.git("checkout", "-q", "main")
    return made


@pytest.fixture
def desk(tmp_path):
    """The same with the releases 1.0 and 1.1 in its ledger, and nothing of git."""
    made = Repository(tmp_path / "copy")
    made.commit(FIRST, "1.0")
    made.commit(NEXT, "1.1")
    return made.root


def test_numbers_come_first_then_the_groups_word_by_word(run_reqsite, repository):
    done = run_reqsite("diff", "v1.0", "v1.1", cwd=repository.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "v1.0 → v1.1",
        "6 records: 1 new, 2 changed in substance, 1 in wording, 1 withdrawn, 1 removed, 1 the same",
        "",
        "New",
        "  GOAL-001  Fewer calls",
        "",
        "Changed in substance",
        "  REQ-001  Look up REQ-001",
        "    Statement: The desk [-shall-]{+must+} show the stock within [-2 s-]{+3 s+}.",
        "    Derives from: - {+GOAL-001+}",
        "  REQ-005  Look up REQ-005",
        "    Statement: The desk shall be named after a [-kingfisher-]{+heron+}.",
        "",
        "Changed in wording",
        "  REQ-002  Look up REQ-002",
        "    Owner: [-Li Si-] {+Wang Wu+}",
        "",
        "Withdrawn",
        "  REQ-003  Look up REQ-003",
        "    Status: [-confirmed-] {+withdrawn+}",
        "",
        "Removed",
        "  REQ-004  Look up REQ-004",
        "",
        "In another file",
        "  docs/006.md → docs/sub/006.md  Bell",
    ]


def test_json_is_what_the_reference_says(run_reqsite, repository):
    data = json.loads(run_reqsite("diff", "v1.0", "v1.1", "--format", "json", cwd=repository.root).stdout)
    assert (data["from"], data["to"]) == ("v1.0", "v1.1")
    assert (data["added"], data["removed"], data["withdrawn"]) == (["GOAL-001"], ["REQ-004"], ["REQ-003"])
    assert data["changed"] == [
        {"id": "REQ-001", "fields": ["derives_from", "statement"], "normative": True},
        {"id": "REQ-002", "fields": ["owner"], "normative": False},
        {"id": "REQ-003", "fields": ["status"], "normative": False},
        {"id": "REQ-005", "fields": ["statement"], "normative": True},
    ]
    assert data["moved"] == [{"id": "REQ-006", "from": "docs/006.md", "to": "docs/sub/006.md"}]
    assert data["counts"]["changed"] == 4


def test_a_client_sees_nothing_internal_and_no_place_of_a_file(run_reqsite, repository):
    for style in ("text", "json", "md", "html", "changelog"):
        shown = run_reqsite("diff", "v1.0", "v1.1", "--public", "--format", style, cwd=repository.root).stdout
        assert "REQ-001" in shown
        assert "REQ-005" not in shown
        assert "heron" not in shown
        assert "docs/" not in shown


def test_releases_branches_commits_and_ranges_are_names(run_reqsite, repository):
    def ids(*arguments):
        done = run_reqsite("diff", *arguments, "--format", "json", cwd=repository.root)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["added"]

    first = repository.git("rev-parse", "--short", "v1.0")
    assert ids("v1.0..v1.1") == ["GOAL-001"]
    assert ids(first, "main") == ["GOAL-001"]
    assert ids("HEAD~1", "HEAD") == ["GOAL-001"]
    assert ids("main", "side") == ["REQ-004", "REQ-007"]
    assert ids("main...side") == ["REQ-007"]
    assert ids("v1.0..") == ["GOAL-001"]
    assert ids("HEAD") == []


def test_left_out_it_is_the_last_release_and_the_worktree(run_reqsite, desk):
    run_reqsite("baseline", "import", "--tags", "*", cwd=desk)
    done = run_reqsite("diff", "--exit-code", cwd=desk)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "1.1 → worktree"
    assert "6 the same" in done.stdout
    (desk / "docs/new.md").write_text(record("REQ-010", "The desk shall be open."), encoding="utf-8")
    done = run_reqsite("diff", "--exit-code", cwd=desk)
    assert done.returncode == 1
    assert "REQ-010" in done.stdout
    assert "REQ-010" in run_reqsite("diff", "v1.0", cwd=desk).stdout
    assert run_reqsite("diff", "1.0", "1.1", cwd=desk, env={"PATH": ""}).returncode == 0


def test_a_release_comes_before_a_branch_of_the_same_name(run_reqsite, desk):
    run_reqsite("baseline", "import", "--tags", "1.0", cwd=desk)
    git = Repository(desk)
    git.git("tag", "-f", "1.0", "HEAD")
    assert json.loads(run_reqsite("diff", "1.0", "--format", "json", cwd=desk).stdout)["added"] == ["GOAL-001"]


def test_only_some_records(run_reqsite, repository):
    done = run_reqsite("diff", "v1.0", "v1.1", "--only", "req-001", "--only", "REQ-004", cwd=repository.root)
    assert "1 record: 0 new, 1 changed in substance, 0 in wording, 0 withdrawn, 1 removed, 0 the same" in done.stdout
    assert "REQ-002" not in done.stdout
    done = run_reqsite("diff", "v1.0", "v1.1", "--only", "REQ-01", cwd=repository.root)
    assert done.returncode == 2
    assert "Did you mean REQ-001?" in done.stderr


def test_white_space_counts_only_to_the_letter(run_reqsite, desk):
    run_reqsite("baseline", "import", "--tags", "*", cwd=desk)
    path = desk / "docs/001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("show the", "show\nthe"), encoding="utf-8")
    assert json.loads(run_reqsite("diff", "--format", "json", cwd=desk).stdout)["changed"] == []
    exact = json.loads(run_reqsite("diff", "--exact", "--format", "json", cwd=desk).stdout)["changed"]
    assert [c["id"] for c in exact] == ["REQ-001"]


def test_a_mistyped_name_is_a_wrong_call_and_the_nearest_one_named(run_reqsite, repository):
    done = run_reqsite("diff", "v1.0", "v1.1x", cwd=repository.root)
    assert done.returncode == 2
    assert "There is no release, branch, tag or commit v1.1x." in done.stderr
    assert "Did you mean v1.1?" in done.stderr
    assert "Did you mean HEAD?" in run_reqsite("diff", "HAED", cwd=repository.root).stderr


def test_without_a_release_it_says_what_to_name(run_reqsite, repository):
    done = run_reqsite("diff", cwd=repository.root)
    assert done.returncode == 2
    assert "reqsite diff HEAD" in done.stderr


def test_two_names_and_a_range_are_a_wrong_call(run_reqsite, repository):
    assert run_reqsite("diff", "v1.0..v1.1", "HEAD", cwd=repository.root).returncode == 2


def test_without_git_a_name_that_is_no_release_is_a_wrong_call(run_reqsite, project):
    desk = project({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    done = run_reqsite("diff", "main", cwd=desk, env={"GIT_CEILING_DIRECTORIES": str(desk.parent)})
    assert done.returncode == 2
    assert "no git repository" in done.stderr


def test_a_commit_without_a_project_is_named_with_its_file(run_reqsite, tmp_path):
    git = Repository(tmp_path / "desk")
    git.commit({"mkdocs.yml": "docs_dir: nowhere\n"}, "old")
    git.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    done = run_reqsite("diff", "old", cwd=git.root)
    assert done.returncode == 1
    assert "old:mkdocs.yml:1:" in done.stderr


def test_markdown_is_a_table_and_each_change_folded_away(run_reqsite, repository):
    shown = run_reqsite("diff", "v1.0", "v1.1", "--format", "md", cwd=repository.root).stdout
    assert shown.startswith("### v1.0 → v1.1\n\n| New |")
    assert "| New | Changed in substance | Changed in wording | Withdrawn | Removed |" in shown
    assert "The desk <del>shall</del><ins>must</ins> show" in shown
    assert "<del>Li Si</del> → <ins>Wang Wu</ins>" in shown
    assert shown.count("<details>") == shown.count("</details>") == 4


def test_markdown_of_many_changes_is_cut_and_says_how_many_more(run_reqsite, tmp_path):
    git = Repository(tmp_path / "desk")
    entries = [
        f"  - {{id: REQ-{n:04d}, type: functional, title: Step {n}, body: It is %s here.}}\n" for n in range(900)
    ]
    git.commit({"mkdocs.yml": SITE, "docs/a.yml": "records:\n" + "".join(e % "shown" for e in entries)}, "1.0")
    git.commit({"docs/a.yml": "records:\n" + "".join(e % "hidden" for e in entries)}, "1.1")
    shown = run_reqsite("diff", "1.0", "1.1", "--format", "md", cwd=git.root).stdout
    assert 50_000 < len(shown) <= 60_000
    told = shown.count("<details>")
    assert f"… and {900 - told} more records." in shown
    assert shown.count("</details>") == told


def test_what_stands_in_a_record_is_text_in_every_form(run_reqsite, tmp_path):
    git = Repository(tmp_path / "desk")
    evil = "<script>alert(1)</script> @octocat #1 \u202e | [x](javascript:alert(2)) `c`"
    git.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001", "One.")}, "1.0")
    git.commit({"docs/a.md": record("REQ-001", evil, title='"</title><script>3</script> @octocat \u202e"')}, "1.1")
    forms = {
        style: run_reqsite("diff", "1.0", "1.1", "--format", style, cwd=git.root).stdout
        for style in ("text", "md", "html", "changelog")
    }
    assert "<script" not in forms["html"]
    assert "<a " not in forms["html"]
    assert "<script" not in forms["md"]
    assert "@octocat" not in forms["md"]
    for style in ("text", "md", "changelog"):
        assert "\u202e" not in forms[style]


def test_html_is_one_page_without_a_script(run_reqsite, repository):
    page = run_reqsite("diff", "v1.0", "v1.1", "--format", "html", "--lang", "zh", cwd=repository.root).stdout
    assert page.startswith('<!doctype html>\n<html lang="zh-Hans">')
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert re.search(r"<ins\b[^>]*>.*?must.*?</ins>", page)


def test_a_changelog_has_its_groups_and_the_date_of_the_release(run_reqsite, desk):
    run_reqsite("baseline", "import", "--tags", "*", cwd=desk)
    shown = run_reqsite("diff", "1.0", "1.1", "--format", "changelog", cwd=desk).stdout
    assert shown.startswith("## [1.1] - 2026-03-02\n\n### Added\n\n- GOAL-001 Fewer calls\n")
    (desk / "docs/new.md").write_text(record("REQ-010", "The desk shall be open."), encoding="utf-8")
    assert run_reqsite("diff", "--format", "changelog", cwd=desk).stdout.startswith("## [Unreleased]\n")


def test_chinese_is_read_word_by_word(run_reqsite, tmp_path):
    git = Repository(tmp_path / "desk")
    git.commit(
        {"mkdocs.yml": SITE.replace("en}", "zh}"), "docs/a.md": record("REQ-001", "系统应在2秒内显示库存。")}, "1.0"
    )
    git.commit({"docs/a.md": record("REQ-001", "系统必须在3秒内显示库存。")}, "1.1")
    shown = run_reqsite("diff", "1.0", "1.1", cwd=git.root).stdout
    line = next(line for line in shown.splitlines() if "库存" in line)
    assert re.sub(r"\[-(.*?)-\]|\{\+.*?\+\}", r"\1", line).endswith("系统应在2秒内显示库存。")
    assert re.sub(r"\[-.*?-\]|\{\+(.*?)\+\}", r"\1", line).endswith("系统必须在3秒内显示库存。")
    assert line.endswith("内显示库存。")


def test_a_damaged_release_is_no_wrong_name(run_reqsite, desk):
    run_reqsite("baseline", "import", "--tags", "*", cwd=desk)
    path = desk / "baselines/1.1.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    done = run_reqsite("diff", "2.0", cwd=desk)
    assert done.returncode == 2
    assert "reqsite baseline verify" in done.stderr
