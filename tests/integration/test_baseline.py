import hashlib
import json
import subprocess

import pytest

from reqsite.cli.columns import GAP, width
from reqsite.history.ledger_files import dump, seal
from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs\n"


def record(record_id, text="It is shown within 2 s."):
    head = f"id: {record_id}\ntype: functional\ntitle: Look up {record_id}\nstatus: confirmed\npriority: P1\n"
    return f"---\n{head}---\n{text}\n"


@pytest.fixture
def repository(tmp_path):
    """A project with a past: three tags, the last of which says in its message what it is."""
    made = Repository(tmp_path / "desk")
    made.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001"), "docs/b.md": record("REQ-002")}, "v1.0")
    made.commit({"docs/a.md": record("REQ-001", "It is shown within 3 s."), "docs/b.md": None}, "v1.1", "Release v1.1")
    made.commit({"docs/c.md": record("REQ-003")}, "v2.0", "As agreed on 3 March")
    return made


def files(root):
    folder = root / "baselines"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def heads(root):
    lines = [(root / "baselines" / name).read_text(encoding="utf-8").split("\n")[0] for name in files(root)]
    return [json.loads(line) for line in lines]


def test_tags_become_releases_in_the_order_of_their_commits(run_reqsite, repository):
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Release  Date        Records  Added  Changed  Removed  Title",
        "v1.0     2026-03-01        2      2        0        0",
        "v1.1     2026-03-02        1      0        1        1",
        "v2.0     2026-03-03        2      1        0        0  As agreed on 3 March",
    ]
    assert files(repository.root) == ["v1.0.jsonl", "v1.1.jsonl", "v2.0.jsonl"]
    assert [head["previous"] for head in heads(repository.root)] == ["", "v1.0", "v1.1"]
    verified = run_reqsite("baseline", "verify", cwd=repository.root)
    assert verified.returncode == 0
    assert "3 releases" in verified.stdout


def test_in_chinese_the_columns_stand_under_each_other(run_reqsite, repository):
    done = run_reqsite("baseline", "import", "--tags", "v*", "--lang", "zh", cwd=repository.root)
    head, *rows = done.stdout.splitlines()
    first = max(width(head.split()[0]), len("v1.0")) + len(GAP)
    assert {width(row[: row.index("2026")]) for row in rows} == {first}


def test_again_there_is_nothing_to_import_and_later_only_what_is_new(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    before = [(repository.root / "baselines" / name).read_bytes() for name in files(repository.root)]
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing to import" in done.stderr
    repository.commit({"docs/d.md": record("REQ-004")}, "v2.1")
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert done.returncode == 0
    assert files(repository.root)[-1] == "v2.1.jsonl"
    assert [(repository.root / "baselines" / name).read_bytes() for name in files(repository.root)[:3]] == before


def test_an_import_in_two_steps_gives_the_same_files_as_in_one(run_reqsite, repository, tmp_path):
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(repository.root), str(other)], check=True, capture_output=True)
    run_reqsite("baseline", "import", "--tags", "v1*", cwd=other)
    run_reqsite("baseline", "import", "--tags", "v*", cwd=other)
    run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    for name in files(repository.root):
        assert (other / "baselines" / name).read_bytes() == (repository.root / "baselines" / name).read_bytes()


def test_a_dry_run_writes_nothing(run_reqsite, repository):
    done = run_reqsite("baseline", "import", "--tags", "v*", "--dry-run", cwd=repository.root)
    assert done.returncode == 0
    assert "v2.0" in done.stdout
    assert files(repository.root) == []


def test_releases_that_are_no_beginning_of_the_tags_are_a_conflict(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v1.1", cwd=repository.root)
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert done.returncode == 3
    assert "baselines/v1.1.jsonl: in its place the tags have v1.0." in done.stderr
    assert files(repository.root) == ["v1.1.jsonl"]


def test_a_release_with_other_content_than_its_tag_is_a_conflict(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v1.0", cwd=repository.root)
    repository.git("tag", "-f", "v1.0", "v1.1^{}")
    repository.git("tag", "-d", "v1.1")
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert done.returncode == 3
    assert "the tag v1.0 holds something else" in done.stderr


def test_each_state_is_read_with_its_own_schema(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    site = SITE + "plugins: [{reqsite: {schema: schema.yml}}]\n"
    schema = "types:\n  functional: {kind: goal}\n"
    repository.commit({"mkdocs.yml": site, "schema.yml": schema, "docs/a.md": record("REQ-001")}, "1")
    repository.commit({"schema.yml": "extends: default\n"}, "2")
    run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root)
    lines = [(repository.root / f"baselines/{n}.jsonl").read_text(encoding="utf-8").split("\n")[1] for n in "12"]
    assert [json.loads(line)["record"]["kind"] for line in lines] == ["goal", "requirement"]


def test_a_project_in_a_folder_of_the_repository(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "all")
    repository.commit({"spec/mkdocs.yml": SITE, "spec/docs/a.md": record("REQ-001"), "src/x.c": "int x;\n"}, "1.0")
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root / "spec")
    assert done.returncode == 0
    assert files(repository.root / "spec") == ["1.0.jsonl"]


def test_of_several_tags_on_a_commit_the_version_counts(run_reqsite, repository):
    repository.git("tag", "stable", "v2.0^{}")
    repository.git("tag", "2.0.0", "v2.0^{}")
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root)
    assert files(repository.root) == ["2.0.0.jsonl", "v1.0.jsonl", "v1.1.jsonl"]
    assert "stable, v2.0: the same commit as 2.0.0" in done.stderr or "v2.0, stable: the same" in done.stderr


def test_a_tag_on_another_branch_goes_by_its_date_and_is_told(run_reqsite, repository):
    repository.git("checkout", "-q", "-b", "fixes", "v1.0")
    repository.commit({"docs/z.md": record("REQ-009")}, "v1.0.1")
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == ["v1.0", "v1.1", "v2.0", "v1.0.1"]
    assert "v1.0.1 does not descend from v2.0" in done.stderr


def test_ancestors_come_first_whatever_their_clocks_say(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    late = "2030-01-01T00:00:00+0000"
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")}, "1.0", GIT_COMMITTER_DATE=late)
    repository.commit({"docs/b.md": record("REQ-002")}, "2.0")
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root)
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:]] == [["1.0", "2030-01-01"], ["2.0", "2026-03-02"]]


def test_a_tag_before_the_project_began_is_left_out_and_told(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    repository.commit({"README.md": "# Soon\n"}, "0.1")
    repository.commit({"mkdocs.yml": "site_name: [\n"}, "0.2")
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")}, "1.0")
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root)
    assert done.returncode == 0
    assert files(repository.root) == ["1.0.jsonl"]
    assert "0.1: There is no mkdocs.yml." in done.stderr
    assert "0.2:mkdocs.yml:" in done.stderr


def test_mistakes_of_old_states_are_told_and_stop_nothing(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    repository.commit(
        {
            "mkdocs.yml": SITE,
            "docs/a.md": record("REQ-001"),
            "docs/b.md": record("REQ-001", "Another."),
            "docs/c.md": "---\nid: [\n---\n",
        },
        "1.0",
    )
    repository.commit({"docs/b.md": None, "docs/c.md": None}, "1.1")
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root)
    assert done.returncode == 0
    assert "1.0: an id is there twice, and the first record counts: REQ-001 (docs/b.md:2, docs/a.md:2)" in done.stderr
    assert "1.0: one mistake kept something from being read: docs/c.md:" in done.stderr


def test_a_tag_that_can_be_no_file_is_left_out_and_told(run_reqsite, repository):
    repository.git("tag", "release/3", "HEAD")
    repository.git("commit", "-q", "--allow-empty", "-m", "x")
    repository.git("tag", "版本", "HEAD")
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root)
    assert files(repository.root) == ["v1.0.jsonl", "v1.1.jsonl", "v2.0.jsonl"]
    assert "release/3" in done.stderr
    assert "版本" in done.stderr


def test_a_pattern_that_no_tag_matches_is_a_wrong_call(run_reqsite, repository):
    done = run_reqsite("baseline", "import", "--tags", "v3*", cwd=repository.root)
    assert done.returncode == 2
    assert "v3*" in done.stderr
    assert "v1.0" in done.stderr


def test_without_a_pattern_it_says_how(run_reqsite, repository):
    done = run_reqsite("baseline", "import", cwd=repository.root)
    assert done.returncode == 2
    assert "--tags 'v*'" in done.stderr


def test_a_shallow_clone_is_refused_with_what_to_do(run_reqsite, repository, tmp_path):
    clone = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", repository.root.as_uri(), str(clone)], check=True, capture_output=True
    )
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=clone)
    assert done.returncode == 2
    assert "git fetch --unshallow --tags" in done.stderr
    assert files(clone) == []


def test_without_a_repository_it_is_a_wrong_call(run_reqsite, project):
    desk = project({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=desk, env={"GIT_CEILING_DIRECTORIES": str(desk.parent)})
    assert done.returncode == 2
    assert "no git repository" in done.stderr


def test_without_git_it_says_so(run_reqsite, repository, tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir()
    done = run_reqsite("baseline", "import", "--tags", "*", cwd=repository.root, env={"PATH": str(empty)})
    assert done.returncode == 7
    assert "git is not installed" in done.stderr


def test_all_files_are_written_or_none(run_reqsite, repository):
    folder = repository.root / "baselines"
    (folder / "v1.1.jsonl").mkdir(parents=True)
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert done.returncode in (5, 6)
    assert files(repository.root) == ["v1.1.jsonl"]


def test_the_list_as_text_and_as_json(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    lines = run_reqsite("baseline", "list", cwd=repository.root).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["Release", "v2.0", "v1.1", "v1.0"]
    digest = heads(repository.root)[2]["catalog_digest"]
    assert lines[1].split()[:7] == ["v2.0", "2026-03-03", "2", "1", "0", "0", digest[:12]]
    data = json.loads(run_reqsite("baseline", "list", "--format", "json", cwd=repository.root).stdout)
    assert [b["name"] for b in data["baselines"]] == ["v1.0", "v1.1", "v2.0"]
    assert data["baselines"][2]["counts"] == {"records": 2, "added": 1, "changed": 0, "removed": 0}
    assert data["baselines"][2]["catalog_digest"] == digest


def test_the_list_says_until_when_a_release_is_valid_where_one_does(run_reqsite, project):
    desk = project({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    run_reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=desk)
    assert "Valid until" not in run_reqsite("baseline", "list", cwd=desk).stdout
    run_reqsite("release", "1.1.0", "--date", "2026-03-02", "--valid-until", "2026-12-31", cwd=desk)
    lines = run_reqsite("baseline", "list", cwd=desk).stdout.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        ["1.1.0", "2026-03-02", "2026-12-31"],
        ["1.0.0", "2026-03-01", "-"],
    ]
    data = json.loads(run_reqsite("baseline", "list", "--format", "json", cwd=desk).stdout)
    assert [b["valid_until"] for b in data["baselines"]] == ["", "2026-12-31"]


def test_without_a_release_the_list_says_how_to_make_one(run_reqsite, project):
    desk = project({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    done = run_reqsite("baseline", "list", cwd=desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert "reqsite release 1.0.0" in done.stderr
    assert "nothing was proven" in run_reqsite("baseline", "verify", cwd=desk).stdout


def test_a_touched_file_fails_the_verification_on_its_line(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    path = repository.root / "baselines/v1.1.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("within 3 s", "within 9 s"), encoding="utf-8")
    done = run_reqsite("baseline", "verify", cwd=repository.root)
    assert done.returncode == 4
    assert "baselines/v1.1.jsonl:2:1: RQ801 error:" in done.stdout
    assert run_reqsite("baseline", "list", cwd=repository.root).returncode == 4


def test_words_that_were_changed_by_who_knows_the_format_fail_the_verification(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v1*", cwd=repository.root)
    path = repository.root / "baselines/v1.1.jsonl"
    first, _newline, rest = path.read_bytes().replace(b"within 3 s", b"within 9 s").partition(b"\n")
    head = {name: value for name, value in json.loads(first).items() if name != "digest"}
    path.write_bytes(f"{dump({**head, 'digest': seal(head, rest)})}\n".encode() + rest)
    done = run_reqsite("baseline", "verify", cwd=repository.root)
    assert done.returncode == 4
    assert "baselines/v1.1.jsonl:2:1: RQ801 error: REQ-001 does not have the fingerprint" in done.stdout


def test_an_early_release_that_signs_something_else_fails_the_verification(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v1*", cwd=repository.root)
    folder = repository.root / "baselines"
    sealed_anew(folder / "v1.0.jsonl", catalog_digest="0" * 64)
    digest = hashlib.sha256((folder / "v1.0.jsonl").read_bytes()).hexdigest()
    sealed_anew(folder / "v1.1.jsonl", previous_digest=digest)
    done = run_reqsite("baseline", "verify", cwd=repository.root)
    assert done.returncode == 4
    assert "baselines/v1.0.jsonl:1:1: RQ801 error: The records of this release have not the digest" in done.stdout


def sealed_anew(path, **said):
    """Write a file of the ledger as somebody would who knows the format."""
    first, _newline, rest = path.read_bytes().partition(b"\n")
    head = {name: value for name, value in (json.loads(first) | said).items() if name != "digest"}
    path.write_bytes(f"{dump({**head, 'digest': seal(head, rest)})}\n".encode() + rest)


def test_a_missing_file_fails_the_verification(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    (repository.root / "baselines/v1.0.jsonl").unlink()
    done = run_reqsite("baseline", "verify", cwd=repository.root)
    assert done.returncode == 4
    assert "baselines/v1.1.jsonl:1:1" in done.stdout
    assert "v1.0" in done.stdout


def test_a_damaged_ledger_is_not_built_upon(run_reqsite, repository):
    run_reqsite("baseline", "import", "--tags", "v1*", cwd=repository.root)
    path = repository.root / "baselines/v1.1.jsonl"
    path.write_bytes(path.read_bytes()[:-10])
    done = run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    assert done.returncode == 1
    assert "reqsite baseline verify" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("list", "--tags", "v*"), ("verify", "--dry-run"), ("verify", "--format", "json"), ("lsit",), ()]
)
def test_what_does_not_belong_together_is_a_wrong_call(run_reqsite, repository, arguments):
    assert run_reqsite("baseline", *arguments, cwd=repository.root).returncode == 2
