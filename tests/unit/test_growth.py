"""What judges the growth of work must see it."""

import functools
import time

import pytest

from tests.growth import FLOOR, TIMES, assert_linear, no_explosion


def in_proportion(size: int) -> int:
    return sum(range(size * 1_000))


def by_the_square(size: int) -> int:
    return sum(sum(range(size)) for _ in range(size))


def busy_for(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_work_in_proportion_to_the_input_passes():
    assert_linear(in_proportion, int, 400)


def test_work_that_grows_with_the_square_is_refused():
    with pytest.raises(pytest.fail.Exception, match="for one of 3200"):
        assert_linear(by_the_square, int, 400)


def test_work_that_is_remembered_is_refused_all_the_same():
    with pytest.raises(pytest.fail.Exception):
        assert_linear(functools.cache(by_the_square), int, 400)


def test_work_by_the_square_is_seen_behind_much_more_that_is_in_proportion():
    with pytest.raises(pytest.fail.Exception):
        assert_linear(lambda size: (in_proportion(size // 8), by_the_square(size)), int, 400)


def test_work_that_another_process_does_is_measured_by_another_clock():
    with pytest.raises(pytest.fail.Exception):
        assert_linear(lambda size: time.sleep(size * size / 1e8), int, 300, time.perf_counter)


def test_a_first_time_that_takes_long_is_no_growth():
    first = functools.cache(lambda: busy_for(10 * FLOOR))
    assert_linear(lambda _size: first(), int, 400)


def test_work_that_does_no_harm_is_not_judged():
    assert_linear(lambda size: busy_for(FLOOR / 10 if size > 200 else 0), int, 200)


def test_an_input_is_never_given_twice_and_one_is_as_long_as_all_others():
    asked: list[int] = []

    def make(size: int) -> int:
        asked.append(size)
        return size

    assert_linear(lambda _size: None, make, 1_000)
    assert len(set(asked)) == len(asked) == TIMES + 2
    assert asked[-1] == pytest.approx(sum(asked[1:-1]), rel=0.01)


def test_an_explosion_is_refused_and_a_slow_machine_is_none():
    with no_explosion():
        busy_for(0.1)
    with pytest.raises(AssertionError, match=r"0\.\d s"), no_explosion(0.05):
        busy_for(0.1)
