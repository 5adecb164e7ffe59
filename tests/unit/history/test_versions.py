import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.history.versions import Version, is_name

IN_ORDER = """
0.0.1 0.9.0 1.0.0-1 1.0.0-2 1.0.0-10 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11
1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0
"""
"""The order of SemVer 2.0.0, section 11."""


def version(text) -> Version:
    parsed = Version.parse(text)
    assert parsed is not None
    return parsed


def test_versions_are_ordered_as_semver_says():
    ordered = IN_ORDER.split()
    assert sorted(ordered[7:] + ordered[:7], key=version) == ordered


def test_a_v_before_and_build_metadata_behind_do_not_count():
    assert version("v1.2.0") == version("1.2.0") == version("1.2.0+build.7")
    assert str(version("v1.2.0-rc.1+build")) == "1.2.0-rc.1"


@pytest.mark.parametrize(
    "text", ["1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-01", "1.2.3-", "1.2.x", "１.2.3", "", " 1.2.3"]
)
def test_what_is_no_version_is_none(text):
    assert Version.parse(text) is None


@pytest.mark.parametrize(
    ("last", "part", "following"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.3.0-rc.1", "patch", "1.3.0"),
        ("1.3.0-rc.1", "minor", "1.3.0"),
        ("1.3.1-rc.1", "minor", "1.4.0"),
        ("1.3.0-rc.1", "major", "2.0.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
    ],
)
def test_the_next_version_raises_one_part(last, part, following):
    assert str(version(last).next(part)) == following


@given(
    st.from_regex(r"\d{1,3}\.\d{1,3}\.\d{1,3}(-[0-9A-Za-z.-]{1,8})?", fullmatch=True),
    st.sampled_from(["major", "minor", "patch"]),
)
def test_the_next_version_is_always_greater(text, part):
    parsed = Version.parse(text)
    if parsed is not None:
        assert parsed.next(part) > parsed
        assert Version.parse(str(parsed)) == parsed


@pytest.mark.parametrize("name", ["1.2", "6.8.0-rc1", "2026-07-24", "v1.0.0", "1.0.0+build"])
def test_tags_of_all_sorts_are_names(name):
    assert is_name(name)


@pytest.mark.parametrize("name", ["", ".", "..", "../1.0", "a/b", "1..0", "-1", "1.", "版本", "a b", "a\n", "x" * 101])
def test_what_could_lead_out_of_the_folder_is_no_name(name):
    assert not is_name(name)
