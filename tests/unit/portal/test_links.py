"""The links of a record, both ways, in the groups in which pages show them."""

from reqsite.portal.links import link_groups, verdicts
from tests.unit.portal.portals import press, record

HERE = "requirements/REQ-1.html"


def groups(*records, **options):
    made = press(*records, **options)
    return made, link_groups(made, "REQ-1", HERE)


def test_what_a_record_declares_comes_before_what_others_declare():
    _, found = groups(
        record("REQ-1", links={"verified_by": ("TC-1",), "derives_from": ("GOAL-1",)}),
        record("REQ-2", links={"derives_from": ("REQ-1",)}),
        record("GOAL-1", "goal"),
        record("TC-1", "test"),
    )
    assert [group.name for group in found] == ["derives_from", "verified_by", "derived_into"]


def test_a_record_that_is_linked_twice_in_one_way_is_listed_once():
    _, (group,) = groups(record("REQ-1", links={"derives_from": ("GOAL-1", "goal-1")}), record("GOAL-1", "goal"))
    assert list(group.links) == ["GOAL-1"]


def test_targets_that_are_no_records_are_kept_apart():
    _, (group,) = groups(record("REQ-1", links={"source": ("a mail", "MTG-9")}))
    assert (group.evidence, group.missing, list(group.links)) == (["a mail"], ["MTG-9"], [])


def test_verdicts_say_what_became_of_a_record():
    gone = record("REQ-1", fields={"status": "withdrawn"}, links={"split_into": ("REQ-2", "REQ-3")})
    made, found = groups(gone, record("REQ-2"), record("REQ-3", links={"derives_from": ("REQ-1",)}))
    assert [(group.label, list(group.links)) for group in verdicts(found, made)] == [("Split into", ["REQ-2", "REQ-3"])]


def test_a_link_is_written_with_its_status_and_sign():
    made, (group,) = groups(
        record("REQ-1", links={"derives_from": ("GOAL-1",)}),
        record("GOAL-1", "goal", "Less <b>", fields={"status": "agreed"}),
    )
    html = group.links["GOAL-1"].html
    assert 'href="../goals/GOAL-1.html"' in html
    assert "Less &lt;b&gt;" in html
    assert 'class="rs-status rs-s-done">Agreed<' in html
    assert made.card("GOAL-1").live
