"""The reading views in a whole portal, and what stays inside the house."""

from tests.sites import build

PEOPLE = """\
records:
  - {id: STK-001, type: stakeholder, title: Li, role: budget-approver, tags: [成本, 工期], concerns: [预算紧张]}
"""
REQUIREMENT = (
    "---\nid: REQ-00{n}\ntype: functional\ntitle: T\nstatus: draft\npriority: P1\ntags: [{tag}]\n---\n"
    "系统应显示库存。\n"
)


def test_the_portal_for_clients_has_the_view_and_no_word_of_a_concern(tmp_path):
    requirements = {f"REQ-00{n}.md": REQUIREMENT.format(n=n, tag=tag) for n, tag in ((1, "成本"), (2, "界面"))}
    site = build(tmp_path, {"people.yml": PEOPLE, **requirements}, "zh")
    view = (site / "registers" / "for-budget-approver.html").read_text("utf-8")
    assert ("REQ-001" in view, "REQ-002" in view) == (True, False)
    holding = [p for p in site.rglob("*") if p.is_file() and "预算紧张".encode() in p.read_bytes()]
    assert holding == []
    escaped = [p for p in site.rglob("*.js*") if "\\u9884\\u7b97\\u7d27\\u5f20" in p.read_text("utf-8").lower()]
    assert escaped == []


def test_the_house_sees_the_concern(tmp_path):
    site = build(tmp_path, {"people.yml": PEOPLE}, "zh", audience="internal")
    assert "预算紧张" in (site / "stakeholders" / "STK-001.html").read_text("utf-8")
