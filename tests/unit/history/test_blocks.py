"""What a reader sees of Markdown, block by block."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.history.blocks import Block, blocks
from reqsite.history.inline import Style


def shape(markdown: str) -> list[tuple[str, str, str, str]]:
    return [(block.kind, "/".join(block.path), block.marker, block.text) for block in blocks(markdown)]


def styled(markdown: str) -> list[tuple[str, tuple[str, ...], str]]:
    (block,) = blocks(markdown)
    return [(span.text, span.style.marks, span.style.url) for span in block.cells[0]]


def test_lines_of_a_paragraph_flow_together_and_a_blank_line_parts_them():
    assert shape("One\ntwo.\n\nThree.") == [("paragraph", "", "", "One two."), ("paragraph", "", "", "Three.")]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "汉", "5", "b\n  c", "\n- d", "\n* e", "\n  - f", "\n", " ", "[x] ", "> ", "|"]),
        max_size=9,
    )
)
def test_a_plain_list_is_read_as_any_other_text(parts):
    text = "- " + "".join(parts)
    assert blocks(text) == blocks(f"{text}\n\n<!-- nobody reads this -->")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["**", "*", "a", " ", "b c", "汉", ".", "&amp;", "`"]), max_size=12))
def test_strong_words_are_read_alike_with_and_without_other_marks_in_the_text(parts):
    text = "".join(parts)
    cells = [block.cells[0] for block in blocks(f"x{text} y")]
    assert cells == [tuple(span for span in block.cells[0] if span.text) for block in blocks(f"x{text} y<span></span>")]


def test_a_line_break_between_two_chinese_characters_is_no_blank():
    assert [block.text for block in blocks("系统应\n在五秒内返回\nJSON 数据。")] == ["系统应在五秒内返回 JSON 数据。"]


def test_items_may_be_nested_by_two_blanks_or_by_four_and_need_no_blank_line_before():
    nested = [
        ("paragraph", "", "", "Either:"),
        ("item", "ul", "", "one wrapped"),
        ("item", "ul/ul", "", "inner"),
        ("item", "ul/ul", "", "inner too"),
        ("item", "ul", "", "two"),
    ]
    assert shape("Either:\n- one\n  wrapped\n  - inner\n  - inner too\n- two") == nested
    assert shape("Either:\n\n* one\n    wrapped\n    * inner\n    * inner too\n* two") == nested


def test_an_item_goes_on_over_paragraphs_and_its_list_counts_from_where_it_begins():
    assert shape("3. three\n\n    more\n3. four\n\nafter") == [
        ("item", "ol", "3", "three"),
        ("paragraph", "ol", "", "more"),
        ("item", "ol", "4", "four"),
        ("paragraph", "", "", "after"),
    ]


def test_a_task_shows_its_box():
    assert [block.text for block in blocks("- [ ] to do\n- [x] done")] == ["☐ to do", "☑ done"]


def test_a_table_is_rows_of_cells_without_its_line_of_dashes():
    rows = blocks("| id | `a|b` |\n|:---|---:|\n| 1 | [[REQ-1|x]] |\n| \\| |")
    assert [(row.kind, row.marker, row.text.split("\x1f")) for row in rows] == [
        ("row", "header", ["id", "a|b"]),
        ("row", "", ["1", "x"]),
        ("row", "", ["|"]),
    ]


def test_code_is_kept_line_by_line_with_its_marks_and_blanks():
    code = blocks("```python\nif *x*:\n\n    <!-- y -->\n```\n\n    indented\n      more")
    assert [(block.kind, block.text, block.opens) for block in code] == [
        ("code", "if *x*:", True),
        ("code", "", False),
        ("code", "    <!-- y -->", False),
        ("code", "indented", True),
        ("code", "  more", False),
    ]


def test_headings_quotes_admonitions_and_definitions_are_told_apart():
    text = 'Title\n=====\n## Part ##\n> said\n> - item\n\n!!! note "Mind"\n    the gap\n\nSKU\n:   stock unit\n\n---'
    assert shape(text) == [
        ("heading", "", "1", "Title"),
        ("heading", "", "2", "Part"),
        ("paragraph", "quote", "", "said"),
        ("item", "quote/ul", "", "item"),
        ("admonition", "admonition", "note", "Mind"),
        ("paragraph", "admonition", "", "the gap"),
        ("term", "dl", "", "SKU"),
        ("definition", "dl", "", "stock unit"),
        ("rule", "", "", ""),
    ]


def test_comments_are_no_text():
    assert shape("One <!-- not\n\nthis --> two") == [("paragraph", "", "", "One"), ("paragraph", "", "", "two")]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a **b** c", [("a ", (), ""), ("b", ("strong",), ""), (" c", (), "")]),
        ("***a***", [("a", ("em", "strong"), "")]),
        ("_a_ b_c_d __e__", [("a", ("em",), ""), (" b_c_d ", (), ""), ("e", ("strong",), "")]),
        ("5 * 3 * 2 and ~~no~~", [("5 * 3 * 2 and ", (), ""), ("no", ("del",), "")]),
        ("`` a`*b* ``", [("a`*b*", ("code",), "")]),
        ("see [the *page*](x.md 'T')", [("see ", (), ""), ("the ", (), "x.md"), ("page", ("em",), "x.md")]),
        ("see [it][Ref]\n\n[ref]: http://x.y", [("see ", (), ""), ("it", (), "http://x.y")]),
        ("![plan](p.png) ![](q.png)", [("plan ", ("image",), "p.png"), ("q.png", ("image",), "q.png")]),
        ("[[REQ-7]] [[REQ-8|eight]]", [("REQ-7 ", ("ref",), "REQ-7"), ("eight", ("ref",), "REQ-8")]),
        ("10<sup>6</sup> <span class='x'>a</span><br>b", [("10", (), ""), ("6", ("sup",), ""), (" a b", (), "")]),
        ("&lt;b&gt; \\*a\\* <NAME>", [("<b> *a* <NAME>", (), "")]),
        ("<https://a.b/c>", [("https://a.b/c", (), "https://a.b/c")]),
    ],
)
def test_words_are_read_with_their_style(markdown, expected):
    assert styled(markdown) == expected


def test_marks_without_counterpart_are_text():
    for text in ("a ** b", "[a", "a](b", "`a", "*a", "x_", "a [b] c", "1 < 2 > 0"):
        assert [block.text for block in blocks(text)] == [text]


def test_the_style_of_a_block_is_part_of_it_and_the_place_where_it_opens_is_not():
    assert blocks("a") != blocks("**a**")
    assert Block("code", ((),), opens=True) == Block("code", ((),), opens=False)
    assert blocks("**a**")[0].cells[0][0].style == Style(("strong",))


WORD = st.from_regex(r"\A[a-z]{3,8}[0-9]{1,3}\Z")
FRAME = st.sampled_from(
    [
        "{}",
        "- {}",
        "3. {}",
        "# {}",
        "> {}",
        "    {}",
        "**{}**",
        "_{}_",
        "`{}`",
        "[{}](u.md)",
        "| {} | x |",
        "<b>{}</b>",
        "!!! note\n    {}",
        "{}\n:   d",
        "```\n{}\n```",
        "[[{}]]",
        "- [ ] {}",
        "~~~\n{}",
        "\\*{}",
        "{} <br",
        "  - {}",
        "{}\n---",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(FRAME, WORD, st.sampled_from(["\n", "\n\n"])), max_size=12))
def test_no_word_is_lost_whatever_stands_around_it(pieces):
    text = "".join(frame.format(word) + end for frame, word, end in pieces)
    read = "\n".join(block.text for block in blocks(text))
    assert [word for _frame, word, _end in pieces if word not in read] == []


@given(st.text(st.sampled_from("ab1 \n\t*_`~[]()<>!|#-+=.:&;\"'\\/系统，\u3000\r\x00\ud800"), max_size=120))
def test_any_text_is_read(text):
    for block in blocks(text):
        assert block.kind == "row" or len(block.cells) == 1
        assert all(span.text for cell in block.cells for span in cell)


def test_marks_that_nothing_closes_are_read_in_one_go():
    for row in ("[", "*a ", "`a``b", ">", "<b a", "- ", "!!! a\n", ": a\n", "| a ", "](a"):
        text = row * (40_000 // len(row))
        assert len(blocks(text)) <= len(text)
