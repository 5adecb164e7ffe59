"""What stands between our own words on a Chinese page: full-width marks, and no space behind them."""

import re

import pytest

from reqsite.portal import home_page
from reqsite.portal.home_page import Edition
from reqsite.portal.pages import pages_of
from reqsite.portal.templating import Marks, Templates
from tests.unit.portal.portals import criterion, press, record

SPACE_BEHIND_A_FULL_WIDTH_MARK = re.compile(r"[。，、；：？！](?:</(?:a|span|strong)>)? +(?:[^\s<]|<(?:a|strong)\b)")
HALF_WIDTH_MARK_BEHIND_A_HAN_CHARACTER = re.compile(r"[\u4e00-\u9fff](?:</(?:a|span|strong)>)?[,;:](?=\s)")


def project():
    """Return a project whose own words hold no mark at all, so that each one on its pages is ours."""
    steps = (criterion("AC-1", "页面显示"),)
    first = record(
        "REQ-1",
        title="查询",
        statement="查询库存",
        criteria=steps,
        fields={"status": "confirmed", "priority": "P0", "owner": ["李四", "王五"], "section": "库存"},
        links={"supports": ("GOAL-1", "GOAL-2"), "verified_by": ("TC-1",)},
    )
    gone = record("REQ-2", title="旧", statement="旧文", fields={"status": "withdrawn", "section": "库存"})
    draft = record("REQ-3", title="预留", statement="预留库存", fields={"status": "draft", "owner": "王五"})
    goals = [record(f"GOAL-{n}", "goal", "目标", fields={"status": "agreed"}) for n in (1, 2)]
    test = record("TC-1", "test", "测试", fields={"status": "ready"})
    person = record("STK-1", "stakeholder", "赵六", fields={"role": "decider", "decides": ["范围", "预算"]})
    term = record("TERM-1", "term", "库存", statement="数量", fields={"status": "agreed"})
    milestone = record("MS-1", "milestone", "上线", fields={"status": "planned", "done_when": "全部通过"})
    return press(first, gone, draft, *goals, test, person, term, milestone, language="zh", audience="internal")


def html_of_all_pages():
    made = project()
    pages = {page.source: page.build().html for page in pages_of(made)}
    return {**pages, "home": str(home_page.block(made, "index.html", Edition()))}


@pytest.mark.parametrize("wrong", [SPACE_BEHIND_A_FULL_WIDTH_MARK, HALF_WIDTH_MARK_BEHIND_A_HAN_CHARACTER])
def test_marks_are_those_of_the_language(wrong):
    pages = html_of_all_pages().items()
    without_data = {source: re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL) for source, html in pages}
    found = {source: [match[0] for match in wrong.finditer(html)] for source, html in without_data.items()}
    assert {source: ours for source, ours in found.items() if ours} == {}


@pytest.mark.parametrize(
    ("language", "joined"), [("en", "One. Two, three, four: five"), ("zh", "One.Two，three、four：five")]
)
def test_a_template_joins_its_words_with_the_marks_of_the_language(tmp_path, language, joined):
    template = "One.{{ marks.gap }}Two{{ marks.comma }}three{{ marks.pause }}four{{ marks.colon }}five"
    (tmp_path / "own.html").write_text(template, encoding="utf-8")
    assert Templates(language, tmp_path).render("own") == joined


def test_other_languages_join_like_english():
    assert Marks.of("de") == Marks.of("en")
