import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.catalog import Catalog, natural_key, term_names
from reqsite.model.record import Record, Section
from tests.growth import assert_linear
from tests.unit.model.vocabulary import record, schema


def catalog(*records) -> Catalog:
    return Catalog(records, schema())


def test_a_link_is_known_at_both_ends():
    both = catalog(record("REQ-1"), record("REQ-2", links={"derives_from": ("REQ-1",)}))
    assert [link.target for link in both.outgoing("REQ-2")] == ["REQ-1"]
    assert [(link.source, link.type.inverse) for link in both.incoming("REQ-1")] == [("REQ-2", "derived_into")]


def test_records_come_in_natural_order():
    assert list(catalog(record("REQ-10"), record("REQ-9"), record("GOAL-1")).records) == ["GOAL-1", "REQ-9", "REQ-10"]


@pytest.mark.parametrize("written", ["req-1", "ＲＥＱ－１", "REQ—1", " REQ-1 "])
def test_an_id_is_found_whatever_its_case_width_and_dashes(written):
    found = catalog(record("REQ-1")).get(written)
    assert found is not None
    assert found.id == "REQ-1"


def test_a_link_to_nothing_dangles_at_its_own_line():
    positions = {"derives_from": (4, 1), "derives_from[0]": (5, 5), "derives_from[1]": (6, 5)}
    source = record("REQ-2", links={"derives_from": ("REQ-1", "REQ-9")}, positions=positions)
    (dangling,) = catalog(record("REQ-1"), source).dangling
    assert (dangling.source, dangling.target, str(dangling.place)) == ("REQ-2", "REQ-9", "docs_src/REQ-2.md:6:5")


def test_evidence_in_plain_words_does_not_dangle_but_a_wrong_id_does():
    with_mail = catalog(record("REQ-1", links={"source": ("mail of 2026-03-01", "TC-9")}))
    assert [text for _, text in with_mail.evidence["REQ-1"]] == ["mail of 2026-03-01"]
    assert [d.target for d in with_mail.dangling] == ["TC-9"]


def test_a_pin_names_the_release_and_leads_to_the_record():
    (link,) = catalog(record("REQ-1"), record("REQ-2", links={"derives_from": ("REQ-1@1.1.0",)})).outgoing("REQ-2")
    assert (link.target, link.pin) == ("REQ-1", "1.1.0")


def test_a_link_may_point_at_a_part_of_a_record():
    linked = catalog(record("TC-2", "test"), record("REQ-2", links={"source": ("TC-2#item-3", "TC-9#item-1")}))
    assert [link.target for link in linked.outgoing("REQ-2")] == ["TC-2"]
    assert [d.target for d in linked.dangling] == ["TC-9#item-1"]


def test_of_two_records_with_one_id_the_first_counts():
    first = catalog(record("REQ-1", title="first"), record("req-1", title="second"))
    assert [r.title for r in first] == ["first"]


def test_upstream_and_downstream_go_through_links_of_both_directions():
    chain = catalog(
        record("GOAL-1", "goal"),
        record("REQ-1", links={"derives_from": ("GOAL-1",), "verified_by": ("TC-1",)}),
        record("TC-1", "test"),
    )
    assert chain.downstream("GOAL-1") == {"REQ-1": 1, "TC-1": 2}
    assert chain.upstream("TC-1") == {"REQ-1": 1, "GOAL-1": 2}


def test_coverage_counts_live_records_only():
    levels = catalog(
        record("REQ-1", links={"verified_by": ("TC-1",)}),
        record("REQ-2"),
        record("REQ-3", fields={"status": "withdrawn"}),
        record("TC-1", "test"),
    )
    coverage = levels.coverage("requirement", "test")
    assert (coverage.covered, coverage.gaps, coverage.total) == (("REQ-1",), ("REQ-2",), 2)


def test_transitive_coverage_reaches_through_the_level_between():
    levels = catalog(
        record("GOAL-1", "goal"),
        record("REQ-1", links={"derives_from": ("GOAL-1",), "verified_by": ("TC-1",)}),
        record("TC-1", "test"),
    )
    assert levels.coverage("goal", "test").gaps == ("GOAL-1",)
    assert levels.coverage("goal", "test", transitive=True).covered == ("GOAL-1",)


def test_a_cycle_is_named_once_from_its_smallest_id():
    ring = catalog(
        record("REQ-3", links={"derives_from": ("REQ-1",)}),
        record("REQ-1", links={"derives_from": ("REQ-2",)}),
        record("REQ-2", links={"derives_from": ("REQ-3",)}),
        record("REQ-4", links={"derives_from": ("REQ-4",)}),
        record("REQ-5", links={"derives_from": ("REQ-1",)}),
    )
    assert ring.cycles() == [["REQ-1", "REQ-2", "REQ-3"], ["REQ-4"]]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_there_is_a_cycle_just_where_a_record_is_above_itself(edges):
    targets: dict[str, list[str]] = {f"REQ-{n}": [] for n in range(13)}
    for source, target in edges:
        targets[f"REQ-{source}"].append(f"REQ-{target}")
    graph = catalog(*(record(i, links={"derives_from": tuple(t)}) for i, t in targets.items()))
    on_a_cycle = {i for i in targets if i in graph.upstream(i)}
    cycles = graph.cycles()
    assert {i for cycle in cycles for i in cycle} <= on_a_cycle
    assert bool(cycles) == bool(on_a_cycle)
    for cycle in cycles:
        for here, there in zip(cycle, cycle[1:] + cycle[:1], strict=True):
            assert there in graph.parents(here)


def test_a_mistyped_id_is_answered_with_the_one_that_was_meant():
    assert catalog(record("GOAL-09", "goal"), record("REQ-1")).suggest("GOAL-9") == "GOAL-09"
    assert catalog(record("REQ-1")).suggest("something else") == ""


def test_a_term_is_found_by_each_of_its_names():
    term = record("结算", "term", fields={"aliases": ("清分",), "abbr": "STL"})
    terms = catalog(term)
    assert {name: terms.resolve(name) for name in ("清分", "STL", "stl")} == dict.fromkeys(("清分", "STL", "stl"), term)


def test_brackets_behind_a_term_hold_its_other_name():
    assert term_names(record("身份验证(Authentication)", "term"))[1:] == ["身份验证", "Authentication"]
    assert term_names(record("Service level (SLA)", "term"))[1:] == ["Service level", "SLA"]
    assert term_names(record("Release (the act)", "term")) == ["Release (the act)"]


def test_what_is_internal_is_cut_out_of_the_public_catalog():
    secret = record("REQ-2", title="negotiation", fields={"visibility": "internal"})
    shown = record(
        "REQ-1",
        fields={"contact": "a phone number", "priority": "P0"},
        links={"derives_from": ("REQ-2",), "discussed_with": ("REQ-3",), "conflicts_with": ("REQ-3",)},
        sections=(Section("statement", "", 0, "text", 5), Section("internal_notes", "Internal notes", 2, "no", 8)),
        body="text and the notes",
    )
    public = catalog(secret, shown, record("REQ-3")).public()
    assert list(public.records) == ["REQ-1", "REQ-3"]
    cut = public.records["REQ-1"]
    assert cut.fields == {"priority": "P0"}
    assert cut.links == {"conflicts_with": ("REQ-3",)}
    assert [s.key for s in cut.sections] == ["statement"]
    assert cut.body == ""
    assert public.dangling == ()


def test_a_public_catalog_keeps_a_dangling_link_for_the_page_to_show():
    assert catalog(record("REQ-1", links={"derives_from": ("REQ-9",)})).public().dangling[0].target == "REQ-9"


@given(st.lists(st.text(max_size=8)))
def test_natural_order_is_an_order_for_any_text(texts):
    keys = [natural_key(text) for text in sorted(texts, key=natural_key)]
    assert all(one <= next_one for one, next_one in itertools.pairwise(keys))


def chained(count: int) -> list[Record]:
    linked = (record(f"REQ-{n}", links={"derives_from": (f"REQ-{n - 1}",)}) for n in range(2, count + 1))
    return [record("REQ-1"), *linked]


def assert_followed(records: list[Record]) -> None:
    chain = catalog(*records)
    assert len(chain.downstream("REQ-1")) == len(records) - 1
    assert chain.cycles() == []


def test_a_chain_of_many_records_needs_no_recursion():
    assert_followed(chained(20_000))


def test_the_time_that_following_a_chain_takes_grows_with_its_length():
    assert_linear(assert_followed, chained, 2_000)
