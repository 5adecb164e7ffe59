"""The list of stakeholders says who decides on what, and in which order."""

from dataclasses import replace

from reqsite.model.schema import Confirmer
from tests.unit.portal.portals import DEFAULT, press, record, tree_of, with_class, words

PEOPLE = (
    record("STK-1", "stakeholder", "Li", fields={"role": "decider", "decides": ("Stock", "Purchasing")}),
    record("STK-2", "stakeholder", "Wu", fields={"role": "technical-evaluator", "decides": ("Stock",)}),
    record("STK-3", "stakeholder", "Sun", fields={"role": "decider", "decides": ("Stock",), "status": "left"}),
)
SOURCE = "stakeholders/index.md"


def shown(**confirmers):
    schema = replace(DEFAULT, confirmation={name.replace("_", "-"): c for name, c in confirmers.items()})
    return tree_of(press(*PEOPLE, schema=schema), SOURCE)


def test_each_section_has_those_who_decide_on_it():
    titled = {words(s.find("h2")): [words(li) for li in s.iter("li")] for s in shown().iter("section")}
    assert titled["Decides on: Stock"] == ["STK-1 Li", "STK-2 Wu"]
    assert titled["Decides on: Purchasing"] == ["STK-1 Li"]


def test_the_chain_is_in_the_order_in_which_the_roles_answer():
    tree = shown(
        decider=Confirmer("decider", after=("technical-evaluator", "user")),
        technical_evaluator=Confirmer("technical-evaluator"),
        user=Confirmer("user"),
    )
    (chain,) = with_class(tree, "rs-chain")
    assert [words(li) for li in chain] == ["Technical evaluator: STK-2 WuUser", "Final decider: STK-1 Li"]


def test_roles_that_wait_for_nobody_are_no_chain():
    assert with_class(shown(decider=Confirmer("decider"), user=Confirmer("user")), "rs-chain") == []


def test_a_circle_of_roles_comes_to_an_end():
    tree = shown(a=Confirmer("a", after=("b",)), b=Confirmer("b", after=("a",)))
    assert with_class(tree, "rs-chain")
