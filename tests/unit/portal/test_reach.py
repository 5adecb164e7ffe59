"""How far a change reaches, as pages count it, beside what `reqsite impact` says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.history.impact import impact
from reqsite.model.catalog import Catalog
from reqsite.portal.reach import Reach
from tests.unit.portal.portals import DEFAULT, by_id, html_of, parse, press, record, tree_of, with_class, words

GOAL = record("GOAL-1", "goal", "Fewer calls")
STOCK = record("REQ-1", title="Stock", links={"derives_from": ("GOAL-1",), "milestone": ("MS-1",)})
SHELF = record("REQ-2", title="Shelf", links={"derives_from": ("REQ-1",), "verified_by": ("TC-1",)})
TEST = record("TC-1", "test")
MILESTONE = record("MS-1", "milestone")
REQUEST = record("CR-1", "change", fields={"status": "proposed"}, links={"modifies": ("REQ-2",)})


def touches(made, source: str) -> list[str]:
    (block,) = with_class(tree_of(made, source), "rs-touches")
    return [words(line) for line in with_class(block, "rs-field")]


def test_a_page_says_what_a_change_of_its_record_would_touch():
    made = press(GOAL, STOCK, SHELF, TEST, MILESTONE, REQUEST)
    assert sorted(touches(made, "goals/GOAL-1.md")) == [
        "Change requestsfurther down: CR-1",
        "Milestonesfurther down: MS-1",
        "Requirementsdirectly: REQ-1further down: REQ-2",
        "Testsfurther down: TC-1",
    ]


def test_what_nothing_hangs_on_says_nothing():
    assert "rs-touches" not in html_of(press(GOAL, STOCK, SHELF, TEST), "tests/TC-1.md")


def test_a_change_request_tells_it_of_all_that_it_names():
    made = press(STOCK, SHELF, TEST, MILESTONE, REQUEST)
    assert touches(made, "changes/CR-1.md") == ["Testsdirectly: TC-1"]


def test_long_lists_are_cut_and_counted():
    children = [record(f"REQ-{n}", links={"derives_from": ("REQ-1",)}) for n in range(2, 22)]
    (line,) = touches(press(record("REQ-1"), *children), "requirements/REQ-1.md")
    assert line.endswith("and 14 more records")
    assert line.count("REQ-") == 6


def test_confirmations_that_would_lapse_are_counted():
    confirmed = record("REQ-1", fields={"confirmations": ({"name": "Li", "date": "2026-01-01"},)})
    made = press(confirmed)
    assert touches(made, "requirements/REQ-1.md") == ["Confirmations, approvals and evidence that would lapse1"]


def test_a_title_with_markup_stays_text():
    nasty = record("REQ-2", title='"><b>x</b>', links={"derives_from": ("REQ-1",)})
    html = html_of(press(record("REQ-1"), nasty), "requirements/REQ-1.md")
    assert "<b>" not in html
    assert by_id(parse(html), "links") is not None


def _catalog(links: list[tuple[int, int, str]], withdrawn: set[int]) -> Catalog:
    by_source: dict[int, dict[str, tuple[str, ...]]] = {}
    for source, target, name in links:
        of_source = by_source.setdefault(source, {})
        of_source[name] = (*of_source.get(name, ()), f"REQ-{target}")
    return Catalog(
        [
            record(
                f"REQ-{n}", fields={"status": "withdrawn" if n in withdrawn else "draft"}, links=by_source.get(n, {})
            )
            for n in range(8)
        ],
        DEFAULT,
    )


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(["derives_from", "verified_by"]))),
    st.sets(st.integers(0, 7)),
)
def test_it_is_as_many_as_the_impact_of_a_record_whatever_the_links(links, withdrawn):
    catalog = _catalog(links, withdrawn)
    reach = Reach(catalog, lambda _request: True)
    for record_id in catalog.records:
        found = impact(catalog, [record_id]).requirements
        touched = next(iter(reach.touched([record_id], 9)), None)
        assert (touched.count if touched else 0) == len(found)
        if touched:
            assert {*touched.near, *touched.far} == {one.id for one in found}
            assert set(touched.near) == {one.id for one in found if one.distance == 1}
