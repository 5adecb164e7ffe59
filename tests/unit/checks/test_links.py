from tests.unit.checks.checked import check_project, named, places, requirement


def records(*entries):
    return {"r.yml": "records:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)}


def req(number, more="", body="It shall."):
    return (
        f"id: REQ-{number:03d}, type: functional, title: T{number}, status: draft, priority: P0, {more}body: '{body}'"
    )


def test_a_dangling_link_is_named_on_its_line_with_what_was_meant(tmp_path):
    """Case 88."""
    text = requirement("It shall.", "derives_from:\n  - GOAL-001\n  - GOAL-99\n")
    goals = "records:\n  - {id: GOAL-001, type: goal, title: A}\n  - {id: GOAL-09, type: goal, title: B}\n"
    [finding] = named(check_project(tmp_path, {"a.md": text, "g.yml": goals}), "dangling-link")
    assert str(finding.place) == "docs_src/a.md:9:5"
    assert str(finding.message) == "'derives_from' names GOAL-99, which does not exist."
    assert str(finding.hint) == "Did you mean GOAL-09?"


def test_leading_zeros_are_forgiven_in_a_suggestion(tmp_path):
    report = check_project(tmp_path, records(req(1, "depends_on: [REQ-2], "), req(2)))
    assert str(named(report, "dangling-link")[0].hint) == "Did you mean REQ-002?"


def test_where_nothing_is_near_nothing_is_suggested(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", "derives_from: [XYZ]\n")})
    assert named(report, "dangling-link")[0].hint is None


def test_links_joined_by_a_full_width_comma_are_one_mistake_and_one_finding(tmp_path):
    flow = check_project(tmp_path, {"a.md": requirement("It shall.", "derives_from: [REQ-001，REQ-002]\n")})
    assert [f.rule.name for f in flow.findings] == ["full-width-comma"]
    block = check_project(tmp_path, {"a.md": requirement("It shall.", "derives_from:\n  - REQ-001，REQ-002\n")})
    assert [f.rule.name for f in block.findings] == ["dangling-link"]


def test_evidence_in_plain_words_does_not_dangle(tmp_path):
    text = requirement("It shall.", "source: [mail of 2026-03-01]\n")
    assert named(check_project(tmp_path, {"a.md": text}), "dangling-link") == []


def test_a_dangling_reference_in_text_is_found_where_it_stands(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.\nSee [[REQ-009]] and REQ-010.")})
    assert places(report, "dangling-link") == ["a.md:10:5", "a.md:10:21"]


def test_a_range_names_the_ids_that_it_takes_in_but_that_do_not_exist(tmp_path):
    files = {f"{n}.md": requirement("It shall.", record_id=f"REQ-00{n}") for n in (2, 3, 5)}
    files["a.md"] = requirement("与 REQ-002～REQ-005 相同。")
    [finding] = named(check_project(tmp_path, files), "dangling-link")
    assert str(finding.place) == "docs_src/a.md:9:3"
    assert "REQ-004" in str(finding.message)


def test_references_in_code_and_addresses_are_none(tmp_path):
    text = requirement("`REQ-009`, https://example.org/REQ-009 and\n\n```\n[[REQ-009]]\n```\n")
    assert named(check_project(tmp_path, {"a.md": text}), "dangling-link") == []


def test_a_reference_in_a_field_is_followed_too(tmp_path):
    text = requirement("It shall.", "priority_reason: as in [[REQ-009]]\n")
    assert places(check_project(tmp_path, {"a.md": text}), "dangling-link") == ["a.md:7:18"]


def test_what_merely_looks_like_an_id_in_a_project_without_shapes_is_passed_over(tmp_path):
    schema = "types:\n  functional: {id: '\\S+'}\n"
    text = requirement("It uses SHA-256 and REQ-9.")
    assert named(check_project(tmp_path, {"a.md": text}, schema), "dangling-link") == []


def test_a_link_to_the_wrong_kind_says_which_kind_it_should_be(tmp_path):
    [finding] = named(check_project(tmp_path, records(req(1, "verified_by: [REQ-002], "), req(2))), "wrong-link-target")
    assert "it should lead to test" in str(finding.message)
    assert finding.place.line == 2


def test_a_link_from_the_wrong_kind_is_found_too(tmp_path):
    [finding] = named(check_project(tmp_path, records(req(1, "modifies: [REQ-002], "), req(2))), "wrong-link-target")
    assert "'modifies'" in str(finding.message)


def test_a_record_must_not_link_to_itself_and_that_is_no_cycle(tmp_path):
    """Case 88."""
    report = check_project(tmp_path, records(req(1, "depends_on: [REQ-001], ")))
    assert len(named(report, "self-link")) == 1
    assert named(report, "link-cycle") == []


def test_a_link_that_is_written_twice_is_found(tmp_path):
    report = check_project(tmp_path, records(req(1, "depends_on: [REQ-002, req-002], "), req(2)))
    assert len(named(report, "duplicate-link")) == 1


def test_links_that_exclude_each_other_are_found(tmp_path):
    report = check_project(tmp_path, records(req(1, "depends_on: [REQ-002], conflicts_with: [REQ-002], "), req(2)))
    assert len(named(report, "contradicting-links")) == 1


def test_a_cycle_is_one_finding_with_its_path(tmp_path):
    """Case 88."""
    files = records(
        req(1, "depends_on: [REQ-002], "),
        req(2, "derives_from: [REQ-003], "),
        req(3, "depends_on: [REQ-001], "),
        req(4),
    )
    [finding] = named(check_project(tmp_path, files), "link-cycle")
    assert "REQ-001 → REQ-002 → REQ-003 → REQ-001" in str(finding.message)
    assert "depends_on, derives_from" in str(finding.hint)
    assert finding.record == "REQ-001"


def test_a_live_record_must_not_build_on_a_withdrawn_one(tmp_path):
    withdrawn = req(2, "superseded_by: [REQ-003], ").replace("draft", "withdrawn")
    [finding] = named(
        check_project(tmp_path, records(req(1, "depends_on: [REQ-002], "), withdrawn, req(3))), "link-to-withdrawn"
    )
    assert finding.record == "REQ-001"
    assert str(finding.hint) == "Its place was taken by REQ-003."


def test_a_statement_must_not_build_on_a_withdrawn_record_but_a_rationale_may_tell_of_it(tmp_path):
    files = records(req(2).replace("draft", "withdrawn"))
    files["a.md"] = requirement("As in REQ-002.\n\n## Rationale\n\nREQ-002 was too dear.")
    assert places(check_project(tmp_path, files), "link-to-withdrawn") == ["a.md:9:7"]


def test_what_is_withdrawn_itself_may_point_at_what_it_likes(tmp_path):
    one = req(1, "depends_on: [REQ-002], merged_into: [REQ-002], ").replace("draft", "withdrawn")
    files = records(one, req(2).replace("draft", "withdrawn"))
    assert named(check_project(tmp_path, files), "link-to-withdrawn") == []


def test_a_meeting_may_tell_of_what_was_withdrawn_later(tmp_path):
    meeting = "id: MTG-001, type: meeting, title: M, held: 2026-01-01, decider: Li, discusses: [REQ-002]"
    files = records(meeting, req(2).replace("draft", "withdrawn"))
    assert named(check_project(tmp_path, files), "link-to-withdrawn") == []


def test_a_withdrawn_record_says_why_or_what_took_its_place(tmp_path):
    gone = [
        req(n, more).replace("draft", "withdrawn")
        for n, more in ((1, ""), (2, "reason: Cards., "), (3, "merged_into: [REQ-004], "))
    ]
    report = check_project(tmp_path, records(*gone, req(4)))
    assert [f.record for f in named(report, "verdict-missing")] == ["REQ-001"]


def test_an_orphan_is_reported_where_there_are_goals_to_serve(tmp_path):
    goal = "id: GOAL-001, type: goal, title: G, body: Why."
    report = check_project(
        tmp_path, records(req(1), req(2, "supports: [GOAL-001], "), req(3, "depends_on: [REQ-002], "), goal)
    )
    assert [f.record for f in named(report, "orphan")] == ["REQ-001"]


def test_a_goal_that_nothing_carries_out_is_an_orphan_too(tmp_path):
    goals = [f"id: GOAL-00{n}, type: goal, title: G, body: Why." for n in (1, 2)]
    report = check_project(tmp_path, records(req(1, "supports: [GOAL-001], "), *goals))
    assert [f.record for f in named(report, "orphan")] == ["GOAL-002"]


def test_without_goals_there_are_no_orphans(tmp_path):
    assert named(check_project(tmp_path, records(req(1), req(2))), "orphan") == []


def test_ideas_and_what_is_out_of_scope_need_no_parent(tmp_path):
    goal = "id: GOAL-001, type: goal, title: G, body: Why."
    files = records(req(1).replace("draft", "idea"), req(2, "scope: out, "), req(3, "supports: [GOAL-001], "), goal)
    assert [f.record for f in named(check_project(tmp_path, files), "orphan", "no-acceptance-criteria")] == ["REQ-003"]


def test_a_public_record_that_cites_an_internal_one_is_told(tmp_path):
    files = records(
        req(1, "depends_on: [REQ-002], ", "As [[REQ-002]]."),
        req(2, "visibility: internal, ", "As [[REQ-003]]."),
        req(3, "visibility: internal, "),
    )
    report = check_project(tmp_path, files)
    assert [(f.record, f.severity.value) for f in named(report, "internal-reference")] == [("REQ-001", "warning")] * 2


def test_internal_notes_may_cite_internal_records(tmp_path):
    files = records(req(2, "visibility: internal, "))
    files["a.md"] = requirement("It shall.\n\n## Internal notes\n\nSee REQ-002.")
    assert named(check_project(tmp_path, files), "internal-reference") == []
