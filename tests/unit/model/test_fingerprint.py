import dataclasses
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.catalog import Catalog
from reqsite.model.fingerprint import catalog_digest, fingerprint, internal, normative
from reqsite.model.record import Attachment, Criterion, Record, Section, Value, Waiver
from reqsite.model.schema import FieldType
from tests.unit.model.vocabulary import record, schema

SCHEMA = schema()
SECRET = Section("internal_notes", "Internal notes", 2, "Hidden.", 30)
BASE = record(
    "REQ-1",
    title="Stock",
    fields={"status": "draft", "priority": "P0", "owner": "Li Si"},
    links={"derives_from": ("GOAL-1", "GOAL-2")},
    sections=(Section("statement", "", 0, "The stock\nis shown.", 10), Section("", "Notes", 2, "A note.", 20)),
    attachments=(Attachment("a.png", "a.png", "1" * 64, 10, 3, image=True),),
)


def with_statement(text) -> Record:
    return dataclasses.replace(BASE, sections=(Section("statement", "", 0, text, 10), *BASE.sections[1:]))


SAYS_THE_SAME = {
    "wrapped anew": with_statement("The stock is\nshown."),
    "line ends of Windows": with_statement("The stock\r\nis shown."),
    "space at the ends": with_statement("  The stock  is shown.\n\n"),
    "moved to another file": dataclasses.replace(BASE, file="docs_src/other.md", line=99),
    "links in another order": dataclasses.replace(BASE, links={"derives_from": ("GOAL-2", "GOAL-1")}),
    "a dash of another width in a link": dataclasses.replace(BASE, links={"derives_from": ("GOAL—1", "GOAL-2")}),
    "fields in another order": dataclasses.replace(BASE, fields=dict(reversed(list(BASE.fields.items())))),
    "an empty field": dataclasses.replace(BASE, fields={**BASE.fields, "section": ""}),
    "a waiver": dataclasses.replace(BASE, waivers=(Waiver("RQ401", "agreed", 3),)),
    "an internal field": dataclasses.replace(BASE, fields={**BASE.fields, "contact": "01234"}),
    "an internal section": dataclasses.replace(BASE, sections=(*BASE.sections, SECRET)),
    "an internal link": dataclasses.replace(BASE, links={**BASE.links, "discussed_with": ("REQ-9",)}),
}
SAYS_SOMETHING_ELSE = {
    "another word": with_statement("The stock is hidden."),
    "another title": dataclasses.replace(BASE, title="Stocks"),
    "another type": dataclasses.replace(BASE, type="goal"),
    "another value": dataclasses.replace(BASE, fields={**BASE.fields, "owner": "Wang Wu"}),
    "a link less": dataclasses.replace(BASE, links={"derives_from": ("GOAL-1",)}),
    "another picture under the same name": dataclasses.replace(
        BASE, attachments=(Attachment("a.png", "a.png", "2" * 64, 10, 3, image=True),)
    ),
    "a heading": dataclasses.replace(BASE, sections=(BASE.sections[0], Section("", "Hints", 2, "A note.", 20))),
}


@pytest.mark.parametrize("other", SAYS_THE_SAME.values(), ids=SAYS_THE_SAME)
def test_what_says_the_same_has_the_same_fingerprint(other):
    assert fingerprint(other, SCHEMA) == fingerprint(BASE, SCHEMA)
    assert normative(other, SCHEMA) == normative(BASE, SCHEMA)


@pytest.mark.parametrize("other", SAYS_SOMETHING_ELSE.values(), ids=SAYS_SOMETHING_ELSE)
def test_what_says_something_else_has_another_fingerprint(other):
    assert fingerprint(other, SCHEMA) != fingerprint(BASE, SCHEMA)


def test_a_line_break_between_chinese_characters_is_no_space():
    one, other = with_statement("库存必须\n实时。"), with_statement("库存必须实时。")
    assert fingerprint(one, SCHEMA) == fingerprint(other, SCHEMA)
    assert fingerprint(with_statement("库存 必须"), SCHEMA) != fingerprint(with_statement("库存必须"), SCHEMA)


def test_only_what_binds_changes_the_normative_fingerprint():
    for name in ("another word", "another type", "another picture under the same name"):
        assert normative(SAYS_SOMETHING_ELSE[name], SCHEMA) != normative(BASE, SCHEMA)
    for name in ("another title", "another value", "a link less", "a heading"):
        assert normative(SAYS_SOMETHING_ELSE[name], SCHEMA) == normative(BASE, SCHEMA)
    lower = dataclasses.replace(BASE, fields={**BASE.fields, "priority": "P1"})
    assert normative(lower, SCHEMA) != normative(BASE, SCHEMA)


@pytest.mark.parametrize("name", ["an internal field", "an internal section", "an internal link"])
def test_what_is_internal_has_a_fingerprint_of_its_own(name):
    assert internal(BASE, SCHEMA) == ""
    assert len(internal(SAYS_THE_SAME[name], SCHEMA)) == 64


def test_of_an_internal_record_all_is_internal():
    hidden = dataclasses.replace(BASE, fields={**BASE.fields, "visibility": "internal"})
    changed = dataclasses.replace(hidden, title="Other")
    assert internal(hidden, SCHEMA) != internal(changed, SCHEMA)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_has_a_fingerprint_that_white_space_does_not_change(text):
    folded = " ".join(text.split())
    assert fingerprint(with_statement(f" {text}\t"), SCHEMA) == fingerprint(with_statement(text), SCHEMA)
    if "\n" not in text:
        assert fingerprint(with_statement(folded), SCHEMA) == fingerprint(with_statement(text), SCHEMA)


def test_the_digest_of_a_catalog_covers_just_what_a_client_may_see():
    hidden = record("REQ-2", fields={"visibility": "internal"})
    pointing = record("REQ-3", links={"derives_from": ("REQ-2", "REQ-1")})
    plain = record("REQ-3", links={"derives_from": ("REQ-1",)})
    with_secrets = Catalog([SAYS_THE_SAME["an internal field"], hidden, pointing], SCHEMA)
    assert catalog_digest(with_secrets) == catalog_digest(Catalog([plain, BASE], SCHEMA))
    assert catalog_digest(with_secrets) != catalog_digest(Catalog([BASE], SCHEMA))


def test_a_public_catalog_has_nothing_that_stood_in_an_internal_section():
    full = dataclasses.replace(
        BASE,
        sections=(*BASE.sections, SECRET),
        criteria=(Criterion("AC-1", "seen", 11), Criterion("AC-2", "hidden", 31)),
        attachments=(*BASE.attachments, Attachment("b.png", "b.png", "3" * 64, 30, 1, image=True)),
        waivers=(Waiver("RQ401", "hidden", 3),),
    )
    (shown,) = Catalog([full], SCHEMA).public()
    assert [c.text for c in shown.criteria] == ["seen"]
    assert [a.file for a in shown.attachments] == ["a.png"]
    assert shown.waivers == ()
    assert fingerprint(shown, SCHEMA) == fingerprint(full, SCHEMA)


def test_a_public_catalog_has_no_internal_field_inside_a_mapping_or_a_list():
    inside = {"shown": FieldType("shown", "text", {}), "cost": FieldType("cost", "text", {}, internal=True)}
    field = FieldType("impact", "map", {}, fields=inside)
    vocabulary = dataclasses.replace(SCHEMA, fields={**SCHEMA.fields, "impact": field})
    both: Value = {"shown": "1", "cost": "2"}
    for value, cut in ((both, {"shown": "1"}), ((both,), ({"shown": "1"},))):
        full = dataclasses.replace(BASE, fields={"impact": value})
        (shown,) = Catalog([full], vocabulary).public()
        assert shown.fields == {"impact": cut}
        assert fingerprint(shown, vocabulary) == fingerprint(full, vocabulary)
        assert internal(full, vocabulary) != ""


def test_the_release_that_a_link_is_pinned_to_is_no_part_of_what_a_record_says():
    def linked(*targets):
        return replace(BASE, links={"derives_from": targets})

    assert fingerprint(linked("REQ-3"), SCHEMA) == fingerprint(linked("REQ-3@1.1.0"), SCHEMA)
    assert fingerprint(linked("REQ-3#AC-1"), SCHEMA) == fingerprint(linked("REQ-3@1a2b3c4d#AC-1"), SCHEMA)
    assert fingerprint(linked("wang@163.com"), SCHEMA) != fingerprint(linked("wang@bank.com"), SCHEMA)
