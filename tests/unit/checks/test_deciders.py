from tests.unit.checks.checked import check_project, named

ON = "checks: {not-a-decider: warning}\n"
PEOPLE = """\
records:
  - {id: STK-001, type: stakeholder, title: Li Si, role: decider, decides: [采购]}
  - {id: STK-002, type: stakeholder, title: Wang, role: decider, decides: [all]}
  - {id: STK-003, type: stakeholder, title: Zhao, role: decider, decides: [库存], status: left}
"""


def found(root, said, schema=ON, section="section: 库存\n"):
    text = (
        f"---\nid: REQ-001\ntype: functional\ntitle: T\nstatus: reviewed\npriority: P1\n{section}{said}---\nIt shall.\n"
    )
    report = check_project(root, {"REQ-001.md": text, "people.yml": PEOPLE}, schema)
    return [(f.place.line, str(f.message)) for f in named(report, "not-a-decider")]


def test_an_approval_by_who_decides_on_another_section_names_person_and_section(tmp_path):
    assert found(tmp_path, "approvals: [{by: Li Si, date: 2026-03-01}]\n") == [
        (8, "Li Si agreed to REQ-001, and does not decide on '库存'.")
    ]


def test_who_decides_on_it_or_on_all_may_agree(tmp_path):
    assert found(tmp_path, "approvals: [{by: STK-001}]\n", section="section: 采购\n") == []
    assert found(tmp_path, "confirmations: [{by: wang, role: decider}]\n") == []


def test_who_has_left_or_is_nobody_decides_nothing(tmp_path):
    assert len(found(tmp_path, "confirmations: [{by: Zhao}, {by: Nobody, result: agreed}]\n")) == 2


def test_who_objects_has_not_agreed(tmp_path):
    assert found(tmp_path, "confirmations: [{by: Li Si, result: objected}, {by: Li Si, result: 待讨论}]\n") == []


def test_a_requirement_without_a_section_and_a_project_that_does_not_ask_are_left_alone(tmp_path):
    said = "approvals: [{by: Li Si}]\n"
    assert found(tmp_path, said, section="") == []
    assert found(tmp_path, said, schema="checks: {}\n") == []
