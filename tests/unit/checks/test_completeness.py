import pytest

from tests.unit.checks.checked import CRITERIA, check_project, named, places, requirement


@pytest.mark.parametrize("body", ["", "<!-- later -->", "## Rationale\n\nBecause.", "## Notes\n\nNone."])
def test_a_requirement_without_a_statement_is_an_error(tmp_path, body):
    report = check_project(tmp_path, {"a.md": requirement(body)})
    [finding] = named(report, "empty-statement")
    assert str(finding.place) == "docs_src/a.md:4:1"
    assert finding.severity.value == "error"


@pytest.mark.parametrize(
    "body", ["It shall.", "## 业务表述\n\n可以登录。", "## My own heading\n\nIt shall.", "![](x.png)"]
)
def test_what_says_something_is_not_empty(tmp_path, body):
    assert named(check_project(tmp_path, {"a.md": requirement(body)}), "empty-statement") == []


def test_a_withdrawn_requirement_may_be_empty(tmp_path):
    text = requirement("").replace("draft", "withdrawn")
    assert named(check_project(tmp_path, {"a.md": text}), "empty-statement") == []


def test_a_term_needs_a_definition(tmp_path):
    text = "records:\n  - {type: term, title: order}\n  - {type: term, title: cart, body: A list.}\n"
    assert [f.record for f in named(check_project(tmp_path, {"t.yml": text}), "term-without-definition")] == ["order"]


def test_criteria_may_stand_under_any_known_heading(tmp_path):
    files = {
        "a.md": requirement("It shall.", criteria=""),
        "b.md": requirement("It shall.", record_id="REQ-002", criteria="\n## 验收标准\n\n1. 可见。\n"),
        "c.md": requirement("It shall.", record_id="REQ-003", criteria="\n### Acceptance\n\nIt is seen.\n"),
    }
    report = check_project(tmp_path, files)
    assert [f.record for f in named(report, "no-acceptance-criteria")] == ["REQ-001"]


def test_an_empty_section_of_criteria_is_none(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", criteria="\n## Acceptance criteria\n")})
    assert len(named(report, "no-acceptance-criteria")) == 1


def test_a_requirement_that_no_test_verifies_is_found_where_there_are_tests(tmp_path):
    test = "---\nid: TC-001\ntype: test\ntitle: T\n---\nDo it.\n"
    files = {
        "a.md": requirement("It shall."),
        "b.md": requirement("It shall.", "verified_by: [TC-001]\n", record_id="REQ-002"),
    }
    assert named(check_project(tmp_path, files | {}), "not-verified") == []
    report = check_project(tmp_path, files | {"t.md": test})
    assert [f.record for f in named(report, "not-verified")] == ["REQ-001"]


def test_a_test_may_link_upwards_too_and_other_methods_need_none(tmp_path):
    files = {
        "a.md": requirement("It shall."),
        "b.md": requirement("It shall.", "method: inspection\n", record_id="REQ-002"),
        "t.md": "---\nid: TC-001\ntype: test\ntitle: T\nparent: [REQ-001]\n---\nDo it.\n",
    }
    assert named(check_project(tmp_path, files), "not-verified") == []


@pytest.mark.parametrize(
    ("body", "front", "count"),
    [
        ("It shall not keep anybody waiting.", "", 1),
        ("Version 2.", "", 1),
        ("As in REQ-001 and RFC 2119.", "", 1),
        ("It shall take at most 2 s.", "", 0),
        ("响应时间不超过三秒。", "", 0),
        ("Availability > 99.", "", 0),
        ("It shall be up.", "nfr: {metric: up, target: '99.9', unit: '%'}\n", 0),
        ("It shall be up.", "nfr: {metric: up, target: 99.9 %}\n", 0),
        ("It shall be up.", "nfr: {metric: up, target: high}\n", 1),
        ("It shall be up.", "nfr: {metric: up, target: '99.9'}\n", 1),
    ],
)
def test_a_non_functional_requirement_needs_a_number_and_a_unit(tmp_path, body, front, count):
    text = requirement(body, front, criteria=CRITERIA).replace("type: functional", "type: nonfunctional")
    assert len(places(check_project(tmp_path, {"a.md": text}), "nfr-without-number")) == count


def test_ideas_need_nothing_yet(tmp_path):
    text = requirement("It shall.", criteria="").replace("draft", "idea").replace("functional", "nonfunctional")
    assert named(check_project(tmp_path, {"a.md": text}), "no-acceptance-criteria", "nfr-without-number") == []
