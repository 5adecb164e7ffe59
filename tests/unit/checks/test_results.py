from reqsite.results.kept import keep
from reqsite.results.run import Run, Tally
from tests.unit.checks.checked import check_project, named

REQUIREMENT = (
    "---\nid: REQ-001\ntype: functional\ntitle: Stock\nstatus: {status}\npriority: P1\nverified_by: [TC-001]\n---\n"
    "The desk shall show the stock.\n\n## Acceptance criteria\n\n- It is seen.\n"
)
TEST = "---\nid: TC-001\ntype: test\ntitle: Stock\nstatus: ready\n{more}---\nLook.\n"


def found(root, *runs, status="delivered", more=""):
    for run in runs:
        keep(run, root)
    files = {"REQ-001.md": REQUIREMENT.format(status=status), "TC-001.md": TEST.format(more=more)}
    return check_project(root, files)


def run(day, **results):
    return Run(f"2026-03-{day:02}T00:00:00", results={k.replace("_", "-"): v for k, v in results.items()})


def test_a_delivered_requirement_whose_test_failed_last_is_told(tmp_path):
    (finding,) = named(found(tmp_path, run(1, TC_001=Tally(1)), run(2, TC_001=Tally(1, 1))), "failed-test")
    assert str(finding.message) == "REQ-001 is delivered, and a test of it has failed: TC-001."
    assert (finding.severity, finding.place.line) == ("error", 5)


def test_a_criterion_that_failed_is_told_of_its_requirement(tmp_path):
    criterion = Run("2026-03-01T00:00:00", results={"REQ-001#AC-1": Tally(failed=1)})
    assert len(named(found(tmp_path, criterion), "failed-test")) == 1


def test_a_test_that_was_mended_since_is_not_told(tmp_path):
    assert not named(found(tmp_path, run(1, TC_001=Tally(1, 1)), run(2, TC_001=Tally(1))), "failed-test")


def test_what_is_not_yet_delivered_may_fail(tmp_path):
    assert not named(found(tmp_path, run(1, TC_001=Tally(0, 1)), status="confirmed"), "failed-test")


def test_a_run_counts_for_more_than_the_record(tmp_path):
    report = found(tmp_path, run(1, TC_001=Tally(1)), more="result: failed\n")
    assert not named(report, "failed-test")
    (finding,) = named(report, "contradicted-result")
    assert str(finding.message) == "TC-001 says 'failed', and its last run of 2026-03-01 says 'passed'."


def test_a_run_that_left_a_test_out_contradicts_nothing(tmp_path):
    assert not named(found(tmp_path, run(1, TC_001=Tally(0, 0, 1)), more="result: passed\n"), "contradicted-result")


def test_a_result_of_no_record_is_told_of_the_newest_run_alone(tmp_path):
    report = found(tmp_path, run(1, TC_002=Tally(1)), run(2, TC_003=Tally(1)))
    (finding,) = named(report, "result-of-nothing")
    assert str(finding.message) == "The result of TC-003 belongs to no record."
