"""Runs are kept as they were, and the newest one that ran a test counts."""

import json

import pytest

from reqsite.results.case import BadResultsError
from reqsite.results.kept import keep, read_results
from reqsite.results.run import Run, Tally, parse_run

RUN = Run(
    "2026-03-01T12:00:00",
    "pytest",
    "1.0.0",
    "abc",
    (("junit.xml", "0" * 64),),
    {"TC-1": Tally(2, 0, 1), "REQ-1#AC-1": Tally(failed=1)},
)


def test_a_run_is_read_as_it_was_written():
    assert parse_run(RUN.content) == RUN
    assert parse_run(RUN.content).content == RUN.content


def test_the_same_run_is_kept_once(tmp_path):
    file = keep(RUN, tmp_path)
    assert (file, keep(RUN, tmp_path)) == (f"results/{RUN.name}", file)
    assert [p.name for p in (tmp_path / "results").iterdir()] == [RUN.name]
    assert read_results(tmp_path).runs == {file: RUN}


def test_the_newest_run_counts_but_a_test_that_was_left_out_keeps_its_last_result(tmp_path):
    for time, result in (("02", Tally(failed=1)), ("01", Tally(passed=1)), ("03", Tally(skipped=1))):
        keep(Run(f"2026-03-{time}T00:00:00", results={"TC-1": result}), tmp_path)
    verdict = read_results(tmp_path).last["TC-1"]
    assert (verdict.result, verdict.run.date) == ("failed", "2026-03-02")


def test_a_release_knows_the_runs_that_were_there_when_it_was_made(tmp_path):
    first = keep(Run("2026-03-01T00:00:00", results={"TC-1": Tally(1)}), tmp_path)
    keep(Run("2026-02-01T00:00:00", release="1.0.0", results={"TC-2": Tally(1)}), tmp_path)
    assert set(read_results(tmp_path).only([first]).last) == {"TC-1"}


def test_other_files_of_the_folder_are_none_of_ours(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "junit.xml").write_text("<x")
    (tmp_path / "results" / "report.json").write_text("{")
    assert not read_results(tmp_path).findings


def test_a_file_that_is_broken_is_a_finding(tmp_path):
    file = keep(RUN, tmp_path)
    (tmp_path / file).write_text("{", encoding="utf-8")
    (finding,) = read_results(tmp_path).findings
    assert (finding.rule.code, finding.place.file) == ("RQ860", file)


def test_a_link_in_the_place_of_a_file_is_a_finding(tmp_path):
    file = keep(RUN, tmp_path)
    (tmp_path / file).rename(tmp_path / "elsewhere.json")
    (tmp_path / file).symlink_to(tmp_path / "elsewhere.json")
    assert [f.rule.code for f in read_results(tmp_path).findings] == ["RQ860"]


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"time": "yesterday"},
        {"tool": 3},
        {"commit": "x" * 501},
        {"sources": {}},
        {"sources": [{"file": "a", "sha256": "short"}]},
        {"sources": ["a"]},
        {"results": []},
        {"results": {"TC-1": {"passed": -1}}},
        {"results": {"TC-1": {"passed": True}}},
        {"results": {"TC-1": {"won": 1}}},
        {"results": {"TC-1": 1}},
        {"more": 1},
    ],
)
def test_what_is_no_run_is_refused(change):
    data = json.loads(RUN.content) | change
    with pytest.raises(BadResultsError):
        parse_run(json.dumps(data).encode())


@pytest.mark.parametrize("content", [b"[]", b"1", b"\xff", b'{"format": 1, "format": 1}'])
def test_what_is_no_mapping_is_refused(content):
    with pytest.raises(BadResultsError):
        parse_run(content)
