"""Feature files that the tools which run them can read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.exchange.gherkin import features
from reqsite.model.record import Criterion
from tests.unit.portal.portals import record

STEPS = (("given", "12 pieces"), ("when", "the clerk looks"), ("then", "it says 12"))
CHINESE = (("given", "库存为12件"), ("when", "查询"), ("then", "显示12"))
KEYWORDS = re.compile(
    r"(?P<feature>Feature|功能)|(?P<other>Rule|规则|Background|背景|Examples|Scenarios|例子)"
    r"|(?P<scenario>Scenario Outline|Scenario Template|场景大纲|剧本大纲|Scenario|Example|场景|剧本)"
)


def read(text):
    """Return (tags, steps) of each scenario, by the grammar of Gherkin as far as features use it."""
    scenarios: list[tuple[str, list[str]]] = []
    tags: list[str] = []
    in_feature = False
    for line in text.splitlines():
        stripped = line.strip()
        keyword = KEYWORDS.match(stripped)
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("@"):
            tags += stripped.split()
        elif keyword and stripped[keyword.end() :].startswith(":"):
            assert not keyword["other"]
            assert bool(keyword["feature"]) != in_feature
            in_feature = True
            if keyword["scenario"]:
                scenarios.append((tags[-1], []))
        elif scenarios:
            assert re.match(r"(Given|When|Then|假如|当|那么) ", stripped), line
            scenarios[-1][1].append(stripped)
        else:
            assert in_feature, line
            assert not stripped.startswith(("|", '"""', "```")), line
    return tags[:1], scenarios


def feature(statement, steps=STEPS, count=1):
    criteria = tuple(Criterion(f"AC-{n}", "x", n, steps) for n in range(1, count + 1))
    [(_name, text)] = features([record("REQ-001", statement=statement, criteria=criteria)])
    return text


def test_two_criteria_are_two_scenarios_under_the_tag_of_their_requirement():
    tags, scenarios = read(feature("It shall show the stock.", count=2))
    assert tags == ["@REQ-001"]
    assert scenarios == [(f"@AC-{n}", ["Given 12 pieces", "When the clerk looks", "Then it says 12"]) for n in (1, 2)]


def test_chinese_steps_have_chinese_keywords():
    text = feature("系统应显示库存。", CHINESE)
    assert text.startswith("# language: zh-CN\n")
    assert read(text)[1] == [("@AC-1", ["假如 库存为12件", "当 查询", "那么 显示12"])]


@pytest.mark.parametrize(
    "line", ["Scenario Outline: many", "Scenario: one", "Rule: x", "@tag", "# remark", "| a |", "```", "场景大纲: 许多"]
)
def test_no_line_of_a_statement_begins_a_part_of_the_feature(line):
    for steps in (STEPS, CHINESE):
        assert len(read(feature(f"It shall.\n{line}", steps))[1]) == 1


@given(st.text())
def test_whatever_a_statement_says_the_feature_keeps_its_scenarios(statement):
    assert len(read(feature(statement))[1]) == 1
