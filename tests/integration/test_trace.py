import json

import pytest

SITE = "site_name: Desk\ndocs_dir: docs_src\n"


def record(record_id, title, links="", kind="functional", status="draft"):
    front = f"id: {record_id}\ntype: {kind}\ntitle: {title}\nstatus: {status}\npriority: P1\n{links}"
    return f"---\n{front}---\nIt is shown.\n"


@pytest.fixture
def desk(project):
    return project(
        {
            "mkdocs.yml": SITE,
            "docs_src/index.md": "# Desk\n",
            "docs_src/GOAL-001.md": "---\nid: GOAL-001\ntype: goal\ntitle: Fewer calls\n---\nFewer.\n",
            "docs_src/REQ-001.md": record(
                "REQ-001", "Look up stock", "derives_from: [GOAL-001]\nverified_by: [TC-001]\n", status="confirmed"
            ),
            "docs_src/REQ-002.md": record(
                "REQ-002", "See reserved stock", "parent: REQ-001\nderives_from: [GOAL-001]\n"
            ),
            "docs_src/TC-001.md": "---\nid: TC-001\ntype: test\ntitle: Stock of an article\n---\nLook.\n",
        }
    )


def test_downwards_is_a_tree_with_titles_and_states_each_record_once(run_reqsite, desk):
    done = run_reqsite("trace", "GOAL-001", "--down", cwd=desk)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "GOAL-001  Fewer calls",
        "",
        "Leads to",
        "  REQ-001  Look up stock  [Confirmed]",
        "    TC-001  Stock of an article",
        "  REQ-002  See reserved stock  [Draft]  (also from REQ-001)",
    ]


def test_upwards_leads_to_the_goals(run_reqsite, desk):
    shown = run_reqsite("trace", "TC-001", "--up", cwd=desk).stdout
    assert [line.split()[0] for line in shown.splitlines()[3:]] == ["REQ-001", "GOAL-001"]


def test_without_a_direction_both_are_shown(run_reqsite, desk):
    shown = run_reqsite("trace", "REQ-001", cwd=desk).stdout
    assert "Comes from\n  GOAL-001" in shown
    assert "Leads to\n  " in shown


def test_the_depth_ends_the_way(run_reqsite, desk):
    assert "TC-001" not in run_reqsite("trace", "GOAL-001", "--down", "--depth", "1", cwd=desk).stdout


def test_json_says_who_leads_where(run_reqsite, desk):
    data = json.loads(run_reqsite("trace", "GOAL-001", "--down", "--format", "json", cwd=desk).stdout)
    assert data["id"] == "GOAL-001"
    assert "up" not in data
    assert [(step["id"], step["depth"], step["from"]) for step in data["down"]] == [
        ("REQ-001", 1, ["GOAL-001"]),
        ("REQ-002", 1, ["GOAL-001", "REQ-001"]),
        ("TC-001", 2, ["REQ-001"]),
    ]


def test_a_cycle_comes_to_an_end(run_reqsite, project):
    desk = project(
        {
            "mkdocs.yml": SITE,
            "docs_src/a.md": record("REQ-001", "One", "parent: REQ-002\n"),
            "docs_src/b.md": record("REQ-002", "Two", "parent: REQ-001\n"),
        }
    )
    shown = run_reqsite("trace", "REQ-001", "--up", cwd=desk).stdout
    assert shown.count("REQ-002") == 1


def test_a_chain_of_thousands_is_printed_in_reasonable_space(run_reqsite, project):
    chain = "".join(
        f"  - {{id: REQ-{n:04d}, type: functional, title: Step {n}, parent: REQ-{n - 1:04d}}}\n" for n in range(1, 3000)
    )
    desk = project(
        {
            "mkdocs.yml": SITE,
            "docs_src/chain.yml": "records:\n  - {id: REQ-0000, type: functional, title: Start}\n" + chain,
        }
    )
    done = run_reqsite("trace", "REQ-0000", "--down", cwd=desk)
    assert "[2999] REQ-2999  Step 2999" in done.stdout
    assert len(done.stdout) < 3000 * 120


def test_an_id_that_is_none_gets_a_suggestion_and_ends_with_2(run_reqsite, desk):
    done = run_reqsite("trace", "REQ-01", "--up", cwd=desk)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "error: There is no record REQ-01.\nDid you mean REQ-001?\n"
