import pytest

from tests.unit.checks.checked import check_project, named

CLIENT = "  - {by: Li, party: client, date: 2026-03-01}\n"
SUPPLIER = "  - {by: Wu, party: supplier, date: 2026-03-02}\n"
IMPACT = "impact: {schedule_days: 0, cost: none, resources: 1 developer}\n"
COMPLETE = f"{IMPACT}reviews:\n{CLIENT}{SUPPLIER}approvals:\n{CLIENT}{SUPPLIER}"
RULES = ("missing-impact", "missing-impact-report", "missing-review", "missing-approval", "open-objection")


def found(root, front, status="approved"):
    """Return the findings about a change whose further front matter begins on line 8."""
    text = (
        f"---\nid: CR-001\ntype: change\ntitle: Cards\nreason: Safer.\nproposer: Li\nstatus: {status}\n{front}---\n"
        "Log in by card.\n"
    )
    return named(check_project(root, {"c.md": text}), *RULES)


@pytest.mark.parametrize("status", ["approved", "implemented", "verified"])
def test_a_complete_change_lacks_nothing(tmp_path, status):
    assert found(tmp_path, COMPLETE, status) == []


@pytest.mark.parametrize("status", ["applied", "assessed", "rejected", "withdrawn"])
def test_a_change_that_is_not_approved_may_lack_all_of_it(tmp_path, status):
    assert found(tmp_path, "objections: [Cards get lost]\n", status) == []


def test_an_effect_that_is_missing_is_named(tmp_path):
    [finding] = found(tmp_path, COMPLETE.replace("cost: none, ", ""))
    assert (finding.rule.name, finding.severity) == ("missing-impact", "warning")
    assert str(finding.place) == "docs_src/c.md:8:1"
    assert str(finding.message) == "CR-001 is approved and lacks: impact.cost."


@pytest.mark.parametrize("impact", ["", "impact: None at all.\n"])
def test_an_impact_without_figures_lacks_all_three(tmp_path, impact):
    [finding] = found(tmp_path, COMPLETE.replace(IMPACT, impact))
    assert str(finding.message).endswith("impact.schedule_days, impact.cost, impact.resources.")


@pytest.mark.parametrize("status", ["assessed", "approved"])
def test_a_major_change_needs_a_report_once_it_is_assessed(tmp_path, status):
    [finding] = found(tmp_path, f"size: major\n{COMPLETE}", status)
    assert (finding.rule.name, finding.severity) == ("missing-impact-report", "error")
    assert str(finding.place) == "docs_src/c.md:8:7"


@pytest.mark.parametrize(
    ("front", "status"),
    [("size: major\n", "applied"), ("size: minor\n", "assessed"), ("size: major\nimpact_report: a.pdf\n", "assessed")],
)
def test_other_changes_need_no_report(tmp_path, front, status):
    assert found(tmp_path, front, status) == []


def test_a_review_by_the_supplier_alone_names_the_client(tmp_path):
    [finding] = found(tmp_path, COMPLETE.replace(f"reviews:\n{CLIENT}", "reviews:\n"))
    assert (finding.rule.name, finding.severity) == ("missing-review", "warning")
    assert str(finding.place) == "docs_src/c.md:9:1"
    assert str(finding.message) == "CR-001 is approved without a review by: client."


def test_the_approval_of_the_client_alone_is_one_error_that_names_the_supplier(tmp_path):
    [finding] = found(tmp_path, COMPLETE.removesuffix(SUPPLIER))
    assert (finding.rule.name, finding.severity) == ("missing-approval", "error")
    assert str(finding.place) == "docs_src/c.md:12:1"
    assert str(finding.message) == "CR-001 is approved without the approval of: supplier."


def test_who_refuses_does_not_approve(tmp_path):
    refused = COMPLETE.removesuffix(SUPPLIER) + "  - {by: Wu, party: supplier, result: Rejected}\n"
    assert [f.rule.name for f in found(tmp_path, refused)] == ["missing-approval"]


def test_without_a_word_of_anybody_reviews_and_approvals_are_missing_at_the_status(tmp_path):
    findings = found(tmp_path, IMPACT)
    assert [(f.rule.name, str(f.place)) for f in findings] == [
        ("missing-review", "docs_src/c.md:7:1"),
        ("missing-approval", "docs_src/c.md:7:1"),
    ]


def test_an_open_objection_is_one_error_with_the_name_of_the_person(tmp_path):
    objections = (
        "objections:\n  - {by: Zhao Liu, objection: Cards get lost}\n  - {by: Li, objection: Cost, answer: No}\n"
    )
    [finding] = found(tmp_path, objections + COMPLETE)
    assert (finding.rule.name, finding.severity) == ("open-objection", "error")
    assert str(finding.place) == "docs_src/c.md:9:5"
    assert "the objection of Zhao Liu is open" in str(finding.message)


@pytest.mark.parametrize(
    ("objection", "count"),
    [
        ("Cards get lost", 1),
        ("{by: Li, concern: Lost}", 1),
        ("{by: Li, concern: Lost, reply: We lock them}", 0),
        ("{by: Li, concern: Lost, reply: We lock them, settled: true}", 0),
        ("{by: Li, concern: Lost, reply: We lock them, settled: false}", 1),
        ("{by: Li, concern: Lost, reply: We lock them, state: open}", 1),
    ],
)
def test_an_objection_is_settled_by_a_reply_unless_it_says_that_it_is_not(tmp_path, objection, count):
    assert len(found(tmp_path, f"{COMPLETE}objections:\n  - {objection}\n")) == count
