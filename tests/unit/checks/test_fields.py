import pytest

from tests.unit.checks.checked import check_project, named, places, requirement


def one(root, front, name, schema="", type_line="type: functional"):
    text = f"---\nid: REQ-001\n{type_line}\ntitle: T\nstatus: draft\npriority: P0\n{front}---\nIt shall.\n"
    report = check_project(root, {"a.md": text}, schema)
    return [(f"{f.place.line}:{f.place.column}", str(f.message), str(f.hint or "")) for f in named(report, name)]


def test_a_misspelt_type_is_named_with_the_one_that_was_meant(tmp_path):
    [(place, message, hint)] = one(tmp_path, "", "unknown-type", type_line="type: functionel")
    assert place == "3:7"
    assert "'functionel'" in message
    assert hint == "Did you mean functional?"


def test_an_unknown_type_shows_those_there_are_where_none_is_near(tmp_path):
    [(_, _, hint)] = one(tmp_path, "", "unknown-type", type_line="type: xyzzy")
    assert "functional, nonfunctional" in hint


def test_a_misspelt_field_is_named_on_its_line(tmp_path):
    [(place, message, hint)] = one(tmp_path, "propser: Li\n", "unknown-field")
    assert (place, message, hint) == (
        "7:1",
        "The schema knows no field 'propser'.",
        "Did you mean proposer?",
    )


def test_an_inverse_name_says_where_the_link_belongs(tmp_path):
    [(_, _, hint)] = one(tmp_path, "verifies: [REQ-002]\n", "unknown-field")
    assert "write 'verified_by' in the other record" in hint


def test_a_misspelt_key_inside_a_mapping_is_named_on_its_line(tmp_path):
    [(place, message, hint)] = one(tmp_path, "nfr:\n  metric: p95\n  targt: 2\n", "unknown-field")
    assert place == "9:3"
    assert "'nfr.targt'" in message
    assert hint == "Did you mean target?"


def test_a_field_of_another_kind_of_record_is_misplaced(tmp_path):
    assert [place for place, *_ in one(tmp_path, "measure: 5 s\n", "misplaced-field")] == ["7:1"]


def test_every_missing_field_is_one_finding_that_says_what_to_write(tmp_path):
    report = check_project(tmp_path, {"a.md": "---\nid: REQ-001\ntype: functional\ntitle: T\n---\nIt shall.\n"})
    found = named(report, "missing-field")
    assert [str(f.message) for f in found] == [
        "The field 'priority' is missing.",
        "The field 'status' is missing.",
    ]
    assert str(found[0].hint) == "Write 'priority:' and one of: P0, P1, P2, P3."


def test_an_empty_field_is_a_missing_one(tmp_path):
    text = "---\nid: REQ-001\ntype: functional\ntitle: T\nstatus: draft\npriority:\n---\nIt shall.\n"
    assert places(check_project(tmp_path, {"a.md": text}), "missing-field") == ["a.md:6:1"]


def test_a_title_from_the_heading_is_no_missing_title(tmp_path):
    text = "---\nid: REQ-001\ntype: functional\nstatus: draft\npriority: P0\n---\n# Log in\n\nIt shall.\n"
    assert named(check_project(tmp_path, {"a.md": text}), "missing-field") == []


def test_a_required_link_may_not_be_missing(tmp_path):
    schema = "types:\n  functional: {required: [supports]}\n"
    [(_, message, _)] = one(tmp_path, "", "missing-field", schema)
    assert "'supports'" in message


def test_a_required_section_may_not_be_missing(tmp_path):
    schema = "types:\n  functional: {sections: [rationale]}\n"
    assert len(one(tmp_path, "", "missing-section", schema)) == 1


def test_a_wrong_value_is_named_at_the_value(tmp_path):
    [(place, message, hint)] = one(tmp_path, "moscow: musst\n", "unknown-value")
    assert (place, hint) == ("7:9", "Did you mean must?")
    assert "'musst'" in message


def test_an_enum_without_values_takes_any(tmp_path):
    assert one(tmp_path, "colour: red\n", "unknown-value", "fields:\n  colour: {kind: enum, values: []}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "agreed: 2026-02-30",
        "agreed: 1.3.2026",
        "held: 2026-03-01 25:00",
        "assumption: perhaps",
        "impact: {schedule_days: three}",
        "nfr: fast",
        "tags: {a: b}",
        "need: [one, two]",
        "moscow: [must]",
        "round: 1.5",
    ],
)
def test_a_value_of_the_wrong_shape_is_found(tmp_path, line):
    found = one(tmp_path, line + "\n", "wrong-shape")
    assert len(found) == 1
    assert found[0][0].startswith("7:")


@pytest.mark.parametrize(
    "line",
    [
        "agreed: 2026-02-28",
        "held: 2026-03-01 14:30",
        "held: 2026-03-01T14:30:00+08:00",
        "held: '2026-03-01 14:30 +08:00'",
        "held: 2026-03-01",
        "assumption: 'no'",
        "impact: {schedule_days: -2.5}",
        "owner: [Li, Wang]",
        "owner: {name: Li, unit: Sales}",
        "tags: one",
        "tags: [one, two]",
        "agreed:",
    ],
)
def test_a_value_of_the_right_shape_passes(tmp_path, line):
    assert one(tmp_path, line + "\n", "wrong-shape") == []


def test_an_unknown_status_names_the_states_of_the_type(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.").replace("draft", "done")})
    [finding] = named(report, "illegal-state")
    assert str(finding.place) == "docs_src/a.md:5:9"
    assert "idea, draft, reviewed, confirmed" in str(finding.hint)


def test_a_state_of_another_kind_is_illegal(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.").replace("draft", "agreed")})
    assert len(named(report, "illegal-state")) == 1


@pytest.mark.parametrize(
    ("priority", "moscow", "agrees"),
    [
        ("P0", "must", True),
        ("P0", "should", False),
        ("P1", "must", True),
        ("P1", "should", True),
        ("P1", "could", False),
        ("P2", "could", True),
        ("P2", "must", False),
        ("P3", "wont", True),
        ("P3", "must", False),
    ],
)
def test_p_level_and_moscow_agree(tmp_path, priority, moscow, agrees):
    text = requirement("It shall.", f"moscow: {moscow}\n").replace("P0", priority)
    assert places(check_project(tmp_path, {"a.md": text}), "priority-contradiction") == ([] if agrees else ["a.md:7:9"])
