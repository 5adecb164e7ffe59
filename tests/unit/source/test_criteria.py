from collections.abc import Sequence

import hypothesis.strategies as st
import pytest
from hypothesis import given

from reqsite.model.record import Criterion, Section
from reqsite.source.criteria import Criteria, criteria, steps
from tests.growth import assert_linear


def found(text: str) -> list[tuple[str, str]]:
    return [(criterion.id, criterion.text) for criterion in criteria(text, 1)]


def test_each_item_is_a_criterion_with_its_line():
    assert [(c.id, c.text, c.line) for c in criteria("Intro:\n\n- one\n- two\n", 20)] == [
        ("AC-1", "one", 22),
        ("AC-2", "two", 23),
    ]


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "1)", "- [ ]", "- [x]", "1、", "（1）", "(1)", "①", "  -"])
def test_any_mark_of_a_list_begins_an_item(mark):
    assert found(f"{mark} 登录\n{mark} 退出\n") == [("AC-1", "登录"), ("AC-2", "退出")]


def test_what_is_nested_belongs_to_the_item():
    text = "- one:\n    - a\n    - b\n\n    more\n- two\n  lines\n"
    assert found(text) == [("AC-1", "one:\n- a\n- b\n\nmore"), ("AC-2", "two\nlines")]


def test_text_around_the_list_is_no_criterion():
    assert found("These hold:\n\n- one\n- two\n\nThat is all.\n") == [("AC-1", "one"), ("AC-2", "two")]


@pytest.mark.parametrize(
    ("item", "name", "text"),
    [
        ("AC-3: it works", "AC-3", "it works"),
        ("AC-3：可以登录", "AC-3", "可以登录"),
        ("**AC-3**: it works", "AC-3", "it works"),
        ("**AC-3:** it works", "AC-3", "it works"),
        ("REQ-1-AC-2: it works", "REQ-1-AC-2", "it works"),
        ("AC1: it works", "AC1", "it works"),
        ("Note: it works", "AC-1", "Note: it works"),
    ],
)
def test_an_item_keeps_its_own_id(item, name, text):
    assert found(f"- {item}\n") == [(name, text)]


def test_headings_with_ids_are_criteria_too():
    assert found("### AC-1 登录\n\n假设a\n当b\n则c\n\n### AC-2: x\n\n- d\n") == [
        ("AC-1", "登录\n\n假设a\n当b\n则c"),
        ("AC-2", "x\n\n- d"),
    ]


def test_without_a_list_each_paragraph_is_one():
    assert [(c.id, c.text, c.line) for c in criteria("One\nline.\n\nTwo.\n", 5)] == [
        ("AC-1", "One\nline.", 5),
        ("AC-2", "Two.", 8),
    ]


def test_a_number_in_a_sentence_begins_no_item():
    assert found("1.5 s at most\n") == [("AC-1", "1.5 s at most")]


def test_items_in_code_are_none():
    assert found("- one\n\n    ```\n    - code\n    ```\n- two\n")[1] == ("AC-2", "two")


def test_no_text_has_no_criteria():
    assert found("\n\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Given a cart, When paid, Then order",
        "Given a cart, when paid, then order",
        "given a cart, when paid, then order",
        "GIVEN a cart WHEN paid THEN order",
        "**Given** a cart\n**When** paid\n**Then** order",
        "Given: a cart\nWhen: paid\nThen: order",
        "*Given* a cart, *when* paid, *then* order.",
        "- Given a cart\n- When paid\n- Then order",
    ],
)
def test_given_when_then_is_recognised(text):
    assert [(kind, words.rstrip(".")) for kind, words in steps(text)] == [
        ("given", "a cart"),
        ("when", "paid"),
        ("then", "order"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "假如用户未登录，当点击购买，那么跳转登录页",
        "假设用户未登录，当点击购买，则跳转登录页",
        "给定用户未登录\n当点击购买\n那么跳转登录页",
        "**假如**用户未登录；**当**点击购买；**那么**跳转登录页。",
        "假如：用户未登录\n当：点击购买\n那么：跳转登录页",
        "Given 用户未登录 When 点击购买 Then 跳转登录页",
        "Given 用户未登录，When 点击购买，Then 跳转登录页",
    ],
)
def test_chinese_steps_are_recognised(text):
    assert [(kind, words.rstrip("。")) for kind, words in steps(text)] == [
        ("given", "用户未登录"),
        ("when", "点击购买"),
        ("then", "跳转登录页"),
    ]


def test_and_and_but_go_on_with_the_step_before():
    assert steps("Given a\nAnd b\nWhen c\nBut d\nThen e\nAnd f") == (
        ("given", "a"),
        ("given", "b"),
        ("when", "c"),
        ("when", "d"),
        ("then", "e"),
        ("then", "f"),
    )
    assert steps("假如a，并且b，当c，那么d，但是e") == (
        ("given", "a"),
        ("given", "b"),
        ("when", "c"),
        ("then", "d"),
        ("then", "e"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "The given name is shown, and then it is saved.",
        "When the user logs in, the system greets.",
        "当前余额显示在页面上，当天有效",
        "当库存为0时，系统提示",
        "规则和原则都适用",
        "A band of sand, and such",
    ],
)
def test_an_ordinary_sentence_has_no_steps(text):
    assert steps(text) == ()


def test_a_list_of_steps_is_one_criterion():
    text = "- Given a\n- When b\n- Then c\n- And d\n\n- Plain, and so on\n"
    assert [(c.id, c.text, len(c.steps)) for c in criteria(text, 1)] == [
        ("AC-1", "Given a\nWhen b\nThen c\nAnd d", 4),
        ("AC-2", "Plain, and so on", 0),
    ]


def test_whole_criteria_in_a_row_stay_apart():
    text = "- Given a, when b, then c\n- Given d, when e, then f\n- When g, then h\n"
    assert [c.id for c in criteria(text, 1)] == ["AC-1", "AC-2", "AC-3"]


def test_steps_in_a_row_go_on_until_one_begins_anew():
    text = "- Given a\n- And b\n- When c\n- Then d\n- Given e\n- When f\n- Plain\n- Then g\n"
    assert [(c.text, len(c.steps)) for c in criteria(text, 1)] == [
        ("Given a\nAnd b\nWhen c\nThen d", 4),
        ("Given e\nWhen f", 0),
        ("Plain", 0),
        ("Then g", 0),
    ]


def test_the_criteria_of_sections_are_found_when_asked_for():
    one = Section("acceptance_criteria", "Acceptance criteria", 2, "- a\n- b", 7)
    two = Section("acceptance_criteria", "验收标准", 2, "c", 12)
    both = Criteria([one, two])
    expected: Sequence[Criterion] = (Criterion("AC-1", "a", 7), Criterion("AC-2", "b", 8), Criterion("AC-3", "c", 12))
    assert both
    assert (both, tuple(both), both[1], both[1:]) == (expected, expected, expected[1], expected[1:])
    assert (both == Criteria([one, two]), both == Criteria([one]), hash(both)) == (True, False, hash(expected))
    assert repr(both) == repr(expected)


FRAGMENTS = [*"-*# \n1.)", "a", "AC-1", "```", "    ", "### AC-2", "\t", "\u3000"]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=9).map("".join))
def test_whether_there_are_criteria_is_known_without_finding_them(text):
    assert bool(Criteria([Section("acceptance_criteria", "", 2, text, 1)])) == bool(criteria(text, 1))


@pytest.mark.parametrize(
    "seed", ["given ", "Given, ", "，当", "- Given a\n", "- a\n  b\n", "AC-1-", "（1）", "\n\n", "* "]
)
def test_time_grows_with_the_length(seed):
    assert_linear(lambda text: criteria(text, 1), lambda count: seed * count, 2_000)
