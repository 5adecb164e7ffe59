from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.portal.portals import press, record, rows, table_of, tree_of, words

SOURCE = "traceability/coverage.md"
PROJECT = (
    record("TC-1", "test"),
    record("REQ-1", links={"verified_by": ("TC-1",), "supports": ("GOAL-1",)}),
    record("REQ-2", links={"supports": ("GOAL-1",)}),
    record("REQ-3"),
    record("GOAL-1", "goal"),
    record("GOAL-2", "goal"),
)


def test_the_links_say_what_stands_above_what():
    assert [row[0] for row in rows(table_of(press(*PROJECT), SOURCE))] == ["Goals (2)", "Requirements (3)", "Tests (1)"]


def test_every_share_has_a_numerator_and_a_denominator():
    assert rows(table_of(press(*PROJECT), SOURCE)) == [
        ["Goals (2)", "–", "1 of 2 (50%)", "Requirements 1 of 2 (50%)"],
        ["Requirements (3)", "2 of 3 (66%)", "1 of 3 (33%)", "Goals 2 of 3 (66%)Tests 1 of 3 (33%)"],
        ["Tests (1)", "1 of 1 (100%)", "–", "Requirements 1 of 1 (100%)"],
    ]


def test_a_bar_is_no_sign_of_its_own():
    bars = [e for e in tree_of(press(*PROJECT), SOURCE).iter() if e.tag == "{http://www.w3.org/2000/svg}svg"]
    assert bars
    assert {bar.get("aria-hidden") for bar in bars} == {"true"}


def test_a_circle_of_levels_still_gives_an_order_with_each_level_once():
    made = press(
        record("REQ-1", links={"derives_from": ("GOAL-1",)}),
        record("REQ-2", links={"derives_from": ("GOAL-1",)}),
        record("GOAL-1", "goal", links={"derives_from": ("BR-1",)}),
        record("BR-1", "rule", links={"derives_from": ("REQ-1",)}),
    )
    assert sorted(row[0] for row in rows(table_of(made, SOURCE))) == [
        "Business rules (1)",
        "Goals (1)",
        "Requirements (2)",
    ]


def test_what_does_not_bind_counts_nowhere():
    gone = {"status": "withdrawn"}
    made = press(
        record("REQ-1", fields=gone, links={"supports": ("GOAL-1",)}), record("GOAL-1", "goal"), record("REQ-2"),
        record("GOAL-2", "goal"), record("REQ-4", links={"supports": ("GOAL-2",)}),
    )  # fmt: skip
    assert "1 of 2 (50%)" in words(table_of(made, SOURCE))


KINDS = ("functional", "goal", "test", "rule")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_every_linked_kind_is_a_level_and_chains_stand_in_their_order(links):
    chained = [(here, there) for here, there in links if here % 4 < there % 4]
    records = [
        record(
            f"R-{number}",
            KINDS[number % 4],
            links={"depends_on": tuple(f"R-{there}" for here, there in chained if here == number)},
        )
        for number in range(8)
    ]
    made = press(*records)
    levels = [group.kind for group in made.trace.levels(made.trace.kinds)]
    kind_of = {number: records[number].kind for number in range(8)}
    assert set(levels) == {kind_of[number] for pair in chained for number in pair}
    for here, there in chained:
        assert levels.index(kind_of[there]) < levels.index(kind_of[here])
