import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import (
    by_id,
    html_of,
    page,
    parse,
    press,
    record,
    rows,
    table_of,
    tree_of,
    with_class,
    words,
)

STOCK = record(
    "REQ-1",
    title="库存实时查询",
    statement="The system shows the stock, see [[GOAL-1]].",
    sections=[
        ("Notes", "A note."),
        ("技术表述", "A query."),
        ("Acceptance criteria", "- Given a shop"),
        ("Business wording", "You see your stock."),
        ("Of my own", "Something else."),
    ],
    fields={
        "status": "confirmed",
        "priority": "P0",
        "title_en": "Stock, live",
        "owner": "Li Si",
        "solution": "custom",
        "assumption": "yes",
        "tags": ("stock", "shop"),
        "nfr": {"metric": "latency", "target": "200"},
        "evidence": ("see GOAL-1",),
    },
    links={"derives_from": ("GOAL-1",), "verified_by": ("TC-1", "TC-99"), "source": ("mail of 2026-03-01",)},
)
GOAL = record("GOAL-1", "goal", "Fewer calls", fields={"status": "agreed"})
TEST = record("TC-1", "test", "Look at the stock", fields={"status": "ready"})
PROJECT = (STOCK, GOAL, TEST)
SOURCE = "requirements/REQ-1.md"


def groups(tree):
    return {words(e.find("dt")): [words(li) for li in e.iter("li")] for e in with_class(tree, "rs-link-group")}


def undrawn(tree):
    """Return the text of a page without that of its drawing, whose boxes are too small for long titles."""
    for above in list(tree.iter()):
        for svg in [child for child in above if child.tag.endswith("svg")]:
            above.remove(svg)
    return words(tree)


def field(tree, name):
    (found,) = [e for e in with_class(tree, "rs-field") if e.get("data-field") == name]
    return found


def test_the_head_says_id_title_and_what_matters_in_words():
    tree = tree_of(press(*PROJECT), SOURCE)
    assert words(tree.find(".//h1")) == "REQ-1 Stock, live"
    assert [words(e) for e in with_class(tree, "rs-fact")] == [
        "TypeFunctional requirement",
        "StatusConfirmed",
        "PriorityP0 essential",
    ]


def test_labels_and_values_speak_the_language_of_the_site():
    tree = tree_of(press(*PROJECT, language="zh"), SOURCE)
    assert [words(e) for e in with_class(tree, "rs-fact")] == ["类型功能需求", "状态已确认", "优先级P0 必须"]
    assert words(field(tree, "solution")) == "实现方式定制"


def test_the_title_in_another_language_is_marked_as_such():
    (other,) = with_class(tree_of(press(*PROJECT), SOURCE), "rs-other-title")
    assert (words(other), other.get("lang")) == ("库存实时查询", "zh-Hans")


def test_statement_then_business_then_technical_then_criteria_then_the_rest_as_written():
    tree = tree_of(press(*PROJECT), SOURCE)
    order = [e.get("data-section") for e in with_class(tree, "rs-section")]
    assert order == ["statement", "business", "technical", "acceptance_criteria", "notes", ""]


def test_sections_have_fixed_ascii_anchors():
    tree = tree_of(press(*PROJECT), SOURCE)
    for anchor in ("statement", "business", "technical", "acceptance-criteria", "details", "links"):
        assert by_id(tree, anchor) is not None


def test_the_table_of_contents_names_every_heading_of_the_page():
    made = page(press(*PROJECT), SOURCE).build()
    headings = [(words(e), e.get("id")) for e in parse(made.html).iter("h2")]
    assert [(entry.title, entry.anchor) for entry in made.toc] == headings


def test_values_are_shown_by_their_kind():
    tree = tree_of(press(*PROJECT), SOURCE)
    assert words(field(tree, "assumption")) == "AssumptionYes"
    assert [words(li) for li in field(tree, "tags").iter("li")] == ["stock", "shop"]
    figures = next(tree.iter("table"))
    assert [words(e) for e in figures.iter("th")] == ["Metric", "Target"]
    assert rows(figures) == [["latency", "200"]]


def test_references_in_values_are_links():
    (link,) = field(tree_of(press(*PROJECT), SOURCE), "evidence").iter("a")
    assert (words(link), link.get("href")) == ("GOAL-1", "../goals/GOAL-1.html")


def test_links_lead_both_ways_with_title_and_status():
    made = press(*PROJECT)
    assert groups(tree_of(made, SOURCE))["Derives from"] == ["GOAL-1 Fewer calls Agreed"]
    assert groups(tree_of(made, "goals/GOAL-1.md")) == {"Derived into": ["REQ-1 Stock, live Confirmed"]}
    assert groups(tree_of(made, "tests/TC-1.md")) == {"Verifies": ["REQ-1 Stock, live Confirmed"]}


@pytest.mark.parametrize(("directory_urls", "href"), [(False, "../goals/GOAL-1.html"), (True, "../../goals/GOAL-1/")])
def test_links_are_relative(directory_urls, href):
    tree = tree_of(press(*PROJECT, directory_urls=directory_urls), SOURCE)
    assert href in [e.get("href") for e in with_class(tree, "rs-link")]


def test_evidence_in_plain_words_and_missing_records_are_told_apart():
    found = groups(tree_of(press(*PROJECT), SOURCE))
    assert found["Source"] == ["mail of 2026-03-01"]
    assert found["Verified by"] == ["TC-1 Look at the stock Ready", "TC-99 (no such record)"]


def test_a_symmetric_link_is_one_group_with_each_record_once():
    one = record("REQ-1", links={"conflicts_with": ("REQ-2",)})
    other = record("REQ-2", links={"conflicts_with": ("REQ-1",)})
    assert groups(tree_of(press(one, other), SOURCE)) == {"Conflicts with": ["REQ-2"]}


def test_a_withdrawn_record_keeps_its_text_struck_and_says_what_became_of_it():
    gone = record("REQ-1", statement="Old words.", fields={"status": "withdrawn"}, links={"merged_into": ("REQ-2",)})
    tree = tree_of(press(gone, record("REQ-2", title="All of it", fields={"status": "draft"})), SOURCE)
    assert words(by_id(tree, "verdict")) == "Not in force: Withdrawn. Merged into: REQ-2 All of it Draft"
    assert words(tree.find(".//del")) == "Old words."
    assert "The last text, no longer valid:" in words(tree)


def test_a_deferred_record_is_not_struck_for_it_may_come_back():
    later = record("REQ-1", statement="Words.", fields={"status": "deferred"})
    tree = tree_of(press(later), SOURCE)
    assert words(by_id(tree, "verdict")) == "Not in force: Deferred."
    assert tree.find(".//del") is None


def test_a_link_to_a_withdrawn_record_says_so():
    gone = record("REQ-2", fields={"status": "withdrawn"})
    tree = tree_of(press(record("REQ-1", links={"derives_from": ("REQ-2",)}), gone), SOURCE)
    (mark,) = with_class(tree, "rs-not-live")
    assert words(mark) == "Withdrawn"


def test_a_term_tells_where_it_is_used_and_how_many_more():
    users = [record(f"REQ-{n}", statement="Every clearing counts.") for n in range(1, 54)]
    term = record("TERM-1", "term", "Clearing", statement="Clearing is netting.")
    section = with_class(tree_of(press(term, *users), "terms/TERM-1.md"), "rs-uses")[0]
    assert [words(li).split()[0] for li in section.iter("li")] == [f"REQ-{n}" for n in range(1, 51)]
    assert words(section).endswith("and 3 more records")


def test_a_term_in_code_or_an_address_is_no_use():
    term = record("TERM-1", "term", "Clearing")
    user = record("REQ-1", statement="`Clearing` and https://host/Clearing")
    assert "No record speaks of it." in words(tree_of(press(term, user), "terms/TERM-1.md"))


def test_the_size_of_a_page_does_not_depend_on_how_many_records_there_are():
    others = [record(f"REQ-{n}") for n in range(2, 300)]
    assert html_of(press(*PROJECT), SOURCE) == html_of(press(*PROJECT, *others), SOURCE)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "</del></article>",
    "&lt;b&gt; &amp;",
    "{status} {0} %s",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_every_field_is_text(hostile):
    def project(text):
        return (
            record(
                "REQ-1",
                title=f"T {text}",
                sections=[("Notes", "A note.")],
                fields={
                    "status": text,
                    "priority": text,
                    "scope": text,
                    "title_en": f"E {text}",
                    "owner": text,
                    "solution": text,
                    "tags": (text, text),
                    "nfr": {"metric": text, text: "1"},
                    "own": text,
                },
                links={"source": (text,), "merged_into": (text,), "derives_from": ("GOAL-1",)},
            ),
            record("GOAL-1", "goal", f"G {text}", fields={"status": text}, links={"derives_from": ("REQ-1",)}),
        )

    def shape(tree):
        return [(e.tag, e.get("class")) for e in tree.iter()]

    for source in (SOURCE, "goals/GOAL-1.md", "requirements/index.md", "traceability/requirement-goal.md"):
        tree = tree_of(press(*project(hostile)), source)
        assert shape(tree) == shape(tree_of(press(*project("plain")), source))
        marked = tree_of(press(*project("qqplainqq")), source)
        assert undrawn(tree).count(" ".join(hostile.split())) == undrawn(marked).count("qqplainqq")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zs", "Zl", "Zp"]), min_size=1, max_size=40))
def test_any_title_is_shown_as_it_is(title):
    made = press(record("REQ-1", title=title))
    (shown,) = with_class(tree_of(made, SOURCE), "rs-title") if title != "REQ-1" else (None,)
    assert shown is None or "".join(shown.itertext()) == title
    (row,) = rows(table_of(made, "requirements/index.md"))
    assert row[1] in (title, "")


def test_every_page_is_html_that_no_browser_has_to_mend():
    for made in (press(*PROJECT, language="zh"), press(*PROJECT, audience="internal")):
        for each in pages_of(made):
            assert parse(each.build().html) is not None


def test_page_titles_are_plain_text():
    assert page(press(record("REQ-1", title="a < b")), SOURCE).title == "REQ-1 a < b"
    assert html.escape("a < b") in html_of(press(record("REQ-1", title="a < b")), SOURCE)
