import pytest

from reqsite.portal.markdown.bounds import is_bomb
from tests.growth import assert_linear

SIZE = 40_000


@pytest.mark.parametrize(
    "seed", ["[", "![", "[a](", "[[", "[[REQ-1|", "[a][", "]", "> ", "*", "**a", "`", "<", "REQ-1～", "中\n"]
)
def test_a_bomb_is_rendered_or_shown_as_it_is_soon(portal, seed):
    def bomb(length):
        return (seed * length)[:length]

    assert portal.html(bomb(SIZE))
    assert_linear(portal.html, bomb, SIZE // 8)


def test_brackets_inside_each_other_are_a_bomb_and_a_long_table_of_links_is_none():
    assert is_bomb("[" * 5000 + "]" * 5000)
    assert not is_bomb("a | b\n--|--\n" + "[a](b.md) | [[REQ-1]]\n" * 2000)
    assert not is_bomb("A paragraph with [a link](x.md).\n\n" * 2000)
    assert is_bomb("one endless line " * 1000)
    assert not is_bomb("one endless line " * 900)


@pytest.mark.parametrize("seed", ["[", "]", "[](", ")", "[]", "\n\n["])
def test_judging_a_text_takes_time_by_its_length_only(seed):
    assert_linear(is_bomb, lambda length: (seed * length)[:length], 40_000)
