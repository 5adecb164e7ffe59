import pytest

from tests.unit.portal.markdown.small_portal import small_portal


@pytest.mark.parametrize(
    "text",
    [
        "Any of these:\n- stopped\n- expired",
        "Any of these:\n* stopped\n* expired",
        "Any of these:\n1. stopped\n2. expired",
        "任一条件满足：\n- 已停止\n- 已到期",
    ],
)
def test_a_list_may_begin_right_under_a_line_of_text(text):
    html = small_portal().html(text)
    assert html.count("<li>") == 2
    assert "- " not in html


@pytest.mark.parametrize(
    "text",
    [
        "The number is\n5. of May",  # prose that breaks before a number
        "A range from 1\n-5 to 3",
        "```\nAny of these:\n- stopped\n```",
        "    code:\n    - stopped",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_what_is_no_list_stays_what_it_is(text):
    assert "<li>" not in small_portal().html(text)


def test_items_in_items_stay_one_list():
    html = small_portal().html("Any of:\n- one\n    - two\n- three\n  goes on\n- four")
    assert html.count("<ul>") == 2
    assert html.count("<li>") == 4
