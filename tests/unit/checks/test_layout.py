import pytest

from tests.unit.checks.checked import check_project, named, places, requirement


def found(root, body, name):
    return places(check_project(root, {"a.md": requirement(body)}), name)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("It has:\n- one\n- two", "a.md:10:1"),
        ("如下：\n* 一\n* 二", "a.md:10:1"),
        ("It has:\n1. one\n2. two", "a.md:10:1"),
        ("One.\n\nIt has:\n  - one", "a.md:12:3"),
    ],
)
def test_a_list_needs_an_empty_line_before_it(tmp_path, body, place):
    assert found(tmp_path, body, "list-without-blank-line") == [place]


@pytest.mark.parametrize(
    "body",
    [
        "It has:\n\n- one\n- two",
        "- one\n  goes on\n- two",
        "- one\ngoes on\n- two",
        "### Parts\n- one",
        "> - quoted\n- one",
        "A version\n2. of it",
        "5\n-3 is minus three",
        "```\nit has:\n- one\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |\n- one",
        "**bold**\n**bold** again",
        "    code\n- one",
    ],
)
def test_what_is_no_list_in_a_paragraph_passes(tmp_path, body):
    assert found(tmp_path, body, "list-without-blank-line") == []


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("- one\n  - in one\n  - in one\n- two", ["a.md:10:3"]),
        ("1. one\n   - in one\n2. two\n   - in two", ["a.md:10:4", "a.md:12:4"]),
        ("- one\n\n  - in one", ["a.md:11:3"]),
        ("- one\n    - in one\n- two", []),
        (" - one\n - two", []),
        ("- one\n\nText.\n\n - new list", []),
        ("text\n  - dash", []),
    ],
)
def test_a_nested_list_wants_four_spaces(tmp_path, body, where):
    assert found(tmp_path, body, "nested-list-indent") == where


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("表：\n\n｜字段｜说明｜\n｜---｜---｜", ["a.md:11:1"]),
        ("字段｜说明｜备注", ["a.md:9:3"]),
        ("A｜B", []),
        ("`｜a｜b｜`", []),
    ],
)
def test_full_width_pipes_draw_no_table(tmp_path, body, where):
    assert found(tmp_path, body, "full-width-pipe") == where


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("＃＃ 备注", ["a.md:9:1"]),
        ("＊ 一\n＊ 二", ["a.md:9:1", "a.md:10:1"]),
        ("这是＊＊重点＊＊。", ["a.md:9:3"]),
        ("编号＃1 与 3＊4", []),
    ],
)
def test_full_width_marks_are_shown_as_they_are(tmp_path, body, where):
    assert found(tmp_path, body, "full-width-mark") == where


def test_a_full_width_mark_names_the_half_width_one(tmp_path):
    [finding] = named(check_project(tmp_path, {"a.md": requirement("＃＃ 备注")}), "full-width-mark")
    assert str(finding.hint) == "Write the half-width '##'."
