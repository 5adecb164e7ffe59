"""Scope, figures and priorities: the pages that bring together what the parties agreed on."""

import dataclasses

import pytest

from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import DEFAULT, html_of, press, record, rows, tree_of, with_class, words

SCOPE, METRICS, PRIORITIES = "registers/scope.md", "registers/metrics.md", "registers/priorities.md"


def sources(made):
    return [p.source for p in pages_of(made) if p.source in {SCOPE, METRICS, PRIORITIES}]


def needed(number, **fields):
    return record(f"REQ-{number}", fields={"status": "draft", **fields})


def test_a_page_is_there_where_there_is_something_to_say():
    assert sources(press(needed(1))) == []
    assert sources(press(needed(1, scope="in"))) == [SCOPE]
    assert sources(press(needed(1, nfr={"target": "2"}))) == [METRICS]
    assert sources(press(needed(1, kano="basic"))) == [PRIORITIES]
    assert sources(press(record("GOAL-1", "goal", fields={"priority": "P0"}))) == []
    assert sources(press(record("REQ-1", fields={"status": "withdrawn", "nfr": {"target": "2"}}))) == []


def test_what_is_deferred_has_its_place_in_the_scope_and_what_was_withdrawn_has_none():
    made = press(
        record("REQ-1", fields={"status": "deferred", "scope": "later"}),
        record("REQ-2", fields={"status": "withdrawn", "scope": "in"}),
        record("REQ-3", fields={"status": "draft", "scope": "abroad"}),
        needed(4),
    )
    tree = tree_of(made, SCOPE)
    said = {words(part.find("h2")): words(part) for part in with_class(tree, "rs-scope")}
    assert list(said) == ["In scope (0)", "Out of scope (0)", "Later (1)", "abroad (1)"]
    assert "REQ-1" in said["Later (1)"]
    assert "Deferred" in said["Later (1)"]
    assert "Nothing." in said["In scope (0)"]
    assert "1 requirement in force does not say" in words(tree)


def test_a_scope_of_thousands_is_cut_and_leads_to_the_list():
    html = html_of(press(*(needed(n, scope="in") for n in range(1, 702))), SCOPE)
    assert html.count("<li>") == 500
    assert 'href="../requirements/index.html#scope=in">Show all 701 in the list' in html


def test_a_reason_is_no_code_and_its_references_are_links():
    made = press(needed(1, scope="out", scope_reason="<b>x</b> see REQ-2"), needed(2))
    html = html_of(made, SCOPE)
    assert "<b>x" not in html
    assert 'href="../requirements/REQ-2.html"' in html


@pytest.mark.parametrize(
    ("figures", "row"),
    [
        ({"attribute": "security", "metric": "keys", "target": "256", "unit": "bit"}, ["keys", "256 bit"]),
        ({"attribute": "niceness", "metric": "smiles", "target": "9"}, ["smiles", "9"]),
        ({"metric": "<i>x</i>", "target": ("1", "2"), "unit": "s"}, ["<i>x</i>", "1, 2 s"]),
    ],
)
def test_a_figure_stands_with_its_unit_whatever_its_shape(figures, row):
    table = next(tree_of(press(needed(1, nfr=figures)), METRICS).iter("table"))
    assert [cells[1:] for cells in rows(table)] == [row]


def test_what_has_no_attribute_stands_last():
    made = press(needed(1, nfr={"target": "1"}), needed(2, nfr={"attribute": "safety", "target": "2"}))
    assert [words(h) for h in tree_of(made, METRICS).iter("h2")] == ["Safety (1)", "No quality attribute (1)"]


def test_counts_and_lists_are_of_what_is_in_force():
    made = press(needed(1, moscow="must"), record("REQ-2", fields={"status": "withdrawn", "moscow": "must"}))
    html = html_of(made, PRIORITIES)
    assert "1 of 1 (100%)" in html
    assert 'href="../requirements/index.html#moscow=must&amp;status=draft"' in html


def test_priorities_of_the_projects_own_have_no_page_of_others_and_no_dead_link():
    plain = dataclasses.replace(DEFAULT.fields["priority"], kind="text", values={}, legend={})
    schema = dataclasses.replace(DEFAULT, fields={**DEFAULT.fields, "priority": plain})
    made = press(record("REQ-1", fields={"priority": "soon"}, schema=schema), schema=schema)
    assert "priorities" not in html_of(made, "requirements/REQ-1.md")


def test_a_priority_that_nobody_explains_says_so():
    own = dataclasses.replace(DEFAULT.fields["priority"], values={"A+": {"en": "Top"}}, legend={})
    schema = dataclasses.replace(DEFAULT, fields={**DEFAULT.fields, "priority": own})
    made = press(record("REQ-1", fields={"priority": "A+"}, schema=schema), schema=schema)
    tree = tree_of(made, PRIORITIES)
    (anchor,) = [e.get("id") for e in tree.iter("h2") if words(e) == "Top"]
    assert f'href="../registers/priorities.html#{anchor}"' in html_of(made, "requirements/REQ-1.md")
    assert "The project has not written down what it means." in words(tree)
