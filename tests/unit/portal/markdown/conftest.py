import pytest

from tests.unit.portal.markdown.small_portal import Portal, small_portal


@pytest.fixture
def portal() -> Portal:
    return small_portal()
