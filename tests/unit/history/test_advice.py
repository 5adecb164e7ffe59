from dataclasses import replace

import pytest

from reqsite.history.advice import Advice, advise
from reqsite.history.difference import compare
from reqsite.history.entry import State, state_of
from reqsite.history.versions import Version
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Section
from reqsite.model.schema import Schema
from reqsite.source.schema_file import default_schema, parse_schema

DEFAULT = default_schema()
LAST = Version(1, 4, 2)


def record(record_id="REQ-1", text="It is shown.", type_="functional", **fields) -> Record:
    return Record(
        record_id,
        type_,
        DEFAULT.kind_of(type_),
        record_id,
        "docs/a.md",
        1,
        fields={"status": "confirmed", **fields},
        sections=(Section("statement", "", 0, text, 5),),
    )


def state(*records, schema=DEFAULT) -> State:
    return state_of(Catalog(records, schema))


def advice(old, new, schema=DEFAULT, last: Version | None = LAST) -> Advice:
    return advise(compare(state(*old, schema=schema), state(*new, schema=schema)), schema, last)


def schema_of(text) -> Schema:
    read = parse_schema(text, "schema.yml")
    assert read.findings == ()
    return read.schema


MAJOR = record("CR-1", type_="change", size="major", status="approved")
DONE = {**MAJOR.fields, "status": "implemented"}
CASES = {
    "nothing": ([record(priority="P0")], [record(priority="P0")], ""),
    "a new record": ([], [record(priority="P0")], "minor"),
    "wording": ([record(priority="P0", owner="Li")], [record(priority="P0", owner="Wang")], "patch"),
    "a P0 says something else": ([record(priority="P0")], [record(text="No.", priority="P0")], "major"),
    "a P1 says something else": ([record(priority="P1")], [record(text="No.", priority="P1")], "major"),
    "a P2 says something else": ([record(priority="P2")], [record(text="No.", priority="P2")], "minor"),
    "a P0 becomes a P3": ([record(priority="P0")], [record(priority="P3")], "major"),
    "a P3 becomes a P0": ([record(priority="P3")], [record(priority="P0")], "major"),
    "a P1 is withdrawn": ([record(priority="P1")], [record(priority="P1", status="withdrawn")], "major"),
    "a P3 is withdrawn": ([record(priority="P3")], [record(priority="P3", status="withdrawn")], "minor"),
    "a P0 is gone": ([record(priority="P0")], [], "major"),
    "a P2 is gone": ([record(priority="P2")], [], "minor"),
    "a withdrawn one binds again": ([record(priority="P1", status="withdrawn")], [record(priority="P1")], "minor"),
    "a constraint says something else": (
        [record(type_="constraint")],
        [record(text="No.", type_="constraint")],
        "major",
    ),
    "a rule is gone": ([record("BR-1", type_="rule")], [], "major"),
    "a goal says something else": ([record("GOAL-1", type_="goal")], [record("GOAL-1", "No.", type_="goal")], "minor"),
    "a major change was implemented": ([MAJOR], [replace(MAJOR, fields={**DONE})], "major"),
    "a major change came and is there": ([], [replace(MAJOR, fields={**DONE})], "major"),
    "a major change was asked for": ([], [MAJOR], "minor"),
    "a major change is explained anew": (
        [replace(MAJOR, fields={**DONE})],
        [replace(MAJOR, fields={**DONE, "owner": "Li"})],
        "patch",
    ),
    "a minor change was implemented": (
        [replace(MAJOR, fields={"size": "minor", "status": "approved"})],
        [replace(MAJOR, fields={**DONE, "size": "minor"})],
        "patch",
    ),
    "a term is gone": ([record("库存", type_="term")], [], "minor"),
}


@pytest.mark.parametrize(("old", "new", "part"), CASES.values(), ids=CASES)
def test_what_changed_says_which_number_to_raise(old, new, part):
    assert advice(old, new).part == part


def test_the_next_version_follows_the_part():
    versions = {part: advice(old, new).version for old, new, part in CASES.values()}
    assert {part: str(version or "") for part, version in versions.items()} == {
        "": "",
        "patch": "1.4.3",
        "minor": "1.5.0",
        "major": "2.0.0",
    }


def test_a_last_release_whose_name_is_no_version_has_no_next_one():
    found = advice([], [record(priority="P0")], last=None)
    assert (found.part, found.version) == ("minor", None)


def test_each_reason_names_its_records_and_why_the_weightiest_first():
    old = [record("REQ-1", priority="P0"), record("REQ-2", priority="P3"), record("REQ-3", type_="constraint")]
    new = [record("REQ-1", "No.", priority="P0"), record("REQ-2", "No.", priority="P3"), record("REQ-9", priority="P1")]
    assert [(r.part, r.change, r.records) for r in advice(old, new).reasons] == [
        ("major", "removed", (("REQ-3", "none"),)),
        ("major", "normative", (("REQ-1", "P0"),)),
        ("minor", "added", (("REQ-9", "all"),)),
        ("minor", "normative", (("REQ-2", "all"),)),
    ]


def test_a_project_has_rules_of_its_own():
    schema = schema_of("versioning:\n  major: {normative: [P0], withdrawn: false}\n  minor: {added: goal}\n")
    assert advice(*CASES["a P0 says something else"][:2], schema=schema).part == "major"
    assert advice(*CASES["a P1 says something else"][:2], schema=schema).part == "minor"
    assert advice(*CASES["a P1 is withdrawn"][:2], schema=schema).part == "minor"
    assert advice(*CASES["a new record"][:2], schema=schema).part == ""
    assert advice([], [record("GOAL-1", type_="goal")], schema=schema).part == "minor"


def test_rules_can_begin_anew():
    schema = schema_of("versioning:\n  extends: none\n  patch: {added: all}\n")
    assert advice(*CASES["a P0 is gone"][:2], schema=schema).part == ""
    assert advice(*CASES["a new record"][:2], schema=schema).part == "patch"


def test_types_of_the_project_are_words_too():
    schema = schema_of("types:\n  wish: {kind: other}\nversioning:\n  major: {added: [wish]}\n")
    assert advice([], [record("W-1", type_="wish")], schema=schema).part == "major"


MISTAKES = {
    "an unknown part": ("versioning:\n  huge: {added: all}\n", 2, "RQ004"),
    "an unknown change": ("versioning:\n  major:\n    delted: all\n", 3, "RQ004"),
    "an unknown priority": ("versioning:\n  major:\n    removed: [P0, P9]\n", 3, "RQ004"),
    "a list for a mapping": ("versioning:\n  major: [P0]\n", 2, "RQ003"),
    "a mapping for a list": ("versioning:\n  major: {added: {P0: yes}}\n", 2, "RQ003"),
    "no mapping at all": ("versioning: strict\n", 1, "RQ003"),
}


@pytest.mark.parametrize(("text", "line", "code"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_rules_is_named_with_its_line(text, line, code):
    read = parse_schema(text, "schema.yml")
    assert [(f.place.line, f.rule.code) for f in read.findings] == [(line, code)]
    assert advice(*CASES["a P0 is gone"][:2], schema=read.schema).part == "major"
