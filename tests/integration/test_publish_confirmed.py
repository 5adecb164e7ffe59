"""A release goes out once those whom it waits for have agreed, and not before."""

import pytest

from tests.integration.test_release import record
from tests.repositories import Repository
from tests.unit.confirm.desk import receipt

SITE = """\
site_name: Desk
docs_dir: docs
use_directory_urls: false
theme: {name: material, language: en}
plugins: [search, {reqsite: {fail_on: never, schema: schema.yml}}]
"""
REQUIRED = "confirmation:\n  decider: {required: true}\n  user: {}\n"
ASKED = "confirmation:\n  decider: {}\n"
MORNING, NOON, EVENING = (f"2026-03-02T{hour}:00:00+00:00" for hour in ("08", "12", "20"))


@pytest.fixture
def desk(tmp_path):
    made = Repository(tmp_path / "desk")
    made.write(
        {
            "mkdocs.yml": SITE,
            "schema.yml": REQUIRED,
            ".gitignore": "/public/\n/site/\n/came.json\n",
            "docs/index.md": "# Desk\n\nSee [[REQ-001]].\n",
            "docs/a.md": record("REQ-001"),
        }
    )
    return made


def freeze(run_reqsite, desk, version, *more):
    done = run_reqsite("release", version, "--date", "2026-03-01", *more, cwd=desk.root)
    if done.returncode == 0:
        desk.commit(tag=version)
    return done


def answer(run_reqsite, desk, word, time):
    (desk.root / "came.json").write_bytes(receipt(desk.root, "decider", {"REQ-001": word}, time=time).content)
    done = run_reqsite("confirm", "import", "came.json", cwd=desk.root)
    assert done.returncode == 0, done.stderr
    desk.commit()


def publish(run_reqsite, desk, *arguments):
    return run_reqsite("publish", *arguments, cwd=desk.root)


def test_a_required_role_holds_a_release_back_and_no_preview(run_reqsite, desk):
    """Nobody has to remember a flag: the schema says that the decider's word is waited for."""
    assert freeze(run_reqsite, desk, "1.0.0-rc.1").returncode == 0
    refused = freeze(run_reqsite, desk, "1.0.0")
    assert (refused.returncode, "REQ-001, Final decider: open" in refused.stderr) == (1, True)
    assert "user" not in refused.stderr.lower()
    answer(run_reqsite, desk, "agree", MORNING)
    assert freeze(run_reqsite, desk, "1.0.0").returncode == 0

    answer(run_reqsite, desk, "object", NOON)
    refused = publish(run_reqsite, desk, "--release", "1.0.0")
    assert (refused.returncode, "REQ-001, Final decider: objects" in refused.stderr) == (1, True)
    assert not (desk.root / "public").exists()
    all_of_them = publish(run_reqsite, desk, "--all")
    assert all_of_them.returncode == 1
    assert "1.0.0: 1 answer is missing." in all_of_them.stderr
    assert sorted(p.name for p in (desk.root / "public").glob("1.0.0*")) == ["1.0.0-rc.1"]

    answer(run_reqsite, desk, "agree", EVENING)
    assert publish(run_reqsite, desk, "--all").returncode == 0
    assert (desk.root / "public" / "1.0.0").is_dir()
    answer(run_reqsite, desk, "object", "2026-03-03T08:00:00+00:00")
    again = publish(run_reqsite, desk, "--all")
    assert (again.returncode, "1.0.0: already published" in again.stderr) == (0, True)


def test_with_the_flag_a_publication_waits_for_everybody(run_reqsite, desk):
    desk.write({"schema.yml": ASKED})
    assert freeze(run_reqsite, desk, "1.0.0").returncode == 0
    for arguments in (("--release", "1.0.0"), ("--release", "1.0.0", "--from", "1.0.0"), ("--all",)):
        refused = publish(run_reqsite, desk, *arguments, "--require-confirmed")
        assert (refused.returncode, "REQ-001, Final decider: open" in refused.stderr) == (1, True), arguments
        assert not (desk.root / "public" / "1.0.0").exists()
    answer(run_reqsite, desk, "agree", MORNING)
    done = publish(run_reqsite, desk, "--release", "1.0.0", "--from", "1.0.0", "--require-confirmed")
    assert done.returncode == 0, done.stderr
    wrong = publish(run_reqsite, desk, "--draft", "--require-confirmed")
    assert (wrong.returncode, "nobody confirms a draft" in wrong.stderr) == (2, True)
