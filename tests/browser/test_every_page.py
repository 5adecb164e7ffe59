"""Every kind of page of a portal, wide and narrow, light and dark: nobody kept out, nothing too wide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.conftest import PATIENCE
from tests.sites import open_all, paint, serve, violations

KINDS = {
    "home": "index",
    "ordinary page": "guide",
    "list of requirements": "requirements/index",
    "list of changes": "changes/index",
    "requirement": "requirements/REQ-001",
    "short requirement": "requirements/REQ-002",
    "withdrawn requirement": "requirements/REQ-003",
    "goal": "goals/GOAL-001",
    "change": "changes/CR-001",
    "decision": "decisions/DEC-001",
    "meeting": "meetings/MTG-001",
    "milestone": "milestones/MS-001",
    "feedback": "feedback/FB-001",
    "risk": "risks/RISK-001",
    "stakeholder": "stakeholders/STK-001",
    "test": "tests/TC-001",
    "document as a record": "documents/DOC-001",
    "term": "terms/TERM-001",
    "contents of the document": "document/index",
    "whole document": "document/all",
    "matrices": "traceability/index",
    "matrix": "traceability/requirement-test",
    "matrix of one kind": "traceability/requirement-requirement",
    "coverage": "traceability/coverage",
    "graph": "traceability/graph/kind_goal",
    "map": "traceability/map",
    "glossary": "glossary",
    "quality report": "quality/index",
    "board": "boards/changes",
    "register of actions": "registers/actions",
    "register of questions": "registers/questions",
    "register of risks": "registers/risks",
    "change control": "registers/change-control",
    "priorities": "registers/priorities",
    "metrics": "registers/metrics",
    "addresses of ids": "go",
    "page that is not there": "404",
}
OF_COLOUR = ("color-contrast", "link-in-text-block")
"""What may be right on a light page and wrong on a dark one."""
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all: a context of its own for each would take longer than what is looked at."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english_root(english: Path) -> Iterator[str]:
    with serve(english) as address:
        yield address


@pytest.fixture(scope="module")
def chinese_root(chinese: Path) -> Iterator[str]:
    with serve(chinese) as address:
        yield address


def open_page(page: Page, address: str) -> None:
    """Open a page and all that folds on it."""
    response = page.goto(address)
    assert response, address
    assert response.ok, address
    open_all(page)


def faults(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with the page that is open, as it is asked for → what was found, without what is right."""
    found: dict[str, list[str]] = {}
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        paint(page, "default")
        found[f"{size['width']} light"] = violations(page)
        paint(page, "slate")
        found[f"{size['width']} dark"] = violations(page, OF_COLOUR)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found["too wide"] = [f"{wide} pixels"] if wide > PHONE["width"] else []
    return {asked: said for asked, said in found.items() if said}


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS.keys())
def test_it_can_be_used_by_everyone_on_any_screen(reader: Page, english_root: str, name: str):
    open_page(reader, f"{english_root}/{name}.html")
    assert faults(reader) == {}


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS.keys())
def test_so_it_can_in_chinese(reader: Page, chinese_root: str, name: str):
    reader.set_viewport_size(PHONE)
    open_page(reader, f"{chinese_root}/{name}.html")
    assert violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_no_kind_of_page_is_forgotten(english: Path):
    """Whatever folder holds a page of the portal, one of its pages is looked at above."""
    folders = {path.parent for path in english.rglob("*.html")}
    looked_at = {(english / name).parent for name in KINDS.values()}
    assert folders == looked_at
