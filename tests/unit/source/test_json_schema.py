import json
from typing import Any

import jsonschema
import pytest

from reqsite.model.schema import Schema
from reqsite.source.json_schema import json_schema
from reqsite.source.schema_file import default_schema, parse_schema

DEFAULT = json_schema(default_schema(), "en")
REQUIREMENT = {"id": "REQ-001", "type": "functional", "status": "draft", "priority": "P0"}


def project(text: str) -> Schema:
    result = parse_schema(text, "schema.yml")
    assert result.findings == ()
    return result.schema


def is_valid(value: Any, schema: dict[str, Any] = DEFAULT) -> bool:
    return bool(jsonschema.Draft7Validator(schema).is_valid(value))


def resolve(schema: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["definitions"]["keys"]["properties"][key]
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_a_valid_json_schema_of_draft_7(language):
    schema = json_schema(default_schema(), language)
    jsonschema.Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_it_does_not_grow_beyond_what_an_editor_reads_at_once():
    assert len(json.dumps(DEFAULT)) < 100_000


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"title": "Log in", "owner": "Li", "tags": ["a", "b"]},
        {"title": 2026, "phase": 1, "owner": None},  # the editor's reader of YAML made numbers of text
        {"derives_from": ["GOAL-001", "GOAL-002"], "verified_by": "TC-1", "source": ["mail of 2026-03-01"]},
        {"nfr": {"attribute": "performance", "target": 3, "unit": "s"}},
        {"restate": {"tech": {"by": "Wang", "date": "2026-03-01", "text": "…"}}},
        {"impact": {"schedule_days": 2.5}},
        {"assumption": True},
        {"assumption": "yes"},
        {"round": 2},
        {"round": "2"},
        {"visibility": "internal"},
        {"waive": [{"rule": "RQ401", "reason": "The law says so."}]},
        {"waive": [{"RQ401": "The law says so."}, "RQ402: So does the client."]},
        {"proposer": ["Wang", "Li"]},
    ],
)
def test_good_front_matter_is_valid(more):
    assert is_valid(REQUIREMENT | more)


@pytest.mark.parametrize(
    "more",
    [
        {"priorty": "P0"},
        {"priority": "P9"},
        {"priority": None},
        {"status": "agreed"},
        {"type": "functonal"},
        {"id": "REQ001"},
        {"id": ["REQ-001"]},
        {"title": ["Log in"]},
        {"aliases": ["Sign in"]},
        {"body": "In front matter the text stands below."},
        {"nfr": {"targett": 3}},
        {"nfr": {"attribute": "speed"}},
        {"nfr": "3 s"},
        {"agreed": "1 March 2026"},
        {"received": "2026-03-01 at noon"},
        {"impact": {"schedule_days": "a few"}},
        {"round": 2.5},
        {"waive": [["RQ401"]]},
        {"assumption": "perhaps"},
        {"derives_from": {"GOAL-001": None}},
        {"derives_from": ["GOAL-001", "GOAL-001"]},
        {"adds": ["REQ-002"]},
    ],
)
def test_bad_front_matter_is_not(more):
    assert not is_valid(REQUIREMENT | more)


@pytest.mark.parametrize("missing", ["id", "type", "status", "priority"])
def test_what_a_type_requires_must_be_there(missing):
    assert not is_valid({key: value for key, value in REQUIREMENT.items() if key != missing})


def test_a_title_may_stand_in_the_text():
    assert "title" in default_schema().types["functional"].required
    assert is_valid(REQUIREMENT)


def test_each_type_has_its_own_id_status_and_fields():
    assert is_valid({"type": "term", "title": "Clearing", "status": "agreed", "aliases": ["Netting"]})
    assert is_valid(
        {"type": "change", "id": "CR-1", "status": "applied", "reason": "…", "proposer": "Li", "adds": "REQ-2"}
    )
    assert not is_valid({"type": "change", "id": "REQ-1", "status": "applied", "reason": "…", "proposer": "Li"})
    assert not is_valid({"type": "change", "id": "CR-1", "status": "draft", "reason": "…", "proposer": "Li"})


def test_list_files_hold_records_with_a_body():
    term = {"type": "term", "title": "Clearing", "body": "The *exchange* of …"}
    assert is_valid({"records": [term, REQUIREMENT | {"body": "…"}]})
    assert is_valid({"records": None})
    assert not is_valid({"records": [term | {"titel": "x"}]})
    assert not is_valid({"records": term})
    assert not is_valid({"records": [], "record": []})


def test_values_are_explained_in_the_language_of_the_editor():
    chinese = json_schema(default_schema(), "zh")
    priority = resolve(chinese, "priority")
    assert (priority["title"], priority["description"]) == ("优先级", "Priority / 优先级")
    assert priority["enum"][0] == "P0"
    assert priority["enumDescriptions"][0] == priority["markdownEnumDescriptions"][0] == "P0 必须"
    assert "已评审" in chinese["definitions"]["states"]["requirement"]["enumDescriptions"][1]
    assert resolve(chinese, "type")["enumDescriptions"][0] == "功能需求"


def test_every_value_has_its_explanation():
    found = 0

    def walk(node: Any) -> None:
        nonlocal found
        if isinstance(node, dict):
            if "enumDescriptions" in node:
                found += 1
                assert len(node["enum"]) == len(node["enumDescriptions"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(DEFAULT)
    assert found > 20


def test_links_say_how_they_read_backwards_and_where_they_lead():
    text = resolve(DEFAULT, "verified_by")["description"]
    assert "verifies" in text
    assert "Test" in text


def test_the_words_of_a_project_are_in_it():
    schema = json_schema(
        project(
            "types: {hlr: {kind: requirement, id: 'HLR-\\d+|LLR-\\d+', required: [asil]}}\n"
            "fields:\n  asil: {values: [A, QM], kinds: [hlr]}\n  priority: {kind: enum, values: []}\n"
            "  status: {kind: enum, values: [active]}\nlinks: {twin: {inverse: twin_of, from: [hlr]}}\n"
        ),
        "en",
    )
    good = {"id": "HLR-1", "type": "hlr", "asil": "A", "status": "active", "twin": "HLR-2"}
    assert is_valid(good, schema)
    for bad in ({"id": "HLR-1x"}, {"id": "xLLR-1"}, {"asil": "B"}, {"status": "draft"}, {"priority": "P0"}):
        assert not is_valid(good | bad, schema)
    assert not is_valid({"id": "REQ-1", "type": "constraint", "status": "active", "asil": "A"}, schema)


@pytest.mark.parametrize(
    ("value", "read_as"), [("1", 1), ("1.10", 1.1), ("true", True), ("False", False), ("1e3", 1000.0)]
)
def test_a_value_that_yaml_reads_as_something_else_is_still_valid(value, read_as):
    schema = json_schema(project(f"fields: {{a: {{values: ['{value}']}}}}"), "en")
    assert is_valid(REQUIREMENT | {"a": value}, schema)
    assert is_valid(REQUIREMENT | {"a": read_as}, schema)
    assert not is_valid(REQUIREMENT | {"a": "other"}, schema)


def test_a_status_without_states_is_free():
    schema = json_schema(project("states: {requirement: false}"), "en")
    assert is_valid(REQUIREMENT | {"status": "anything"}, schema)
