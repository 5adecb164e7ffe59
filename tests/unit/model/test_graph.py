"""Which nodes a search for cycles has to look at."""

from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.graph import closure, on_cycles

GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3))


def test_a_graph_without_cycles_leaves_nothing_to_look_at():
    assert on_cycles({"a": ["b", "c"], "b": ["d"], "c": ["d"]}) == {}


def test_a_tail_that_leads_into_a_cycle_is_left_out():
    assert list(on_cycles({"a": ["b"], "b": ["c"], "c": ["b"]})) == ["b", "c"]


@given(GRAPHS)
def test_no_node_on_a_cycle_is_missed(edges):
    cyclic = {node for node in edges if node in closure(node, lambda here: edges.get(here, []))}
    assert cyclic <= set(on_cycles(edges))
