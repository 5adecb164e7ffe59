import datetime as dt
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs\n"
EPOCH = {"SOURCE_DATE_EPOCH": "1770000000"}


def record(record_id, text="The desk shall show the stock within 2 s.", **fields):
    head = {"type": "functional", "title": f"Look up {record_id}", "status": "confirmed", "priority": "P1", **fields}
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"---\nid: {record_id}\n{lines}---\n{text}\n\n## Acceptance criteria\n\n- It is there within 2 s.\n"


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": SITE,
            "docs/index.md": "# Desk\n",
            "docs/a.md": record("REQ-001", priority="P0"),
            "docs/b.md": record("REQ-002", visibility="internal"),
            "docs/t.md": "---\ntype: term\ntitle: Stock\n---\nWhat lies in the warehouse.\n",
        }
    )


def edit(desk, file, old, new):
    path = desk / "docs" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def head_of(desk, name):
    return json.loads((desk / f"baselines/{name}.jsonl").read_text(encoding="utf-8").split("\n")[0])


def test_a_release_is_written_and_told(run_reqsite, desk):
    done = run_reqsite("release", "1.0.0", "--title", "As agreed", cwd=desk, env=EPOCH)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "baselines/1.0.0.jsonl\n"
    assert "Release 1.0.0: 3 records (Functional requirement 2, Term 1)" in done.stderr
    assert "It is the first one." in done.stderr
    assert "1 of them is internal" in done.stderr
    head = head_of(desk, "1.0.0")
    assert head["catalog_digest"] in done.stderr
    assert (head["title"], head["date"]) == ("As agreed", "2026-02-02")
    assert head["counts"] == {"records": 3, "added": 3, "changed": 0, "removed": 0}


def test_in_chinese_it_is_told_in_chinese(run_reqsite, desk):
    done = run_reqsite("release", "1.0.0", "--lang", "zh", cwd=desk)
    assert done.returncode == 0
    assert "功能需求 2" in done.stderr


def test_without_a_date_it_is_today(run_reqsite, desk):
    before = dt.datetime.now(dt.UTC).date().isoformat()
    run_reqsite("release", "1.0.0", cwd=desk)
    assert before <= head_of(desk, "1.0.0")["date"] <= dt.datetime.now(dt.UTC).date().isoformat()


def test_the_same_release_on_two_machines_is_the_same_file(run_reqsite, desk):
    run_reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=desk)
    first = (desk / "baselines/1.0.0.jsonl").read_bytes()
    (desk / "baselines/1.0.0.jsonl").unlink()
    run_reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=desk)
    assert (desk / "baselines/1.0.0.jsonl").read_bytes() == first


def test_the_next_one_says_what_changed_and_holds_no_more(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    edit(desk, "a.md", "2 s.\n\n##", "3 s.\n\n##")
    edit(desk, "b.md", "status: confirmed", "status: withdrawn")
    (desk / "docs/c.md").write_text(record("REQ-003"), encoding="utf-8")
    (desk / "docs/t.md").unlink()
    done = run_reqsite("release", "2.0.0", cwd=desk)
    assert done.returncode == 0
    assert "Since 1.0.0: 1 new, 1 changed in substance, 0 in wording, 1 withdrawn, 1 removed." in done.stderr
    assert head_of(desk, "2.0.0")["changes"] == 4
    assert head_of(desk, "2.0.0")["previous"] == "1.0.0"


def test_a_release_without_a_change_is_possible_and_says_so(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    done = run_reqsite("release", "1.0.1", cwd=desk)
    assert done.returncode == 0
    assert "Nothing has changed since 1.0.0" in done.stderr
    assert head_of(desk, "1.0.1")["changes"] == 0


def test_a_dry_run_writes_nothing(run_reqsite, desk):
    done = run_reqsite("release", "1.0.0", "--dry-run", cwd=desk)
    assert done.returncode == 0
    assert "3 records" in done.stderr
    assert "Nothing was written." in done.stderr
    assert not (desk / "baselines").exists()


def test_errors_stop_it_and_are_printed_as_check_prints_them(run_reqsite, desk):
    edit(desk, "a.md", "priority: P0", "priority: P7")
    done = run_reqsite("release", "1.0.0", cwd=desk)
    assert done.returncode == 1
    line = done.stdout.splitlines()[0]
    assert line.startswith("docs/a.md:6:")
    assert line in run_reqsite("check", cwd=desk).stdout
    assert "Nothing was released" in done.stderr
    assert not (desk / "baselines").exists()


@pytest.mark.parametrize(
    ("version", "hint"),
    [
        ("1", "1.0.0"),
        ("1.2", "1.2.0"),
        ("v3", "3.0.0"),
        ("latest", "1.2.0"),
        ("../1.0.0", "1.2.0"),
        ("1.0.0\n", "1.2.0"),
    ],
)
def test_what_is_no_version_is_a_wrong_call(run_reqsite, desk, version, hint):
    done = run_reqsite("release", version, cwd=desk)
    assert done.returncode == 2
    assert hint in done.stderr
    assert not (desk / "baselines").exists()


@pytest.mark.parametrize("date", ["today", "2026-13-01", "20260301", "2026-3-1"])
def test_what_is_no_day_is_a_wrong_call(run_reqsite, desk, date):
    done = run_reqsite("release", "1.0.0", "--date", date, cwd=desk)
    assert done.returncode == 2
    assert "2026-03-01" in done.stderr


@pytest.mark.parametrize("title", ["x" * 201, "a\x1b[31mb"])
def test_what_is_no_title_is_a_wrong_call(run_reqsite, desk, title):
    assert run_reqsite("release", "1.0.0", "--title", title, cwd=desk).returncode == 2


@pytest.mark.parametrize("version", ["0.9.0", "1.1.9", "1.2.0-rc.1"])
def test_a_version_that_does_not_grow_is_refused(run_reqsite, desk, version):
    run_reqsite("release", "1.2.0", cwd=desk)
    done = run_reqsite("release", version, cwd=desk)
    assert done.returncode == 2
    assert "1.2.1, 1.3.0 or 2.0.0" in done.stderr


def test_the_same_release_again_is_fine_and_writes_nothing(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    before = (desk / "baselines/1.0.0.jsonl").stat().st_mtime_ns
    done = run_reqsite("release", "v1.0.0", cwd=desk)
    assert done.returncode == 0
    assert "already, with the same content" in done.stderr
    assert done.stdout == "baselines/1.0.0.jsonl\n"
    assert (desk / "baselines/1.0.0.jsonl").stat().st_mtime_ns == before


def test_the_same_number_for_other_content_is_a_conflict(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    before = (desk / "baselines/1.0.0.jsonl").read_bytes()
    edit(desk, "a.md", "within 2 s", "within 3 s")
    done = run_reqsite("release", "1.0.0", cwd=desk)
    assert done.returncode == 3
    assert "1.0.1 or higher" in done.stderr
    assert (desk / "baselines/1.0.0.jsonl").read_bytes() == before


def test_a_ledger_that_was_touched_stops_it(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    path = desk / "baselines/1.0.0.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("within 2 s", "within 9 s"), encoding="utf-8")
    done = run_reqsite("release", "1.1.0", cwd=desk)
    assert done.returncode == 1
    assert "baselines/1.0.0.jsonl:2:1: RQ801" in done.stdout
    assert [p.name for p in (desk / "baselines").iterdir()] == ["1.0.0.jsonl"]


def test_a_folder_that_cannot_be_written_is_told(run_reqsite, desk):
    (desk / "baselines").write_text("a file", encoding="utf-8")
    done = run_reqsite("release", "1.0.0", cwd=desk)
    assert done.returncode == 5
    assert "baselines" in done.stderr


def test_names_go_on_as_the_tags_of_the_project_have_them(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")}, "v1.0.0")
    run_reqsite("baseline", "import", "--tags", "v*", cwd=repository.root)
    done = run_reqsite("release", "1.1.0", cwd=repository.root)
    assert done.stdout == "baselines/v1.1.0.jsonl\n"
    assert "git tag v1.1.0" in done.stderr


def test_in_a_repository_it_says_how_to_keep_it(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    repository.commit({"mkdocs.yml": SITE, "docs/a.md": record("REQ-001")})
    done = run_reqsite("release", "1.0.0", cwd=repository.root)
    assert 'Next: `git add baselines/1.0.0.jsonl && git commit -m "Release 1.0.0" && git tag 1.0.0`' in done.stderr
    repository.write({"docs/b.md": record("REQ-002")})
    done = run_reqsite("release", "1.1.0", cwd=repository.root / "docs")
    assert done.stdout == f"..{os.sep}baselines{os.sep}1.1.0.jsonl\n"
    assert "git add -A" in done.stderr


def test_a_folder_that_git_ignores_is_warned_of(run_reqsite, tmp_path):
    repository = Repository(tmp_path / "desk")
    repository.commit({"mkdocs.yml": SITE, ".gitignore": "baselines\n", "docs/a.md": record("REQ-001")})
    done = run_reqsite("release", "1.0.0", cwd=repository.root)
    assert done.returncode == 0
    assert "warning: git ignores baselines/1.0.0.jsonl" in done.stderr


def test_it_proposes_a_version_with_its_reasons(run_reqsite, desk):
    assert run_reqsite("release", "--suggest", cwd=desk).stdout == "1.0.0: the first release.\n"
    run_reqsite("release", "1.0.0", cwd=desk)
    assert "nothing that a client sees has changed" in run_reqsite("release", "--suggest", cwd=desk).stdout
    edit(desk, "t.md", "warehouse", "store")
    for number in range(10, 17):
        (desk / f"docs/{number}.md").write_text(record(f"REQ-0{number}"), encoding="utf-8")
    done = run_reqsite("release", "--suggest", cwd=desk)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "1.1.0 (minor): after 1.0.0",
        "  minor: 7 new: REQ-010, REQ-011, REQ-012, REQ-013, REQ-014 and 2 more",
        "  minor: 1 changed in substance: Stock",
    ]
    edit(desk, "a.md", "2 s.\n\n##", "3 s.\n\n##")
    lines = run_reqsite("release", "--suggest", cwd=desk).stdout.splitlines()
    assert lines[:2] == ["2.0.0 (major): after 1.0.0", "  major: 1 changed in substance: REQ-001 (P0)"]
    assert not (desk / "baselines/2.0.0.jsonl").exists()


def test_what_a_client_does_not_see_asks_for_no_version(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    edit(desk, "b.md", "within 2 s", "within 3 s")
    assert "No release" in run_reqsite("release", "--suggest", cwd=desk).stdout


def test_the_proposal_as_json(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    edit(desk, "a.md", "status: confirmed", "status: withdrawn")
    data = json.loads(run_reqsite("release", "--suggest", "--format", "json", cwd=desk).stdout)
    assert data == {
        "part": "major",
        "version": "2.0.0",
        "from": "1.0.0",
        "reasons": [{"part": "major", "change": "withdrawn", "records": [{"id": "REQ-001", "because": "P0"}]}],
    }


def test_rules_of_the_project_hold(run_reqsite, desk):
    (desk / "schema.yml").write_text("versioning:\n  major: {withdrawn: [P2]}\n", encoding="utf-8")
    (desk / "mkdocs.yml").write_text(SITE + "plugins: [{reqsite: {schema: schema.yml}}]\n", encoding="utf-8")
    run_reqsite("release", "1.0.0", cwd=desk)
    edit(desk, "a.md", "status: confirmed", "status: withdrawn")
    assert run_reqsite("release", "--suggest", cwd=desk).stdout.startswith("1.1.0 (minor)")


@pytest.mark.parametrize("arguments", [(), ("1.0.0", "--suggest"), ("1.0.0", "--format", "json")])
def test_a_call_that_says_too_little_or_too_much_is_wrong(run_reqsite, desk, arguments):
    assert run_reqsite("release", *arguments, cwd=desk).returncode == 2


def test_of_releases_made_at_the_same_moment_no_two_follow_the_same_one(run_reqsite, desk):
    run_reqsite("release", "1.0.0", cwd=desk)
    with ThreadPoolExecutor() as pool:
        calls = [pool.submit(run_reqsite, "release", version, cwd=desk) for version in ("1.1.0", "1.2.0", "1.1.0")]
        codes = sorted(call.result().returncode for call in calls)
    assert set(codes) <= {0, 2, 6}
    assert run_reqsite("baseline", "verify", cwd=desk).returncode == 0


def test_a_release_says_until_when_it_holds(run_reqsite, desk):
    done = run_reqsite("release", "1.0.0", "--date", "2026-03-01", "--valid-until", "2026-12-31", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert head_of(desk, "1.0.0")["valid_until"] == "2026-12-31"
    assert run_reqsite("baseline", "verify", cwd=desk).returncode == 0
    assert run_reqsite("release", "1.0.0", cwd=desk).returncode == 0
    assert run_reqsite("release", "1.0.0", "--valid-until", "2026-12-31", cwd=desk).returncode == 0
    assert run_reqsite("release", "1.0.0", "--valid-until", "2027-12-31", cwd=desk).returncode == 3


@pytest.mark.parametrize("day", ["2026-02-28", "2026-13-01", "next year", "20261231"])
def test_a_day_that_is_none_or_before_the_release_is_refused(day, run_reqsite, desk):
    done = run_reqsite("release", "1.0.0", "--date", "2026-03-01", "--valid-until", day, cwd=desk)
    assert done.returncode == 2
    assert not (desk / "baselines").exists()


def test_a_version_that_names_an_edition_is_refused(run_reqsite, desk):
    """Case 50."""
    done = run_reqsite("release", "1.0.0+e2", cwd=desk)
    assert done.returncode == 2
    assert "could never be published" in done.stderr
