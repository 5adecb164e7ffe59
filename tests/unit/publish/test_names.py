import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.publish.names import (
    edition_folder,
    is_final,
    newest_editions,
    order_key,
    split_edition,
    why_no_alias,
    why_no_version,
    why_not,
)


@pytest.mark.parametrize("name", ["1.0.0", "v2.1.0-rc.1", "2026-03-01", "R1", "1.0.0+build"])
def test_a_version_can_be_a_folder(name):
    assert why_not(name) is None


@pytest.mark.parametrize(
    "name",
    ["latest", "next", "Latest", "index.html", "versions.json", "con", "COM1.2", "..", ".git", "a/b", "", "x" * 65],
)
def test_what_the_store_or_windows_needs_cannot(name):
    """Case 50."""
    assert why_not(name) is not None


def test_versions_are_ordered_as_versions_and_never_by_the_clock():
    """Case 18."""
    names = ["2.0.0-rc.1", "10.0.0", "2.0.0", "2.0.0-rc.2", "2024-01-01", "1.9.9"]
    ordered = sorted(names, key=lambda name: order_key(name, "1970-01-01"))
    assert ordered == ["2024-01-01", "1.9.9", "2.0.0-rc.1", "2.0.0-rc.2", "2.0.0", "10.0.0"]


def test_a_candidate_is_not_final():
    assert not is_final("2.0.0-rc.1")
    assert is_final("2.0.0")
    assert is_final("2024-01-01")


@given(st.text("0123456789.+-ev", min_size=1, max_size=12), st.integers(1, 9999))
def test_a_folder_says_which_edition_of_which_release_it_is(version, edition):
    if split_edition(version)[1] == 1:
        assert split_edition(edition_folder(version, edition)) == (version, edition)


def test_the_name_of_an_edition_is_the_name_of_no_release():
    """Case 50."""
    assert why_not("1.2.0+e2") is None
    assert why_no_version("1.2.0+e2") is not None
    assert why_no_version("1.2.0+e1") is None
    assert why_no_version("1.2.0+build.7") is None


def test_the_editions_of_a_release_stand_together_in_their_order():
    names = ["1.3.0", "1.2.0+e10", "1.2.0", "1.2.0+e2", "1.2.0-rc.1", "2024-01-01+e2", "2024-01-01"]
    ordered = sorted(names, key=lambda name: order_key(name, "1970-01-01"))
    assert ordered == ["2024-01-01", "2024-01-01+e2", "1.2.0-rc.1", "1.2.0", "1.2.0+e2", "1.2.0+e10", "1.3.0"]
    assert newest_editions(names) == {"1.3.0", "1.2.0+e10", "1.2.0-rc.1", "2024-01-01+e2"}


def test_an_edition_of_a_candidate_is_not_final_either():
    assert not is_final("2.0.0-rc.1+e2")
    assert is_final("2.0.0+e2")


@pytest.mark.parametrize("name", ["latest", "stable", "agreed-by-all", "r1", "x" * 32])
def test_an_alias_is_a_word(name):
    assert why_no_alias(name) is None


@pytest.mark.parametrize("name", ["", "v1", "1.0", "next", "dev", "con", "index", "-a", "a-", "A", "ä", "x" * 33])
def test_what_is_a_version_or_a_word_of_the_store_or_none_is_no_alias(name):
    """Case 50."""
    assert why_no_alias(name) is not None
