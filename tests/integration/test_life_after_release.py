"""What becomes of a release after it is out, on the command line, with real files, real git and the real site builder.

Numbers of cases are those of the list of threats that the design was made from.
"""

import json
import os
import shutil

import pytest

from tests.integration.test_publish import SITE, contents
from tests.integration.test_release import edit, record
from tests.repositories import Repository


@pytest.fixture
def desk(tmp_path, tmp_path_factory, run_reqsite):
    """Return a project in git, with the releases 1.0.0 and 1.1.0 in a folder and on a branch; built once."""
    template = tmp_path_factory.getbasetemp() / "life-after-release"
    if not template.exists():
        made = Repository(template.with_name("life-in-the-making"))
        ignored = "/public/\n/site/\n"
        made.commit(
            {"mkdocs.yml": SITE, ".gitignore": ignored, "docs/index.md": "# Desk\n", "docs/a.md": record("REQ-001")}
        )
        for version in ("1.0.0", "1.1.0"):
            day = ("--date", "2026-03-03", "--valid-until", "2026-12-31")
            assert run_reqsite("release", version, *day, cwd=made.root).returncode == 0
            made.commit(tag=version)
            for store in ("public", "git:pages"):
                done = run_reqsite("publish", "--release", version, "--store", store, cwd=made.root)
                assert done.returncode == 0, done.stderr
        made.root.rename(template)
    shutil.copytree(template, tmp_path / "desk")
    return Repository(tmp_path / "desk")


def test_aliases_are_listed_and_set_and_only_pointers_change(run_reqsite, desk):
    """Cases 50, 51 and 52."""
    public = desk.root / "public"
    before = {name: contents(public / name) for name in ("1.0.0", "1.1.0")}
    assert run_reqsite("alias", "list", cwd=desk.root).stdout == "Alias   Release\nlatest  1.1.0\n"
    done = run_reqsite("alias", "set", "latest", "1.0.0", "--by", "Zhao Liu", cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "")
    assert "latest leads to 1.0.0." in done.stderr
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    assert run_reqsite("alias", "set", "agreed", "1.0.0", cwd=desk.root, env=nobody).returncode == 0
    listed = run_reqsite("alias", "list", "--format", "json", cwd=desk.root)
    assert json.loads(listed.stdout) == {"aliases": {"agreed": "1.0.0", "latest": "1.0.0"}}
    assert {name: contents(public / name) for name in before} == before
    events = [json.loads(line) for line in (public / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event.get("by") for event in events[-2:]] == ["Zhao Liu", None]
    pointers = contents(public)
    for arguments, code in (
        (("latest", "9.9.9"), 1),
        (("next", "1.0.0"), 2),
        (("1.0.0", "1.1.0"), 2),
        (("v1", "1.1.0"), 2),
        (("latest",), 2),
        (("latest", "1.0.0", "1.1.0"), 2),
        (("latest", "1.0.0", "--by", " "), 2),
        (("latest", "1.0.0", "--store", "nowhere/public"), 5),
    ):
        refused = run_reqsite("alias", "set", *arguments, cwd=desk.root)
        assert (refused.returncode, refused.stdout) == (code, ""), (arguments, refused.stderr)
    assert contents(public) == pointers
    assert run_reqsite("verify", cwd=desk.root).returncode == 0


def test_who_does_it_is_known_from_git_where_nobody_says_so(run_reqsite, desk):
    desk.git("config", "user.name", "李  四")
    assert run_reqsite("alias", "set", "latest", "1.0.0", cwd=desk.root).returncode == 0
    last = (desk.root / "public/journal.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["by"] == "李 四"


def test_a_release_is_withdrawn_and_its_name_is_burnt(run_reqsite, desk):
    """Cases 53 and 55."""
    public = desk.root / "public"
    before = contents(public / "1.1.0")
    refused = run_reqsite("withdraw", "1.1.0", "--reason", "Wrong prices.", cwd=desk.root)
    assert refused.returncode == 1
    assert "`reqsite alias set latest 1.0.0`" in refused.stderr
    assert run_reqsite("alias", "set", "latest", "1.0.0", cwd=desk.root).returncode == 0
    done = run_reqsite("withdraw", "1.1.0", "--reason", "Wrong prices.", "--by", "Li Si", cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "")
    assert contents(public / "1.1.0") == before
    assert "Withdrawn on" in (public / "index.html").read_text(encoding="utf-8")
    assert run_reqsite("verify", cwd=desk.root).returncode == 0
    again = run_reqsite("withdraw", "1.1.0", "--reason", "Wrong prices.", cwd=desk.root)
    assert again.returncode == 0
    assert "withdrawn already" in again.stderr
    for way in ((), ("--dry-run",), ("--from", "1.1.0")):
        burnt = run_reqsite("publish", "--release", "1.1.0", *way, cwd=desk.root)
        assert burnt.returncode == 3, burnt.stderr
        assert "Its name is never used again." in burnt.stderr
    assert run_reqsite("alias", "set", "latest", "1.1.0", cwd=desk.root).returncode == 1
    assert run_reqsite("delete", "1.1.0", cwd=desk.root).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("1.0.0",),
        ("1.0.0", "--reason", " "),
        ("1.0.0", "--reason", "x" * 501),
        ("1.0.0", "--reason", "a\x1b[31mb"),
        ("next", "--reason", "x"),
        ("1.0.0", "--reason", "x", "--witness", "A"),
        ("1.0.0", "--reason", "x", "--redact"),
        ("1.0.0", "--reason", "x", "--redact", "--by", "A"),
        ("1.0.0", "--reason", "x", "--redact", "--by", "Li Si", "--witness", " li  si "),
    ],
)
def test_a_withdrawal_that_is_called_wrongly_does_nothing(arguments, run_reqsite, desk):
    """Case 54: one person alone takes no content away."""
    before = contents(desk.root / "public")
    assert run_reqsite("withdraw", *arguments, cwd=desk.root).returncode == 2
    assert contents(desk.root / "public") == before


@pytest.mark.parametrize("store", ["public", "git:pages"])
def test_content_is_taken_away_by_two_persons_who_are_told_where_it_still_is(store, run_reqsite, desk):
    """Case 54."""
    told = ("--reason", "A password was in it.", "--by", "Li Si", "--witness", "Zhao Liu")
    done = run_reqsite("withdraw", "1.0.0", "--redact", *told, "--store", store, cwd=desk.root)
    assert done.returncode == 0, done.stderr
    assert ("git filter-repo" in done.stderr) == (store == "git:pages")
    assert "Change a password that was in it" in done.stderr
    verified = run_reqsite("verify", store, cwd=desk.root)
    assert verified.returncode == 0, verified.stdout
    assert "1.0.0: its content was taken away on" in verified.stdout
    burnt = run_reqsite("publish", "--release", "1.0.0", "--from", "1.0.0", "--store", store, cwd=desk.root)
    assert burnt.returncode == 3, burnt.stderr


def test_a_fault_of_the_theme_is_mended_by_an_edition(run_reqsite, desk):
    public = desk.root / "public"
    nothing = run_reqsite("publish", "--release", "1.1.0", "--edition", "2", cwd=desk.root)
    assert nothing.returncode == 0, nothing.stderr
    assert "There is nothing to mend" in nothing.stderr
    assert not (public / "1.1.0+e2").exists()
    edit(desk.root, "index.md", "# Desk", "# The desk")
    desk.commit()
    refused = run_reqsite("publish", "--release", "1.1.0", cwd=desk.root)
    assert refused.returncode == 3
    assert "`reqsite publish --release 1.1.0 --edition 2`" in refused.stderr
    before = contents(public / "1.1.0")
    done = run_reqsite("publish", "--release", "1.1.0", "--edition", "2", cwd=desk.root)
    assert (done.returncode, done.stdout) == (0, "public/1.1.0+e2/index.html\n"), done.stderr
    assert contents(public / "1.1.0") == before
    one, two = (json.loads((public / f / "reqsite-manifest.json").read_bytes()) for f in ("1.1.0", "1.1.0+e2"))
    assert one["catalog_digest"] == two["catalog_digest"]
    assert (one["valid_until"], two["valid_until"]) == ("2026-12-31", "2026-12-31")
    verified = run_reqsite("verify", cwd=desk.root)
    assert verified.returncode == 0, verified.stdout
    assert "the records of 3 releases" in verified.stdout
    assert run_reqsite("alias", "list", cwd=desk.root).stdout.splitlines()[1:] == ["latest  1.1.0+e2"]
    assert run_reqsite("publish", "--draft", "--edition", "2", cwd=desk.root).returncode == 2


def test_a_release_that_no_job_has_published_is_reported(run_reqsite, desk):
    """Case 27."""
    assert run_reqsite("verify", "--complete", cwd=desk.root).returncode == 0
    assert run_reqsite("release", "1.2.0", cwd=desk.root).returncode == 0
    noted = run_reqsite("verify", cwd=desk.root)
    assert noted.returncode == 0
    assert "The store lacks releases of the ledger: 1.2.0." in noted.stdout
    assert run_reqsite("verify", "--complete", cwd=desk.root).returncode == 1
    told = json.loads(run_reqsite("verify", "--complete", "--format", "json", cwd=desk.root).stdout)
    assert told["missing"] == ["1.2.0"]
    assert run_reqsite("verify", "--complete", "--release", "1.0.0", cwd=desk.root).returncode == 2
