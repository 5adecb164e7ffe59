from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.portal import graph_page
from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import html_of, page, parse, press, record, rows, tree_of, words

SVG = "{http://www.w3.org/2000/svg}"
PROJECT = (
    record("GOAL-1", "goal", "Growth"),
    record(
        "REQ-1", title="Stock", fields={"section": "Store"}, links={"supports": ("GOAL-1",), "verified_by": ("TC-1",)}
    ),
    record("REQ-2", title="Price <b>", fields={"section": "Store"}, links={"derives_from": ("REQ-1",)}),
    record("REQ-3", fields={"section": "Empty"}),
    record("REQ-4", fields={"section": "Store", "status": "withdrawn"}, links={"supports": ("GOAL-1",)}),
    record("TC-1", "test", "Count"),
)  # fmt: skip


def graphs(made):
    return [p for p in pages_of(made) if p.source.startswith("traceability/graph/")]


def test_each_section_with_links_has_a_graph_and_what_has_no_section_has_one_of_its_kind():
    assert [p.title for p in graphs(press(*PROJECT))] == ["Graph: Store", "Graph: Goals", "Graph: Tests"]


def boxes(tree):
    """Return id → (where its box stands, its link)."""
    found = {}
    for link in tree.iter(f"{SVG}a"):
        box, title = link.find(f"{SVG}rect"), link.find(f"{SVG}title")
        found[words(title).split()[0]] = (int(box.get("x")), link.get("href"))
    return found


def test_parents_stand_further_to_the_left():
    found = boxes(parse(graphs(press(*PROJECT))[0].build().html))
    x = {record_id: place for record_id, (place, _href) in found.items()}
    assert x["GOAL-1"] < x["REQ-1"] < x["REQ-2"]
    assert x["REQ-1"] < x["TC-1"]
    assert "REQ-4" not in x


def test_the_same_stands_below_in_words():
    tree = parse(graphs(press(*PROJECT))[0].build().html)
    assert rows(next(tree.iter("table"))) == [
        ["GOAL-1 Growth", "REQ-1 Stock", "REQ-2 Price <b>TC-1 Count"],
        ["REQ-1 Stock", "REQ-2 Price <b>", ""],
    ]


def test_links_of_the_picture_lead_to_the_records():
    tree = parse(graphs(press(*PROJECT))[0].build().html)
    assert boxes(tree)["GOAL-1"][1] == "../../goals/GOAL-1.html"


def test_a_large_section_is_cut_and_says_so():
    many = [record(f"REQ-{n}", fields={"section": "S"}, links={"supports": ("GOAL-1",)}) for n in range(1, 301)]
    made = press(*many, record("GOAL-1", "goal"))
    html = graphs(made)[0].build().html
    assert html.count("<rect") == 15
    assert "and 286 more" in html
    assert "and 200 more records" in html
    goal = html_of(made, "traceability/graph/kind_goal.md")
    assert "and 293 more" in goal


def test_the_overview_leads_to_the_graphs():
    tree = tree_of(press(*PROJECT), "traceability/index.md")
    hrefs = [a.get("href") for a in tree.iter("a")]
    assert f"graph/{graphs(press(*PROJECT))[0].source.rpartition('/')[2].removesuffix('.md')}.html" in hrefs


def test_two_sections_that_differ_only_in_signs_have_pages_of_their_own():
    made = press(
        record("REQ-1", fields={"section": "A b"}),
        record("REQ-2", fields={"section": "A-b"}, links={"derives_from": ("REQ-1",)}),
    )
    assert len({p.source for p in graphs(made)}) == 2
    assert page(made, graphs(made)[0].source).build().html


NODES = st.integers(0, 9)


@settings(max_examples=80, deadline=None)
@given(st.sets(st.tuples(NODES, NODES).filter(lambda edge: edge[0] != edge[1]), max_size=30))
def test_every_node_stands_in_one_layer_and_below_its_parents_where_there_is_no_circle(edges):
    nodes = [str(number) for number in range(10)]
    named = [(str(parent), str(child)) for parent, child in sorted(edges)]
    layers = graph_page.layers_of(nodes, named)
    assert sorted(node for layer in layers for node in layer) == nodes
    place = {node: number for number, layer in enumerate(layers) for node in layer}
    if all(parent < child for parent, child in named) and len(layers) < graph_page.MOST_LAYERS:
        assert all(place[parent] < place[child] for parent, child in named)
