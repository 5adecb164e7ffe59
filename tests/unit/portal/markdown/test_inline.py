"""Inline marks: what is left out is only what would have found nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from reqsite.portal.markdown.inline import PRIORITY, InlineMarks

EXTENSIONS = ["footnotes", "attr_list", "smarty", "pymdownx.tilde", "pymdownx.betterem"]
PIECES = [
    "`",
    "``",
    "\\",
    "*",
    "**",
    "_",
    "[",
    "](x)",
    "]",
    "![",
    "](y.png)",
    "[a][b]",
    "<",
    "http://a.b>",
    "a@b.c>",
    "&amp;",
]
PIECES += ["&#38;", "  \n", "\n", "\n\n", "[b]: c", "[^1]", "~~", "word", " ", "(", ")", "中", "--", '"', "<b>", "</b>"]


def converters(*extensions: str) -> tuple[Markdown, Markdown]:
    stock, ours = Markdown(extensions=list(extensions)), Markdown(extensions=list(extensions))
    ours.treeprocessors.register(InlineMarks(ours, {}), "inline", PRIORITY)
    return stock, ours


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_becomes_what_python_markdown_makes_of_it(text):
    for stock, ours in (converters(), converters(*EXTENSIONS)):
        assert ours.convert(text) == stock.convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "`a` and `b`, \\* and \\_, *a* **b** ***c***",
        "[a](b) [c][d] ![e](f) ![g][d] [d]\n\n[d]: h 'i'",
        "<http://a.b> <a@b.c> x  \ny &amp; &lt; <b>c</b>",
        "*`a*` [`b`](c) [*d* `e`](f)",
    ],
)
def test_every_mark_is_still_read(text):
    stock, ours = converters(*EXTENSIONS)
    assert ours.convert(text) == stock.convert(text)
    assert "<" in ours.convert(text).removeprefix("<p>").removesuffix("</p>")
