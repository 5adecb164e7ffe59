"""What the values of a field mean, as schema.yml says it."""

import pytest

from reqsite.source.schema_file import default_schema, parse_schema


def read(text):
    return parse_schema(text, "schema.yml")


def legend(text, name="priority"):
    result = read(text)
    assert [str(f.message) for f in result.findings] == []
    return result.schema.fields[name].legend


def test_the_default_vocabulary_defines_its_priorities_and_leaves_the_handling_to_the_project():
    found = default_schema().fields["priority"].legend
    assert list(found) == ["P0", "P1", "P2", "P3"]
    assert all(set(meaning.definition) == {"en", "zh"} for meaning in found.values())
    assert all(not meaning.policy and not meaning.changed_by for meaning in found.values())


def test_a_project_says_how_a_priority_is_handled_and_keeps_what_it_does_not_name():
    text = (
        "extends: default\nfields: {priority: {legend: {P1: {policy: {en: Next., zh: 其次。}, changed_by: Li Ming}}}}\n"
    )
    found = legend(text)
    assert found["P1"].policy == {"en": "Next.", "zh": "其次。"}
    assert found["P1"].changed_by == {"en": "Li Ming", "zh": "Li Ming"}
    assert found["P0"] == default_schema().fields["priority"].legend["P0"]


def test_values_of_the_projects_own_do_not_inherit_what_others_meant():
    text = "extends: default\nfields: {priority: {values: [high, P0], legend: {high: {definition: Now.}}}}\n"
    assert list(legend(text)) == ["high", "P0"]


def test_a_field_of_the_projects_own_may_have_one():
    text = "extends: default\nfields: {effort: {values: [s, l], legend: {l: {definition: A week and more.}}}}\n"
    assert legend(text, "effort")["l"].definition == {"en": "A week and more.", "zh": "A week and more."}


@pytest.mark.parametrize(
    ("said", "place", "word"),
    [
        ("{P9: {definition: No.}}", "1:49", "P9"),
        ("{P0: {defintion: No.}}", "1:54", "defintion"),
        ("[P0]", "1:48", "list"),
        ("{P0: {definition: []}}", "1:66", "list"),
    ],
)
def test_what_is_wrong_with_one_is_found_at_its_place(said, place, word):
    result = read(f"{{extends: default, fields: {{priority: {{legend: {said}}}}}}}\n")
    [finding] = result.findings
    assert (f"{finding.place.line}:{finding.place.column}", word in str(finding.message)) == (place, True)
