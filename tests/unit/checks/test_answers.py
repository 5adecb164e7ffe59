import pytest

from tests.unit.checks.checked import check_project, named


def checked(root, front, schema=""):
    text = f"---\nid: FB-001\ntype: feedback\ntitle: Slow\n{front}---\nThe list opens late.\n"
    return check_project(root, {"f.md": text}, schema)


@pytest.mark.parametrize(
    ("front", "times"),
    [
        ("sla: urgent\nreceived: 2026-03-02 10:00\nanswered: 2026-03-02 12:01\n", ("2 h 1 min", "2 h")),
        ("sla: normal\nreceived: 2026-03-02 10:00\nanswered: 2026-03-04 10:30\n", ("48 h 30 min", "48 h")),
        ("party: client\nreceived: 2026-03-02 10:00\nanswered: 2026-03-04 11:00\n", ("49 h", "48 h")),
    ],
)
def test_a_late_answer_is_told_with_its_time_and_the_limit(tmp_path, front, times):
    [finding] = named(checked(tmp_path, front), "late-answer")
    assert (finding.severity, str(finding.place)) == ("warning", "docs_src/f.md:7:11")
    assert str(finding.message) == "FB-001 was answered after {}; the limit is {}.".format(*times)


@pytest.mark.parametrize(
    "front",
    [
        "sla: urgent\nreceived: 2026-03-02 10:00\nanswered: 2026-03-02 12:00\n",
        "sla: urgent\nreceived: 2026-03-02 10:00\nanswered: 2026-03-02\n",
        "sla: urgent\nreceived: 2026-03-02\nanswered: 2026-03-02 18:00\n",
        "sla: urgent\nreceived: 2020-03-02 10:00\n",
        "sla: urgent\nanswered: 2026-03-02 12:00\n",
    ],
)
def test_an_answer_in_time_or_not_yet_given_is_none(tmp_path, front):
    assert named(checked(tmp_path, front), "late-answer") == []


def test_the_project_sets_other_limits(tmp_path):
    front = "sla: urgent\nreceived: 2026-03-02 10:00\nanswered: 2026-03-02 12:01\n"
    assert named(checked(tmp_path, front, "checks:\n  late-answer: {urgent: 4}\n"), "late-answer") == []
    strict = checked(tmp_path, front, "checks:\n  late-answer: {urgent: 0.5}\n")
    assert str(named(strict, "late-answer")[0].message).endswith("the limit is 30 min.")


@pytest.mark.parametrize("state", ["classified", "analysed", "answered", "verified"])
def test_feedback_that_is_classified_needs_a_class(tmp_path, state):
    report = checked(tmp_path, f"status: {state}\nreceived: 2026-03-02 10:00\n")
    [finding] = named(report, "unclassified-feedback")
    assert (finding.severity, str(finding.place), finding.record) == ("info", "docs_src/f.md:5:9", "FB-001")


@pytest.mark.parametrize("front", ["status: received\n", "status: classified\nfeedback_class: wording\n", ""])
def test_feedback_that_is_not_yet_classified_needs_none(tmp_path, front):
    report = checked(tmp_path, f"{front}received: 2026-03-02 10:00\n")
    assert named(report, "unclassified-feedback", "unknown-value") == []


@pytest.mark.parametrize(("state", "count"), [("analysed", 0), ("answered", 1), ("verified", 1)])
def test_feedback_that_is_answered_needs_an_analysis(tmp_path, state, count):
    report = checked(tmp_path, f"status: {state}\nfeedback_class: defect\n")
    found = named(report, "missing-analysis")
    assert [(f.severity, str(f.place), f.record) for f in found] == [("info", "docs_src/f.md:5:9", "FB-001")] * count


def test_an_analysis_is_enough_and_an_empty_one_is_none(tmp_path):
    front = "status: answered\nfeedback_class: defect\nanalysis:{}\n"
    assert named(checked(tmp_path, front.format(" {supported: yes}")), "missing-analysis") == []
    assert len(named(checked(tmp_path, front.format("")), "missing-analysis")) == 1
