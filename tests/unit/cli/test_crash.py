from pathlib import Path

import pytest

from reqsite.cli.crash import write_crash_file

WORDS = "the client's words"


@pytest.fixture
def crash(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("SECRET_TOKEN", "sesame")
    try:
        stumble_over(WORDS)
    except KeyError as error:
        return Path(write_crash_file(error)).read_text(encoding="utf-8")


def stumble_over(words):
    try:
        int(words)
    except ValueError as error:
        raise KeyError(words) from error


def test_a_crash_file_says_where_and_what(crash):
    assert "test_crash.py" in crash
    assert "builtins.KeyError" in crash
    assert "builtins.ValueError" in crash


def test_a_crash_file_holds_neither_content_nor_environment(crash):
    """Case 107."""
    assert "invalid literal" not in crash
    assert "sesame" not in crash
    assert WORDS not in crash


def test_without_a_place_to_write_there_is_no_crash_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert write_crash_file(RuntimeError()) == ""
