import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.source.id_pattern import MAX_LENGTH, mistake_in
from tests.growth import no_explosion


@pytest.mark.parametrize(
    "pattern",
    [
        r"REQ-\d+",
        r"\S+( \S+)*",
        r"REQ(-[A-Z][A-Z0-9]*)*-\d{1,6}",
        r"(FR|FUN|F)-\d+",
        r"^REQ-\d+$",
        r"[A-Z][A-Z0-9]*\d+",
        r".*-.*",
        r"[A-Z]{2,5}-\d{3,}(\.\d+)*",
        r"(\d{1,3}\.){1,4}\d{1,3}",
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"[\u4e00-\u9fff]+-\d+",
        r"[^\s/]+(/[^\s/]+)*",
        r"c[A-Z]{2,4}\d{4}(?:\.\d+)?",
    ],
)
def test_patterns_that_people_write_can_be_used(pattern):
    assert mistake_in(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+",
        r"(a*)*",
        r"(a|a)*",
        r"(\S+ ?)*",
        r"(\w+-?)+\d",
        r"(.*-)*",
        r"(\d+|\w+)*",
        r"(a{1,9}){1,9}",
        r"(a?){30}",
        r"(ab|a|b)*",
        r"(|a|)",
        r"\w+\w+\w+",
        "a?" * 60,
        "(a|a)" * 39,
        r"(?:[A-Z]+[0-9]*)+x",
    ],
)
def test_patterns_that_can_be_made_to_run_for_ever_are_refused(pattern):
    mistake = mistake_in(pattern)
    assert mistake is not None
    assert "dangerous" in str(mistake[0])


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[",
        "*a",
        "a{99999999999}",
        "[[a]",
        "(?=a)a",
        r"(a)\1",
        "(?i)a",
        "(?i:a)",
        "(?P<n>a)",
        "a++",
        r"\Aa",
        "(?>a)",
        r"(a{2}){60}",
        pytest.param("a" * (MAX_LENGTH + 1), id="long"),
    ],
)
def test_patterns_that_cannot_be_used_are_refused(pattern):
    assert mistake_in(pattern) is not None


def test_what_ends_a_repeated_part_makes_the_difference():
    assert mistake_in(r"(a+b)+") is None
    assert mistake_in(r"(a+b?)+") is not None


ATOMS = st.sampled_from(["a", "b", "[ab]", ".", r"\w", "-", r"\d", "[^a]"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join).map("({})".format),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,3}", "{2}", "{0,4}", "*?"])).map(
            lambda p: f"({p[0]}){p[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(PATTERNS)
def test_what_is_accepted_is_fast_on_texts_that_nearly_match(pattern):
    if mistake_in(pattern):
        return
    compiled = re.compile(pattern)
    with no_explosion():
        for text in ("a" * 60, "ab" * 30, "a-" * 30, "1a" * 30, "aab" * 20):
            for end in ("", "!", "\n"):
                compiled.fullmatch(text + end)


@settings(max_examples=150)
@given(st.text(alphabet="ab()[]{}|*+?.^$\\-,:<=!PdwS123 ", max_size=30))
def test_any_text_is_judged_without_a_crash_and_soon(pattern):
    with no_explosion():
        mistake = mistake_in(pattern)
    if mistake is None:
        re.compile(pattern)
