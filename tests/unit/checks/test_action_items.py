import pytest

from tests.unit.checks.checked import check_project, named, places

MEETING = "---\nid: MTG-001\ntype: meeting\ntitle: Review\n{front}---\nWe met.\n\n## {heading}\n\n{items}"


def checked(root, items, heading="Action items", front=""):
    return check_project(root, {"m.md": MEETING.format(front=front, heading=heading, items=items)})


def test_an_action_item_without_an_owner_is_one_finding_at_its_line(tmp_path):
    items = (
        "- [ ] Call the store @li\n- [ ] Send the price list\n  by mail due:2026-05-01\n- [ ] Order scanners @wang\n"
    )
    [finding] = named(checked(tmp_path, items), "action-without-owner")
    assert (finding.severity, str(finding.place), finding.record) == ("warning", "docs_src/m.md:11:1", "MTG-001")
    assert "Send the price list by mail" in str(finding.message)


def test_the_chinese_heading_counts_too(tmp_path):
    report = checked(tmp_path, "- [ ] 发送价目表 截止：2026-05-01\n", "行动项")
    assert places(report, "action-without-owner") == ["m.md:10:1"]


@pytest.mark.parametrize(
    ("items", "heading", "front"),
    [
        ("- [x] Send the price list\n", "Action items", ""),
        ("- [ ] Send the price list\n", "Notes", ""),
        ("- Send the price list\n", "Action items", ""),
        ("- [ ]\n- [ ] @li\n-[ ] x\n", "Action items", ""),
    ],
)
def test_what_is_done_and_what_is_no_action_item_needs_no_owner(tmp_path, items, heading, front):
    assert named(checked(tmp_path, items, heading, front), "action-without-owner") == []


def test_a_task_list_of_a_requirement_is_no_list_of_action_items(tmp_path):
    text = "---\nid: REQ-001\ntype: functional\ntitle: A\n---\nIt shall.\n\n## Action items\n\n- [ ] Ask\n"
    assert named(check_project(tmp_path, {"a.md": text}), "action-without-owner") == []
