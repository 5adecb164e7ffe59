import json
import shutil

import pytest

from tests.repositories import Repository

SITE = "site_name: Desk\ndocs_dir: docs\n"


def record(text="It is shown within 2 s.", **fields):
    head = {"type": "functional", "title": "Look up stock", "status": "confirmed", "priority": "P1", **fields}
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"---\nid: REQ-001\n{lines}---\n{text}\n\n## Acceptance criteria\n\n- It is there within 2 s.\n"


@pytest.fixture
def desk(project, run_reqsite):
    """REQ-001 came with 1.0.0, changed its wording in 1.2.0 and its substance since."""
    root = project({"mkdocs.yml": SITE, "docs/a.md": record()})
    run_reqsite("release", "1.0.0", "--date", "2026-01-01", "--title", "The first one", cwd=root)
    project({"docs/b.md": record().replace("REQ-001", "REQ-002")})
    run_reqsite("release", "1.1.0", "--date", "2026-02-01", cwd=root)
    project({"docs/a.md": record(owner="Li Si")})
    run_reqsite("release", "1.2.0", "--date", "2026-03-01", cwd=root)
    project({"docs/a.md": record("It is shown within 3 s.", owner="Li Si")})
    return root


def test_the_newest_comes_first_and_releases_that_did_not_touch_it_not_at_all(run_reqsite, desk):
    done = run_reqsite("log", "req-001", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "REQ-001  Look up stock",
        "",
        "unreleased  changed in substance",
        "    Statement: It is shown within [-2 s-]{+3 s+}.",
        "",
        "1.2.0  2026-03-01  changed in wording",
        "    Owner: {+Li Si+}",
        "",
        "1.0.0  2026-01-01  new  The first one",
    ]


def test_in_chinese_the_labels_are_chinese(run_reqsite, desk):
    shown = run_reqsite("log", "REQ-001", "--lang", "zh", cwd=desk).stdout
    assert "    需求陈述: It is shown within [-2 s-]{+3 s+}." in shown
    assert "    负责人: {+Li Si+}" in shown


def test_as_json(run_reqsite, desk):
    data = json.loads(run_reqsite("log", "REQ-001", "--format", "json", cwd=desk).stdout)
    assert data["id"] == "REQ-001"
    assert [(s["release"], s["date"], s["op"], s["fields"], s["normative"]) for s in data["steps"]] == [
        ("", "", "change", ["statement"], True),
        ("1.2.0", "2026-03-01", "change", ["owner"], False),
        ("1.0.0", "2026-01-01", "add", [], True),
    ]


def test_a_record_that_is_gone_has_its_log(run_reqsite, desk):
    (desk / "docs/a.md").unlink()
    lines = run_reqsite("log", "REQ-001", cwd=desk).stdout.splitlines()
    assert lines[0] == "REQ-001  Look up stock"
    assert lines[2] == "unreleased  removed"
    run_reqsite("release", "2.0.0", "--date", "2026-04-01", cwd=desk)
    lines = run_reqsite("log", "REQ-001", cwd=desk).stdout.splitlines()
    assert lines[2] == "2.0.0  2026-04-01  removed"
    assert "Did you mean REQ-001?" in run_reqsite("log", "REQ-0001", cwd=desk).stderr


def test_withdrawn_and_binding_again(run_reqsite, desk):
    (desk / "docs/a.md").write_text(record(status="withdrawn"), encoding="utf-8")
    run_reqsite("release", "2.0.0", cwd=desk)
    (desk / "docs/a.md").write_text(record(), encoding="utf-8")
    shown = run_reqsite("log", "REQ-001", cwd=desk).stdout
    assert "unreleased  binding again" in shown
    assert "withdrawn\n    " in shown


def test_a_record_of_no_release_is_new(run_reqsite, project):
    desk = project({"mkdocs.yml": SITE, "docs/a.md": record()})
    assert run_reqsite("log", "REQ-001", cwd=desk).stdout.splitlines()[2:] == ["unreleased  new"]


def test_an_id_that_never_was_is_a_wrong_call(run_reqsite, desk):
    done = run_reqsite("log", "REQ-01", cwd=desk)
    assert done.returncode == 2
    assert "Did you mean REQ-001?" in done.stderr
    assert "any release" in run_reqsite("log", "Nothing-like-it", cwd=desk).stderr


def test_a_damaged_ledger_is_warned_of(run_reqsite, desk):
    path = desk / "baselines/1.2.0.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    done = run_reqsite("log", "REQ-001", cwd=desk)
    assert done.returncode == 0
    assert "warning: Releases are damaged" in done.stderr


def test_a_shallow_clone_and_a_folder_without_git_tell_the_same(run_reqsite, tmp_path):
    made = Repository(tmp_path / "desk")
    made.commit({"mkdocs.yml": SITE, "docs/a.md": record()}, "1.0")
    made.commit({"docs/a.md": record("It is shown within 3 s.")}, "1.1")
    run_reqsite("baseline", "import", "--tags", "*", cwd=made.root)
    made.commit()
    made.git("clone", "-q", "--depth", "1", made.root.as_uri(), str(tmp_path / "shallow"))
    shutil.copytree(made.root, tmp_path / "plain", ignore=shutil.ignore_patterns(".git"))
    for arguments in (("log", "REQ-001"), ("diff", "1.0", "1.1"), ("baseline", "list"), ("baseline", "verify")):
        told = {run_reqsite(*arguments, cwd=tmp_path / name).stdout for name in ("desk", "shallow", "plain")}
        assert len(told) == 1
        assert told != {""}
    done = run_reqsite("diff", "HEAD~2", cwd=tmp_path / "shallow")
    assert done.returncode == 2
    assert "git fetch --unshallow --tags" in done.stderr
