"""The requirement matrix, what waits for a person, and the sheets of a milestone, made from a project on the disk."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from reqsite.confirm.importing import Filing, keep
from reqsite.exchange.subject import Subject
from reqsite.exchange.tables import TABLES
from reqsite.portal.portal import Portal
from reqsite.workspace import open_workspace
from tests.releases import release, workspace
from tests.unit.checks.checked import check_project, project_in
from tests.unit.confirm.desk import SCHEMA, TEXTS, receipt, write
from tests.unit.portal.portals import parse, rows, with_class, words

OTHERS = """\
records:
  - {id: GOAL-001, type: goal, title: Fewer calls, body: Half as many.}
  - {id: TC-001, type: test, title: Stock, body: Look.}
  - {id: STK-1, type: stakeholder, title: Wang, role: decider, body: Signs.}
  - {id: STK-2, type: stakeholder, title: Zhao, role: influencer, body: Listens.}
  - id: MS-1
    type: milestone
    title: Freeze
    date: '2026-05-01'
    status: planned
    owner: Li
    done_when: All signed.
    deliverables: [Document, Sheet, Plan]
    criteria: ['All <b>P0</b> agreed', No objection, Terms read, Board held]
    body: It is frozen.
"""
MORE = {
    "REQ-001": "supports: [GOAL-001]\nverified_by: [TC-001]\nproposer: 张\nmilestone: [MS-1]\n",
    "REQ-002": "milestone: [MS-1]\n",
}
CHANGED = {"REQ-003": "系统应显示全部供应商。"}


@pytest.fixture
def desk(tmp_path):
    """A project with two releases: one role has agreed to the words of the first, of which one item then changed."""
    check_project(tmp_path, {"all.yml": OTHERS})
    write(tmp_path, more=MORE)
    release(tmp_path, "1.0.0")
    keep({"a": Filing.of(receipt(tmp_path, "evaluator", dict.fromkeys(TEXTS, "agree")))}, tmp_path)
    write(tmp_path, CHANGED, more=MORE)
    release(tmp_path, "1.1.0", "2026-04-01")
    return tmp_path


class Made:
    """A portal's pages and files."""

    def __init__(self, root, language="en"):
        project = replace(project_in(root), language=language)
        portal = Portal(open_workspace(project))
        portal.lay_out(directory_urls=False)
        self.pages = {page.source: page for page in portal.pages({}, [], {})}
        self.files = portal.assets()

    def tree(self, source) -> ET.Element:
        return parse(self.pages[source].build().html)

    def table(self, source) -> ET.Element:
        return next(self.tree(source).iter("table"))

    def data(self, path):
        text = self.files[path].decode()
        return json.loads(text.partition(" = ")[2].removesuffix(";\n"))


def test_each_requirement_has_a_row_with_its_roles_changes_goals_and_tests(desk):
    (first, _second, third) = rows(Made(desk).table("registers/matrix.md"))
    assert first[0] == "REQ-001 T1"
    assert first[1:5] == ["张", "P0 essential", "Confirmed", "open"]
    assert first[5:] == ["agreed 王, 2026-03-02, release 1.0.0", "0", "1.0.0 (2026-03-01)", "GOAL-001", "TC-001"]
    assert third[5:8] == ["confirm again 王, 2026-03-02, release 1.0.0", "1", "1.1.0 (2026-04-01)"]


def test_the_table_in_the_browser_says_what_the_one_for_spreadsheets_says(desk):
    made = Made(desk)
    data, listed = made.data("data/matrix.js"), made.data("data/list-requirement.js")
    roles = [(place, field) for place, field in enumerate(listed["fields"]) if field[0].startswith("confirm-")]
    table = TABLES["matrix"](Subject.of(workspace(desk), "client", "en"))
    assert len(table.rows) == len(data["rows"]) == 3
    for row, shown, cells in zip(table.rows, data["rows"], listed["rows"], strict=True):
        texts = [cell.text for cell in row]
        for number, (place, (_name, _label, values)) in enumerate(roles):
            cell = cells[5 + place]
            said = "" if cell == -1 else values[cell][1]
            by = data["said"][shown[number]] if shown[number] >= 0 else ""
            assert texts[5 + number].lstrip("✔⚠○ ") == (f"{said} ({by})" if by else said)
        changes, last, goals, tests = shown[len(roles) :]
        assert texts[-4:] == [
            str(changes),
            data["releases"][last],
            ", ".join(data["records"][place][0] for place in goals),
            ", ".join(data["records"][place][0] for place in tests),
        ]


def test_the_list_can_be_narrowed_down_by_how_each_role_stands(desk):
    fields = {name: (label, values) for name, label, values in Made(desk).data("data/list-requirement.js")["fields"]}
    assert fields["confirm-evaluator"] == (
        "Confirmation: Evaluator",
        [["agreed", "agreed", "done"], ["again", "confirm again", "off"]],
    )
    assert fields["confirm-decider"][1] == [["open", "open", "new"]]


def test_a_project_that_asks_nobody_has_a_matrix_without_roles(tmp_path):
    write(tmp_path, schema="extends: default\n")
    made = Made(tmp_path)
    assert [row[0] for row in rows(made.table("registers/matrix.md"))] == [
        "REQ-001 T1",
        "REQ-002 T2",
        "REQ-003 T3",
    ]
    assert made.data("data/matrix.js")["rows"][0] == [-1, -1, [], []]
    assert not any("confirm" in field[0] for field in made.data("data/list-requirement.js")["fields"])


def test_a_matrix_of_many_requirements_is_made_by_the_browser_alone(tmp_path):
    many = "".join(
        f"  - {{id: REQ-{n:04}, type: functional, title: T, priority: P1, body: It is.}}\n" for n in range(201)
    )
    check_project(tmp_path, {"many.yml": f"records:\n{many}"}, SCHEMA)
    made = Made(tmp_path)
    tree = made.tree("registers/matrix.md")
    assert tree.find(".//table") is None
    (plain,) = with_class(tree, "rs-plain")
    assert [link.get("href") for link in plain.iter("a")] == ["../requirements/index.html", "../document/index.html"]
    assert len(made.data("data/matrix.js")["rows"]) == 201


def test_the_page_of_a_person_says_what_waits_for_the_role(desk):
    made = Made(desk)
    (block,) = with_class(made.tree("stakeholders/STK-1.md"), "rs-agreed")
    assert words(block.find("p")) == "Final decider: 1 item still to confirm · To the confirmation sheet"
    assert block.find("p/a").get("href") == "../confirm/decider.html"
    assert with_class(made.tree("stakeholders/STK-2.md"), "rs-agreed") == []


def test_the_checklist_of_a_milestone_has_a_box_and_a_line_for_what_is_not_confirmed(desk):
    made = Made(desk)
    tree = made.tree("registers/checklist-MS-1.md")
    (items,) = with_class(tree, "rs-checklist")
    (only,) = items
    assert words(only.find("p")) == "REQ-001 T1 P0 essentialFinal decider: open"
    assert len(with_class(only, "rs-box")) == len(with_class(only, "rs-line")) == 1
    assert "1 of 2 requirements are not yet confirmed." in words(tree)
    (block,) = with_class(made.tree("milestones/MS-1.md"), "rs-agreed")
    assert [link.get("href") for link in block.iter("a")][:2] == [
        "../registers/checklist-MS-1.html",
        "../registers/acceptance-MS-1.html",
    ]


def test_without_roles_the_checklist_goes_by_the_status(tmp_path):
    check_project(tmp_path, {"all.yml": OTHERS})
    write(tmp_path, more=MORE, schema="extends: default\n")
    path = tmp_path / "docs_src" / "REQ-002.md"
    path.write_text(path.read_text("utf-8").replace("confirmed", "reviewed"), encoding="utf-8")
    (items,) = with_class(Made(tmp_path).tree("registers/checklist-MS-1.md"), "rs-checklist")
    assert [words(item.find("p/a")) for item in items] == ["REQ-002 T2"]


def test_the_acceptance_sheet_has_a_result_for_each_deliverable_and_criterion_and_both_signatures(desk):
    tree = Made(desk).tree("registers/acceptance-MS-1.md")
    lines = with_class(tree, "rs-accepted")
    assert [words(line.find("td")) for line in lines] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4"]
    assert words(lines[3].find("th")) == "All <b>P0</b> agreed"
    assert all(len(with_class(line, "rs-choice")) == 2 for line in lines)
    (signatures,) = with_class(tree, "rs-signatures")
    assert len(with_class(signatures, "rs-line")) == 6
