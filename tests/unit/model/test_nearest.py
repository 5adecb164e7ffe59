"""What was probably meant: near words are found, far ones are not offered."""

import pytest

from reqsite.model.nearest import Suggestions, nearest_word

IDS = Suggestions(["REQ-001", "REQ-010", "GOAL-09", "登录"])


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("REQ-1", "REQ-001"),
        ("req_001", "REQ-001"),
        ("ＲＥＱ－００１", "REQ-001"),
        ("RQE-010", "REQ-010"),
        ("GAOL-09", "GOAL-09"),
        ("GOAL-99", "GOAL-09"),
        ("登陆", ""),
        ("something else", ""),
        ("", ""),
    ],
)
def test_the_nearest_id_differs_by_one_letter_or_by_zeros_and_joints(wrong, meant):
    assert IDS.nearest(wrong) == meant


def test_ten_thousand_ids_are_not_compared_one_by_one():
    ids = Suggestions(f"REQ-{number:05d}" for number in range(10_000))
    assert ids.nearest("REQ-1234") == "REQ-01234"
    assert ids.nearest("REK-09999") == "REQ-09999"


@pytest.mark.parametrize(("wrong", "meant"), [("functonal", "functional"), ("GOALS", "goal"), ("xyz", "")])
def test_a_word_of_a_short_list_is_found_whatever_its_case(wrong, meant):
    assert nearest_word(wrong, ["functional", "goal"]) == meant
