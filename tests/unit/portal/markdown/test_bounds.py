import time

import pytest

from reqsite.portal.markdown.bounds import is_bomb

SIZE = 20_000


@pytest.mark.parametrize(
    "seed", ["[", "![", "[a](", "[[", "[[REQ-1|", "[a][", "]", "> ", "*", "**a", "`", "<", "REQ-1～", "中\n"]
)
def test_a_bomb_is_rendered_or_shown_as_it_is_in_two_seconds(portal, seed):
    start = time.process_time()
    html = portal.html((seed * SIZE)[:SIZE])
    assert time.process_time() - start < 2
    assert html


def test_brackets_inside_each_other_are_a_bomb_and_a_long_table_of_links_is_none():
    assert is_bomb("[" * 5000 + "]" * 5000)
    assert not is_bomb("a | b\n--|--\n" + "[a](b.md) | [[REQ-1]]\n" * 2000)
    assert not is_bomb("A paragraph with [a link](x.md).\n\n" * 2000)
    assert is_bomb("one endless line " * 1000)
    assert not is_bomb("one endless line " * 900)


@pytest.mark.parametrize("seed", ["[", "]", "[](", ")", "[]", "\n\n["])
def test_judging_a_text_takes_time_by_its_length_only(seed):
    start = time.process_time()
    is_bomb((seed * 300_000)[:300_000])
    assert time.process_time() - start < 1
