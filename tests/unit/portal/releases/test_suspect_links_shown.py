"""Suspect links on the pages of the house."""

from dataclasses import replace

from reqsite.portal.home_gaps import open_points
from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import html_of, press, record, rows, table_of, tree_of, with_class, words

GOAL = record("GOAL-1", "goal", "Fewer calls", "Clerks no longer call.")
OTHER = replace(GOAL, sections=(replace(GOAL.sections[0], text="Clerks no longer call or write."),))
STOCK = record("REQ-1", title="Stock", statement="The stock is shown.", links={"derives_from": ("GOAL-1",)})
RELEASES = {"1.0.0": [GOAL, STOCK], "1.1.0": [OTHER, STOCK]}


def house(**settings):
    return press(OTHER, STOCK, releases=RELEASES, audience="internal", **settings)


def test_both_ends_of_a_suspect_link_say_why_and_lead_to_the_change():
    for source in ("requirements/REQ-1.md", "goals/GOAL-1.md"):
        (mark,) = with_class(tree_of(house(), source), "rs-suspect")
        assert words(mark) == "⚠ Suspect: GOAL-1 changed in 1.1.0"
        assert mark.get("href") == "../releases/1.1.0.html#item-GOAL-1"


def test_a_change_that_is_not_released_is_named_as_such():
    made = press(OTHER, STOCK, releases={"1.0.0": [GOAL, STOCK]}, audience="internal")
    (mark,) = with_class(tree_of(made, "requirements/REQ-1.md"), "rs-suspect")
    assert words(mark) == "⚠ Suspect: GOAL-1 has changed and is not released yet"
    assert mark.get("href") == "../releases/unreleased.html#item-GOAL-1"


def test_the_matrix_has_a_column_of_them():
    (row,) = rows(table_of(house(), "traceability/requirement-goal.md"))
    assert row[-1] == "⚠ GOAL-1: Suspect: GOAL-1 changed in 1.1.0"


def test_a_matrix_without_one_has_no_such_column():
    made = press(GOAL, STOCK, releases={"1.0.0": [GOAL, STOCK]}, audience="internal")
    heads = [words(th) for th in table_of(made, "traceability/requirement-goal.md").iter("th")]
    assert "Suspect links" not in heads


def test_the_home_page_counts_the_records():
    (point,) = [point for point in open_points(house(), "index.html") if point.label == "Records with suspect links"]
    assert point.count == 1
    assert [link.to.id for link in point.links] == ["REQ-1"]


def test_a_client_learns_nothing_of_it():
    made = press(OTHER, STOCK, releases=RELEASES)
    for one in pages_of(made):
        assert "rs-suspect" not in one.build().html
        assert "uspect:" not in one.build().html


def test_what_has_been_looked_at_since_is_not_suspect():
    pinned = replace(STOCK, links={"derives_from": ("GOAL-1@1.1.0",)})
    made = press(OTHER, pinned, releases={**RELEASES, "1.2.0": [OTHER, pinned]}, audience="internal")
    assert "rs-suspect" not in html_of(made, "requirements/REQ-1.md")
