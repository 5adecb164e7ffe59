"""Acceptance criteria of reqsite's own requirements about boards, registers and what a page says of a day."""

import json
import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.integration.test_rows_in_the_portal import CONFIG, article, targets
from tests.sites import violations

MIDSUMMER = "1782000000"
"""The day of the build, 2026-06-21, in seconds since 1970."""
RECORDS = """\
records:
  - {id: GOAL-1, type: goal, title: Fast counts, benefit: {metric: 盘点耗时, baseline: 3 天, target: 1 天}, body: Why.}
  - {id: GOAL-2, type: goal, title: Fewer errors, body: Why.}
  - type: functional
    id: REQ-001
    title: Count
    title_zh: 盘点
    status: reviewed
    priority: P0
    priority_reason: The law asks for counts.
    method: inspection
    supports: [GOAL-1]
    risks: [RISK-001]
    milestone: [MS-001]
    assumption: true
    validated_by: [MTG-004]
    body: "It counts.\\n\\n## Acceptance criteria\\n\\n- It counts."
  - type: functional
    id: REQ-002
    title: Scan
    title_zh: 扫描
    status: confirmed
    priority: P1
    priority_reason: Hands are slow.
    method: test
    supports: [GOAL-2]
    milestone: [MS-001]
    verified_by: [TC-001, TC-002]
    assumption: true
    body: "It scans.\\n\\n## Acceptance criteria\\n\\n- It scans."
  - type: functional
    id: REQ-003
    title: Print
    title_zh: 打印
    status: draft
    priority: P2
    supports: [GOAL-2]
    assumption: true
    body: "It prints.\\n\\n## Acceptance criteria\\n\\n- It prints."
  - {id: MS-001, type: milestone, title: First delivery, date: 2026-05-30, done_when: All, owner: Li, status: planned}
  - {id: MS-002, type: milestone, title: Second delivery, date: 2027-06-30, done_when: All, owner: Wu, status: planned}
  - {id: MS-003, type: milestone, title: Freeze, date: 2026-03-01, done_when: Signed, owner: Sun, status: accepted}
  - {id: RISK-001, type: risk, title: Late supplier, likelihood: low, severity: low, response: A second one., owner: Li}
  - {id: RISK-002, type: risk, title: Nobody learns it, likelihood: high, severity: high, response: Lessons, owner: Wu}
  - type: meeting
    id: MTG-004
    title: Prototype review
    status: planned
    held: 2026-04-02 10:00
    decider: Li
    agenda: [Prototype]
    meeting_type: acceptance
    accepts: [MS-003]
    body: |
      We met.

      ## Action items

      - [ ] Send the price list @wang due:2026-05-01
      - [x] Call the store @li due:2026-04-05
      - [ ] Order scanners for [[REQ-002]] @li due:2026-04-20
  - {id: DEC-001, type: decision, title: Cards, date: 2026-03-01, decider: Li, status: superseded, body: Cards.}
  - type: decision
    id: DEC-002
    title: Badges
    date: 2026-05-01
    decider: Wu
    status: decided
    affects: [REQ-001]
    body: "Badges it is.\\n\\n## Context\\n\\nCards get lost.\\n\\n## Options\\n\\nKeys.\\n\\n## Decision\\n\\nBadges."
  - {id: DEC-003, type: decision, title: One store, date: 2026-02-01, decider: Sun, status: decided, body: One.}
  - type: change
    id: CR-001
    title: Labels
    status: applied
    reason: Faster
    proposer: Zhao
    size: minor
    importance: high
    urgency: low
    adds: [REQ-003]
    affects: [REQ-003, REQ-002]
    risks: [RISK-002]
    body: Labels.
  - {id: CR-002, type: change, title: Twice, status: applied, reason: Safer, proposer: Qian, importance: high, body: 2.}
  - type: change
    id: CR-003
    title: Nights
    status: assessed
    reason: Quiet
    proposer: Zhou
    options:
      - {title: At night, impact: {schedule_days: 4}, chosen: true}
      - {title: On Sundays, impact: Costs more, chosen: false}
      - {title: Never}
    body: Nights.
  - {id: CR-004, type: change, title: Old, status: rejected, reason: Old, proposer: Zhou, importance: low, body: Old.}
  - {type: term, title: Scanner, en: Scanner, forbidden: [Reader], body: What reads a label.}
  - {id: TC-001, type: test, title: Scan it, status: ready, result: passed, body: Scan.}
  - {id: TC-002, type: test, title: Drop it, status: ready, result: failed, body: Drop.}
  - {id: STK-001, type: stakeholder, title: Zhao Liu, role: decider, body: Decides.}
  - type: feedback
    id: FB-001
    title: Too slow
    status: received
    received: 2026-06-11 10:00
    feedback_class: defect
    owner: Li
    origin: prototype-review
    body: Slow.
  - {id: FB-002, type: feedback, title: What it costs, status: classified, received: 2026-05-04 10:00,
     feedback_class: question, owner: Sun, priority: P2, body: Cost?}
  - {id: FB-003, type: feedback, title: Who may count, status: received, received: 2026-05-05 10:00,
     feedback_class: question, owner: Wu, priority: P0, origin: test, body: Who?}
  - {id: FB-004, type: feedback, title: When it comes, status: answered, received: 2026-05-05 10:00,
     answered: 2026-05-06 09:00, feedback_class: question, priority: P0, body: When?,
     analysis: {supported: With the next delivery, adjustments: A line in the plan, impact: Two days}}
  - {id: FB-005, type: feedback, title: Which label, status: received, received: 2026-05-05 10:00,
     feedback_class: question, priority: P1, body: Which?}
  - {id: FB-006, type: feedback, title: A misprint, status: classified, received: 2026-05-05 10:00,
     feedback_class: wording, body: Teh.}
  - {id: FB-007, type: feedback, title: A new list, status: classified, received: 2026-05-05 10:00,
     feedback_class: new, body: A list.}
  - {id: CR-005, type: change, title: Later, status: applied, reason: Holiday, proposer: Wu, source: [FB-008], body: L.}
  - {id: FB-008, type: feedback, title: Holidays, status: classified, received: 2026-05-05 10:00,
     feedback_class: change, body: Later.}
"""
QUIET = """\
records:
  - {id: FB-001, type: feedback, title: Slow, status: answered, received: 2026-05-05 10:00, answered: 2026-05-05 11:00,
     feedback_class: question, analysis: {supported: yes}, body: Slow.}
  - {id: GOAL-1, type: goal, title: Fast counts, body: Why.}
  - {id: REQ-001, type: functional, title: Count, status: draft, priority: P1, supports: [GOAL-1], assumption: true,
     validated_by: [FB-001], body: "It counts.\\n\\n## Acceptance criteria\\n\\n- It counts."}
"""


KINDS_OF_PAGES = [
    "index",
    "requirements/index",
    "requirements/REQ-001",
    "goals/GOAL-1",
    "changes/CR-003",
    "decisions/DEC-002",
    "meetings/MTG-004",
    "milestones/MS-001",
    "feedback/FB-004",
    "risks/RISK-001",
    "stakeholders/STK-001",
    "document/index",
    "document/all",
    "glossary",
    "traceability/index",
    "traceability/coverage",
    "traceability/requirement-goal",
    "traceability/graph/kind_goal",
    "boards/changes",
    "boards/feedback",
    "registers/risks",
    "registers/change-control",
]


def built(root, records, config=CONFIG):
    for name, text in {"mkdocs.yml": config, "docs_src/index.md": "# Shop\n", "docs_src/all.yml": records}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "REQSITE_AUDIENCE": "client", "SOURCE_DATE_EPOCH": MIDSUMMER},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    return built(tmp_path_factory.mktemp("busy"), RECORDS)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    return built(tmp_path_factory.mktemp("quiet"), QUIET)


def words(element):
    """Return what an element says, with a space between the elements inside it."""
    return re.sub(r" (?=[,:])", "", " ".join(" ".join(element.itertext()).split()))


def around(tree, *texts):
    """Return the words of the smallest element that says all of these texts."""
    return min((words(e) for e in tree.iter() if all(text in words(e) for text in texts)), key=len)


def rows(page):
    """Return the rows of all tables of a page but for their heads, in words."""
    return [words(row) for body in page.iter() if body.tag in ("tbody", "tfoot") for row in body.iter("tr")]


def columns(page):
    """Return the columns of a board: heading → its cards in words."""
    found = {}
    for section in page.iter("section"):
        heading = next(section.iter("h2"))
        found[words(heading)] = [words(card) for card in section.iter("li")]
    return found


def test_the_method_of_verification_stands_above_the_criteria(portal):
    said = words(article(portal, "requirements/REQ-001.html"))
    assert said.index("Verification method Inspection") < said.index("Acceptance criteria")


def test_the_home_page_lists_the_milestones_by_date_with_state_owner_and_what_is_confirmed(portal):
    home = article(portal, "index.html")
    [timeline] = [e for e in home.iter("ol") if e.get("class") == "rs-milestones"]
    said = [words(item) for item in timeline.iter("li")]
    assert [line.split()[0] for line in said] == ["2026-03-01", "2026-05-30", "2027-06-30"]
    assert targets(timeline) == ["MS-003.html", "MS-001.html", "MS-002.html"]
    for line, parts in zip(
        said, [("Accepted", "Sun"), ("Planned", "Li", "1 of 2", "50%"), ("Planned", "Wu")], strict=True
    ):
        assert all(part in line for part in parts), line


def test_a_milestone_that_should_have_been_reached_is_late_as_of_the_day_of_the_build(portal):
    said = words(article(portal, "index.html"))
    assert said.count("late as of 2026-06-21") == 1
    assert "First delivery Planned late as of 2026-06-21" in said


def test_assumptions_that_nothing_validates_are_listed_and_the_list_of_requirements_leads_there(portal, quiet):
    register = article(portal, "registers/assumptions.html")
    assert [row.split()[0] for row in rows(register)] == ["REQ-002", "REQ-003"]
    assert "assumptions.html" in targets(article(portal, "requirements/index.html"))
    assert "Every assumption has been validated as of 2026-06-21." in words(
        article(quiet, "registers/assumptions.html")
    )


def test_a_milestone_lists_its_requirements_with_their_criteria_and_the_results_of_their_tests(portal):
    page = article(portal, "milestones/MS-001.html")
    counted, scanned = rows(page)
    assert all(part in counted for part in ("REQ-001", "P0", "Reviewed", "AC-1 It counts."))
    assert all(part in scanned for part in ("REQ-002", "AC-1 It scans.", "Scan it Passed", "Drop it Failed"))
    assert {"REQ-001.html", "REQ-002.html", "TC-001.html", "TC-002.html"} <= set(targets(page))


def test_a_milestone_leads_to_the_meeting_that_accepted_it_with_its_date(portal):
    page = article(portal, "milestones/MS-003.html")
    assert "MTG-004.html" in targets(page)
    assert "Prototype review 2026-04-02" in words(page)


def test_what_validates_an_assumption_exists(run_reqsite, project):
    text = (
        "---\nid: REQ-001\ntype: functional\ntitle: T\nstatus: draft\npriority: P1\nvalidated_by: [MTG-009]\n---\nIt.\n"
    )
    desk = project({"mkdocs.yml": CONFIG, "docs_src/a.md": text})
    found = json.loads(run_reqsite("check", "--format", "json", cwd=desk).stdout)["findings"]
    assert [(f["line"], f["record"]) for f in found if f["name"] == "dangling-link"] == [(7, "REQ-001")]


def test_the_change_board_has_a_column_for_each_state_with_its_cards(portal):
    board = article(portal, "boards/changes.html")
    states = columns(board)
    assert {name: len(cards) for name, cards in states.items()} == {
        "Applied (3)": 3,
        "Assessed (1)": 1,
        "Approved (0)": 0,
        "Implemented (0)": 0,
        "Verified (0)": 0,
        "Rejected (1)": 1,
        "Withdrawn (0)": 0,
    }
    assert all(part in states["Applied (3)"][0] for part in ("CR-001", "Zhao", "Minor", "Records affected 2"))
    assert {f"CR-00{n}.html" for n in (1, 2, 3, 4, 5)} <= set(targets(board))
    assert "changes.html" in targets(article(portal, "changes/index.html"))


def test_open_changes_stand_in_the_cell_of_their_importance_and_urgency(portal):
    board = article(portal, "boards/changes.html")
    [table] = board.iter("table")
    cells = {
        (words(next(row.iter("th"))), n): words(td) for row in table.iter("tr") for n, td in enumerate(row.iter("td"))
    }
    assert {where: ids for where, ids in cells.items() if ids} == {("High", 2): "CR-001"}
    [rest] = [p for p in board.iter("p") if p.get("class") == "rs-weighing-rest"]
    assert [name for name in ("CR-001", "CR-002", "CR-003", "CR-005") if name in words(rest)] == [
        "CR-002",
        "CR-003",
        "CR-005",
    ]
    heads = [words(th) for th in next(table.iter("thead")).iter("th")]
    assert heads == ["Importance", "Urgency: High", "Urgency: Medium", "Urgency: Low"]


def test_the_page_on_changes_says_what_may_follow_each_state_who_approves_and_what_is_at_risk(portal):
    page = article(portal, "registers/change-control.html")
    assert rows(page) == [
        "Applied Assessed, Rejected, Withdrawn 3",
        "Assessed Approved, Rejected, Withdrawn 1",
        "Approved Implemented, Withdrawn 0",
        "Implemented Verified, Approved 0",
        "Verified nothing: it ends here 0",
        "Rejected Applied 1",
        "Withdrawn nothing: it ends here 0",
    ]
    assert "Client, Supplier" in words(page)
    assert "Final decider" in around(page, "Zhao Liu", "Final decider")
    at_risk = around(page, "RISK-002", "CR-001")
    assert "RISK-001" not in words(page)
    assert "Nobody learns it" in at_risk


def test_the_feedback_board_says_class_age_and_owner(portal):
    states = columns(article(portal, "boards/feedback.html"))
    assert [(name, len(cards)) for name, cards in states.items()] == [
        ("Received (3)", 3),
        ("Classified (4)", 4),
        ("Analysed (0)", 0),
        ("Answered (1)", 1),
        ("Verified (0)", 0),
    ]
    assert all(part in states["Received (3)"][0] for part in ("FB-001", "Defect", "Li", "Age 10 days"))
    assert "Ages as of 2026-06-21" in words(article(portal, "boards/feedback.html"))


def test_open_questions_stand_by_priority_with_owner_and_date(portal, quiet):
    said = rows(article(portal, "registers/questions.html"))
    assert [row.split()[0] for row in said] == ["FB-003", "FB-005", "FB-002"]
    assert all(part in said[0] for part in ("P0 essential", "Wu", "2026-05-05"))
    assert "No question is open as of 2026-06-21." in words(article(quiet, "registers/questions.html"))


def test_the_decision_log_has_the_newest_first_with_decider_state_and_what_it_affects(portal):
    log = article(portal, "registers/decisions.html")
    said = rows(log)
    assert [row.split()[0] for row in said] == ["DEC-002", "DEC-001", "DEC-003"]
    assert all(part in said[0] for part in ("2026-05-01", "Wu", "Decided", "REQ-001"))
    assert "Superseded" in said[1]
    assert {"DEC-001.html", "DEC-002.html", "DEC-003.html"} <= set(targets(log))
    page = words(article(portal, "decisions/DEC-002.html"))
    assert all(text in page for text in ("Cards get lost.", "Keys.", "Badges it is."))


@pytest.mark.parametrize(
    ("front", "field"),
    [
        ("id: DEC-001\ntype: decision\ntitle: T\ndate: 2026-03-01\n", "decider"),
        ("id: RISK-001\ntype: risk\ntitle: T\nlikelihood: low\n", "severity"),
    ],
)
def test_a_decision_without_decider_and_a_risk_without_severity_are_one_finding(run_reqsite, project, front, field):
    desk = project({"mkdocs.yml": CONFIG, "docs_src/a.md": f"---\n{front}---\nText.\n"})
    found = json.loads(run_reqsite("check", "--format", "json", cwd=desk).stdout)["findings"]
    [missing] = [f for f in found if f["name"] == "missing-field"]
    assert f"'{field}'" in missing["message"]


def test_the_heaviest_risk_stands_first_with_response_owner_and_what_it_threatens(portal):
    register = article(portal, "registers/risks.html")
    heavy, light = rows(register)
    assert all(part in heavy for part in ("RISK-002", "High High", "Lessons", "Wu", "CR-001"))
    assert all(part in light for part in ("RISK-001", "Low Low", "A second one.", "Li", "REQ-001"))


def test_open_action_items_stand_by_date_with_owner_and_meeting(portal):
    register = article(portal, "registers/actions.html")
    first, second = rows(register)
    assert first == "Order scanners for REQ-002 li 2026-04-20 MTG-004 Prototype review"
    assert second == "Send the price list wang 2026-05-01 MTG-004 Prototype review"
    assert {"MTG-004.html", "REQ-002.html"} <= set(targets(register))


def test_a_benefit_is_one_line_and_without_one_there_is_none(portal):
    assert "盘点耗时: 3 天 → 1 天" in words(article(portal, "goals/GOAL-1.html"))
    assert "Benefit" not in words(article(portal, "goals/GOAL-2.html"))


def test_the_alternatives_of_a_change_are_a_table_that_names_the_chosen_one(portal):
    page = article(portal, "changes/CR-003.html")
    table = next(t for t in page.iter("table") if "At night" in words(t))
    assert [words(th) for th in table.iter("th")] == ["Title", "Impact", "Chosen"]
    assert rows(table) == ["At night Schedule (days) 4 Yes", "On Sundays Costs more No", "Never"]


def test_an_analysis_is_shown_under_its_labels(portal):
    said = words(article(portal, "feedback/FB-004.html"))
    for label, text in (
        ("Supported", "With the next delivery"),
        ("Adjustments", "A line in the plan"),
        ("Impact", "Two days"),
    ):
        assert re.search(rf"{label}:? {text}", said), (label, said)


def test_feedback_and_the_change_that_came_of_it_lead_to_each_other(portal):
    assert "CR-005.html" in targets(article(portal, "feedback/FB-008.html"))
    assert "FB-008.html" in targets(article(portal, "changes/CR-005.html"))


def test_a_project_without_such_records_has_no_such_pages(quiet):
    absent = (
        "boards/changes",
        "registers/change-control",
        "registers/decisions",
        "registers/actions",
        "registers/risks",
    )
    assert [name for name in absent if (quiet / f"{name}.html").exists()] == []
    assert (quiet / "boards/feedback.html").exists()


def test_a_chinese_site_shows_chinese_titles_labels_and_messages(tmp_path):
    site = built(tmp_path, RECORDS, CONFIG.replace("{name: material}", "{name: material, language: zh}"))
    page = words(article(site, "requirements/REQ-002.html"))
    assert page.index("扫描") < page.index("Scan")
    assert all(label in page for label in ("功能需求", "已确认", "P1 重要", "验证方法", "测试"))
    assert "扫描" in rows(article(site, "requirements/index.html"))[1]
    assert "REQ-002 扫描" in words(article(site, "milestones/MS-001.html"))
    assert "REQ-001 盘点" in words(article(site, "registers/decisions.html"))


@pytest.mark.parametrize(("value", "ids"), [("wording", ["FB-006"]), ("defect", ["FB-001"]), ("new", ["FB-007"])])
def test_the_list_of_feedback_is_filtered_by_class(page, portal, value, ids):
    page.goto((portal / "feedback/index.html").as_uri() + f"#feedback_class={value}")
    expect(page.locator(".rs-list tbody th a")).to_have_text(ids)


def test_the_list_of_feedback_is_filtered_by_where_it_came_up(page, portal):
    page.goto((portal / "feedback/index.html").as_uri() + "#origin=test")
    expect(page.locator(".rs-list tbody th a")).to_have_text(["FB-003"])


def test_on_a_narrow_screen_the_columns_of_a_board_stand_below_each_other(new_page, portal):
    page = new_page(viewport={"width": 900, "height": 900})
    page.goto((portal / "boards/changes.html").as_uri())
    headings = page.locator(".rs-column h2")
    expect(headings).to_have_count(7)
    boxes = [headings.nth(n).bounding_box() for n in range(7)]
    assert len({box["x"] for box in boxes}) == 1
    assert [box["y"] for box in boxes] == sorted({box["y"] for box in boxes})


def test_an_address_opens_the_same_view_in_another_browser(new_page, portal):
    view = (portal / "requirements/index.html").as_uri() + "#priority=P0,P1&status=confirmed"
    for _reader in range(2):
        page = new_page()
        page.goto(view)
        expect(page.locator(".rs-list tbody th a")).to_have_text(["REQ-002"])
        expect(page.locator(".rs-facet input:checked")).to_have_count(3)


def test_without_a_script_the_whole_list_and_every_card_are_there(new_page, portal):
    page = new_page(java_script_enabled=False)
    page.goto((portal / "requirements/index.html").as_uri())
    expect(page.locator(".rs-list tbody th a")).to_have_text(["REQ-001", "REQ-002", "REQ-003"])
    page.goto((portal / "boards/feedback.html").as_uri())
    expect(page.locator(".rs-board-card")).to_have_count(8)


@pytest.fixture(scope="module")
def phone(browser):
    """A page on a small phone for all tests: a context of its own for each would take longer than what is looked at."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", KINDS_OF_PAGES)
def test_on_a_small_phone_nothing_keeps_a_reader_out_and_no_page_scrolls_sideways(phone, portal, name):
    phone.goto((portal / f"{name}.html").as_uri())
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", ["traceability/requirement-goal", "registers/risks", "traceability/index"])
def test_on_a_small_phone_each_row_of_a_table_is_a_card_with_labels(phone, portal, name):
    phone.goto((portal / f"{name}.html").as_uri())
    table = phone.locator("table.rs-cards").first
    expect(table).to_be_visible()
    cell = table.locator("tbody td[data-label]:visible").first
    label = cell.get_attribute("data-label")
    assert label in [head.strip() for head in table.locator("thead th").all_text_contents()]
    assert label in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    below, above = cell.bounding_box(), table.locator("tbody th").first.bounding_box()
    assert below["y"] > above["y"]
    assert table.evaluate("table => table.parentElement.scrollWidth <= table.parentElement.clientWidth")
