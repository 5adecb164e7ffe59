"""The file in which a build keeps texts for the next one."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.portal import kept_texts

ENTRIES = {"a": ("one", "", "二\n三"), "b": ("\x00", "<p>four</p>"), "c": ()}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "kept.texts"


def test_what_is_kept_is_found_under_its_key_in_its_order(file):
    kept_texts.write(file, "key", ENTRIES)
    assert list(kept_texts.read(file, "key").items()) == list(ENTRIES.items())


def test_under_another_key_nothing_is_found(file):
    kept_texts.write(file, "key", ENTRIES)
    assert kept_texts.read(file, "other") == {}


@given(st.dictionaries(st.text(), st.lists(st.text()).map(tuple)))
def test_every_text_comes_back_as_it_was(tmp_path_factory, entries):
    file = tmp_path_factory.getbasetemp() / "any.texts"
    kept_texts.write(file, "key", entries)
    assert kept_texts.read(file, "key") == entries


def test_a_file_that_was_cut_off_is_as_good_as_none(file):
    kept_texts.write(file, "key", ENTRIES)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert kept_texts.read(file, "key") == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"format": 2, "key": "key"}\n',
        b'{"format": 2, "key": "key", "entries": 3}\n',
        b'{"format": 2, "key": "key", "entries": [3]}\n',
        b'{"format": 2, "key": "key", "entries": [["a", -1]]}\n',
        b'{"format": 2, "key": "key", "entries": [["a", "b"]]}\n',
        b'{"format": 2, "key": "key", "entries": [["a", 1]]}\n\xff',
        b'{"format": 1, "key": "key", "entries": [["a", 1]]}\n1',
    ],
)
def test_a_file_that_holds_something_else_is_as_good_as_none(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    assert kept_texts.read(file, "key") == {}


def test_a_folder_that_cannot_be_written_to_is_no_mistake(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    kept_texts.write(tmp_path / "taken" / "kept.texts", "key", ENTRIES)
    assert kept_texts.read(tmp_path / "taken" / "kept.texts", "key") == {}


def test_projects_not_built_for_long_are_forgotten_kind_by_kind(tmp_path):
    for number in range(21):
        for kind in ("texts", "pages"):
            kept_texts.write(tmp_path / f"{number}.{kind}", "key", ENTRIES)
            os.utime(tmp_path / f"{number}.{kind}", (number, number))
    kept_texts.write(tmp_path / "new.texts", "key", ENTRIES)
    assert len(list(tmp_path.glob("*.texts"))) == 20
    assert len(list(tmp_path.glob("*.pages"))) == 20
    assert not (tmp_path / "0.texts").exists()
    assert not (tmp_path / "0.pages").exists()


def test_the_folder_lies_outside_every_project(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert kept_texts.user_cache_folder() == tmp_path / "cache" / "reqsite"
    assert kept_texts.path_for(tmp_path, "texts") != kept_texts.path_for(tmp_path / "other", "texts")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    folder = kept_texts.user_cache_folder()
    assert folder is None or folder.is_absolute()
