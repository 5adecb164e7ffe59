import dataclasses

from reqsite.model.record import Waiver
from reqsite.portal import trace_gaps
from tests.unit.portal.portals import press, record, rows, table_of, tree_of, with_class, words

FORWARD = "traceability/requirement-test.md"


def waived(record_id, *waivers, **parts):
    return dataclasses.replace(record(record_id, **parts), waivers=waivers)


RECORDS = (
    waived("REQ-1", Waiver("not-verified", "Seen by the auditor", 3)),
    waived("REQ-2", Waiver("RQ309", "Asked for by law", 3)),
    waived("REQ-3", Waiver("not-verified", "Only here", 9, covers=(9, 9))),
    record("REQ-4", links={"verified_by": ("TC-1",), "supports": ("GOAL-1",)}),
    record("TC-1", "test"),
    record("GOAL-1", "goal"),
)


def made(audience):
    press_ = press(*RECORDS, audience=audience)
    press_.site = dataclasses.replace(press_.site, accepted=trace_gaps.accepted_rules(RECORDS))
    return press_


def test_a_waived_gap_is_accepted_with_the_reason_in_a_portal_of_the_house():
    assert [row[:2] for row in rows(table_of(made("internal"), FORWARD))] == [
        ["REQ-2", "Gap: no link"],
        ["REQ-3", "Gap: no link"],
        ["REQ-1", "Accepted gapReason: Seen by the auditor"],
        ["REQ-4", "Linked"],
    ]


def test_clients_learn_that_it_is_accepted_but_not_why():
    tree = tree_of(made("client"), FORWARD)
    assert rows(next(tree.iter("table")))[2][1] == "Accepted gap"
    assert "auditor" not in "".join(tree.itertext())


def test_a_waiver_speaks_only_of_the_links_that_its_rule_asks_for():
    found = rows(table_of(made("internal"), "traceability/requirement-goal.md"))
    assert [row[:2] for row in found] == [
        ["REQ-1", "Gap: no link"],
        ["REQ-3", "Gap: no link"],
        ["REQ-2", "Accepted gapReason: Asked for by law"],
        ["REQ-4", "Linked"],
    ]


def test_the_numbers_keep_gaps_and_accepted_ones_apart():
    (line,) = with_class(tree_of(made("client"), FORWARD), "rs-coverage")
    assert "1 of 4 in force are linked (25%). 2 are gaps and stand first. 1 gap is accepted with a reason." in words(
        line
    )
    overview = rows(table_of(made("client"), "traceability/index.md"))
    assert overview[0][1:] == ["no links", "1 of 4 (25%)2 gaps1 accepted", "1 of 4 (25%)2 gaps1 accepted"]
