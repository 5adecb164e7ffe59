import json
import re

import pytest

REQUIREMENT = """\
---
id: REQ-001
type: functional
title: 查询库存
status: draft
priority: P1
derives_from: [GOAL-001, GOAL-099]
source: [mail of 2026-03-01]
nfr: {metric: Time, target: 2 s}
---
The desk shows the **stock** of an article.

## Acceptance criteria
- Given an article, when a clerk opens it, then its stock is shown.
"""


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": "site_name: Desk\ndocs_dir: docs_src\n",
            "docs_src/REQ-001.md": REQUIREMENT,
            "docs_src/GOAL-001.md": "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\n---\nFewer.\n",
            "docs_src/terms.yml": "records:\n  - {type: term, title: Stock, body: What lies in the store.}\n",
        }
    )


def test_a_record_is_shown_with_the_labels_of_the_schema(run_reqsite, desk):
    shown = run_reqsite("show", "REQ-001", cwd=desk).stdout
    assert re.match(r"REQ-001  查询库存\nFunctional requirement · Draft · docs_src/REQ-001\.md:\d+\n", shown)
    assert "  Priority: P1 important\n" in shown
    assert "  Metric: Metric Time; Target 2 s\n" in shown
    assert "The desk shows the **stock** of an article." in shown


def test_links_are_shown_from_both_ends_with_titles(run_reqsite, desk):
    assert "  Derives from → GOAL-001  Fewer calls\n" in run_reqsite("show", "REQ-001", cwd=desk).stdout
    assert "  Derived into ← REQ-001  查询库存\n" in run_reqsite("show", "GOAL-001", cwd=desk).stdout


def test_a_link_to_nowhere_and_a_source_in_plain_words_are_shown_as_such(run_reqsite, desk):
    shown = run_reqsite("show", "REQ-001", cwd=desk).stdout
    assert "  Derives from → GOAL-099 (there is no such record)\n" in shown
    assert "  Source: mail of 2026-03-01\n" in shown


def test_labels_follow_the_language_of_the_reader(run_reqsite, desk):
    assert "  优先级: P1 重要\n" in run_reqsite("show", "REQ-001", "--lang", "zh-CN", cwd=desk).stdout


def test_the_case_and_width_of_an_id_do_not_matter(run_reqsite, desk):
    assert run_reqsite("show", "ｒｅｑ－００１", cwd=desk).stdout.startswith("REQ-001 ")


def test_a_term_is_found_by_its_title(run_reqsite, desk):
    assert "What lies in the store." in run_reqsite("show", "stock", cwd=desk).stdout


def test_json_holds_the_record_as_data(run_reqsite, desk):
    data = json.loads(run_reqsite("show", "REQ-001", "--format", "json", cwd=desk).stdout)
    assert data["id"] == "REQ-001"
    assert data["file"] == "docs_src/REQ-001.md"
    assert data["fields"]["nfr"] == {"metric": "Time", "target": "2 s"}
    assert data["links"]["derives_from"] == ["GOAL-001", "GOAL-099"]
    assert data["criteria"][0]["id"] == "AC-1"
    goal = json.loads(run_reqsite("show", "GOAL-001", "--format", "json", cwd=desk).stdout)
    assert goal["incoming"] == {"derived_into": ["REQ-001"]}


def test_an_id_that_is_none_is_a_wrong_call_with_a_suggestion(run_reqsite, desk):
    done = run_reqsite("show", "REQ-010", cwd=desk)
    assert done.returncode == 2
    assert "Did you mean REQ-001?" in done.stderr


def test_in_a_folder_without_records_the_person_is_told_so(run_reqsite, project):
    desk = project({"mkdocs.yml": "site_name: Desk\ndocs_dir: docs_src\n", "docs_src/index.md": "# Desk\n"})
    assert "No record was read in" in run_reqsite("show", "REQ-001", cwd=desk).stderr


@pytest.fixture
def released(run_reqsite, desk):
    path = desk / "docs_src/REQ-001.md"
    path.write_text(path.read_text("utf-8").replace(", GOAL-099", ""), encoding="utf-8")
    assert run_reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=desk).returncode == 0
    path.write_text(path.read_text("utf-8").replace("of an article.", "of an article within 2 s.", 1), encoding="utf-8")
    return desk


def cited(run_reqsite, desk, citation):
    return json.loads(run_reqsite("show", citation, "--format", "json", cwd=desk).stdout)


def test_a_citation_shows_the_words_of_its_release_and_whether_they_still_bind(run_reqsite, released):
    shown = run_reqsite("show", "req-001@v1.0.0", cwd=released)
    assert shown.returncode == 0
    assert re.match(r"REQ-001  查询库存\nFunctional requirement · Draft · REQ-001@1\.0\.0 #[0-9a-f]{8}\n", shown.stdout)
    assert "The desk shows the **stock** of an article.\n" in shown.stdout
    assert re.search(r"has changed since: now it is #[0-9a-f]{8}\. `reqsite diff 1\.0\.0` shows how", shown.stderr)
    data = cited(run_reqsite, released, "REQ-001@1.0.0")
    assert (data["still_binding"], data["fits"]) == (False, True)
    assert run_reqsite("show", data["citation"], cwd=released).returncode == 0
    assert cited(run_reqsite, released, "GOAL-001@1.0.0")["still_binding"] is True


def test_a_citation_of_other_words_is_refused(run_reqsite, released):
    done = run_reqsite("show", "REQ-001@1.0.0 #00000000", cwd=released)
    assert done.returncode == 1
    assert "REQ-001@1.0.0 #00000000 names other words: those of the release are REQ-001@1.0.0 #" in done.stderr


@pytest.mark.parametrize(
    ("citation", "says"),
    [("REQ-001@9.0.0", "There is no release 9.0.0."), ("REQ-01@1.0.0", "Release 1.0.0 has no record REQ-01.")],
)
def test_a_citation_of_nothing_is_a_wrong_call(citation, says, run_reqsite, released):
    done = run_reqsite("show", citation, cwd=released)
    assert (done.returncode, says in done.stderr) == (2, True)


def test_a_citation_of_releases_that_are_torn_is_not_answered(run_reqsite, released):
    path = released / "baselines/1.0.0.jsonl"
    path.write_text(path.read_text("utf-8").replace("查询库存", "别的"), encoding="utf-8")
    done = run_reqsite("show", "REQ-001@1.0.0", cwd=released)
    assert (done.returncode, "not in order" in done.stderr) == (1, True)
