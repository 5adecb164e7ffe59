"""Blocks are read as Python-Markdown reads them, though most processors are not asked about most blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from reqsite.portal.markdown.blocks import SignedBlocks

EXTENSIONS = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "tables"),
    *("pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"),
)
LINES = (
    *("", "words", "a: b", "# heading", "words\n===", "words\n---", "***", "> said", "- item", "+ item", "1. item"),
    *("    indented", "        deeper", "term", ": its meaning", "*[HTML]: Hyper", "[^1]: a note", "words[^1]"),
    *("[name]: https://example.org", "[name]", "| a | b |", "|---|---|", "a | b", "--|--", '!!! note "Title"'),
    *('??? info "More"', '=== "Tab"', "```", "~~~", "text {.red}", "x > y # z | : [^ ]: *[ !!! ??? ==="),
)


def html_of(text: str, *, signed: bool, tab_length: int = 4) -> str:
    md = Markdown(extensions=list(EXTENSIONS), tab_length=tab_length)
    if signed:
        md.parser.parseBlocks = SignedBlocks(md.parser, {}).parse  # type: ignore[method-assign]
    return md.convert(text)


@pytest.mark.parametrize("line", LINES)
def test_each_kind_of_block_is_still_seen(line: str) -> None:
    """Alone, after a paragraph, and inside a list."""
    for text in (line, f"words\n\n{line}\n\n    below\n\nwords", f"- item\n\n    {line}\n\n    more"):
        assert html_of(text, signed=True) == html_of(text, signed=False)


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from((2, 4)))
def test_any_text_becomes_what_python_markdown_makes_of_it(lines: list[str], tab_length: int) -> None:
    """In whatever order the blocks come, and however wide an indent is."""
    text = "\n".join(lines)
    assert html_of(text, signed=True, tab_length=tab_length) == html_of(text, signed=False, tab_length=tab_length)


@given(st.text(alphabet=" \n\t#>|:-=*_+1.[]^!?{}`~ab", max_size=60))
def test_any_signs_become_what_python_markdown_makes_of_them(text: str) -> None:
    """Also those that nobody would write."""
    assert html_of(text, signed=True) == html_of(text, signed=False)
