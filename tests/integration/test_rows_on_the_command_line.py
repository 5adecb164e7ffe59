"""Acceptance criteria of reqsite's own requirements that say "when the command runs", where no other test does."""

import json
import re

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins: [reqsite: {schema: schema.yml}]\n"
CHINESE = "site_name: Desk\ndocs_dir: docs_src\ntheme: {name: mkdocs, language: zh}\n"
TEXT = "It is shown.\n\n## Acceptance criteria\n\n- It is seen.\n"


def record(record_id, body=TEXT):
    return f"---\nid: {record_id}\ntype: functional\ntitle: T\nstatus: draft\npriority: P1\n---\n{body}"


def test_a_new_record_whose_blanks_are_filled_in_has_no_finding(run_reqsite, project):
    desk = project({"mkdocs.yml": CHINESE, "docs_src/index.md": "# 单\n"})
    path = desk / run_reqsite("new", "functional", "查询库存", cwd=desk).stdout.strip()
    text = path.read_text(encoding="utf-8")
    assert all(f"\n{key}: " in text for key in ("title", "status", "priority"))
    assert "## 验收标准" in text
    front, body = text.rsplit("---\n", 1)
    filled = re.sub(r"…+", "显示 3 件", body)
    path.write_text(
        f"{front}---\n系统应显示库存数量。\n{filled}".replace("status: idea", "status: draft"), encoding="utf-8"
    )
    assert json.loads(run_reqsite("check", "--format", "json", cwd=desk).stdout)["findings"] == []


def test_an_id_that_differs_by_case_is_one_duplicate_with_both_places(run_reqsite, project):
    desk = project(
        {"mkdocs.yml": SITE, "schema.yml": "", "docs_src/a.md": record("REQ-001"), "docs_src/b.md": record("req-001")}
    )
    found = json.loads(run_reqsite("check", "--format", "json", cwd=desk).stdout)["findings"]
    [duplicate] = [f for f in found if f["name"] == "duplicate-id"]
    assert (duplicate["file"], duplicate["line"]) == ("docs_src/b.md", 2)
    assert "docs_src/a.md:2:" in duplicate["message"]


def test_a_record_without_a_status_is_named_with_its_place_and_ends_with_1(run_reqsite, project):
    text = record("REQ-001").replace("status: draft\n", "")
    done = run_reqsite("check", cwd=project({"mkdocs.yml": SITE, "schema.yml": "", "docs_src/a.md": text}))
    assert done.returncode == 1
    assert re.search(r"^docs_src/a\.md:\d+:\d+: RQ204 .*'status'", done.stdout, re.MULTILINE)


def test_a_full_width_colon_in_front_matter_is_named(run_reqsite, project):
    text = record("REQ-001").replace("status: ", "status：")
    done = run_reqsite("check", cwd=project({"mkdocs.yml": SITE, "schema.yml": "", "docs_src/a.md": text}))
    assert re.search(r"^docs_src/a\.md:5:\d+: RQ101 .*：", done.stdout, re.MULTILINE)


def test_the_project_says_whether_a_vague_word_stops_anything(run_reqsite, project):
    vague = {"docs_src/a.md": record("REQ-001", TEXT.replace("It is", "It is quickly"))}
    for severity, code in (("warning", 0), ("error", 1), ("off", 0)):
        desk = project(vague | {"mkdocs.yml": SITE, "schema.yml": f"checks: {{vague-word: {severity}}}\n"})
        done = run_reqsite("check", cwd=desk)
        assert done.returncode == code
        assert ("vague" in done.stdout) == (severity != "off")


def test_the_next_id_is_above_all_that_ever_were(run_reqsite, project):
    ledger = '{"op": "add", "id": "REQ-009"}\n{"op": "remove", "id": "REQ-009"}\n'
    desk = project(
        {"mkdocs.yml": SITE, "schema.yml": "", "docs_src/a.md": record("REQ-007"), "baselines/1.0.0.jsonl": ledger}
    )
    assert run_reqsite("new", "functional", cwd=desk).stdout.endswith("REQ-010.md\n")


def test_mending_twice_changes_no_byte_and_no_word(run_reqsite, project):
    untidy = "---\ntitle：查询\npriority: P1\nid: REQ—００１\ntype: functional\nstatus: draft\n---\nStock:\n- one\n"
    desk = project({"mkdocs.yml": SITE, "schema.yml": "", "docs_src/a.md": untidy})
    run_reqsite("fmt", "--fix", cwd=desk)
    once = (desk / "docs_src/a.md").read_bytes()
    run_reqsite("fmt", "--fix", cwd=desk)
    assert (desk / "docs_src/a.md").read_bytes() == once
    shown = json.loads(run_reqsite("show", "REQ-001", "--format", "json", cwd=desk).stdout)
    assert (shown["title"], shown["status"], shown["fields"]["priority"]) == ("查询", "draft", "P1")
