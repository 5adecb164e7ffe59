import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.portal.markdown.cjk import join_lines
from tests.growth import assert_linear
from tests.unit.portal.markdown.small_portal import requirement


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("中文\n中文", "中文中文"),
        ("中文 \n  中文", "中文中文"),
        ("中文，\n“引号”", "中文，“引号”"),
        ("**粗体**\n中文", "**粗体**中文"),
        ("中文\n`代码`", "中文`代码`"),
        ("[链接](a/b.md)\n中文", "[链接](a/b.md)中文"),
        ("中文\n[链接](a.md)", "中文[链接](a.md)"),
        ("中文\n[[结算]]", "中文[[结算]]"),
        ("ひらがな\nカタカナ", "ひらがなカタカナ"),
        ("中文\nLatin", "中文\nLatin"),
        ("Latin\n中文", "Latin\n中文"),
        ("中文  \n中文", "中文  \n中文"),
        ("中文\\\n中文", "中文\\\n中文"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_a_line_break_goes_only_between_two_cjk_characters(source, expected):
    assert join_lines(source) == expected


@given(st.text(alphabet="中文a *`[](\n，", max_size=200))
def test_nothing_but_white_space_is_ever_taken(text):
    assert "".join(join_lines(text).split()) == "".join(text.split())


@pytest.mark.parametrize("seed", ["中\n", "中](", "中***\n", "中](a", "中`\n*", "中 \n "])
def test_time_grows_with_the_text_only(seed):
    assert_linear(join_lines, lambda length: (seed * length)[:length] + "\n中", 10_000)


def test_code_keeps_its_lines(portal):
    assert "中文\n中文" in portal.html("    中文\n    中文")
    assert "中文\n中文" in portal.html("```\n中文\n中文\n```")


def test_where_every_line_break_is_meant_all_stay(portal):
    renderer = portal.renderer(["nl2br"])
    html = renderer.render(requirement("REQ-3", "中文\n中文"), "requirements/REQ-3.html").sections[0].html
    assert html == "<p>中文<br>中文</p>"
