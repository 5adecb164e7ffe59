import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.checks.prose import without_code, without_notes, without_quotes, words_only

MARKDOWN = st.text(st.sampled_from('ab 中。`~\n\t<>![](){}"“”「」:/#-*|\\N'), max_size=200) | st.text(max_size=200)


@pytest.mark.parametrize(
    ("markdown", "left"),
    [
        ("a `fast` b", "a b"),
        ("a ``x ` y`` b", "a b"),
        ("a `b", "a `b"),
        ("```\nfast\n```\nb", "b"),
        ("a <!-- fast\n --> b", "a b"),
        ("a\n\n    fast\n\nb", "a b"),
        ("- a\n\n    fast", "- a fast"),
        ("\tfast\n\na", "a"),
    ],
)
def test_code_and_comments_are_blank(markdown, left):
    assert " ".join(without_code(markdown).split()) == left


@pytest.mark.parametrize(
    ("markdown", "left"),
    [
        ("[a](fast.md) b", "[a] b"),
        ("[a](f(1).md) b", "[a] b"),
        ("[a][fast] b", "[a] b"),
        ("[[REQ-1]] b", "[[REQ-1]] b"),
        ("[a]: https://fast\nb", "b"),
        ("see https://x.org/fast。b", "see 。b"),
        ("a <fast> b", "a b"),
        ("1 < 2 > 1", "1 < 2 > 1"),
    ],
)
def test_addresses_and_tags_are_blank(markdown, left):
    assert " ".join(words_only(markdown).split()) == left


def test_quotes_and_notes_are_blank():
    assert without_quotes('a "b" “c” 「d」 e\n> f').split() == ["a", "e"]
    assert without_notes("a\n\nNOTE: b\nc\n\nd").split() == ["a", "d"]


@settings(deadline=None)
@given(MARKDOWN)
def test_every_offset_stays_what_it_was(markdown):
    for blank in (without_code, words_only, without_quotes, without_notes):
        text = blank(markdown)
        assert len(text) == len(markdown)
        assert all(new in (old, " ") for new, old in zip(text, markdown, strict=True))
        assert text.count("\n") == markdown.count("\n")
