import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.exchange.reading import readable


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("The **desk** shall, see [[REQ-2|this]] and `stock()`.", "The desk shall, see this and stock()."),
        ("- one\n    - inner\n1. first\n2. second", "• one\n  • inner\n1. first\n2. second"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "A | B\n1 | 2"),
        ("![the plan](p.png) and [a page](https://example.org/a)", "[the plan] and a page (https://example.org/a)"),
        ("一行\n二行 <!-- hidden -->", "一行二行"),
        ("```\nline 1\n  line 2\n```", "line 1\n  line 2"),
        ("", ""),
    ],
)
def test_a_cell_has_the_words_without_the_marks(markdown, said):
    assert readable(markdown) == said


@given(st.text(st.characters(categories=["L", "N"], max_codepoint=0x9FFF), min_size=1, max_size=80))
def test_no_word_is_lost(words):
    assert readable(words).split() == unicodedata.normalize("NFC", words).split()


@given(st.text(max_size=300))
def test_it_never_fails(text):
    assert isinstance(readable(text), str)
