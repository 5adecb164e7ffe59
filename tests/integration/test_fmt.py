import subprocess

import pytest

from reqsite.cli.fmt import unified_diff

SITE = "site_name: Desk\ndocs_dir: docs_src\n"
UNTIDY = "---\ntitle：查询库存\nid: REQ—００１\ntype: functional\nstatus: draft\npriority: P1\n---\nStock:\n- one\n"
TIDY = "---\nid: REQ-001\ntype: functional\ntitle: 查询库存\nstatus: draft\npriority: P1\n---\nStock:\n\n- one\n"
PAGE = "# An ordinary page: ００１ \n- as it is\n"


@pytest.fixture
def desk(project):
    return project({"mkdocs.yml": SITE, "docs_src/index.md": PAGE, "docs_src/a.md": UNTIDY, "docs_src/b/b.md": UNTIDY})


def read(path):
    return path.read_bytes().decode()


def test_without_fix_a_diff_is_printed_and_nothing_is_written(run_reqsite, desk):
    done = run_reqsite("fmt", cwd=desk)
    assert done.returncode == 1
    assert "--- a/docs_src/a.md\n+++ b/docs_src/a.md\n" in done.stdout
    assert "-title：查询库存\n" in done.stdout
    assert "2 files would change" in done.stderr
    assert read(desk / "docs_src/a.md") == UNTIDY


def test_the_diff_is_a_patch(run_reqsite, desk):
    patch = run_reqsite("fmt", cwd=desk).stdout
    subprocess.run(["git", "apply", "-p1"], cwd=desk, input=patch.encode(), check=True)
    assert read(desk / "docs_src/a.md") == TIDY


def test_fix_mends_records_and_leaves_pages_alone(run_reqsite, desk):
    done = run_reqsite("fmt", "--fix", cwd=desk)
    assert done.returncode == 0
    assert sorted(done.stdout.splitlines()) == ["docs_src/a.md", "docs_src/b/b.md"]
    assert read(desk / "docs_src/a.md") == TIDY
    assert read(desk / "docs_src/index.md") == PAGE


def test_what_was_mended_once_stays_as_it_is(run_reqsite, desk):
    run_reqsite("fmt", "--fix", cwd=desk)
    done = run_reqsite("fmt", cwd=desk)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing to mend.\n")


def test_check_only_names_the_files(run_reqsite, desk):
    done = run_reqsite("fmt", "--check", cwd=desk)
    assert done.returncode == 1
    assert sorted(done.stdout.splitlines()) == ["docs_src/a.md", "docs_src/b/b.md"]
    assert read(desk / "docs_src/a.md") == UNTIDY


def test_paths_limit_what_is_mended(run_reqsite, desk):
    run_reqsite("fmt", "--fix", "docs_src/b", cwd=desk)
    assert read(desk / "docs_src/a.md") == UNTIDY
    assert read(desk / "docs_src/b/b.md") == TIDY


def test_line_ends_stay_and_no_draft_is_left(run_reqsite, desk):
    (desk / "docs_src/a.md").write_bytes(UNTIDY.replace("\n", "\r\n").encode())
    run_reqsite("fmt", "--fix", cwd=desk)
    assert read(desk / "docs_src/a.md") == TIDY.replace("\n", "\r\n")
    assert sorted(path.name for path in (desk / "docs_src").iterdir()) == ["a.md", "b", "index.md"]


def test_fix_and_check_exclude_each_other(run_reqsite, desk):
    assert run_reqsite("fmt", "--fix", "--check", cwd=desk).returncode == 2


def test_a_file_without_a_line_end_at_its_end_makes_a_patch_too():
    assert unified_diff("a\nb", "a\nc", "x").endswith(
        "-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )
