"""What a change touches: what hangs on a record, who is told, what lapses."""

import pytest

from reqsite.history.impact import Lapse, Person, Reached, Related, impact
from tests.releases import workspace

RECORDS = """\
records:
  - {id: GOAL-001, type: goal, title: Fewer calls, owner: Li, body: Nobody waits.}
  - {id: REQ-001, type: functional, title: Look up, section: Stock, supports: [GOAL-001], owner: Wu, proposer: STK-001,
     verified_by: [TC-001], milestone: [MS-001], conflicts_with: [REQ-005], source: [DOC-001],
     confirmations: [{by: Li, date: 2026-03-01, result: agreed}], evidence: [minutes.pdf], body: It shows the stock.}
  - {id: REQ-002, type: functional, title: A, section: Stock, derives_from: [REQ-001], owner: wu, verified_by: [TC-002],
     body: It counts pieces in stock.}
  - {id: REQ-003, type: functional, title: B, section: Orders, refines: [REQ-002], body: It sorts, see `stock`.}
  - {id: REQ-004, type: functional, title: C, status: withdrawn, derives_from: [REQ-001], body: It printed stock.}
  - {id: REQ-005, type: functional, title: D, body: It hides the stock.}
  - {id: REQ-006, type: functional, title: E, derives_from: [REQ-004], body: It prints.}
  - {id: TC-001, type: test, title: T, body: Look.}
  - {id: TC-002, type: test, title: T, body: Count.}
  - {id: MS-001, type: milestone, title: M, body: All.}
  - {id: DOC-001, type: document, title: Contract}
  - {id: STK-001, type: stakeholder, title: Zhang, role: user}
  - {id: CR-001, type: change, title: Open, status: assessed, modifies: [REQ-001], body: Quicker.}
  - {id: CR-002, type: change, title: Done, status: implemented, modifies: [REQ-001], body: Quicker.}
  - {id: CR-003, type: change, title: No, status: rejected, modifies: [REQ-001], body: Quicker.}
  - {id: CR-004, type: change, title: Below, status: approved, affects: [REQ-003], body: Quicker.}
  - {type: term, title: Stock, agreed: 2026-02-01, body: Pieces that are not reserved.}
  - {type: term, title: Piece, body: One of what lies in stock.}
"""


@pytest.fixture
def catalog(tmp_path):
    (tmp_path / "docs_src").mkdir()
    (tmp_path / "docs_src" / "all.yml").write_text(RECORDS, encoding="utf-8")
    return workspace(tmp_path).catalog


def ids(parts):
    return [part.id for part in parts]


def test_what_hangs_on_a_record_is_found_step_by_step_with_the_links_on_the_way(catalog):
    found = impact(catalog, ["REQ-001"])
    assert found.requirements == (
        Reached("REQ-002", 1, ("derives_from",), "REQ-001"),
        Reached("REQ-003", 2, ("derives_from", "refines"), "REQ-002"),
    )
    assert found.tests == (
        Reached("TC-001", 1, ("verified_by",), "REQ-001"),
        Reached("TC-002", 2, ("derives_from", "verified_by"), "REQ-002"),
    )


def test_what_no_longer_holds_hands_nothing_on(catalog):
    found = impact(catalog, ["REQ-001"])
    assert not {"REQ-004", "REQ-006"} & {*ids(found.requirements), *ids(found.users), *ids(found.beside)}


def test_from_a_goal_everything_below_it_is_reached(catalog):
    found = impact(catalog, ["GOAL-001"])
    assert [(step.id, step.distance) for step in found.requirements] == [("REQ-001", 1), ("REQ-002", 2), ("REQ-003", 3)]


def test_what_hangs_together_with_it_is_named_with_the_reason(catalog):
    found = impact(catalog, ["REQ-001"])
    assert found.milestones == (Related("MS-001", ("REQ-001",)),)
    assert found.documents == (Related("DOC-001", ("REQ-001",)),)
    assert found.beside == (Related("REQ-005", ("REQ-001",)),)
    assert found.terms == (Related("Stock", ("REQ-001",)),)
    assert found.sections == (("Stock", 2), ("Orders", 1))


def test_change_requests_that_are_open_on_anything_touched_are_named(catalog):
    assert impact(catalog, ["REQ-001"]).changes == (Related("CR-001", ("REQ-001",)), Related("CR-004", ("REQ-003",)))


def test_people_are_named_once_and_known_again_as_stakeholders(catalog):
    assert impact(catalog, ["REQ-001"]).people == (
        Person("Wu", "", ("REQ-001", "REQ-002")),
        Person("STK-001", "STK-001", ("REQ-001",)),
    )


def test_what_was_said_of_the_present_words_would_lapse(catalog):
    assert impact(catalog, ["REQ-001"]).lapses == (
        Lapse("REQ-001", "confirmations", "Li · 2026-03-01 · agreed"),
        Lapse("REQ-001", "evidence", "minutes.pdf"),
    )
    assert impact(catalog, ["GOAL-001"]).lapses == ()


def test_a_term_touches_those_that_use_it_in_prose(catalog):
    found = impact(catalog, ["Stock"])
    assert ids(found.users) == ["Piece", "REQ-001", "REQ-002", "REQ-005"]
    assert ids(found.lapses) == ["Stock"]


def test_a_change_request_stands_for_what_it_names(catalog):
    found = impact(catalog, ["CR-001"])
    assert found.ids == ("REQ-001",)
    assert ids(found.changes) == ["CR-004"]


def test_several_records_are_one_change(catalog):
    found = impact(catalog, ["REQ-001", "REQ-002", "REQ-001"])
    assert (found.ids, ids(found.requirements)) == (("REQ-001", "REQ-002"), ["REQ-003"])


def test_a_record_that_nothing_hangs_on_touches_nothing(catalog):
    assert impact(catalog, ["TC-002"]).is_empty
    assert not impact(catalog, ["REQ-001"]).is_empty


def test_a_circle_ends(tmp_path):
    (tmp_path / "docs_src").mkdir()
    entries = "".join(
        f"  - {{id: REQ-00{n}, type: functional, title: T, depends_on: [REQ-00{n % 3 + 1}]}}\n" for n in (1, 2, 3)
    )
    (tmp_path / "docs_src" / "all.yml").write_text(f"records:\n{entries}", encoding="utf-8")
    found = impact(workspace(tmp_path).catalog, ["REQ-001"])
    assert ids(found.requirements) == ["REQ-003", "REQ-002"]


def test_an_unknown_record_is_an_error(catalog):
    with pytest.raises(KeyError):
        impact(catalog, ["REQ-999"])


def test_as_plain_data_it_holds_every_part(catalog):
    data = impact(catalog, ["REQ-001"]).plain()
    assert data["sections"] == [{"section": "Stock", "records": 2}, {"section": "Orders", "records": 1}]
    assert data["requirements"][0] == {"id": "REQ-002", "distance": 1, "via": ("derives_from",), "source": "REQ-001"}
