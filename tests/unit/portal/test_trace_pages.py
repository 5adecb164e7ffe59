import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import html_of, press, record, rows, table_of, tree_of, with_class, words

OVERVIEW = "traceability/index.md"
FORWARD = "traceability/requirement-test.md"
WITHDRAWN = {"status": "withdrawn"}
PROJECT = (
    record("REQ-1", title="Stock", links={"verified_by": ("TC-1", "TC-2")}),
    record("REQ-2", title="Price", links={"verified_by": ("TC-3",)}),
    record("REQ-3", title="Shop", links={"verified_by": ("TC-1",), "derives_from": ("REQ-1",)}),
    record("REQ-4", title="Gone", fields=WITHDRAWN, links={"verified_by": ("TC-2",)}),
    record("REQ-5", title="Lost"),
    record("TC-1", "test", "Count"),
    record("TC-2", "test", "Weigh"),
    record("TC-3", "test", "Retired", fields={"status": "retired"}),
)


def sources(made):
    return [p.source for p in pages_of(made) if p.kind == "matrix"]


def test_there_is_a_page_for_each_pair_with_a_link_in_both_directions():
    assert sources(press(*PROJECT)) == [
        "traceability/requirement-requirement.md",
        "traceability/requirement-test.md",
        "traceability/test-requirement.md",
    ]


def test_gaps_stand_first_and_are_said_in_words():
    table = table_of(press(*PROJECT), FORWARD)
    assert rows(table) == [
        ["REQ-2 Price", "Gap: no link", "", "TC-3 Retired (Verified by; Retired)"],
        ["REQ-5 Lost", "Gap: no link", "", ""],
        ["REQ-1 Stock", "Linked", "", "TC-1 Count (Verified by)TC-2 Weigh (Verified by)"],
        ["REQ-3 Shop", "Linked", "", "TC-1 Count (Verified by)"],
    ]


def test_coverage_has_a_numerator_and_a_denominator_of_records_in_force():
    (line,) = with_class(tree_of(press(*PROJECT), FORWARD), "rs-coverage")
    assert words(line) == (
        "2 of 4 in force are linked (50%). 2 are gaps and stand first. "
        "A link with a record that is not in force does not count."
    )


def test_what_is_withdrawn_is_listed_apart():
    tables = list(tree_of(press(*PROJECT), FORWARD).iter("table"))
    assert rows(tables[1]) == [["REQ-4 Gone", "Not in force", "Withdrawn", "TC-2 Weigh (Verified by)"]]


def test_the_other_direction_is_one_click_away():
    tree = tree_of(press(*PROJECT), FORWARD)
    (ways,) = with_class(tree, "rs-directions")
    assert [a.get("href") for a in ways.iter("a")] == ["test-requirement.html"]
    assert words(ways) == "Requirements → Tests 2 of 4 Tests → Requirements 2 of 2"
    assert rows(table_of(press(*PROJECT), "traceability/test-requirement.md"))[0] == [
        *("TC-1 Count", "Linked", "", "REQ-1 Stock (Verifies)REQ-3 Shop (Verifies)")
    ]


def test_records_of_one_kind_show_parents_and_children_apart():
    table = table_of(press(*PROJECT), "traceability/requirement-requirement.md")
    assert [words(th) for th in table.findall("thead/tr/th")][3:] == ["Parents", "Children", "Other links"]
    assert rows(table)[2:] == [
        ["REQ-1 Stock", "Linked", "", "", "REQ-3 Shop (Derived into)", ""],
        ["REQ-3 Shop", "Linked", "", "REQ-1 Stock (Derives from)", "", ""],
    ]


def test_the_overview_leads_to_every_pair_and_says_the_gaps_in_words():
    table = table_of(press(*PROJECT), OVERVIEW)
    assert rows(table) == [
        ["Requirements (4)", "2 of 4 (50%)2 gaps", "2 of 4 (50%)2 gaps"],
        ["Tests (2)", "2 of 2 (100%)", "no links"],
    ]
    assert [a.get("href") for a in table.iter("a")] == [
        *("requirement-requirement.html", "requirement-test.html", "test-requirement.html")
    ]


def test_a_hundred_percent_means_that_there_is_no_gap():
    linked = [record(f"REQ-{n}", links={"verified_by": ("TC-1",)}) for n in range(1, 301)]
    made = press(*linked, record("REQ-999"), record("TC-1", "test"))
    assert "300 of 301 (99%)" in words(tree_of(made, OVERVIEW))


def test_types_are_traced_too_where_a_kind_has_several():
    made = press(
        record("REQ-1", links={"verified_by": ("TC-1",)}),
        record("REQ-2", "nonfunctional", links={"depends_on": ("REQ-1",)}),
        record("TC-1", "test"),
    )
    assert {"traceability/functional-test.md", "traceability/nonfunctional-functional.md"} <= set(sources(made))
    kinds, types = tree_of(made, OVERVIEW).iter("table")
    assert [row[0] for row in rows(kinds)] == ["Requirements (2)", "Tests (1)"]
    assert [row[0] for row in rows(types)] == [
        *("Functional requirement (1)", "Non-functional requirement (1)", "Tests (1)")
    ]


def test_a_verdict_is_no_trace():
    gone = record("REQ-1", fields=WITHDRAWN, links={"merged_into": ("REQ-2",)})
    assert sources(press(gone, record("REQ-2"))) == []


def test_without_any_record_in_force_the_page_says_so():
    gone = record("REQ-1", fields=WITHDRAWN, links={"verified_by": ("TC-1",)})
    text = words(tree_of(press(gone, record("TC-1", "test")), FORWARD))
    assert "No record of this side is in force." in text
    assert "%" not in text


LINKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


@settings(max_examples=40, deadline=None)
@given(LINKS, st.sets(st.integers(0, 15)))
def test_coverage_is_what_the_catalog_counts(links, withdrawn):
    types = ("functional", "goal", "test", "nonfunctional")
    states = {"functional": "withdrawn", "nonfunctional": "withdrawn", "goal": "withdrawn", "test": "retired"}
    records = []
    for number in range(8):
        type_ = types[number % 4]
        targets = tuple(f"R-{there}" for here, there in links if here == number)
        fields = {"status": states[type_]} if number in withdrawn else {}
        records.append(record(f"R-{number}", type_, fields=fields, links={"depends_on": targets} if targets else {}))
    made = press(*records)
    for level in (made.trace.kinds, made.trace.types):
        for above in level:
            for below in level:
                words_of = [group.type or group.kind for group in (above, below)]
                assert made.trace.coverage(above, below) == made.site.catalog.coverage(*words_of)


@pytest.mark.parametrize("source", [FORWARD, "traceability/test-requirement.md"])
def test_the_size_of_a_pair_grows_with_its_records(source):
    def project(count):
        tests = [record(f"TC-{n:04}", "test") for n in range(count)]
        return [*tests, *(record(f"REQ-{n:04}", links={"verified_by": (f"TC-{n:04}",)}) for n in range(count))]

    small, large = (len(html_of(press(*project(count)), source)) for count in (100, 400))
    assert large < 4.1 * small


def test_tables_are_kept_out_of_search():
    assert {p.search for p in pages_of(press(*PROJECT)) if p.kind in ("matrix", "traceability", "list")} == {False}
