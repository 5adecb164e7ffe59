"""The short way through plain YAML reads nothing that the parser would read otherwise."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from reqsite.source.plain_yaml import PlainMap, compose_plain
from reqsite.source.strict_yaml import FORBIDDEN, compose_events
from reqsite.source.yaml_nodes import Node, Scalar, Sequence

FRAGMENTS = [
    *("a", "id", "REQ-1", "中文", "x", "0", "_", "é", "null", "no", "1.10", "12:30", "http://x", "…", "²", "😀"),
    *(" ", "  ", "\n", "\n  ", "\n\n", "\n- ", "\n  - ", "\nkey: ", "\nb:", "k: [", "- ", "-", "---", "..."),
    *(":", ": ", "：", ",", ", ", "，", "[", "]", "{", "}", "'", '"', "#", " #", "&", "*", "!", "|", ">", "%", "@"),
    *("`", "?", "? ", "~", "=", "<<", "\\", "\u00a0", "\u3000", "\u200b", "·"),
]
MANY = settings(max_examples=1500, deadline=None)


@MANY
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join), st.integers(1, 9))
def test_what_the_short_way_reads_the_parser_reads_alike(text, line):
    tree = compose_plain(text, line)
    if tree is not None:
        assert tree == compose_events(text, line)
        if isinstance(tree, PlainMap):
            assert [tree.entry(key) for key in tree.values] == list(tree.entries)
            assert dict(tree.values) == {key.value: written(value) for key, value in tree.entries}


def written(node: Node) -> str | tuple[str, ...]:
    """Return a value without its places."""
    if isinstance(node, Sequence):
        return tuple(item.value for item in node.items if isinstance(item, Scalar))
    assert isinstance(node, Scalar)
    return node.value


def test_one_key_and_its_value_on_each_line_is_read_without_places():
    tree = compose_plain("id: A \ntags: [a, 中文 b]  \nempty:\nnone: []\none: 'x: y' \n", 5)
    assert isinstance(tree, PlainMap)
    assert tree.values == {"id": "A", "tags": ("a", "中文 b"), "empty": "", "none": (), "one": "x: y"}
    assert tree.keys() == {"id", "tags", "empty", "none", "one"}
    assert tree.get("tags") == Sequence(
        (Scalar("a", 6, 8, plain=True), Scalar("中文 b", 6, 11, plain=True)), 6, 7, flow=True
    )
    assert tree.get("other") is None


@MANY
@given(st.text(max_size=60))
def test_any_text_after_a_key_is_read_alike_or_left_to_the_parser(value):
    text = f"key: {value}\nid: A\n"
    if not FORBIDDEN.search(text) and "\r" not in text:
        tree = compose_plain(text, 1)
        if tree is not None:
            assert tree == compose_events(text, 1)


@pytest.mark.parametrize(
    "text",
    [
        "id: A\n",
        "id: A",
        "title: 登录: ok\n".replace(": ok", "：ok"),
        "url: https://example.org/a#b\n",
        "tags: [a, 中文 b]  \n",
        "tags: []\n",
        "owner:\nid: A\n",
        "verified_by:\n  - T-1\n  - T-2\n\nid: A\n",
        "verified_by:\n- T-1\nid: A\n",
        "title: 'a: b # c'\nnote: \"x, [y]\"\n",
    ],
)
def test_the_plainest_front_matter_goes_the_short_way(text):
    tree = compose_plain(text, 1)
    assert tree is not None
    assert tree == compose_events(text, 1)


@pytest.mark.parametrize(
    "text",
    ["", "# c\n", "a: b # c\n", "a: b\n c\n", "a: b\na: c\n", "a: {b: c}\n", "a: *b\n", "- a\n", "a:\n  - b\n - c\n"],
)
def test_anything_else_is_left_to_the_parser(text):
    assert compose_plain(text, 1) is None
