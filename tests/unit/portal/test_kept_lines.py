"""What a build has said, kept for the next one."""

import logging

import pytest

from reqsite.portal.kept_lines import KeptLines

SAID = [(logging.ERROR, "docs/one.md:3:1: RQ101 说明"), (logging.INFO, "… and 3 more")]


def never() -> list[tuple[int, str]]:
    pytest.fail("What had been said was worked out again.")


def test_the_next_build_says_the_same_without_working_it_out(tmp_path):
    KeptLines(tmp_path / "kept.lines").lines("key", lambda: SAID)
    assert KeptLines(tmp_path / "kept.lines").lines("key", never) == SAID


def test_a_build_that_had_nothing_to_say_is_remembered_too(tmp_path):
    KeptLines(tmp_path / "kept.lines").lines("key", list)
    assert KeptLines(tmp_path / "kept.lines").lines("key", never) == []


def test_of_another_project_it_says_other_things(tmp_path):
    kept = KeptLines(tmp_path / "kept.lines")
    kept.lines("key", lambda: SAID)
    assert kept.lines("other", lambda: SAID[:1]) == SAID[:1]
    assert KeptLines(tmp_path / "kept.lines").lines("key", lambda: SAID[1:]) == SAID[1:]


def test_without_a_file_it_remembers_as_long_as_it_lives():
    kept = KeptLines()
    kept.lines("key", lambda: iter(SAID))
    assert kept.lines("key", never) == SAID
