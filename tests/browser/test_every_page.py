"""Every kind of page of a portal, wide and narrow, light and dark: nobody kept out, nothing too wide."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

import reqsite.portal
from tests.conftest import PATIENCE
from tests.sites import open_all, paint, serve, violations

KINDS = {
    "home": "index",
    "ordinary page": "guide",
    "list of requirements": "requirements/index",
    "list of changes": "changes/index",
    "requirement": "requirements/REQ-001",
    "requirement that a release changed": "requirements/REQ-002",
    "withdrawn requirement": "requirements/REQ-003",
    "requirement that is gone": "requirements/REQ-009",
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
    "chapter of the document": "document/type_goal",
    "matrices": "traceability/index",
    "matrix": "traceability/requirement-test",
    "matrix of one kind": "traceability/requirement-requirement",
    "coverage": "traceability/coverage",
    "graph": "traceability/graph/kind_goal",
    "map": "traceability/map",
    "glossary": "glossary",
    "quality report": "quality/index",
    "board of changes": "boards/changes",
    "board of feedback": "boards/feedback",
    "register of actions": "registers/actions",
    "register of assumptions": "registers/assumptions",
    "register of changes": "registers/changes",
    "register of decisions": "registers/decisions",
    "register of what was delivered": "registers/delivered",
    "register of phases": "registers/phases",
    "register of the pool": "registers/pool",
    "register of questions": "registers/questions",
    "register of risks": "registers/risks",
    "change control": "registers/change-control",
    "priorities": "registers/priorities",
    "metrics": "registers/metrics",
    "scope": "registers/scope",
    "volatility": "registers/volatility",
    "releases": "releases/index",
    "release": "releases/1.1.0",
    "first release": "releases/1.0.0",
    "what is not yet released": "releases/unreleased",
    "comparison of releases": "releases/compare",
    "acceptance of a milestone": "registers/acceptance-MS-001",
    "checklist of a milestone": "registers/checklist-MS-001",
    "form of a change": "registers/form-CR-001",
    "gallery of figures": "registers/figures",
    "requirement with figures": "requirements/REQ-004",
    "what a role reads": "registers/for-decider",
    "requirement matrix": "registers/matrix",
    "how all roles stand": "confirm/index",
    "what is new for a role": "confirm/new-for-decider",
    "confirmation sheet": "confirm/decider",
    "downloads": "downloads/index",
    "addresses of ids": "go",
    "page that is not there": "404",
}
ALIKE = (
    r"(?!(?:document|downloads|traceability|releases|confirm|quality)/)[a-z]+/index",
    r"[a-z]+/[A-Z][\w-]+",
    r"document/(?!index$|all$)\w+",
    r"traceability/graph/\w+",
    r"traceability/[a-z]+-[a-z]+",
    r"registers/acceptance-[\w-]+",
    r"registers/checklist-[\w-]+",
    r"registers/form-[\w-]+",
    r"registers/for-[\w-]+",
    r"releases/\d[\w.-]*",
    r"confirm/new-for-[\w-]+",
    r"confirm/(?!index$)[\w-]+",
)
"""Pages that are made in the same way, by their addresses; any other page is one of its own kind."""
IN_CHINESE = {said: name for said, name in KINDS.items() if said == "register of actions" or "register of" not in said}
"""Registers are all made as one of them is."""
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
    page.set_viewport_size(DESKTOP)
    paint(page, "slate")
    found["desktop, dark"] = violations(page, OF_COLOUR)
    paint(page, "default")
    found["desktop"] = violations(page)
    page.set_viewport_size(PHONE)
    found["phone"] = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found["too wide"] = [f"{wide} pixels"] if wide > PHONE["width"] else []
    return {asked: said for asked, said in found.items() if said}


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS.keys())
def test_it_can_be_used_by_everyone_on_any_screen(reader: Page, english_root: str, name: str):
    open_page(reader, f"{english_root}/{name}.html")
    assert faults(reader) == {}


@pytest.mark.parametrize("name", IN_CHINESE.values(), ids=IN_CHINESE.keys())
def test_so_it_can_in_chinese(reader: Page, chinese_root: str, name: str):
    reader.set_viewport_size(PHONE)
    open_page(reader, f"{chinese_root}/{name}.html")
    assert violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_no_kind_of_page_is_forgotten(english: Path):
    """Of whatever the portal is made of, one of each kind is looked at above."""
    names = {path.relative_to(english).with_suffix("").as_posix() for path in english.rglob("*.html")}
    assert {kind_of(name) for name in names} == {kind_of(name) for name in KINDS.values()}
    assert {name.partition("/")[0] for name in names} == {name.partition("/")[0] for name in KINDS.values()}


def test_the_portal_looked_at_has_every_page_that_there_can_be(english: Path):
    code = "".join(path.read_text(encoding="utf-8") for path in Path(reqsite.portal.__file__).parent.rglob("*.py"))
    named = set(re.findall(r'"((?:[a-z-]+/)?[a-z-]+)\.md"', code))
    assert {"index", "registers/pool"} <= named
    assert {name for name in named if not (english / f"{name}.html").is_file()} == set()


def kind_of(name: str) -> str:
    return next((alike for alike in ALIKE if re.fullmatch(alike, name)), name)
