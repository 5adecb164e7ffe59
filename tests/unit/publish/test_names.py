import pytest

from reqsite.publish.names import is_final, order_key, why_not


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
