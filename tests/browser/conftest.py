"""The two portals that most of the browser's tests look at, built once."""

from pathlib import Path

import pytest

from tests.browser.house import build_house


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_house(tmp_path_factory.mktemp("en"), "en")


@pytest.fixture(scope="session")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_house(tmp_path_factory.mktemp("zh"), "zh")
