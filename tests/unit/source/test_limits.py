"""Markdown that would take minutes is refused at once, ordinary long texts are not: reliability §1.1 and G85."""

import contextlib

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from reqsite.source.limits import Limits, refuse_hostile
from reqsite.source.markdown_scan import scan
from reqsite.source.refused import Refused
from tests.growth import assert_linear

BOMBS = {
    "opening brackets": "[" * 20_000,
    "images": "![" * 10_000,
    "links": "[a](" * 5_000,
    "nested brackets": "[" * 10_000 + "]" * 10_000,
    "images in links": "[![a](" * 3_500,
    "brackets in items of a paragraph": "text\n" + "- [\n" * 5_000,
    "nested list": "\n".join("    " * n + "- a" for n in range(400))[:250_000],
    "nested list with tabs": "\n".join("\t" * n + "- a" for n in range(400)),
    "items in one line": "- " * 2_500 + "a",
    "numbered items in one line": "1. " * 2_500 + "a",
    "quotes in one line": ">" * 5_000 + "a",
    "quotes and items": "> - " * 1_200 + "a",
    "abbreviations": "\n".join(f"*[A{n}]: b" for n in range(2_000)),
    "headings": "# a\n" * 5_000,
    "open tags": "<a " * 7_000,
    "nested elements": "<div>" * 50_000,
    "character data": "<![CDATA[" * 2_000,
    "addresses": "<http://a" * 9_000,
    "backslashes": "\\" * 100_000,
    "closing tags": "</a>" * 60_000,
    "emphasis": "**a*b" * 50_000,
    "strikes": "~~a" * 80_000,
    "marks": "==a" * 80_000,
    "rows of backticks": " ".join("`" * n for n in range(1, 700)),
    "fences": "```\n" * 60_000,
}
ORDINARY = {
    "long text": "The system shall store each order within 2 s. " * 5_000,
    "links": "See [the other one](other.md) and ![a picture](a.png). " * 3_000,
    "tasks": "- [ ] to do\n- [x] done\n" * 5_000,
    "half-open intervals": "- the range [0, 1)\n" * 5_000,
    "intervals in a table": "| range | text |\n|---|---|\n" + "| [0, 1) | a |\n" * 5_000,
    "references": "[[REQ-007]] and [[REQ-008|shown]] " * 3_000,
    "table": "a|b\n-|-\n" + "x|y\n" * 20_000,
    "html": "<p>a <b>b</b><br>c</p>\n" * 3_000,
    "comparisons": "a < b and c > d\n" * 5_000,
    "footnotes": "\n".join(f"[^{n}]: b" for n in range(1_000)) + "\n\ntext[^1]",
    "nested list": "\n".join("    " * n + "- a" for n in range(12)) * 100,
    "rules across the page": ("- " * 40 + "\n\n" + "-" * 200 + "\n\n" + "*" * 200 + "\n\n") * 50,
    "code with brackets": "```\n" + "[" * 20_000 + "\n```\n",
    "code with tags": "```\n" + "List<String> a = <b>\n" * 5_000 + "```\n",
    "code span with brackets": "`" + "[" * 5_000 + "`",
    "sections": "## Heading\n\nText\n\n" * 1_500,
    "lines of blanks": (" " * 4_000 + "\n") * 10,
    "lines of tabs": ("\t" * 4_000 + "\n") * 10,
    "blank lines below brackets": "[] " * 80 + "\n" * 20_000,
    "chinese": "系统应当在两秒内保存订单（含税），并显示状态。" * 5_000,
}


def check(text: str, limits: Limits | None = None) -> None:
    refuse_hostile(text, scan(text).masked(text), limits or Limits())


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name):
    """Case 85."""
    with pytest.raises(Refused) as caught:
        check(BOMBS[name])
    assert caught.value.rule.name == "hostile-markdown"
    assert caught.value.line >= 1


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_long_text_passes(name):
    check(ORDINARY[name])


@pytest.mark.parametrize("name", [*BOMBS, *ORDINARY])
def test_the_time_up_to_a_file_as_long_as_the_limit_grows_with_its_length(name):
    """Case 85."""
    content = (BOMBS | ORDINARY)[name].encode()
    most = Limits().file_bytes

    def as_long_as(length: int) -> str:
        return (content * (length // len(content) + 1))[:length].decode("utf-8", "ignore")

    def judge(text: str) -> None:
        with contextlib.suppress(Refused):
            check(text)

    assert_linear(judge, as_long_as, most // 8)


FRAGMENTS = [*">-*[ \t\n", "> ", "- ", "* ", "1. ", "12) ", "\n\n", "    ", "word ", "**", "a. ", "`" * 51]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_a_short_text_is_refused_where_a_long_one_is(text):
    """The quick look at short texts lets nothing through."""
    limits = Limits(nesting=3)

    def refusal(of: str) -> tuple[int, int] | None:
        try:
            check(of, limits)
        except Refused as refused:
            return refused.line, refused.column
        return None

    assert refusal(text + "\n") == refusal(text + "\n" + "\nwords and more words" * 100)


def test_the_place_of_a_refusal_is_where_it_began():
    with pytest.raises(Refused) as caught:
        check("Text.\n\nMore [" + "[" * 20_000)
    assert (caught.value.line, caught.value.column) == (3, 6)


def test_the_depth_of_nesting_may_be_set():
    text = "> " * 10 + "a"
    check(text)
    with pytest.raises(Refused, match="deeper than 9"):
        check(text, Limits(nesting=9))
