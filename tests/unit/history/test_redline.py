"""The redline of two states of a text, as a client reads it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.history.blocks import Block, blocks
from reqsite.history.redline import Redline, redline, redline_items, redline_text
from reqsite.history.redline_text import redline_plain
from reqsite.history.tokens import Tokeniser

TOKENISER = Tokeniser(["对账差异率", "库存实时查询", "stock keeping unit"])


def compared(old: str, new: str) -> Redline:
    return redline(blocks(old), blocks(new), TOKENISER)


def shown(old: str, new: str) -> str:
    return redline_plain(compared(old, new), str, context=99)


def statuses(old: str, new: str) -> list[str]:
    return [row.status for row in compared(old, new).rows]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # a number takes its unit along, and a modal verb stands alone
        (
            "The system shall answer within 10 ms, always.",
            "The system should answer within 20 ms, always.",
            "The system [-shall-]{+should+} answer within [-10 ms-]{+20 ms+}, always.",
        ),
        # the comma and the "the" that both sentences happen to share are no islands
        (
            "Store the order, the old one.",
            "Keep the invoice, the new one.",
            "[-Store the order, the old-]{+Keep the invoice, the new+} one.",
        ),
        # a sentence that was put in is a sentence, not the tail of one and the head of another
        (
            "The system shall notify.",
            "The system shall log. The system shall notify.",
            "{+The system shall log.+} The system shall notify.",
        ),
        # blanks stay where a reader expects them
        ("read the file, and stop", "read the file and stop", "read the file[-,-] and stop"),
        ("It is stored.", "It is stored for good.", "It is stored {+for good+}."),
        ("If full then stop", "If full, stop", "If full [-then-]{+,+} stop"),
        # a name of the glossary changes as a whole
        ("one stock keeping unit", "one stock keeping room", "one [-stock keeping unit-]{+stock keeping room+}"),
        # Chinese changes by words
        (
            "系统应当对所有敏感数据进行加密存储。",
            "系统必须对所有个人敏感信息进行加密传输与存储。",
            "系统[-应当-]{+必须+}对所有{+个人+}敏感[-数据-]{+信息+}进行加密{+传输与+}存储。",
        ),
        ("清算系统每日对账。", "结算系统每日对账。", "[-清算-]{+结算+}系统每日对账。"),
        (
            "系统应在5秒内返回结果。",
            "系统应在3秒内返回对账差异率。",
            "系统应在[-5秒-]{+3秒+}内返回[-结果-]{+对账差异率+}。",
        ),
        # where little stayed, all is new
        (
            "Need to keep a log of it.",
            "Operators want to see what a device did and why of late.",
            "[-Need to keep a log of it.-]{+Operators want to see what a device did and why of late.+}",
        ),
    ],
)
def test_a_redline_marks_what_a_reader_would_mark(old, new, expected):
    assert shown(old, new) == expected


def test_items_rows_and_lines_of_code_change_one_by_one():
    assert shown("- a b c\n- d\n- e", "- a b x\n- e\n- f") == "- a b [-c-]{+x+}\n- [-d-]\n- e\n- {+f+}"
    table = "| id | v |\n|--|--|\n| a | 10 ms |\n| b | 3 |\n"
    assert shown(table, table.replace("10", "12")) == "| id | v |\n| a | [-10 ms-]{+12 ms+} |\n| b | 3 |"
    assert shown("```\nlimit = 1\ny\n```", "```\nlimit = 2\ny\n```") == "limit = [-1-]{+2+}\ny"


def test_a_column_that_came_is_marked_in_each_row_where_the_header_has_it():
    old = "| id | v |\n|--|--|\n| a | 10 |\n"
    new = "| id | by | v |\n|--|--|--|\n| a | 10 | 11 |\n"
    assert shown(old, new) == "| id | {+by+} | v |\n| a | {+10+} | [-10-]{+11+} |"


def test_a_block_that_stands_elsewhere_has_moved():
    old = "Alpha beta gamma delta.\n\nSecond one here.\n\nThird one."
    new = "Second one here.\n\nThird one.\n\nAlpha beta gamma delta."
    assert statuses(old, new) == ["moved", "same", "same", "moved"]
    assert compared(old, new).changed_numbers == ()


def test_wrapping_lines_anew_or_a_stray_blank_in_chinese_is_no_change():
    assert not compared("One two\nthree.", "One\ntwo three.").has_changes
    spaced = compared("设备特 有的属性， 以及指纹", "设备特有的属性，以及指纹")
    assert not spaced.has_changes
    assert spaced.only_space
    assert not compared("a", "a").only_space


def test_a_paragraph_parted_in_two_is_formatting():
    parted = compared("One. Two.", "One.\n\nTwo.")
    assert [(row.status, row.reshaped) for row in parted.rows] == [("same", True), ("same", True)]
    assert parted.only_formatting


def test_other_bullets_and_numbers_that_moved_on_are_no_change():
    assert not compared("- a\n- b", "* a\n* b").has_changes
    assert statuses("1. a\n2. b", "1. x\n2. a\n3. b") == ["added", "same", "same"]


def test_words_that_are_set_in_another_way_are_formatting_and_other_links_are_not():
    bold = compared("It is **very** big.", "It is very big.")
    assert bold.only_formatting
    assert [(run.text, run.was and run.was.marks) for run in bold.rows[0].runs][1] == ("very ", ("strong",))
    link = compared("See [it](http://a.b).", "See [it](http://c.d).")
    assert link.has_changes
    assert not link.only_formatting
    assert link.changed_links == (("http://a.b", "http://c.d"),)
    assert redline_plain(link, str) == "See it ([-http://a.b-] {+http://c.d+})."


def test_a_ticked_box_is_a_change():
    assert shown("- [ ] done", "- [x] done") == "- [-☐-]{+☑+} done"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It shall take 10 ms.", "It should take 20 s.", {("10 ms", "20 s"), ("shall", "should")}),
        ("It shall fail.", "It shall not fail.", {("", "not")}),
        ("最多重试三次。", "最多重试五次。", {("三次", "五次")}),
        ("系统应记录。", "系统不得记录。", {("应", "不得")}),
        ("可用性达到99.9%。", "可用性达到99.95%。", {("99.9%", "99.95%")}),
        ("The red one.", "The green one.", set()),
        ("响应用户的请求", "应用程序的请求", set()),
        ("See REQ-1.", "See REQ-2.", set()),
        ("First 10 ms.\n\nThen stop at once.", "Then stop at once.\n\nFirst 10 ms.", set()),
    ],
)
def test_numbers_units_and_modal_verbs_that_changed_are_told(old, new, expected):
    assert set(compared(old, new).changed_numbers) == expected


def test_a_line_that_is_no_markdown_is_compared_as_it_stands():
    title = redline_text("The *old* title", "The *new* title", TOKENISER)
    assert redline_plain(title, str) == "The *[-old-]{+new+}* title"
    assert redline_plain(redline_text("", "Ann", TOKENISER), str) == "{+Ann+}"


def test_values_of_a_list_come_go_and_move_as_wholes():
    values = redline_items(["Ann Lee", "Bob", "Cy"], ["Bob", "Cyd", "Ann Lee"], TOKENISER)
    assert [(row.status, row.cells[0][0].op, row.cells[0][0].text) for row in values.rows] == [
        ("moved", "del", "Ann Lee"),
        ("same", "same", "Bob"),
        ("removed", "del", "Cy"),
        ("added", "ins", "Cyd"),
        ("moved", "ins", "Ann Lee"),
    ]


LINE = st.sampled_from(
    [
        "- one two\n",
        "- one three\n",
        "  - nested item\n",
        "1. first\n",
        "2. second\n",
        "A plain line of text.\n",
        "Another line, of text!\n",
        "\n",
        "\n",
        "\n\n",
        "# Title\n",
        "> quoted words\n",
        "系统应在5秒内返回结果。\n",
        "清算系统对账差异率\n",
        "within 10 ms or 99.9%\n",
        "**bold** word [link](u)\n",
        "```\ncode x\ncode y\n```\n",
        "!!! note\n    inside\n",
        "[[REQ-1]] and `code`\n",
        "<b>raw &amp; x\n",
        "x <!-- y -->\n",
        "- [ ] task\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "| c | d | e |\n",
        "    indented\n",
        "term\n:   meaning\n",
        "\ud800\x00*_[`\n",
    ]
)
TEXT = st.lists(LINE, max_size=12)


@st.composite
def edits(draw):
    """Two texts, the second mostly made of the lines of the first."""
    old = draw(TEXT)
    new = [line for line in old if draw(st.integers(0, 3))] + draw(st.lists(LINE, max_size=3))
    return "".join(old), "".join(draw(st.permutations(new)) if draw(st.integers(0, 4)) == 0 else new)


def letters(texts) -> str:
    return "".join("".join(texts).replace("\x1f", "").split())


def side(result: Redline, op: str) -> str:
    return letters(run.text for row in result.rows for run in row.runs if run.op in ("same", op))


def text_of(read: tuple[Block, ...]) -> str:
    return letters(block.text for block in read)


@settings(deadline=None)
@given(edits())
def test_what_stayed_and_came_is_the_new_text_and_what_stayed_and_went_is_the_old_one(texts):
    old, new = (blocks(text) for text in texts)
    result = redline(old, new, TOKENISER)
    assert side(result, "ins") == text_of(new)
    assert side(result, "del") == text_of(old)
    assert redline(old, new, Tokeniser(["对账差异率", "库存实时查询", "stock keeping unit"])) == result


@given(TEXT)
def test_a_text_and_itself_differ_in_nothing(lines):
    read = blocks("".join(lines))
    result = redline(read, blocks("".join(lines)), TOKENISER)
    assert not result.has_changes
    assert not result.only_formatting
    assert not result.only_space
    assert result.changed_numbers == ()


WORDS = st.lists(st.sampled_from(["a", "the ", ",", "b ", "10 ", "ms ", "系统", "应", "。", " "]), max_size=20)


@settings(max_examples=60)
@given(WORDS, WORDS, st.integers(0, 20))
def test_the_new_text_is_exact_with_its_blanks_wherever_it_was_edited(words, inserted, place):
    old, new = (
        " ".join("".join(words).split()),
        " ".join("".join(words[:place] + inserted + words[place + 2 :]).split()),
    )
    result = redline_text(old, new, TOKENISER)
    runs = [run for row in result.rows for run in row.runs]
    assert "".join(run.text for run in runs if run.op != "del").rstrip() == new
    assert side(result, "del") == letters([old])


def test_thousands_of_blocks_that_are_alike_take_no_longer_than_they_should():
    old = "".join(f"- item number {number} does this\n" for number in range(4000))
    new = "".join(f"- item number {number} does that\n" for number in range(4003))
    assert statuses(old, new).count("changed") > 3000
    assert statuses("same words\n\n" * 9000, "same words\n\n" * 8000).count("removed") == 1000
