import tomllib
from pathlib import Path

import pytest

from reqsite.cli.columns import padded
from reqsite.cli.doctor import SUPPORTED, is_within

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_versions_are_those_that_the_package_asks_for():
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    said = {f"{name}>={first}" + (f",<{beyond}" if beyond else "") for name, (first, beyond) in SUPPORTED.items()}
    assert said == {line.replace(",!=8.3.*", "") for line in project["dependencies"]}


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("1.6.1", True),
        ("1.6", False),
        ("1.10", True),
        ("2", False),
        ("2.0.0", False),
        ("1.6.1.post1", True),
        ("1.9rc1", True),
        ("", False),
    ],
)
def test_versions_are_compared_by_number(version, fits):
    assert is_within(version, "1.6.1", "2") is fits


def test_no_upper_bound_is_no_bound():
    assert is_within("99", "6.0.2", "")


def test_a_column_is_as_wide_for_chinese_as_for_english():
    assert padded("缺少", 8) == "缺少    "
    assert padded("missing", 8) == "missing "
