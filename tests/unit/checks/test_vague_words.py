"""Vague words are found, and left alone wherever something makes them exact."""

import pytest

from reqsite.checks.lexicon import CLASSES, vague_words
from reqsite.model.finding import Severity
from tests.unit.checks.checked import check_project, named, places, requirement, words


def vague(root, body, *, terms="", schema="", front=""):
    files = {"a.md": requirement(body, front)}
    if terms:
        files["t.yml"] = "records:\n" + terms
    return words(check_project(root, files, schema))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The search shall be fast.", ["fast"]),
        ("The form shall be User-Friendly and intuitive.", ["User-Friendly", "intuitive"]),
        ("Answers come as soon\nas possible.", ["as soon as possible"]),
        ("It shall accept PDF, CSV, etc.", ["etc."]),
        ("It shall, where appropriate, warn.", ["where appropriate"]),
        ("It shall minimise waiting.", ["minimise"]),
        ("系统应实时更新库存。", ["实时"]),
        ("系统应尽快响应，界面友好。", ["尽快", "友好"]),
        ("系統應即時更新，介面靈活。", ["即時", "靈活"]),
        ("支持导出、打印等。", ["等"]),
        ("支持导出、打印等操作。", ["等"]),
        ("包括但不限于以下内容。", ["包括但不限于"]),
        ("必要时提示用户。", ["必要时"]),
        ("应优化查询。", ["优化"]),
    ],
)
def test_vague_words_are_found_in_both_languages(tmp_path, body, expected):
    assert vague(tmp_path, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "`fast` is the name of a mode.",
        "See [the guide](https://example.org/fast-and-easy).",
        "See https://example.org/easy.",
        "```\nfast\n```",
        "<!-- fast -->It shall ask.",
        'The button is called "Quick search".',
        "客户说“要快速、友好”。",
        "按「实时」按钮。",
        "> We want it fast.\n\nIt shall ask.",
        "NOTE: This is usually easy.",
        "注：一般很快。",
        "The fastener breakfast is Fastly's.",
        "A steadfast uneasy.",
        "显示现实时间。",
        "使用实时时钟。",
        "支持智能手机。",
        "The real-time clock shall be set.",
        "It shall be done as required by ISO 9001.",
        "请等待。",
        "用户等级为三级。",
        "支持甲、乙、丙等三种格式。",
        "支持甲、乙等3种格式。",
        "值大于、等于、小于零。",
    ],
)
def test_it_is_silent_where_nothing_vague_is_said(tmp_path, body):
    assert vague(tmp_path, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Results shall be fast (within 2 s).",
        "The system shall respond quickly: 95 % of searches in 2 seconds.",
        "The system shall promptly, and at most 30 minutes after the order, confirm it.",
        "The system shall answer quickly, that is in five seconds.",
        "系统应实时(≤5 秒)更新。",
        "系统应实时更新库存，延迟不超过5秒。",
        "系统应及时响应，时限为两个工作日。",
        "高可用，全年 99.9% 可用。",
        "系统应在 5 秒内及时响应。",
        "支持高并发：500 并发用户。",
        "大约 5 秒。",
    ],
)
def test_a_number_with_a_unit_makes_it_exact(tmp_path, body):
    assert vague(tmp_path, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "It shall be fast. The limit is 2 s.",
        "It shall be fast.\n\nThe limit is 2 s.",
        "- It shall be fast.\n- The limit is 2 s.",
        "应快速响应。上限为 5 秒。",
        "The 2 of them shall be fast.",
        "Within 2 s it shall ask, and it shall be easy.",
        "It keeps 5 s, etc.",
    ],
)
def test_a_number_elsewhere_does_not(tmp_path, body):
    assert len(vague(tmp_path, body)) == 1


def test_the_finding_stands_at_the_word_and_says_what_to_write(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall ask.\n系统应实时更新。")})
    [finding] = named(report, "vague-word")
    assert str(finding.place) == "docs_src/a.md:10:4"
    assert "within" in str(finding.hint)
    assert finding.severity is Severity.WARNING


def test_acceptance_criteria_are_looked_at_and_rationale_and_boundary_are_not(tmp_path):
    body = "It shall ask.\n\n## Rationale\n\nIt is fast.\n\n## Out of scope\n\nFast search.\n\n## 业务表述\n\n要快速。"
    report = check_project(tmp_path, {"a.md": requirement(body, criteria="\n## 验收标准\n\n- 响应及时。\n")})
    assert words(report) == ["快速", "及时"]


def test_meetings_feedback_and_withdrawn_records_may_say_what_they_like(tmp_path):
    files = {
        "m.md": "---\nid: MTG-001\ntype: meeting\ntitle: M\nheld: 2026-01-01\ndecider: Li\n---\nIt shall be fast.\n",
        "f.md": "---\nid: FB-001\ntype: feedback\ntitle: F\nreceived: 2026-01-01\n---\nIt must be fast!\n",
        "a.md": requirement("It shall be fast.").replace("draft", "rejected"),
    }
    assert words(check_project(tmp_path, files)) == []


def test_a_term_with_a_measure_is_exact_and_one_without_is_not(tmp_path):
    term = "  - {type: term, title: 实时, status: agreed, measure: 延迟 ≤ 5 秒, body: 见量化标准。}\n"
    assert vague(tmp_path, "系统应实时更新。", terms=term) == []
    assert vague(tmp_path, "系统应实时更新。", terms=term.replace("measure: 延迟 ≤ 5 秒, ", "")) == ["实时"]


def test_an_alias_of_a_term_with_a_measure_is_exact_too(tmp_path):
    term = "  - {type: term, title: response, aliases: [quickly], measure: 2 s, body: What it is.}\n"
    assert vague(tmp_path, "It shall answer quickly.", terms=term) == []


def test_a_vague_word_inside_a_longer_term_is_part_of_the_term(tmp_path):
    terms = "  - {type: term, title: 快速理赔, body: 一种。}\n  - {type: term, title: Smart Filter, body: A filter.}\n"
    assert vague(tmp_path, "系统应支持快速理赔。A smart filter is shown.", terms=terms) == []
    assert vague(tmp_path, "系统应快速响应。", terms=terms) == ["快速"]


def test_light_classes_are_remarks_and_others_are_off(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It may possibly show all of them.")})
    assert [(str(f.message.values["word"]), f.severity) for f in named(report, "vague-word")] == [
        ("possibly", Severity.INFO)
    ]


def test_a_project_turns_classes_on_and_off_and_adds_and_allows_words(tmp_path):
    schema = """\
checks:
  vague-word:
    severity: error
    on: [absolute]
    off: [time, hedge]
    words: {synergy: Say what is shared.}
    allow: [fast]
"""
    report = check_project(tmp_path, {"a.md": requirement("All fast synergy might soon be easy.")}, schema)
    found = named(report, "vague-word")
    assert [str(f.message.values["word"]) for f in found] == ["All", "synergy", "easy"]
    assert {f.severity for f in found} == {Severity.ERROR}
    assert str(found[1].hint) == "Say what is shared."


def test_the_rule_can_be_switched_off(tmp_path):
    assert vague(tmp_path, "It shall be fast.", schema="checks: {RQ401: off}\n") == []


def test_the_lexicon_is_large_in_both_languages_and_its_classes_are_known():
    entries = [entry for entry in vague_words() if entry.group]
    assert {entry.group for entry in entries} == set(CLASSES)
    for language in ("en", "zh"):
        of_language = [entry for entry in entries if entry.language == language]
        assert len(of_language) >= 150
        assert all(str(entry.hint) for entry in of_language)


def test_no_word_of_the_lexicon_stands_in_it_twice():
    listed = [entry.word for entry in vague_words()]
    assert sorted(listed) == sorted(set(listed))
    assert all(word == word.lower() == word.strip() for word in listed)


def test_offsets_stay_right_behind_letters_whose_small_form_is_longer(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("İstanbul shall be fast.")})
    assert places(report, "vague-word") == ["a.md:9:19"]
