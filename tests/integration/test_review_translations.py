import json

import pytest

from tests.releases import release

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins:\n  - reqsite:\n      schema: schema.yml\n"
SCHEMA = "languages: {binding: zh, others: [en]}\nconfirmation: {decider: {}}\n"
REQ = (
    "---\r\nid: REQ-001  # the first\r\ntype: functional\r\ntitle: 查询库存\r\ntitle_en: Look up stock\r\n"
    "status: reviewed\r\npriority: P1\r\n---\r\n系统应显示库存。\r\n\r\n"
    "## Statement {lang=en}\r\n\r\nThe system shall show the stock.\r\n"
)
LIST = (
    "records:\n"
    "  - {id: REQ-002, type: functional, title: 打印, title_en: Print, status: draft, priority: P1, body: 打印。}\n"
)


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": SITE,
            "schema.yml": SCHEMA,
            "docs_src/index.md": "# Desk\n",
            "docs_src/req.md": REQ,
            "docs_src/more.yml": LIST,
        }
    )


def texts(root):
    return {p.name: p.read_bytes().decode() for p in (root / "docs_src").iterdir()}


def rules(run_reqsite, root):
    done = run_reqsite("check", "--format", "json", cwd=root)
    return {finding["rule"] for finding in json.loads(done.stdout)["findings"]}


def test_a_translation_is_marked_and_nothing_else_is_touched(run_reqsite, desk):
    before = texts(desk)
    done = run_reqsite("review", "--translations", "REQ-001", cwd=desk)
    after = texts(desk)
    digits = after["req.md"].partition("title: ")[2].partition("{title: ")[2][:8]
    other = after["req.md"].partition("statement: ")[2][:8]
    written = f"translated_from:\r\n  en: {{title: {digits}, statement: {other}}}\r\n"
    assert (done.returncode, done.stderr) == (0, "1 record says now of what words its translations were made.\n")
    assert done.stdout == f"docs_src/req.md:4:1: translated_from: {{en: {{title: {digits}, statement: {other}}}}}\n"
    assert after == {**before, "req.md": REQ.replace("---\r\n系统", f"{written}---\r\n系统")}


def test_what_is_marked_is_stale_once_its_original_changes_and_no_longer_after_a_review(run_reqsite, desk):
    run_reqsite("review", "--translations", "--all", cwd=desk)
    assert not {"RQ850", "RQ857"} & rules(run_reqsite, desk)
    path = desk / "docs_src" / "req.md"
    path.write_bytes(path.read_bytes().replace("系统应显示".encode(), "系统应立即显示".encode()))
    assert "RQ850" in rules(run_reqsite, desk)
    done = run_reqsite("review", "--translations", "--all", cwd=desk)
    assert done.stderr == "1 record says now of what words its translations were made.\n"
    assert "RQ850" not in rules(run_reqsite, desk)
    done = run_reqsite("review", "--translations", "--all", cwd=desk)
    assert done.stderr == "Every translation says already of what words it was made.\n"


def test_a_dry_run_prints_and_writes_nothing(run_reqsite, desk):
    before = texts(desk)
    done = run_reqsite("review", "--translations", "--all", "--dry-run", "--language", "en-GB", cwd=desk)
    assert done.stdout.count("translated_from: {en: ") == 2
    assert "no file was changed" in done.stderr
    assert texts(desk) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--translations",), "Name the records whose translations you have compared"),
        (("--translations", "--all", "--language", "fr"), "'fr' is no language of this project: zh, en."),
        (("--all", "--language", "en"), "--language belongs to --translations."),
    ],
)
def test_a_call_that_means_nothing_is_refused(run_reqsite, desk, arguments, said):
    done = run_reqsite("review", *arguments, cwd=desk)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_project_with_one_language_is_told_what_to_write(run_reqsite, desk):
    (desk / "schema.yml").write_text("extends: default\n", encoding="utf-8")
    done = run_reqsite("review", "--translations", "--all", cwd=desk)
    assert done.returncode == 2
    assert "languages: {binding: zh, others: [en]}" in done.stderr


def test_all_files_are_written_or_none(run_reqsite, desk):
    path = desk / "docs_src" / "req.md"
    path.write_bytes(path.read_bytes().replace(b"priority: P1\r\n", b"translated_from: # mine\r\n  en: {}\r\n"))
    before = texts(desk)
    done = run_reqsite("review", "--translations", "--all", cwd=desk)
    assert done.returncode == 1
    assert "Write by hand: translated_from: {en: {title: " in done.stdout
    assert texts(desk) == before


def test_an_edit_of_a_translation_keeps_the_answer_and_is_told_as_wording(run_reqsite, desk):
    release(desk, "1.0.0")
    run_reqsite("confirm", "record", "--role", "decider", "--name", "Li", "--evidence", "DOC-1", "REQ-001", cwd=desk)
    path = desk / "docs_src" / "req.md"
    path.write_bytes(path.read_bytes().replace(b"show the stock", b"show all of the stock"))
    done = run_reqsite("confirm", "status", "--role", "decider", "--format", "json", cwd=desk)
    (item,) = [item for item in json.loads(done.stdout)["roles"][0]["items"] if item["id"] == "REQ-001"]
    assert (item["standing"], item["reworded"]) == ("agreed", True)
    assert "Statement (English)" in run_reqsite("diff", "1.0.0", cwd=desk).stdout


def test_marks_are_no_change_of_what_was_agreed(run_reqsite, desk):
    release(desk, "1.0.0")
    run_reqsite("confirm", "record", "--role", "decider", "--name", "Li", "--evidence", "DOC-1", "REQ-001", cwd=desk)
    run_reqsite("review", "--translations", "--all", cwd=desk)
    done = run_reqsite("confirm", "status", "--role", "decider", "--format", "json", cwd=desk)
    (item,) = [item for item in json.loads(done.stdout)["roles"][0]["items"] if item["id"] == "REQ-001"]
    assert (item["standing"], item["reworded"]) == ("agreed", False)
    assert json.loads(run_reqsite("diff", "1.0.0", "--format", "json", cwd=desk).stdout)["changed"] == []
    release(desk, "1.1.0", "2026-04-01")
    assert run_reqsite("baseline", "verify", cwd=desk).returncode == 0


def test_a_record_is_shown_with_its_translation_told_apart(run_reqsite, desk):
    assert (
        "\nStatement (English)\n  The system shall show the stock.\n" in run_reqsite("show", "REQ-001", cwd=desk).stdout
    )


def test_a_mended_file_keeps_the_marks_of_its_languages(run_reqsite, desk):
    before = texts(desk)
    assert run_reqsite("fmt", "--fix", cwd=desk).returncode == 0
    assert texts(desk) == before
