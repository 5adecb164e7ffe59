"""Findings about suspect links: one a link, on its value, and not more than a person reads."""

import pytest

from tests.releases import release
from tests.unit.checks.checked import check_project, named

GOALS = 8


def goals(text):
    return "records:\n" + "".join(
        f"  - {{id: GOAL-00{n}, type: goal, title: G, body: {text}}}\n" for n in range(1, GOALS + 1)
    )


def requirement(*targets):
    links = "".join(f"  - {target}\n" for target in targets)
    return f"---\nid: REQ-001\ntype: functional\ntitle: T\nsupports:\n{links}---\nIt shall ask.\n"


def found(root, *targets, after="Two."):
    check_project(root, {"goals.yml": goals("One."), "r.md": requirement(*targets)})
    release(root, "1.0.0")
    report = check_project(root, {"goals.yml": goals(after)})
    return named(report, "suspect-link", "unknown-pin")


def test_the_link_is_told_on_its_own_line_with_what_changed_and_what_to_do(tmp_path):
    first, second = found(tmp_path, "GOAL-001", "GOAL-002")
    assert (str(first.place), str(second.place)) == ("docs_src/r.md:6:5", "docs_src/r.md:7:5")
    assert (first.rule.code, first.severity, first.record) == ("RQ810", "warning", "REQ-001")
    assert str(first.message) == (
        "'supports' leads to GOAL-001, which has changed since the two were last compared: "
        "statement (not released yet)."
    )
    assert "`reqsite review REQ-001`" in str(first.hint)


def test_the_release_is_named_that_changed_it(tmp_path):
    found(tmp_path, "GOAL-001")
    release(tmp_path, "1.1.0")
    report = check_project(tmp_path, {"goals.yml": goals("Three.")})
    [finding] = named(report, "suspect-link")
    assert "statement (1.1.0, and not released yet)" in str(finding.message)


def test_a_record_with_many_suspect_links_has_five_findings_and_one_that_counts_the_rest(tmp_path):
    findings = found(tmp_path, *(f"GOAL-00{n}" for n in range(1, GOALS + 1)))
    assert len(findings) == 6
    assert str(findings[-1].message) == "3 more links of REQ-001 are suspect."


@pytest.mark.parametrize(
    ("pin", "message"),
    [
        ("9.9.9", "'supports' leads to GOAL-001 as of 9.9.9, and there is no such release."),
        ("main", "'supports' leads to GOAL-001 as of main, and there is no such release."),
    ],
)
def test_a_pin_that_names_no_release_is_told(tmp_path, pin, message):
    [finding] = found(tmp_path, f"GOAL-001@{pin}", after="One.")
    assert (finding.rule.name, str(finding.place), str(finding.message)) == (
        "unknown-pin",
        "docs_src/r.md:6:5",
        message,
    )


def test_a_pin_to_a_release_before_the_record_is_told(tmp_path):
    check_project(tmp_path, {"a.md": "---\nid: GOAL-009\ntype: goal\ntitle: A\n---\nA.\n"})
    release(tmp_path, "0.9.0")
    [finding] = found(tmp_path, "GOAL-001@0.9.0", after="One.")
    assert str(finding.message) == "Release 0.9.0 had no GOAL-001 yet."


def test_the_words_for_a_test_whose_requirement_changed_begin_with_the_requirement(tmp_path):
    files = {
        "t.md": "---\nid: TC-001\ntype: test\ntitle: T\n---\nLook.\n",
        "r.md": "---\nid: REQ-001\ntype: functional\ntitle: T\nverified_by: TC-001\n---\nIt shall ask.\n",
    }
    check_project(tmp_path, files)
    release(tmp_path, "1.0.0")
    [finding] = named(check_project(tmp_path, {"r.md": files["r.md"].replace("ask", "show")}), "suspect-link")
    assert str(finding.place) == "docs_src/r.md:5:14"
    assert str(finding.message) == (
        "REQ-001 has changed since 'verified_by' TC-001 was last compared with it: statement (not released yet)."
    )


def test_without_a_release_pins_and_links_are_left_alone(tmp_path):
    report = check_project(tmp_path, {"goals.yml": goals("One."), "r.md": requirement("GOAL-001@9.9.9")})
    assert named(report, "suspect-link", "unknown-pin") == []


def test_a_rule_that_is_off_says_nothing(tmp_path):
    (tmp_path / "schema.yml").write_text("checks: {suspect-link: off}\n", encoding="utf-8")
    assert found(tmp_path, "GOAL-001") == []
