"""Acceptance criteria of reqsite's own requirements, word by word, where no other test shows them: the checks."""

import pytest

from tests.unit.checks.checked import check_project, named, places, requirement


def nonfunctional(criterion):
    text = requirement("The shop shall show its pages.").replace("type: functional", "type: nonfunctional")
    return text.replace("- It is seen.", f"- {criterion}")


def terms(*entries):
    return "records:\n" + "".join(f"  - {{type: term, {entry}}}\n" for entry in entries)


SECTIONS = "types:\n  functional: {sections: [input, output, flow, exceptions]}\n"


def test_an_error_names_a_missing_priority_with_its_file_and_line(tmp_path):
    text = "---\nid: REQ-001\ntype: functional\ntitle: T\nstatus: draft\n---\nIt shall.\n"
    [finding] = named(check_project(tmp_path, {"a.md": text}), "missing-field")
    assert (finding.severity, str(finding.place)) == ("error", "docs_src/a.md:3:1")
    assert "'priority'" in str(finding.message)


def test_a_field_that_the_project_requires_may_not_be_empty(tmp_path):
    schema = "types:\n  functional: {required: [title, status, priority, proposer]}\n"
    [finding] = named(
        check_project(tmp_path, {"a.md": requirement("It shall.", "proposer:\n")}, schema), "missing-field"
    )
    assert "'proposer'" in str(finding.message)


def test_a_missing_section_of_a_functional_requirement_is_named_once(tmp_path):
    text = requirement("应查询库存。\n\n## 输入\n\n编号。\n\n## 输出\n\n数量。\n\n## 流程\n\n输入后查询。")
    assert named(check_project(tmp_path, {"a.md": text}), "missing-section") == []
    [finding] = named(check_project(tmp_path, {"a.md": text}, SECTIONS), "missing-section")
    assert "Exceptions" in str(finding.hint)


def test_the_required_sections_may_have_english_headings(tmp_path):
    headings = ("Input", "Output", "Flow", "Exceptions")
    text = requirement("It shall.\n\n" + "\n\n".join(f"## {heading}\n\nSo." for heading in headings))
    assert named(check_project(tmp_path, {"a.md": text}, SECTIONS), "missing-section") == []


def test_a_quality_without_a_number_is_a_warning_and_one_with_a_number_and_a_unit_is_not(tmp_path):
    vague = check_project(tmp_path, {"a.md": nonfunctional("the page opens without delay")})
    [finding] = named(vague, "nfr-without-number")
    assert (finding.severity, str(finding.place)) == ("warning", "docs_src/a.md:4:1")
    measured = nonfunctional("the page opens without delay").replace("title: T\n", "title: T\nnfr: {metric: delay}\n")
    assert places(check_project(tmp_path, {"a.md": measured}), "nfr-without-number") == ["a.md:5:1"]
    exact = check_project(tmp_path, {"a.md": nonfunctional("the page opens within 2 s at 500 users")})
    assert named(exact, "nfr-without-number") == []


def test_a_goal_that_no_record_names_is_one_finding(tmp_path):
    goals = (
        "records:\n"
        "  - {id: GOAL-1, type: goal, title: Less waste, body: Why.}\n"
        "  - {id: GOAL-2, type: goal, title: More sales, body: Why.}\n"
    )
    report = check_project(tmp_path, {"a.md": requirement("It shall.", "supports: [GOAL-1]\n"), "g.yml": goals})
    assert [f.record for f in report.findings] == ["GOAL-2"]


def test_two_requirements_that_depend_on_each_other_are_one_cycle(tmp_path):
    one = requirement("It shall.", "depends_on: [REQ-002]\n")
    other = requirement("It shall.", "depends_on: [REQ-001]\n", record_id="REQ-002")
    [finding] = named(check_project(tmp_path, {"a.md": one, "b.md": other}), "link-cycle")
    assert "REQ-001" in str(finding.message)
    assert "REQ-002" in str(finding.message)


def test_a_link_to_nothing_proposes_what_was_meant(tmp_path):
    goal = "records:\n  - {id: GOAL-9, type: goal, title: G, body: Why.}\n"
    text = requirement("It shall.", "derives_from: [GOAL-99]\n")
    [finding] = named(check_project(tmp_path, {"a.md": text, "g.yml": goal}), "dangling-link")
    assert str(finding.place) == "docs_src/a.md:7:16"
    assert "GOAL-9" in str(finding.hint)


def test_an_unknown_priority_is_answered_with_the_four_there_are(tmp_path):
    text = requirement("It shall.").replace("priority: P0", "priority: P5")
    [finding] = named(check_project(tmp_path, {"a.md": text}), "unknown-value")
    assert (finding.severity, str(finding.place)) == ("error", "docs_src/a.md:6:11")
    assert "P0, P1, P2, P3" in str(finding.hint)


def test_a_contradiction_of_priority_and_moscow_names_both(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", "moscow: wont\n")})
    [finding] = named(report, "priority-contradiction")
    assert "P0" in str(finding.message)
    assert "wont" in str(finding.message)


@pytest.mark.parametrize(("measure", "found"), [("全年 99.9% 正常运行时间", []), ("长时间正常运行", ["t.yml:2:31"])])
def test_a_term_that_must_be_quantified_has_a_measure_with_a_number(tmp_path, measure, found):
    text = terms(f"title: 高可用性, quantified: 'true', measure: {measure}, body: 很少停机。")
    assert places(check_project(tmp_path, {"t.yml": text}), "unquantified-term") == found


def test_a_vague_word_is_answered_with_what_to_write_instead(tmp_path):
    [finding] = named(check_project(tmp_path, {"a.md": requirement("库存应实时更新。")}), "vague-word")
    assert str(finding.place) == "docs_src/a.md:9:4"
    assert "__ s" in str(finding.hint)
    assert "minutes" in str(finding.hint)


def test_a_waived_vague_word_is_counted_and_stops_nothing(tmp_path):
    body = "<!-- reqsite: ok 实时 because the contract says so -->\n库存应实时更新。"
    report = check_project(tmp_path, {"a.md": requirement(body)}, "checks: {vague-word: error}\n")
    assert report.findings == ()
    assert report.counts["waived"] == 1
    assert len(check_project(tmp_path, {"a.md": requirement("库存应实时更新。")}).findings) == 1


def test_a_forbidden_word_is_answered_with_the_term(tmp_path):
    glossary = terms("title: 用户, forbidden: [使用人], body: 登录系统的人。")
    [finding] = named(
        check_project(tmp_path, {"t.yml": glossary, "a.md": requirement("使用人可查询。")}), "forbidden-synonym"
    )
    assert str(finding.place) == "docs_src/a.md:9:1"
    assert "用户" in str(finding.hint)


def test_one_word_may_mean_two_things_in_two_domains(tmp_path):
    two = terms(
        "id: TERM-001, title: 订单, domain: 采购, body: 向供方发出。",
        "id: TERM-002, title: 订单, domain: 销售, body: 客户发来。",
    )
    assert check_project(tmp_path, {"t.yml": two}).findings == ()
    [finding] = check_project(tmp_path, {"t.yml": terms("title: 订单, body: 甲。", "title: 订单, body: 乙。")}).findings
    assert finding.severity == "error"
    assert finding.place.line == 3
    assert "docs_src/t.yml:2:" in str(finding.message)


@pytest.mark.parametrize(("glossary", "found"), [("", ["a.md:13:5"]), ("title: API, body: 程序间的接口。", [])])
def test_a_technical_word_in_business_words_needs_a_term(tmp_path, glossary, found):
    files = {"a.md": requirement("应显示数量。\n\n## 业务表述\n\n数据经 API 而来。")}
    if glossary:
        files["t.yml"] = terms(glossary)
    assert places(check_project(tmp_path, files), "jargon") == found


def test_a_project_adds_technical_words_of_its_own(tmp_path):
    text = requirement("It shall.\n\n## Business wording\n\nThe frobnicator starts.")
    assert named(check_project(tmp_path, {"a.md": text}), "jargon") == []
    schema = "checks: {jargon: {words: [frobnicator]}}\n"
    assert len(named(check_project(tmp_path, {"a.md": text}, schema), "jargon")) == 1


def test_a_functional_requirement_without_criteria_is_one_finding(tmp_path):
    [finding] = check_project(tmp_path, {"a.md": requirement("It shall ask.", criteria="")}).findings
    assert finding.rule.name == "no-acceptance-criteria"


def test_a_milestone_without_an_owner_is_one_finding(tmp_path):
    text = "records:\n  - {id: MS-001, type: milestone, title: M, date: 2026-05-01, done_when: Signed., body: So.}\n"
    [finding] = named(check_project(tmp_path, {"m.yml": text}), "missing-field")
    assert "'owner'" in str(finding.message)


def test_a_requirement_whose_source_was_superseded_is_reported(tmp_path):
    documents = (
        "records:\n"
        "  - {id: DOC-001, type: document, title: Old, status: superseded, superseded_by: [DOC-002]}\n"
        "  - {id: DOC-002, type: document, title: New, status: current}\n"
    )
    files = {
        "a.md": requirement("It shall.", "source: [DOC-001]\n"),
        "b.md": requirement("It shall.", "source: [DOC-002]\n", record_id="REQ-002"),
        "d.yml": documents,
    }
    [finding] = named(check_project(tmp_path, files), "link-to-withdrawn")
    assert finding.record == "REQ-001"
    assert "DOC-002" in str(finding.hint)
