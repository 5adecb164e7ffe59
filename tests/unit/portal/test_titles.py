"""Records are called by the title that they have in the language of the site."""

import pytest

from reqsite.portal.titles import other_titles, shown_title, title_in
from tests.unit.portal.portals import html_of, page, parse, press, record, words

BOTH = record("REQ-1", title="Stock query", fields={"title_zh": "库存查询"})
CHINESE = record("REQ-2", title="订单取消", fields={"title_en": "Order cancelled", "title_zh": "取消订单"})
OTHER = record("REQ-3", title="Print", links={"depends_on": ("REQ-1",)}, statement="As [[REQ-1]] says.")


@pytest.mark.parametrize(
    ("made", "language", "title", "others"),
    [
        (BOTH, "en", "Stock query", [("zh-Hans", "库存查询")]),
        (BOTH, "zh", "库存查询", [("en", "Stock query")]),
        (CHINESE, "en", "Order cancelled", [("zh-Hans", "订单取消"), ("zh-Hans", "取消订单")]),
        (CHINESE, "zh", "取消订单", [("zh-Hans", "订单取消"), ("en", "Order cancelled")]),
        (OTHER, "zh", "Print", []),
        (record("REQ-4"), "zh", "", []),
        (record("REQ-5", fields={"title_en": "Scan"}), "en", "Scan", []),
        (record("REQ-6", title="A", fields={"title_en": ("B",), "title_zh": ""}), "en", "A", []),
    ],
)
def test_the_title_for_the_readers_comes_first_and_no_other_is_lost(made, language, title, others):
    assert shown_title(made, language) == title
    assert other_titles(made, language) == others


def test_a_term_keeps_the_name_that_texts_call_it():
    term = record("库存", "term", fields={"title_en": "Stock", "en": "Inventory"})
    assert title_in(term, "en") == "库存"
    assert other_titles(term, "en") == [("en", "Stock"), ("en", "Inventory")]


@pytest.mark.parametrize(("language", "title"), [("en", "Stock query"), ("zh", "库存查询")])
def test_page_list_links_and_navigation_call_it_so(language, title):
    made = press(BOTH, OTHER, language=language)
    assert page(made, "requirements/REQ-1.md").title == f"REQ-1 {title}"
    assert f"REQ-1 {title}" in words(parse(html_of(made, "requirements/REQ-1.md")).find(".//h1"))
    assert title in words(parse(html_of(made, "requirements/index.md")).find(".//tbody"))
    other = html_of(made, "requirements/REQ-3.md")
    assert f'title="{title}"' in other
    assert f"REQ-1 {title}" in words(parse(other))
