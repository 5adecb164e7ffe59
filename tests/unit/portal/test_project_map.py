"""The map of the project holds whatever the project is made of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import html_of, press, record, tree_of, with_class, words

SOURCE = "traceability/map.md"


def test_a_project_without_links_has_no_map():
    assert SOURCE not in [p.source for p in pages_of(press(record("REQ-1")))]


def test_a_large_section_shows_its_most_linked_records_and_says_how_many_more():
    many = [record(f"REQ-{n}", fields={"section": "S"}, links={"supports": ("GOAL-1",)}) for n in range(1, 301)]
    more = [record(f"REQ-{n}", fields={"section": "S"}, links={"derives_from": ("REQ-300",)}) for n in range(301, 303)]
    tree = tree_of(press(*many, *more, record("GOAL-1", "goal", "Growth")), SOURCE)
    assert words(with_class(tree, "rs-graph-id")[0]) == "S (302)"
    assert "REQ-300" in [words(e) for e in with_class(tree, "rs-graph-id")]
    assert "and 295 more" in words(tree)


def test_sections_beyond_the_picture_are_named_below_it():
    links = {"supports": ("GOAL-1",)}
    many = [record(f"REQ-{n}", fields={"section": f"Part {n}"}, links=links) for n in range(1, 61)]
    tree = tree_of(press(*many, record("GOAL-1", "goal")), SOURCE)
    assert len(with_class(tree, "rs-strip")) == 40
    assert [words(li).partition(" (")[0] for li in with_class(tree, "rs-graphs")[0].iter("li")][-2:] == [
        "Part 60",
        "Goals",
    ]


def test_what_is_linked_with_nothing_is_counted():
    made = press(record("REQ-1", links={"supports": ("GOAL-1",)}), record("GOAL-1", "goal"), record("REQ-2"))
    assert "1 record in force is linked with nothing" in html_of(made, SOURCE)


LEVELS = st.sampled_from(["", "strategic", "business", "surface", "hidden", "unheard"])
NUMBERS = st.integers(1, 6)


@settings(max_examples=40, deadline=None)
@given(st.lists(LEVELS, min_size=6, max_size=6), st.sets(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12))
def test_every_linked_record_is_drawn_once_also_in_a_circle(levels, links):
    made = press(
        *(
            record(
                f"REQ-{n}",
                fields={"level": levels[n - 1], "section": f"S{n % 2}"},
                links={"derives_from": tuple(f"REQ-{b}" for a, b in sorted(links) if a == n)},
            )
            for n in range(1, 7)
        )
    )
    linked = {f"REQ-{n}" for pair in links for n in pair}
    pages = {p.source: p for p in pages_of(made)}
    tree_ids = [words(e) for e in with_class(tree_of(made, SOURCE), "rs-graph-id") if "REQ" in words(e)]
    assert sorted(tree_ids) == sorted(linked)
    for source, page in pages.items():
        if source.startswith("traceability/graph/"):
            assert page.build().html
