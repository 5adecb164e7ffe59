import pytest

from tests.unit.checks.checked import check_project, named


def records(*entries):
    return {
        "r.yml": "records:\n" + "".join(f"  - {{type: functional, {entry}, body: 系统应登录。}}\n" for entry in entries)
    }


def test_a_record_without_the_other_title_is_found_where_others_have_one(tmp_path):
    files = records("id: REQ-001, title: 登录, title_en: Log in", "id: REQ-002, title: 注销")
    [finding] = named(check_project(tmp_path, files), "missing-title")
    assert (finding.severity, str(finding.place), finding.record) == ("info", "docs_src/r.yml:3:37", "REQ-002")
    assert "'title_en'" in str(finding.message)


def test_an_english_title_wants_a_chinese_one(tmp_path):
    files = records("id: REQ-001, title: Log in, title_zh: 登录", "id: REQ-002, title: Log out")
    [finding] = named(check_project(tmp_path, files), "missing-title")
    assert "'title_zh'" in str(finding.message)


@pytest.mark.parametrize(
    "entries",
    [
        ("id: REQ-001, title: 登录", "id: REQ-002, title: Log out"),
        ("id: REQ-001, title: 登录, title_en: Log in", "id: REQ-002, title: Log out, title_zh: 注销"),
        ("id: REQ-001, title: 登录, title_en: Log in", "id: REQ-002, title: 注销, status: withdrawn"),
    ],
)
def test_nobody_else_hears_of_titles(tmp_path, entries):
    assert named(check_project(tmp_path, records(*entries)), "missing-title") == []


def test_one_kind_may_be_bilingual_and_another_not(tmp_path):
    files = records("id: REQ-001, title: 登录, title_en: Log in")
    files["g.yml"] = "records:\n  - {id: GOAL-1, type: goal, title: 安全, body: 为什么。}\n"
    assert named(check_project(tmp_path, files), "missing-title") == []
