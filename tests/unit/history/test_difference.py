import dataclasses
import json

import pytest
from hypothesis import given, settings

from reqsite.history.difference import aspects, compare
from reqsite.history.entry import State, state_of
from reqsite.model.catalog import Catalog
from reqsite.model.fingerprint import folded
from reqsite.model.record import Attachment, Record, Section
from tests.unit.history.histories import SCHEMA, pasts, spaced

BASE = Record(
    "REQ-1",
    "functional",
    "requirement",
    "Look up stock",
    "docs/a.md",
    1,
    fields={"status": "confirmed", "priority": "P1", "owner": "Li Si", "internal_note": "Ask her."},
    links={"derives_from": ("GOAL-1", "GOAL-2")},
    sections=(Section("statement", "", 0, "It is shown.", 10), Section("", "Own words", 2, "A note.", 20)),
    attachments=(Attachment("a.png", "a.png", "1" * 64, 10, 3, image=True),),
)


def state(*records, name="") -> State:
    return state_of(Catalog(records, SCHEMA), name)


def with_fields(**fields) -> Record:
    return dataclasses.replace(BASE, fields={**BASE.fields, **fields})


def with_texts(*texts) -> Record:
    return dataclasses.replace(
        BASE, sections=tuple(dataclasses.replace(s, text=t) for s, t in zip(BASE.sections, texts, strict=True))
    )


CHANGES = {
    "the statement": (with_texts("It is hidden.", "A note."), ("statement",), True),
    "a section of the writer's own": (with_texts("It is shown.", "Another."), ("Own words",), False),
    "the priority": (with_fields(priority="P0"), ("priority",), True),
    "the status": (with_fields(status="delivered"), ("status",), False),
    "the owner": (with_fields(owner="Wang Wu"), ("owner",), False),
    "an internal field": (with_fields(internal_note="Never mind."), ("internal_note",), False),
    "a link": (dataclasses.replace(BASE, links={"derives_from": ("GOAL-1",)}), ("derives_from",), False),
    "the title": (dataclasses.replace(BASE, title="See stock"), ("title",), False),
    "the type": (dataclasses.replace(BASE, type="constraint"), ("type",), True),
    "a picture in the statement": (
        dataclasses.replace(BASE, attachments=(Attachment("a.png", "a.png", "2" * 64, 10, 3, image=True),)),
        ("attachments",),
        True,
    ),
    "two things": (dataclasses.replace(with_fields(priority="P0"), title="See stock"), ("priority", "title"), True),
}


@pytest.mark.parametrize(("after", "fields", "normative"), CHANGES.values(), ids=CHANGES)
def test_what_changed_is_named_and_whether_it_binds(after, fields, normative):
    difference = compare(state(BASE), state(after))
    assert [(c.id, c.fields, c.normative) for c in difference.changed] == [("REQ-1", fields, normative)]


NOTHING = {
    "wrapped anew": with_texts("It is\nshown.", "A note."),
    "links in another order": dataclasses.replace(BASE, links={"derives_from": ("GOAL-2", "GOAL-1")}),
    "an empty field": with_fields(section=""),
}


@pytest.mark.parametrize("after", NOTHING.values(), ids=NOTHING)
def test_white_space_and_the_order_of_links_change_nothing(after):
    assert compare(state(BASE), state(after)).is_empty


def test_to_the_letter_white_space_is_a_change():
    difference = compare(state(BASE), state(spaced(BASE)), exact=True)
    assert difference.changed[0].fields == ("Own words", "statement")


def test_a_file_elsewhere_is_moved_and_not_changed():
    difference = compare(state(BASE), state(dataclasses.replace(BASE, file="docs/b.md")))
    assert difference.is_empty
    assert [(m.id, m.old, m.new) for m in difference.moved] == [("REQ-1", "docs/a.md", "docs/b.md")]


def test_a_record_that_no_longer_binds_is_withdrawn_and_one_that_does_again_revived():
    withdrawn = with_fields(status="withdrawn")
    assert compare(state(BASE), state(withdrawn)).withdrawn == ("REQ-1",)
    assert compare(state(withdrawn), state(BASE)).revived == ("REQ-1",)


def test_the_same_text_under_another_id_is_probably_renamed():
    other = dataclasses.replace(BASE, id="REQ-9")
    difference = compare(state(BASE), state(other))
    assert difference.renamed == (("REQ-1", "REQ-9"),)
    assert (difference.removed, difference.added) == (("REQ-1",), ("REQ-9",))


def test_a_text_that_several_have_proves_no_renaming():
    others = [dataclasses.replace(BASE, id=f"REQ-{n}") for n in (8, 9)]
    assert compare(state(BASE), state(*others)).renamed == ()


def test_json_has_the_shape_that_is_documented():
    plain = compare(state(BASE, name="1.0.0"), state(CHANGES["the priority"][0], name="1.1.0")).plain()
    assert json.loads(json.dumps(plain)) == {
        "from": "1.0.0",
        "to": "1.1.0",
        "added": [],
        "removed": [],
        "changed": [{"id": "REQ-1", "fields": ["priority"], "normative": True}],
        "withdrawn": [],
        "renamed": [],
        "moved": [],
        "counts": {
            "records": 1,
            "added": 0,
            "removed": 0,
            "changed": 1,
            "normative": 1,
            "editorial": 0,
            "withdrawn": 0,
            "renamed": 0,
            "moved": 0,
            "unchanged": 0,
        },
    }


def says(entry):
    """Return what a record says, as somebody would who compares two of them by hand."""
    said = {}
    for (what, key), value in aspects(entry).items():
        plain = folded(value)
        if plain:
            said[what, key] = sorted(map(str, plain)) if what == "link" and isinstance(plain, list) else plain
    return said


@settings(max_examples=60, deadline=None)
@given(pasts(most=3))
def test_each_record_is_in_the_one_group_that_a_comparison_by_hand_puts_it_in(past):
    for old, new in [(old, new) for old in past for new in past]:
        difference = compare(old, new)
        one, other = old.entries, new.entries
        assert set(difference.added) == other.keys() - one.keys()
        assert set(difference.removed) == one.keys() - other.keys()
        changed = {i for i in one.keys() & other.keys() if says(one[i]) != says(other[i])}
        assert {c.id for c in difference.changed} == changed
        assert difference.counts["unchanged"] == len(one.keys() & other.keys()) - len(changed)
        for c in difference.changed:
            was, now = says(c.old), says(c.new)
            assert set(c.fields) == {name[1] for name in was.keys() | now.keys() if was.get(name) != now.get(name)}


@settings(max_examples=60, deadline=None)
@given(pasts(most=3))
def test_the_way_back_is_the_same_difference_turned_round(past):
    there, back = compare(past[0], past[-1]), compare(past[-1], past[0])
    assert (there.added, there.removed) == (back.removed, back.added)
    assert [(c.id, c.fields) for c in there.changed] == [(c.id, c.fields) for c in back.changed]
    assert there.withdrawn == back.revived
