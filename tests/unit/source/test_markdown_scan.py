import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from reqsite.source.markdown_scan import scan
from tests.growth import assert_linear


def code_in(text: str) -> list[str]:
    found = scan(text)
    return [text[start:end] for start, end in sorted((*found.fences, *found.spans))]


def comments_in(text: str) -> list[str]:
    return [comment.text for comment in scan(text).comments]


def test_fenced_blocks_and_spans_are_code():
    assert code_in("a `b` c\n\n```yaml\nx\n```\n\n~~~\ny\n~~~\n") == ["`b`", "```yaml\nx\n```", "~~~\ny\n~~~"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("````\n```\nx\n```\n````\n", ["````\n```\nx\n```\n````"]),
        ("```\nnever closed\n\n# Heading\n", []),
        ("- item\n\n    ```\n    x\n    ```\n", ["    ```\n    x\n    ```"]),
        ("> ```\n> x\n> ```\n", ["> ```\n> x\n> ```"]),
        ("``a ` b`` and `c`", ["``a ` b``", "`c`"]),
        ("`not\n\nclosed` here", []),
        ("<!--\n```\n--> text\n\n```\nx\n```\n", ["```\nx\n```"]),
    ],
)
def test_code_ends_where_markdown_ends_it(text, code):
    assert code_in(text) == code


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a <!-- b --> c <!--d-->", ["b", "d"]),
        ("`<!-- code -->` <!-- comment -->", ["comment"]),
        ("```\n<!-- code -->\n```\n<!-- comment\nof two lines -->", ["comment\nof two lines"]),
        ("a <!-- never closed\n\n# b", ["never closed\n\n# b"]),
    ],
)
def test_comments_are_found_outside_code(text, comments):
    assert comments_in(text) == comments


def test_a_comment_is_cut_and_lines_keep_their_numbers():
    text = "a <!-- b\nc --> d\n```\nx\n```\n"
    cut, fences = scan(text).cut(text)
    assert cut == "a \n d\n```\nx\n```\n"
    assert [cut[start:end] for start, end in fences] == ["```\nx\n```"]


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(["`", "``", "```", "~~~", "\n", "<!--", "-->", "a", " ", "\n\n", "> ", "- "]), max_size=40)
)
def test_masks_keep_every_offset_and_line(parts):
    text = "".join(parts)
    found = scan(text)
    masked = found.masked(text)
    cut, _fences = found.cut(text)
    assert len(masked) == len(text)
    assert masked.count("\n") == cut.count("\n") == text.count("\n")


@pytest.mark.parametrize("seed", ["`", "```\n", "~~~\n", "<!--", "<!-- -->", "`a``b", "```a\n~~~\n", "``````\n```\n"])
def test_time_grows_with_the_length(seed):
    assert_linear(scan, lambda count: seed * count, 5_000)
