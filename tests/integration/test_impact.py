import json

import pytest

SITE = "site_name: Desk\ndocs_dir: docs_src\n"
RECORDS = """\
records:
  - {id: REQ-001, type: functional, title: Look up, status: draft, priority: P1, verified_by: [TC-001, TC-002, TC-003],
     confirmations: [{by: Li, date: 2026-03-01}], body: It answers.}
  - {id: REQ-002, type: functional, title: "See *all* [1]", status: draft, priority: P1, derives_from: [REQ-001],
     body: A.}
  - {id: REQ-003, type: functional, title: Sort, status: draft, priority: P1, derives_from: [REQ-001], body: A.}
  - {id: TC-001, type: test, title: A}
  - {id: TC-002, type: test, title: B}
  - {id: TC-003, type: test, title: C}
"""


@pytest.fixture
def desk(project):
    return project({"mkdocs.yml": SITE, "docs_src/index.md": "# Desk\n", "docs_src/all.yml": RECORDS})


def test_requirements_tests_and_confirmations_are_listed_in_their_groups(run_reqsite, desk):
    done = run_reqsite("impact", "REQ-001", cwd=desk)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "REQ-001  Look up  [Draft]",
        "",
        "Requirements (2)",
        "  REQ-002  See *all* [1]  [Draft]  Derives from",
        "  REQ-003  Sort  [Draft]  Derives from",
        "",
        "Tests (3)",
        "  TC-001  A  Verified by",
        "  TC-002  B  Verified by",
        "  TC-003  C  Verified by",
        "",
        "Confirmations that would lapse (1)",
        "  REQ-001  Look up  [Draft]  Confirmations: Li · 2026-03-01",
    ]


def test_json_has_titles_ways_and_counts(run_reqsite, desk):
    data = json.loads(run_reqsite("impact", "REQ-001", "--format", "json", cwd=desk).stdout)
    assert data["ids"] == ["REQ-001"]
    assert data["requirements"][1] == {
        "id": "REQ-003",
        "type": "functional",
        "title": "Sort",
        "status": "draft",
        "distance": 1,
        "via": ["derives_from"],
        "source": "REQ-001",
    }
    assert (data["counts"]["requirements"], data["counts"]["tests"], data["counts"]["lapses"]) == (2, 3, 1)


def test_markdown_fits_into_a_record_and_titles_mean_themselves(run_reqsite, desk):
    shown = run_reqsite("impact", "REQ-001", "--format", "md", cwd=desk).stdout
    assert shown.startswith(
        "**Requirements (2)**\n\n- REQ-002 See \\*all\\* \\[1\\] (Derives from)\n"
        "- REQ-003 Sort (Derives from)\n\n**Tests (3)**\n"
    )


def test_a_record_that_nothing_hangs_on_says_so(run_reqsite, desk):
    assert "No other record hangs on it." in run_reqsite("impact", "TC-001", cwd=desk).stdout


def test_in_chinese_groups_and_links_have_chinese_names(run_reqsite, desk):
    assert "源自" in run_reqsite("--lang", "zh", "impact", "REQ-001", cwd=desk).stdout


def test_an_unknown_id_is_a_wrong_call_with_the_nearest_one(run_reqsite, desk):
    done = run_reqsite("impact", "REQ-0001", cwd=desk)
    assert done.returncode == 2
    assert "Did you mean REQ-001?" in done.stderr


def test_without_an_id_it_is_a_wrong_call(run_reqsite, desk):
    assert run_reqsite("impact", cwd=desk).returncode == 2


def test_a_new_change_request_names_what_it_affects_and_what_that_touches(run_reqsite, desk):
    text = run_reqsite("new", "change", "Quicker", "--affects", "req-001", "--stdout", cwd=desk).stdout
    assert "\naffects: [REQ-001]\n" in text
    assert "\n## Impact\n\n**Requirements (2)**\n\n- REQ-002 " in text


def test_a_new_change_request_without_says_how_to_get_it(run_reqsite, desk):
    text = run_reqsite("new", "change", "Quicker", "--stdout", cwd=desk).stdout
    assert "\n## Impact\n\n<!-- `reqsite impact ID --format md` writes this section" in text


def test_only_a_change_affects_something(run_reqsite, desk):
    done = run_reqsite("new", "functional", "A", "--affects", "REQ-001", "--stdout", cwd=desk)
    assert done.returncode == 2
    assert "functional" in done.stderr


def test_a_written_change_request_has_no_finding_that_it_should_not_have(run_reqsite, desk):
    run_reqsite("new", "change", "Quicker", "--affects", "REQ-001", cwd=desk)
    names = {f["name"] for f in json.loads(run_reqsite("check", "--format", "json", cwd=desk).stdout)["findings"]}
    assert not names & {"dangling-link", "wrong-link-target", "unknown-field", "malformed-value", "unclosed-comment"}
