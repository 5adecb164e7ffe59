"""Front matter found, or said to be misplaced: reliability §1.2, cases G79 and G86."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from reqsite.source.front_matter import Split, split
from reqsite.source.refused import Refused

LINES = [
    "---\n",
    "--- \n",
    "---",
    "...\n",
    "----\n",
    " ---\n",
    "—\n",
    "\n",
    " \n",
    "id: A\n",
    "title: a---b\n",
    "Text\n",
]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(LINES), max_size=9).map("".join))
def test_a_blank_behind_the_first_fence_makes_no_difference(rest):
    """It takes the long way through a text; without it, most take the short one."""

    def parts(text: str) -> Split | tuple[str, int, int]:
        try:
            return split(text)
        except Refused as refused:
            return refused.rule.name, refused.line, refused.column

    assert parts("---\n" + rest) in (parts("--- \n" + rest), Split(None, "---\n" + rest, 1))


def refused(text: str) -> tuple[str, int, int, str]:
    with pytest.raises(Refused) as caught:
        split(text)
    return caught.value.rule.name, caught.value.line, caught.value.column, str(caught.value.message)


@pytest.mark.parametrize(
    ("text", "front", "body", "line"),
    [
        ("---\nid: A\n---\nText\n", "id: A\n", "Text\n", 4),
        ("---  \nid: A\n---\t\nText\n", "id: A\n", "Text\n", 4),
        ("---\nid: A\n...\nText\n", "id: A\n", "Text\n", 4),
        ("---\nid: A\nnote: |\n  ---\n---\nText\n", "id: A\nnote: |\n  ---\n", "Text\n", 6),
        ("---\n---\nText\n", "", "Text\n", 3),
        ("---\nid: A\n---\n\n---\n\nText\n", "id: A\n", "\n---\n\nText\n", 4),
        ("---\nid: A\n---\nNote: this is text\n", "id: A\n", "Note: this is text\n", 4),
    ],
)
def test_a_block_at_the_beginning_is_front_matter(text, front, body, line):
    assert split(text) == Split(front, body, line)


def test_only_front_matter_without_a_line_end_is_front_matter():
    """G86."""
    assert split("---\nid: A\n---") == Split("id: A\n", "", 4, closed_by_a_line=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text\n",
        "# Heading\n",
        "Note: the first line looks like a key\n\nText\n",
        "Warning: so does this\n",
        "---\n\nA rule across the page, and text\n",
        "\n---\n\nText\n",
        "***\nText\n",
        "text\n\n---\nid: A\n---\n",
    ],
)
def test_any_other_text_has_no_front_matter(text):
    """G86: an empty file; §1.2: no front matter, first line `Note: text`."""
    assert split(text) == Split(None, text, 1)


def test_a_block_that_nothing_closes_is_refused():
    assert refused("---\nid: A\ntitle: B\n\nText\n")[:3] == ("unreadable-front-matter", 1, 1)


@pytest.mark.parametrize("text", ["---", "---\n", "---\n\n\n"])
def test_a_file_with_nothing_but_an_opening_fence_is_refused(text):
    """G86: only `---`."""
    assert refused(text)[:3] == ("unreadable-front-matter", 1, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n---\nid: A\n---\nText\n", 2),
        ("  \n\n---\nid：A\n---\nText\n", 3),
        ("----\nid: A\n----\n", 1),
        ("———\nid: A\n———\n", 1),
        ("－－－\nid: A\n－－－\n", 1),
        (" ---\nid: A\n ---\n", 1),
        ("+++\nid: A\n+++\n", 1),
        ("id: A\ntype: functional\n---\nText\n", 1),
        ("type：functional\n", 1),
    ],
)
def test_keys_without_a_proper_fence_above_them_are_refused(text, line):
    """§1.2: blank first line, and what is nearly a fence."""
    assert refused(text)[:3] == ("misplaced-front-matter", line, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nid: A\n---\n---\ntitle: B\n---\nText\n", 4),
        ("---\nid: A\n---\n\n\n---\n\ntitle: B\n---\nText\n", 6),
        ("---\nid: A\n---\ntitle: B\nstatus: draft\n---\nText\n", 4),
    ],
)
def test_a_second_block_behind_the_first_is_refused(text, line):
    """§1.2: a second `---` block."""
    assert refused(text)[:3] == ("misplaced-front-matter", line, 1)
