import pytest

from tests.unit.checks.checked import check_project, named, places, requirement

FRONT = "---\nid: CR-001\ntype: change\ntitle: T\nreason: {reason}\nproposer: Li\nstatus: {status}\n---\n"


def checked(root, body, reason="Safer.", schema="", status="applied"):
    """Check a change whose body begins on line 9."""
    return check_project(root, {"c.md": FRONT.format(reason=reason, status=status) + body}, schema)


def test_a_sentence_of_ninety_characters_is_one_finding_with_both_figures(tmp_path):
    report = checked(tmp_path, f"先登录。{'我们要在月底盘点库存' * 9}。然后退出。\n")
    [finding] = named(report, "long-sentence")
    assert (finding.severity, str(finding.place)) == ("info", "docs_src/c.md:9:5")
    assert str(finding.message) == "The sentence has 90 Chinese characters; the limit is 60."


def test_a_sentence_of_forty_one_words_is_too_long_and_one_of_forty_is_not(tmp_path):
    assert places(checked(tmp_path, f"- Short.\n- {'so ' * 40}on.\n"), "long-sentence") == ["c.md:10:3"]
    assert named(checked(tmp_path, f"{'so ' * 39}on.\n"), "long-sentence") == []


@pytest.mark.parametrize(
    "body",
    [
        "登录" * 30 + "。" + "退出" * 30 + "。\n",
        "\n".join(f"- {'登录' * 20}" for _item in range(5)) + "\n",
        "\n\n".join("登录" * 20 for _paragraph in range(5)) + "\n",
        "| a | b |\n|---|---|\n" + "| 登录登录登录登录登录登录 | 退出 |\n" * 9,
        "```\n" + "so " * 60 + "\n```\n",
        "",
    ],
)
def test_sentences_end_with_marks_items_paragraphs_and_cells(tmp_path, body):
    assert named(checked(tmp_path, body), "long-sentence") == []


def test_the_project_sets_other_limits(tmp_path):
    schema = "checks:\n  long-sentence: {characters: 5, words: 4}\n"
    report = checked(tmp_path, "先登录再退出。\n\nIt shall do so well.\n", schema=schema)
    assert [str(f.message) for f in named(report, "long-sentence", "unknown-setting")] == [
        "The sentence has 6 Chinese characters; the limit is 5.",
        "The sentence has 5 words; the limit is 4.",
    ]


def test_the_reason_is_read_in_its_field_and_in_its_section(tmp_path):
    report = checked(tmp_path, "刷卡登录。\n\n## 原因\n\n系统应尽快响应。\n", reason="尽快上线。")
    assert places(report, "vague-word") == ["c.md:5:9", "c.md:13:4"]


def test_a_technical_word_is_for_the_technical_section(tmp_path):
    assert places(checked(tmp_path, "数据来自缓存。\n\n## 技术表述\n\n数据来自缓存。\n"), "jargon") == ["c.md:9:5"]


def test_business_wording_is_told_once(tmp_path):
    assert places(checked(tmp_path, "刷卡。\n\n## 业务表述\n\n数据来自缓存。\n"), "jargon") == ["c.md:13:5"]


def test_internal_notes_and_withdrawn_changes_are_nobodys_business(tmp_path):
    internal = checked(tmp_path, f"刷卡。\n\n## 内部备注\n\n尽快，{'登录' * 40}。\n")
    withdrawn = checked(tmp_path, f"尽快，{'登录' * 40}。\n", reason="尽快。", status="withdrawn")
    assert named(internal, "long-sentence", "vague-word", "jargon") == []
    assert named(withdrawn, "long-sentence", "vague-word", "jargon") == []


def test_other_records_may_have_long_sentences(tmp_path):
    assert named(check_project(tmp_path, {"a.md": requirement(f"{'登录' * 60}。")}), "long-sentence") == []


def test_a_project_without_vague_words_has_none_in_changes_either(tmp_path):
    schema = "checks:\n  vague-word: off\n  jargon: off\n"
    assert named(checked(tmp_path, "尽快，数据来自缓存。\n", schema=schema), "vague-word", "jargon") == []
